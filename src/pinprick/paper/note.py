"""The note for the doctor as a PDF: data for a typst template, which sets it."""

from typing import Any

from pinprick.account import causes as results
from pinprick.account.answers import shown
from pinprick.assessment import Assessment
from pinprick.case.case import Answers
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT, UNKNOWN
from pinprick.model.axes import Model
from pinprick.paper import typeset
from pinprick.pictures import bodymap
from pinprick.words import wording
from pinprick.words.wording import text

_MOST_REASONS, _MOST_TESTS = 4, 6
_INK = {"painted": "#15808c", "expected": "#e8b04b", "sometimes": "#f6dfb0"}


def pdf(model: Model, assessment: Assessment, country: str) -> bytes:
    """The note, two pages of A4."""
    return typeset.pdf("note", data(model, assessment, country))


def data(model: Model, assessment: Assessment, country: str) -> dict[str, Any]:
    """What the note says, as plain data."""
    knowledge, verdict = model.knowledge, assessment.urgency
    level = knowledge.urgency.levels[verdict.level]
    rules = results.strongest_rules(knowledge, assessment)
    places = results.places(knowledge, assessment)
    findings = knowledge.vocabulary.findings
    answers = assessment.case.answers
    return {
        "level": wording.LEVEL_NAMES[verdict.level],
        "provisional": verdict.provisional,
        "not_asked": [text(findings[id_].label) for id_ in verdict.not_asked],
        "tell": [text(rule.tell) for rule in rules[:2]]
        or [text(level.means), f"Whom to see: {text(level.who)}"],
        "why": [text(rule.why) for rule in rules[:2]],
        "number": wording.number_to_call(knowledge, verdict.level, country),
        **_answers(knowledge, answers),
        "maps": [
            _coloured(view, marks)
            for view, marks in results.maps(knowledge, places, answers.get(MAP)).items()
        ],
        "places": [
            f"{text(one.site.label)} ({text(one.site.clinical)}), {one.side}: {one.odds}"
            for one in places
        ],
        "causes": [
            _cause(one)
            for family in results.families(knowledge, assessment)
            for one in family.causes
        ],
        "examine": [
            text(findings[one.finding].ask)
            for one in results.worth_examining(knowledge, assessment)
        ],
        "tests": _tests(assessment),
        "safety_net": text(knowledge.urgency.self_care.safety_net),
        "knowledge": f"{knowledge.settings.version} ({knowledge.hash})",
    }


def _answers(knowledge: Knowledge, answers: Answers) -> dict[str, Any]:
    findings = knowledge.vocabulary.findings
    return {
        "told": [
            {"ask": text(findings[id_].label), "answer": shown(knowledge, findings[id_], answer)}
            for id_, answer in answers.items()
            if answer not in (PRESENT, ABSENT, UNKNOWN)
        ],
        "present": [
            text(findings[id_].label) for id_, answer in answers.items() if answer == PRESENT
        ],
        "absent": [
            text(findings[id_].label) for id_, answer in answers.items() if answer == ABSENT
        ],
        "unknown": [
            text(findings[id_].label) for id_, answer in answers.items() if answer == UNKNOWN
        ],
    }


def _cause(one: results.ToldCause) -> dict[str, Any]:
    return {
        "name": text(one.condition.name.plain),
        "clinical": text(one.condition.name.clinical),
        "odds": one.odds,
        "for": [f"{bar.words} ({bar.strength})" for bar in one.speaks_for[:_MOST_REASONS]],
        "against": [f"{bar.words} ({bar.strength})" for bar in one.speaks_against[:_MOST_REASONS]],
    }


def _tests(assessment: Assessment) -> list[str]:
    tests = [test for one in assessment.advice.causes for test in one.tests]
    return [wording.explained(text(test.test), text(test.why)) for test in tests[:_MOST_TESTS]]


def _coloured(view: str, marks: dict[bodymap.Mark, str]) -> str:
    """A view as an SVG that needs no style sheet."""
    drawn = str(bodymap.view(view, marks)).replace(
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
