"""The worked case of docs/method.md, and what the probability of its likeliest hypothesis is made
of. Arithmetic stands here in its plainest form, so that a reader can follow it step by step."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pinprick.assessment import Assessment, assess
from pinprick.case.answers import Painted
from pinprick.case.reading import read_cases
from pinprick.knowledge.ids import MAP, SIDES
from pinprick.knowledge.quantity import distribution, number
from pinprick.model.axes import Model
from pinprick.model.territory import segments
from pinprick.reasoning.inference import log_likelihoods, posterior

Lines = list[str]


@dataclass(frozen=True, slots=True)
class Worked:
    """The worked case and all that the program says of it; `best` is its likeliest hypothesis,
    `probability` that of it."""

    model: Model
    assessment: Assessment
    best: int
    probability: float

    @property
    def unit(self) -> int:
        """The unit of the likeliest hypothesis."""
        return int(self.model.hypotheses.unit[self.best])

    @property
    def pattern(self) -> int:
        """The pattern of the likeliest hypothesis."""
        return int(self.model.hypotheses.pattern[self.best])

    @property
    def cause(self) -> str:
        """The cause of the likeliest hypothesis."""
        return self.model.causes[int(self.model.hypotheses.cause[self.best])]

    @property
    def variant(self) -> str:
        """The variant of the likeliest hypothesis."""
        return self.model.units.variant[self.unit]

    @property
    def painted(self) -> Painted:
        """The map of the case."""
        painted = self.assessment.known.get(MAP)
        assert isinstance(painted, Painted), "the worked case paints a map"
        return painted

    @property
    def side(self) -> int:
        """The index among SIDES of the side of the likeliest hypothesis."""
        return int(self.model.hypotheses.side[self.best])


def worked(model: Model, page: str) -> Worked:
    """The case of a page, assessed.

    Raises:
        ProblemsFound: when the case has faults.
    """
    block = re.search(r"^```yaml\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    assert block, "the page shows no case: it needs a block of YAML"
    (case,), _ = read_cases(block.group(1).encode(), "docs/method.md", model.knowledge.vocabulary)
    assessment = assess(model, case)
    weights = posterior(model, assessment.belief.evidence)
    best = int(weights.argmax())
    return Worked(model, assessment, best, float(weights[best]))


def factors(case: Worked) -> list[tuple[str, float]]:
    """What the probability of the likeliest hypothesis is the product of, but for the sum over all
    hypotheses: each factor's formula and its value."""
    model, condition = case.model, case.model.knowledge.conditions[case.cause]
    variant = condition.variants[case.variant]
    shares = [number(one.share) for one in model.knowledge.conditions.values()]
    total = sum(shares) + number(model.knowledge.settings.other.share)
    site = model.units.site[case.unit]
    one_sided = distribution(variant.sides or condition.sides)["one"]
    prior = [
        (f"share({case.cause})", number(condition.share) / total),
        (f"P({case.variant} \\| c)", number(variant.share)),
        (f"P({site} \\| c, v)", distribution(variant.sites or condition.sites)[site]),
        (
            f"P({model.patterns.name[case.pattern]} \\| s)",
            float(model.patterns.weight[case.pattern]),
        ),
        (f"P({SIDES[case.side]} \\| c, v)", one_sided / 2),
    ]
    found = case.assessment.belief.evidence
    likelihoods = np.exp(log_likelihoods(model, found)[:, case.best])
    said = [
        (f"P({answer_in_words(case, id_)} \\| h)", float(p))
        for id_, p in zip(found.findings, likelihoods, strict=True)
    ]
    return prior + said


def evidence_of_all(case: Worked) -> float:
    """P(answers): the product of the factors summed over all hypotheses."""
    found = case.assessment.belief.evidence
    total = log_likelihoods(case.model, found).sum(axis=0)
    return float(np.exp(case.model.hypotheses.log_prior + total).sum())


def answer_in_words(case: Worked, finding: str) -> str:
    """An answer of the case, as its finding and its value; the map by its name."""
    if finding == MAP:
        return "map"
    answer = case.assessment.known.get(finding)
    return f"{finding} {answer:g}" if isinstance(answer, float) else f"{finding} {answer}"


# ---- the map of the affected side, step by step


class Step(NamedTuple):
    """One segment that was shown: P(it is touched) before and after tempering, whether it is, and
    its factor."""

    segment: str
    raw: float
    tempered: float
    touched: bool
    factor: float


def map_steps(case: Worked) -> list[Step]:
    """The steps of the painted side, under the likeliest pattern."""
    return _steps(case, case.painted.left)


def map_sides(case: Worked) -> tuple[float, float, float]:
    """The factor of the painted side, of the side left empty, and of the whole map."""
    wrong = number(case.model.knowledge.settings.map.wrong_side)
    here = (1 - wrong) * float(np.prod([step.factor for step in _steps(case, case.painted.left)]))
    empty = float(np.prod([step.factor for step in _steps(case, frozenset())]))
    across = wrong * empty + (1 - wrong)
    return here, across, here * across


def _steps(case: Worked, painted: frozenset[str]) -> list[Step]:
    model, patterns, at = case.model, case.model.patterns, case.pattern
    steps = []
    for index, segment in enumerate(segments(model.knowledge.vocabulary)):
        shown = [
            (region, float(np.exp(patterns.one.painted[at, place])))
            for place, region in enumerate(model.regions)
            if patterns.of[place] == index and region not in case.painted.not_asked
        ]
        if not shown:
            continue
        touched = any(region in painted for region, _ in shown)
        q = float(np.exp(patterns.one.any[at, index]))
        within = float(np.prod([r if region in painted else 1 - r for region, r in shown]))
        factor = q * within + (0 if touched else 1 - q)
        steps.append(Step(segment, float(np.exp(patterns.raw.any[at, index])), q, touched, factor))
    return steps


# ---- how it is written


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Lines:
    """A table of Markdown."""
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    return lines + [f"| {' | '.join(row)} |" for row in rows]


def figure(value: float) -> str:
    """Three figures that count, and no exponent unless it is tiny."""
    return f"{value:.3g}" if abs(value) < 1e-4 else f"{float(f'{value:.3g}'):.10g}"


def bits(value: float) -> str:
    """Bits, with their sign."""
    return f"{value:+.2f}"


def said(yes: bool) -> str:
    """A yes or a no, in words."""
    return "yes" if yes else "no"
