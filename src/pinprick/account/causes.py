"""What the result page shows, worked out for the templates: an assessment beside the records it
speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from pinprick import interview, urgency
from pinprick.account.answers import name, shown
from pinprick.advice import CauseAdvice
from pinprick.assessment import Assessment, Cause, FamilyOfCauses
from pinprick.case.case import Answer, Answers, Painted
from pinprick.interview.questions import Question
from pinprick.knowledge import LEVELS, Condition, Knowledge, Rule, Site, cited, sources_of
from pinprick.knowledge.ids import AGE
from pinprick.knowledge.quantity import Source
from pinprick.model.axes import Model
from pinprick.pictures import bodymap, nerves
from pinprick.pictures.bodymap import Mark
from pinprick.reasoning import inference
from pinprick.reasoning.inference import Place
from pinprick.reasoning.weights import Reason
from pinprick.words import wording
from pinprick.words.wording import text

_LEAST_TOLD = 0.02
_MOST_CAUSES = 6
_MOST_PLACES = 3
_LEAST_PLACE = 0.1
_FAINT = 0.1
"""Reasons below this many bits are not told."""
_MOST_REASONS = 8
_FULL_BAR = 6.0
"""Bits that fill a bar."""
_EXPECTED = 0.5
_SOMETIMES = 0.2
"""From which part of the people with a lesion there the map shows a region as expected, or as
sometimes numb."""
_MOST_WHAT_IFS = 4
_URGENT = ("same-day", "emergency")
_MOST_EXAMINED = 4
_MOVES = 0.1
"""From which change of the probability of a first cause an answer is told as a what-if."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One reason: an answer in words, its weight, and how full its bar is (0 to 100)."""

    words: str
    bits: float
    strength: str
    full: int
    basis: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ToldCause:
    """A cause with all that its opened row shows."""

    cause: Cause
    condition: Condition
    odds: str
    speaks_for: tuple[Bar, ...]
    speaks_against: tuple[Bar, ...]
    advice: CauseAdvice | None


@dataclass(frozen=True, slots=True)
class ToldFamily:
    """A family with its causes that are told."""

    family: FamilyOfCauses
    name: str
    odds: str
    causes: tuple[ToldCause, ...]


@dataclass(frozen=True, slots=True)
class ToldPlace:
    """Where along the nerves it may sit, and the views of the map that show it."""

    place: Place
    site: Site
    odds: str
    side: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """An answer that was not given, and what it would change."""

    finding: str
    ask: str
    answer: str
    level: str
    raises: bool
    first: str
    odds: str


def strongest_rules(knowledge: Knowledge, assessment: Assessment) -> list[Rule]:
    """The rules that fired at the level that was given."""
    fired = (knowledge.rules[id_] for id_ in assessment.urgency.rules)
    return [rule for rule in fired if rule.level == assessment.urgency.level]


def families(knowledge: Knowledge, assessment: Assessment) -> list[ToldFamily]:
    """The families that are told, each with its causes, likeliest first."""
    least = [
        cause for cause in assessment.causes[:_MOST_CAUSES] if cause.probability >= _LEAST_TOLD
    ]
    told = {cause.id: cause for cause in least or assessment.causes[:1]}
    found = []
    for family in assessment.families:
        causes = tuple(
            _cause(knowledge, assessment, told[id_]) for id_ in family.causes if id_ in told
        )
        if causes:
            odds = wording.likelihood(family.probability, family.interval.low, family.interval.high)
            found.append(ToldFamily(family, text(knowledge.families[family.id].name), odds, causes))
    return found


def _cause(knowledge: Knowledge, assessment: Assessment, cause: Cause) -> ToldCause:
    bars = [_bar(knowledge, assessment.case.answers, cause.id, reason) for reason in cause.reasons]
    telling = [bar for bar in bars if abs(bar.bits) >= _FAINT]
    return ToldCause(
        cause=cause,
        condition=knowledge.conditions[cause.id],
        odds=wording.likelihood(cause.probability, cause.interval.low, cause.interval.high),
        speaks_for=tuple(bar for bar in telling if bar.bits > 0)[:_MOST_REASONS],
        speaks_against=tuple(bar for bar in telling if bar.bits < 0)[:_MOST_REASONS],
        advice=next((one for one in assessment.advice.causes if one.condition == cause.id), None),
    )


def _bar(knowledge: Knowledge, answers: Answers, cause: str, reason: Reason) -> Bar:
    words = "where it is numb"
    if reason.finding in answers:
        words = wording.answer(knowledge, reason.finding, answers[reason.finding])
    return Bar(
        words=words,
        bits=reason.bits,
        strength=wording.strength(reason.bits),
        full=max(1, min(100, round(100 * abs(reason.bits) / _FULL_BAR))),
        basis=reason.basis,
        sources=cited(knowledge, () if reason.basis == "estimate" else reason.sources),
    )


# ---- where it sits


def places(knowledge: Knowledge, assessment: Assessment) -> list[ToldPlace]:
    """The likeliest places."""
    likely = [
        place for place in assessment.places[:_MOST_PLACES] if place.probability >= _LEAST_PLACE
    ]
    sites = knowledge.sites
    return [
        ToldPlace(
            place,
            sites[place.site],
            wording.frequency(place.probability),
            wording.side(sites[place.site], place.side),
        )
        for place in likely
    ]


