"""The note for the doctor as a PDF: data for a typst template, which sets it."""

from typing import Any

from pinprick.account import Account, account, for_clinicians
from pinprick.account.answers import shown
from pinprick.account.maps import maps
from pinprick.account.told import ToldCause, ToldReason, ToldUrgency
from pinprick.assessment import Assessment
from pinprick.case.answers import Ages, Answers
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT, UNKNOWN
from pinprick.model.axes import Model
from pinprick.paper import typeset
from pinprick.pictures import bodymap
from pinprick.words import ENGLISH, calling, wording
from pinprick.words.calling import Place
from pinprick.words.wording import text

_MOST_REASONS, _MOST_TESTS = 4, 6
_INK = {"painted": "#15808c", "expected": "#e8b04b", "sometimes": "#f6dfb0"}


def pdf(model: Model, assessment: Assessment, place: Place) -> bytes:
    """The note, two pages of A4."""
    return typeset.pdf("note", data(model, assessment, place))


def data(model: Model, assessment: Assessment, place: Place) -> dict[str, Any]:
    """What the note says, as plain data."""
    knowledge = model.knowledge
    limits = for_clinicians(knowledge.settings.telling)
    told = account(model, assessment, ENGLISH, limits)
    urgency = told.urgency
    first = assessment.places[0] if told.sites else None
    painted = assessment.known.answers.get(MAP)
    return {
        "level": urgency.name,
        "not_known": [flag.name for flag in urgency.open],
        "tell": _to_do(urgency),
        "why": list(urgency.why),
        "call": calling.sentence(calling.call(knowledge, urgency.level, place, ENGLISH), ENGLISH),
        **_answers(knowledge, assessment.case.answers, assessment.case.since),
        "maps": [_coloured(view, marks) for view, marks in maps(knowledge, first, painted).items()],
        "places": [f"{p.name} ({p.clinical}), {p.where}: {p.odds}" for p in told.sites],
        "causes": [_cause(cause) for cause in told.causes],
        "examine": [question.ask for question in told.next_for_clinician],
        "tests": _tests(told),
        "safety_net": "" if urgency.level == "emergency" else urgency.safety_net,
        "knowledge": f"{told.knowledge.version} ({told.knowledge.hash})",
    }


def _to_do(urgency: ToldUrgency) -> list[str]:
    """What to answer first, and what to do by the reasons of the level."""
    given = [reason.tell for reason in urgency.reasons if reason.level == urgency.level]
    whom = [urgency.means, f"Whom to see: {urgency.who}"] if urgency.means and not given else []
    return [*filter(None, [urgency.answer_first]), *dict.fromkeys(given), *whom]


def _answers(knowledge: Knowledge, answers: Answers, since: Ages) -> dict[str, Any]:
    findings = knowledge.vocabulary.findings
    return {
        "told": [
            {
                "ask": text(findings[id_].label, ENGLISH),
                "answer": shown(knowledge, findings[id_], answer, ENGLISH),
            }
            for id_, answer in answers.items()
            if answer not in (PRESENT, ABSENT, UNKNOWN)
        ],
        "present": [
            wording.with_age(knowledge, text(findings[id_].label, ENGLISH), since.get(id_), ENGLISH)
            for id_, answer in answers.items()
            if answer == PRESENT
        ],
        "absent": [
            text(findings[id_].label, ENGLISH)
            for id_, answer in answers.items()
            if answer == ABSENT
        ],
        "unknown": [
            text(findings[id_].label, ENGLISH)
            for id_, answer in answers.items()
            if answer == UNKNOWN
        ],
    }


def _cause(cause: ToldCause) -> dict[str, Any]:
    return {
        "name": cause.name,
        "clinical": cause.clinical,
        "odds": "; ".join(filter(None, (cause.odds, cause.range))),
        "for": _reasons(cause.speaks_for),
        "against": _reasons(cause.speaks_against),
    }


def _reasons(reasons: tuple[ToldReason, ...]) -> list[str]:
    return [f"{reason.words} ({reason.strength})" for reason in reasons[:_MOST_REASONS]]


def _tests(told: Account) -> list[str]:
    tests = [test for care in told.care for test in care.tests]
    return [wording.explained(test.test, test.why, ENGLISH) for test in tests[:_MOST_TESTS]]


def _coloured(view: str, marks: dict[bodymap.Mark, str]) -> str:
    """A view as an SVG that needs no style sheet."""
    drawn = bodymap.view(view, marks).replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
    )
    drawn = drawn.replace('stroke="currentColor"', 'stroke="#444"')
    for kind in ("skin", "tone", "nail", "line", "echo"):
        fill = ' fill="#f4f1ec"' if kind == "skin" else ' fill="none" stroke-opacity="0.3"'
        drawn = drawn.replace(f'class="{kind}"', f'class="{kind}"{fill}')
    for how, ink in _INK.items():
        drawn = drawn.replace(
            f'region {how}"', f'region" fill="{ink}" fill-opacity="0.75" stroke-opacity="0.6"'
        )
        drawn = drawn.replace(
            f'region painted {how}"', f'region" fill="{_INK["painted"]}" fill-opacity="0.75"'
        )
    return drawn.replace(
        'class="region" data', 'class="region" stroke-opacity="0.25" data'
    ).replace(
        'class="letter"',
        'font-size="30" font-weight="600" text-anchor="middle" fill="#666" stroke="none"',
    )
