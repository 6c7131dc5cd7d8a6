"""A knowledge base and cases → each of its numbers as counted, with its new range and what it rests
on."""

from collections.abc import Iterable, Iterator, Mapping
from math import floor, log10
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from pinprick.cohort.labelled import Labelled
from pinprick.knowledge import Condition, Knowledge
from pinprick.knowledge.ids import OTHER, PRESENT, SEX
from pinprick.knowledge.quantity import Quantity, number
from pinprick.learning import worth
from pinprick.learning.estimating import Count, counts
from pinprick.model.axes import Model
from pinprick.model.draws.numbers import spread
from pinprick.watching import Watch, unwatched
from pinprick.yamltext import Path

_DIGITS = 4
"""Significant digits of a probability, or of what is missing to 1."""
_PLACES = 6
"""Decimals of a distribution, which has to sum to 1."""


class Number(Struct, frozen=True):
    """A number of a file, before and after: `counted` says who gave which answer, `people` how many
    those are, and `worth` how many people it was worth before. A number of a form of a condition
    that only moved along has no people of its own. The notes of `after` are those of `before`."""

    file: str
    path: Path
    before: Quantity
    after: Quantity
    counted: dict[str, float]
    people: float
    worth: float


class Data(Struct, frozen=True):
    """Where the cases come from: the `key` of the source that counted numbers name."""

    key: str
    shares: bool = True
    """Whether the people are as they come, so that they say how common conditions are."""


def numbers(model: Model, labelled: Labelled, data: Data, watch: Watch = unwatched) -> list[Number]:
    """Every number that cases change, in the order of the knowledge base; `watch` sees one condition
    after the other. Cases that stand for more or fewer people than one count as so many as they are
    worth (Kish 1965)."""
    if not len(labelled):
        return []
    weight = labelled.weight * (labelled.weight.sum() / (labelled.weight**2).sum())
    people = replace(labelled, weight=weight)
    found = list(_shares(model, people, data)) if data.shares else []
    for cause, id_ in watch(list(enumerate(model.causes[:-1])), "Counting"):
        condition = model.knowledge.conditions[id_]
        for count in counts(model, people, cause):
            found += _numbers(condition, count, data)
    return found


def changed(knowledge: Knowledge, of: Iterable[Number]) -> Knowledge:
    """The knowledge base with other numbers."""
    conditions, settings = dict(knowledge.conditions), knowledge.settings
    for one in of:
        id_ = one.file.removeprefix("conditions/").removesuffix(".yaml")
        if id_ in conditions:
            conditions[id_] = _with(conditions[id_], one.path, one.after)
        else:
            settings = _with(settings, one.path, one.after)
    return replace(knowledge, conditions=conditions, settings=settings)


def _with(of: Any, path: Path, new: Quantity) -> Any:
    if not path:
        return new
    step, *rest = path
    if isinstance(of, Mapping):
        return {**of, step: _with(of[step], tuple(rest), new)}
    return replace(of, **{str(step): _with(getattr(of, str(step)), tuple(rest), new)})


# ---- shares


def _shares(model: Model, people: Labelled, data: Data) -> Iterator[Number]:
    """How common each cause is. Each share is counted as if it were alone, as each has a range of
    its own, and all are then scaled to sum to 1."""
    total = float(people.weight.sum())
    told = np.bincount(people.cause, people.weight, minlength=len(model.causes))
    before = {id_: _share(model.knowledge, id_) for id_ in model.causes}
    whole = sum(number(share) for share in before.values())
    known = {
        id_: worth.people_of(number(share) / whole, spread(model.knowledge, share))
        for id_, share in before.items()
    }
    after = {
        id_: (told[index] + known[id_] * number(before[id_]) / whole) / (total + known[id_])
        for index, id_ in enumerate(model.causes)
    }
    scale = 1 / sum(after.values())
    for index, id_ in enumerate(model.causes):
        of = before[id_]
        yield Number(
            file="model.yaml" if id_ == OTHER else f"conditions/{id_}.yaml",
            path=("other", "share") if id_ == OTHER else ("share",),
            before=of,
            after=_counted(of, after[id_] * scale, (total, known[id_]), data),
            counted={PRESENT: float(told[index])},
            people=total,
            worth=known[id_],
        )