def maps(
    knowledge: Knowledge, told: list[ToldPlace], painted: Answer | None
) -> dict[str, dict[Mark, str]]:
    """The views that show what was painted or is expected of the likeliest place, with the class of
    each region."""
    marks = bodymap.painted_marks(painted) if isinstance(painted, Painted) else {}
    for mark, how in (_expected(knowledge, told[0]) if told else {}).items():
        marks[mark] = f"{marks[mark]} {how}" if mark in marks else how
    telling = {mark for mark, how in marks.items() if how != "sometimes"}
    return {
        view: marks
        for view in bodymap.VIEWS
        if telling & set(bodymap.marks(view)) and not _repeats(view, telling)
    }


def drawn(
    knowledge: Knowledge, told: list[ToldPlace], painted: Answer | None
) -> list[tuple[str, Markup]]:
    """The views that tell something, with what was marked, what is expected, and the course of the
    nerve."""
    return [
        (
            view,
            bodymap.view(
                view,
                marks,
                nerves.overlay(told[0].place.site, view, _sides(told[0])) if told else "",
            ),
        )
        for view, marks in maps(knowledge, told, painted).items()
    ]


def site_maps(knowledge: Knowledge, site: str) -> list[tuple[str, Markup]]:
    """The views that show a site of the left side."""
    one = ToldPlace(Place(site, "left", 1.0), knowledge.sites[site], "", "")
    marks = _expected(knowledge, one)
    shown = [
        view
        for view in bodymap.VIEWS
        if view in nerves.views(site) or view in maps(knowledge, [one], None)
    ]
    return [
        (view, bodymap.view(view, marks, nerves.overlay(site, view, ("left",)))) for view in shown
    ]


def _repeats(view: str, telling: set[Mark]) -> bool:
    """Whether the whole body shows nothing that a larger view does not show."""
    larger = {mark for name in bodymap.VIEWS if name != "body" for mark in bodymap.marks(name)}
    return view == "body" and telling <= larger


def _sides(told: ToldPlace) -> tuple[str, ...]:
    return ("left", "right") if told.place.side == "both" else (told.place.side,)


def _expected(knowledge: Knowledge, told: ToldPlace) -> dict[Mark, str]:
    sides = _sides(told)
    midline = {id_ for id_, region in knowledge.vocabulary.regions.items() if region.midline}
    return {
        ("midline" if region in midline else side, region): "expected"
        if p >= _EXPECTED
        else "sometimes"
        for side in sides
        for region, p in told.site.regions.items()
        if p >= _SOMETIMES
    }


# ---- what would change the answer


def what_ifs(model: Model, assessment: Assessment) -> list[WhatIf]:
    """Answers to the questions that are worth most, those that would change the urgency or the
    first cause."""
    answers = assessment.case.answers
    asked = [
        question
        for question in assessment.next
        if question.finding in model.values and question.finding != AGE
    ]
    told = [one for question in asked for one in _if(model, assessment, question)]
    return sorted(told, key=lambda one: (not one.raises, answers.get(one.finding) is not None))[
        :_MOST_WHAT_IFS
    ]


def _if(model: Model, assessment: Assessment, question: Question) -> Iterable[WhatIf]:
    knowledge, finding, given = model.knowledge, question.finding, assessment.urgency.level
    before = assessment.causes[0]
    for value in model.values[finding]:
        answers: dict[str, Answer] = {**assessment.case.answers, finding: value}
        level = urgency.judge(model, answers, inference.evidence(model, answers)).level
        causes = interview.causes(model, answers)
        first = max(knowledge.conditions, key=lambda id_: causes[id_])
        changed = first != before.id or abs(causes[first] - before.probability) >= _MOVES
        if given in _URGENT and LEVELS.index(level) < LEVELS.index(given):
            continue  # no single answer should talk anybody out of being seen today
        if level != given or changed:
            yield WhatIf(
                finding=finding,
                ask=text(knowledge.vocabulary.findings[finding].ask),
                answer=shown(knowledge, knowledge.vocabulary.findings[finding], value),
                level=wording.LEVEL_NAMES[level],
                raises=LEVELS.index(level) > LEVELS.index(given),
                first=name(knowledge, first),
                odds=wording.frequency(causes[first]),
            )


def worth_examining(knowledge: Knowledge, assessment: Assessment) -> list[Question]:
    """What an examination would tell, as far as it is worth its burden."""
    least = knowledge.settings.interview.least_value
    return [question for question in assessment.examine[:_MOST_EXAMINED] if question.value >= least]


# ---- what it rests on


def basis(assessment: Assessment) -> dict[str, int]:
    """Of 100 parts of the weight for the first cause, how many rest on studies, reviews and
    estimates."""
    shares = assessment.causes[0].basis_share
    return {name: round(100 * shares.get(name, 0.0)) for name in ("study", "review", "estimate")}


def sources(knowledge: Knowledge, told: list[ToldFamily]) -> list[Source]:
    """The sources of the conditions that are told, each once."""
    all_ = (
        source
        for family in told
        for one in family.causes
        for source in sources_of(knowledge, one.condition)
    )
    return list({source.url: source for source in all_}.values())
