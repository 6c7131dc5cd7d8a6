"""People drawn from the knowledge base itself: cause, site, pattern, side, and what they would
answer.

The numbers are taken as they stand, before tempering: a person's answers do not repeat each other
more than the numbers say. So simulated people show what the interview does, never how good the
knowledge is."""

from collections.abc import Iterator

import numpy as np

from pinprick import interview, urgency
from pinprick.case.answers import Answer, Answers, Painted
from pinprick.case.case import Case, Expect, checked
from pinprick.case.known import implied, signs_present
from pinprick.knowledge import Level
from pinprick.knowledge.ids import (
    ABSENT,
    AGE,
    MAP,
    MAP_PARTS,
    OTHER,
    PERSON,
    PRESENT,
    SIDE,
    SIDE_ANSWERS,
    SIDES,
    UNKNOWN,
    Who,
)
from pinprick.knowledge.quantity import number
from pinprick.lab import signs
from pinprick.model.axes import Array, Model
from pinprick.reasoning.inference import column
from pinprick.reasoning.second_causes import of_two
from pinprick.rules import holds

SIMULATED = "simulated"
"""The stage of a simulated case."""
_UNEQUAL = "both-sides-unequal"
_LAST_YEARS = 95
"""The end of the last age band."""


def people(model: Model, count: int, seed: int, by: Who = PERSON) -> Iterator[Case]:
    """`count` cases with what is expected of them, the same for the same seed; `by` says whose
    findings they hold."""
    generator = np.random.default_rng(seed)
    for index, hypothesis in enumerate(_drawn(model, count, generator), 1):
        yield _person(model, (hypothesis,), f"simulated-{seed}-{index}", generator, by)


def people_with(
    model: Model, cause: str, count: int, seed: int, by: Who = PERSON
) -> Iterator[Case]:
    """`count` cases of people who all have one of our conditions, else as `people`."""
    generator = np.random.default_rng(seed)
    theirs = np.flatnonzero(model.hypotheses.cause == model.causes.index(cause))
    prior = np.exp(model.hypotheses.log_prior[theirs])
    drawn = generator.choice(theirs, size=count, p=prior / prior.sum())
    for index, hypothesis in enumerate(map(int, drawn), 1):
        yield _person(model, (hypothesis,), f"{cause}-{seed}-{index}", generator, by)


def people_with_two(model: Model, count: int, seed: int, by: Who = PERSON) -> Iterator[Case]:
    """`count` cases of people who have two of our conditions, each drawn as if there were no other;
    both are expected. What they answer is of both together, as
    `second_causes` has it."""
    generator = np.random.default_rng(seed)
    index = 0
    while index < count:
        two = (*_drawn(model, 2, generator),)
        causes = {model.causes[model.hypotheses.cause[one]] for one in two}
        if len(causes - {OTHER}) == len(two):
            index += 1
            yield _person(model, two, f"two-{seed}-{index}", generator, by)


def _drawn(model: Model, count: int, generator: np.random.Generator) -> list[int]:
    prior = np.exp(model.hypotheses.log_prior)
    drawn = generator.choice(len(prior), size=count, p=prior / prior.sum())
    return list(map(int, drawn))


def _person(
    model: Model, drawn: tuple[int, ...], id_: str, generator: np.random.Generator, by: Who
) -> Case:
    units = [int(model.hypotheses.unit[one]) for one in drawn]
    findings = model.knowledge.vocabulary.findings
    answers: dict[str, Answer] = {}
    band = None
    for finding in sorted(model.findings, key=lambda id_: id_ != AGE):  # the age brings some signs
        if findings[finding].by in by:
            p = of_one(model, finding, band, answers)[:, units[0]]
            if len(units) > 1:
                p = of_two(model, finding, band, units[0], units[1])
            answers[finding] = drawn_answer(model, finding, p, generator)
        if finding == AGE:
            band = column(model, AGE, answers.get(AGE, UNKNOWN))
    answers[SIDE] = _side(model, drawn, generator)
    painted = _both(model, [_painted(model, one, generator) for one in drawn], generator)
    answers[MAP] = painted
    for finding, record in findings.items():
        if record.in_words:
            told = any(painted.has(region) for region in record.in_words)
            answers[finding] = PRESENT if told else ABSENT
    # What only follows other answers, no condition states.
    following = dict.fromkeys(interview.only_following(model.knowledge) & answers.keys(), UNKNOWN)
    answers |= following
    _imply(model, answers)
    simulation = model.knowledge.settings.simulation
    if simulation is not None and simulation.finding in answers:
        newest = signs.newest(model, simulation, drawn[0], answers, generator)
        answers[simulation.finding] = newest
    _forget(model, answers, generator)
    _imply(model, answers)
    if not signs_present(model.knowledge, answers):
        answers |= following  # whoever knows of no sign is not asked how old it is
    expect = _expect(model, [model.causes[model.hypotheses.cause[one]] for one in drawn], answers)
    return checked(model, answers, {"id": id_, "title": id_, "stage": SIMULATED, "expect": expect})