def _share(knowledge: Knowledge, cause: str) -> Quantity:
    return knowledge.settings.other.share if cause == OTHER else knowledge.conditions[cause].share


# ---- numbers of conditions


def _numbers(condition: Condition, count: Count, data: Data) -> Iterator[Number]:
    """A number of a condition, and those of its forms that move with it."""
    file = f"conditions/{condition.id}.yaml"
    told = dict(zip(count.values, map(float, count.counted), strict=True))
    path: Path = _path(condition, count.name)
    before = _at(condition, path)
    assert before is not None
    sure = (count.people, count.worth)
    after = _counted(before, _p(before, count, count.after), sure, data)
    if _differs(before, after):
        yield Number(file, path, before, after, told, count.people, count.worth)
    for index, name in enumerate(condition.variants):
        own = _at(condition.variants[name], path)
        if own is not None:
            moved = _moved(own, _p(own, count, count.variants[:, index]))
            if _differs(own, moved):
                yield Number(file, ("variants", name, *path), own, moved, {}, 0.0, 0.0)


def _path(condition: Condition, name: str) -> Path:
    if name in condition.findings:
        return ("findings", name)
    return ("female",) if name == SEX else (name,)


def _at(of: Any, path: Path) -> Quantity | None:
    """The number at a path, None where a form of a condition has none of its own."""
    first, *rest = path
    found = getattr(of, str(first))
    if rest:
        found = found.get(rest[0])
    assert found is None or isinstance(found, Quantity)
    return found


def _p(of: Quantity, count: Count, p: "np.typing.NDArray[np.float64]") -> float | dict[str, float]:
    """What is counted in the shape of a number: of one that is single the first value or the women."""
    named = dict(zip(count.values, map(float, p), strict=True))
    if isinstance(of.p, dict):
        return {value: named[value] for value in of.p}
    return named["female" if count.name == SEX else PRESENT]


def _counted(
    before: Quantity, p: float | dict[str, float], sure: tuple[float, float], data: Data
) -> Quantity:
    """A number as it is after `sure` people, counted and worth before. It rests on a study where
    those who were counted are the more."""
    people, known = sure
    sources = tuple(dict.fromkeys((*before.sources, data.key)))
    basis = "study" if people >= known else before.basis
    new = replace(before, basis=basis, sources=sources)
    if isinstance(p, dict):
        return replace(new, p=_rounded(p), people=float(f"{people + known:.4g}"))
    low, high = worth.range_of(p, people + known)
    p = _round(p)
    return replace(new, p=p, range=(min(_round(low), p), max(_round(high), p)))


def _moved(before: Quantity, p: float | dict[str, float]) -> Quantity:
    """A number of a form of a condition, which nobody counted: it moved with that of the whole, and
    its range with it."""
    new = replace(before, basis="estimate")
    if isinstance(p, dict) or isinstance(before.p, dict):
        assert isinstance(p, dict)
        return replace(new, p=_rounded(p))
    shift = worth.log_odds(p) - worth.log_odds(before.p)
    p = _round(p)
    if before.range is None:
        return replace(new, p=p)
    low, high = (
        _round(worth.probability(worth.log_odds(end) + shift)) if 0 < end < 1 else end
        for end in before.range
    )
    return replace(new, p=p, range=(min(low, p), max(high, p)))


def _round(p: float) -> float:
    """A probability to some significant digits, never 0 or 1."""
    rest = max(min(p, 1 - p), 1e-9)
    places = _DIGITS - 1 - floor(log10(rest))
    return float(np.clip(round(p, places), 1e-9, 1 - 1e-9))


def _rounded(p: Mapping[str, float]) -> dict[str, float]:
    """A distribution to some decimals that sums to 1, none of it 0; the largest takes the rest."""
    least = 10.0**-_PLACES
    found = {value: max(round(one, _PLACES), least) for value, one in p.items()}
    largest = max(found, key=lambda value: found[value])
    rest = sum(one for value, one in found.items() if value != largest)
    return {**found, largest: round(1 - rest, _PLACES)}


def _differs(before: Quantity, after: Quantity) -> bool:
    """Whether a number is another, apart from what it rests on."""
    if before.sources != after.sources:
        return True
    if isinstance(before.p, dict) and isinstance(after.p, dict):
        return any(abs(before.p[value] - p) > 1e-4 for value, p in after.p.items())
    return before.p != after.p
