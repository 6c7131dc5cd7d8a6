"""The numbers of the oracle: probabilities as files state them, shrunk, and of signs that come together."""

import math
from collections.abc import Mapping

from pinprick.case.answers import Answers
from pinprick.knowledge.quantity import Quantity


def number(quantity: Quantity) -> float:
    """The value of a single probability."""
    assert not isinstance(quantity.p, dict)
    return quantity.p


def distribution(quantity: Quantity) -> dict[str, float]:
    """The values of a distribution; rounding in the file is scaled away."""
    assert isinstance(quantity.p, dict)
    total = sum(quantity.p.values())
    return {value: p / total for value, p in quantity.p.items()}


def values(quantity: Quantity) -> dict[str, float]:
    """P(value) of a choice or a flag."""
    return distribution(quantity) if isinstance(quantity.p, dict) else flag(quantity.p)


def flag(p: float) -> dict[str, float]:
    """P(value) of a flag."""
    return {"present": p, "absent": 1 - p}


def tempered(p: Mapping[str, float], alpha: float) -> dict[str, float]:
    """Probabilities shrunk towards even: p^α, scaled to sum to 1."""
    total = sum(each**alpha for each in p.values())
    return {value: each**alpha / total for value, each in p.items()}


def beside(said: Mapping[str, float], answers: Answers, signs: tuple[str, str], share: float) -> float:
    """P(answer to the second sign | that to the first): in the share in which they are one trouble, one draw
    decides both, and whoever has the rarer has the commoner."""
    told, present = [], []
    for id_ in signs:
        told.append(math.exp(said[id_]))
        present.append(told[-1] if answers[id_] == "present" else 1 - told[-1])
    here = [answers[id_] == "present" for id_ in signs]
    low = max([0.0, *(p for p, is_ in zip(present, here, strict=True) if not is_)])
    high = min([1.0, *(p for p, is_ in zip(present, here, strict=True) if is_)])
    return ((1 - share) * told[0] * told[1] + share * max(0.0, high - low)) / told[0]