def of_one(model: Model, finding: str, band: int | None, told: Answers) -> Array:
    """P(value | unit) before tempering, shape (values, U), at an age band, given the answer to the sign
    it comes together with, where that is told."""
    one = model.beside.get(finding)
    given = None if one is None else column(model, one.other, told.get(one.other, UNKNOWN))
    if given is None:
        return model.raw_at(finding, band)
    first = model.row_beside(finding, 0, given)
    return model.raw[first : first + len(model.values[finding])]


def _side(model: Model, drawn: tuple[int, ...], generator: np.random.Generator) -> str:
    """The side as one of those drawn has it; one that is on one side only has it as unequal where
    another is elsewhere."""
    one = int(generator.choice(drawn))
    side, sides = model.hypotheses.side[one], {int(model.hypotheses.side[each]) for each in drawn}
    if len(sides) > 1 and SIDES[side] != "both":
        return _UNEQUAL
    p = np.exp(model.log_side[:, model.hypotheses.unit[one], side])
    return str(generator.choice(SIDE_ANSWERS, p=_even(p)))


def _both(model: Model, maps: list[Painted], generator: np.random.Generator) -> Painted:
    """The picture of all causes: what any of them paints; of a segment that several paint, that of
    one."""
    regions, parts = model.knowledge.vocabulary.regions, {}
    for part in MAP_PARTS:
        shown: set[str] = set()
        for segment in dict.fromkeys(region.segment for region in regions.values()):
            its = [{r for r in getattr(one, part) if regions[r].segment == segment} for one in maps]
            painting = [painted for painted in its if painted]
            shown |= painting[int(generator.integers(len(painting)))] if painting else set()
        parts[part] = frozenset(shown)
    return Painted(**parts)


def _even(p: Array) -> Array:
    total: Array = p / p.sum()
    return total


def drawn_answer(model: Model, finding: str, p: Array, generator: np.random.Generator) -> Answer:
    """An answer drawn from P(value), shape (values,)."""
    value = model.values[finding][int(generator.choice(len(p), p=_even(p)))]
    if finding != AGE:
        return value
    low, _, high = value.rstrip("+").partition("-")
    return float(generator.integers(int(low), int(high or _LAST_YEARS) + 1))


def _painted(model: Model, hypothesis: int, generator: np.random.Generator) -> Painted:
    """The map as this person paints it: its sides, their segments and the regions of those in turn;
    see `painting`."""
    settings, regions = model.knowledge.settings.map, model.knowledge.vocabulary.regions
    raw, pattern = model.patterns.raw, model.hypotheses.pattern[hypothesis]
    p_segment, p_region = np.exp(raw.any[pattern]), np.exp(raw.painted[pattern])
    affected = SIDES[model.hypotheses.side[hypothesis]]
    wrong, left_out = number(settings.wrong_side), number(settings.left_out)
    if affected == "both":
        p_side = {"left": 1 - left_out, "right": 1 - left_out, "midline": 1.0}
    else:
        p_side = {"left": wrong, "right": wrong, "midline": 1.0} | {affected: 1 - wrong}
    shown = {}
    for where, p in p_side.items():
        segments = generator.random(len(p_segment)) < p_segment * (generator.random() < p)
        drawn = segments[model.patterns.of] & (generator.random(len(p_region)) < p_region)
        its = [
            region for region, is_painted in zip(model.regions, drawn, strict=True) if is_painted
        ]
        shown[where] = frozenset(
            region for region in its if regions[region].midline == (where == "midline")
        )
    return Painted(**shown)


def _imply(model: Model, answers: dict[str, Answer]) -> None:
    """What follows from the answers takes the place of what was drawn."""
    for finding, value in implied(model.knowledge, answers).items():
        if finding in answers:
            answers[finding] = value


def _forget(model: Model, answers: dict[str, Answer], generator: np.random.Generator) -> None:
    """Some answers are "I don't know", more often for findings that are harder to answer."""
    least = model.knowledge.settings.interview.do_not_know
    for finding in list(answers):
        if (
            finding != MAP
            and generator.random() < least * model.knowledge.vocabulary.findings[finding].burden
        ):
            answers[finding] = UNKNOWN


def _expect(model: Model, causes: list[str], answers: dict[str, Answer]) -> Expect:
    """The truth of the conditions, neither more nor less: the level of the more urgent, raised by
    the upgrades that are known to hold. A warning sign that is there by chance does not raise it:
    somebody who is alarmed for one is alarmed in vain, and that is to be seen. What is none of our
    conditions may be anything."""
    if OTHER in causes:
        return Expect(("other-cause",), (), Level.SELF_CARE, Level.EMERGENCY)
    levels = [model.knowledge.conditions[cause].urgency.level for cause in causes]
    raised = [
        of
        for cause in causes
        for of, when in urgency.parsed(model.knowledge).upgrades[cause]
        if holds(when, answers) is True
    ]
    true = max([*levels, *raised])
    return Expect(tuple(causes), (), true, true)
