"""An assessment as plain data: what `--json`, the API and files of results hold."""

from typing import Any

from pinprick.advice import Advice, OfferedMedicine
from pinprick.assessment import Assessment, Cause
from pinprick.case.case import Case, is_child
from pinprick.interview.questions import Question
from pinprick.knowledge import Caution, Knowledge
from pinprick.knowledge.ids import MAP
from pinprick.knowledge.quantity import Text
from pinprick.reasoning.weights import Reason

_FAINT = 0.05
"""Reasons below this many bits are left out of `for` and `against`."""


def to_data(knowledge: Knowledge, assessment: Assessment, language: str = "en") -> dict[str, Any]:
    """The whole assessment as JSON-ready data, with texts in one language."""
    return {
        "case": assessment.case.id,
        "urgency": _urgency(knowledge, assessment, language),
        "families": [
            {
                "id": family.id,
                "name": text(knowledge.families[family.id].name, language),
                "probability": family.probability,
                "low": family.interval.low,
                "high": family.interval.high,
                "causes": list(family.causes),
            }
            for family in assessment.families
        ],
        "causes": [
            _cause(knowledge, assessment.case, cause, language) for cause in assessment.causes
        ],
        "unexplained": assessment.unexplained,
        "unexplained_low": assessment.unexplained_interval.low,
        "unexplained_high": assessment.unexplained_interval.high,
        "stable_first": assessment.stable_first,
        "sites": [
            {
                "id": place.site,
                "name": text(knowledge.sites[place.site].label, language),
                "side": place.side,
                "probability": place.probability,
            }
            for place in assessment.places
        ],
        "next": _questions(assessment.next),
        "next_for_clinician": _questions(assessment.examine),
        **_advice(knowledge, assessment.advice, language),
        "knowledge": {"version": knowledge.settings.version, "hash": knowledge.hash},
    }


def _questions(asked: tuple[Question, ...]) -> list[dict[str, Any]]:
    return [
        {"finding": q.finding, "bits": q.bits, "urgency_bits": q.urgency_bits, "value": q.value}
        for q in asked
    ]


def text(words: Text, language: str) -> str:
    """Words in a language, in English where that language has none."""
    return words.get(language) or words["en"]


def _urgency(knowledge: Knowledge, assessment: Assessment, language: str) -> dict[str, Any]:
    verdict = assessment.urgency
    level = knowledge.urgency.levels[verdict.level]
    fired = [
        knowledge.rules[id_] for id_ in verdict.rules if knowledge.rules[id_].level == verdict.level
    ]
    return {
        "level": verdict.level,
        "by_rules": verdict.by_rules,
        "by_causes": verdict.by_causes,
        "rules": list(verdict.rules),
        "tell": text(fired[0].tell if fired else level.who, language),
        "why": [text(rule.why, language) for rule in fired],
        "means": text(level.means, language),
        "who": text(level.who, language),
        "within": text(level.within, language),
        "numbers": level.numbers,
        "provisional": verdict.provisional,
        "not_asked": list(verdict.not_asked),
        "children": text(knowledge.urgency.children, language)
        if is_child(assessment.case)
        else None,
        "safety_net": text(knowledge.urgency.self_care.safety_net, language),
    }


def _cause(knowledge: Knowledge, case: Case, cause: Cause, language: str) -> dict[str, Any]:
    condition = knowledge.conditions[cause.id]
    told = [_reason(case, reason) for reason in cause.reasons if abs(reason.bits) >= _FAINT]
    return {
        "id": cause.id,
        "name": text(condition.name.plain, language),
        "clinical": text(condition.name.clinical, language),
        "family": condition.family,
        "probability": cause.probability,
        "low": cause.interval.low,
        "high": cause.interval.high,
        "prior_bits": cause.prior_bits,
        "basis_share": cause.basis_share,
        "for": [reason for reason in told if reason["bits"] > 0],
        "against": [reason for reason in told if reason["bits"] < 0],
    }


def _reason(case: Case, reason: Reason) -> dict[str, Any]:
    answer = case.answers.get(reason.finding)
    value = "painted" if reason.finding == MAP else answer
    return {
        "finding": reason.finding,
        "value": value,
        "bits": reason.bits,
        "basis": reason.basis,
        "sources": list(reason.sources),
    }


# ---- what to do


def _advice(knowledge: Knowledge, advice: Advice, language: str) -> dict[str, Any]:
    care = []
    for of_cause in advice.causes:
        condition = knowledge.conditions[of_cause.condition]
        care.append(
            {
                "condition": of_cause.condition,
                "about": text(condition.about, language),
                "level": condition.urgency.level,
                "course": text(condition.course.text, language)
                if condition.course.sources
                else None,
                "self_care": [text(step.do, language) for step in of_cause.self_care],
                "tests": [
                    {"test": text(test.test, language), "why": text(test.why, language)}
                    for test in of_cause.tests
                ],
                "treatment": [
                    {"what": text(one.what, language), "by": one.by} for one in of_cause.treatment
                ],
                "come_back_if": [
                    {"if": text(upgrade.says, language), "level": upgrade.to}
                    for upgrade in condition.urgency.upgrades
                ],
            }
        )
    return {
        "do": _routines(advice, language),
        "care": care,
        "medicines": [_medicine(one, language) for one in advice.medicines],
    }


def _routines(advice: Advice, language: str) -> list[dict[str, Any]]:
    return [
        {
            "id": offered.id,
            "title": text(offered.routine.title, language),
            "steps": [
                {"do": text(step.do, language), "seconds": step.seconds, "repeat": step.repeat}
                for step in offered.routine.steps
            ],
            "cautions": list(
                offered.routine.cautions.get(language, offered.routine.cautions.get("en", ()))
            ),
            "seek_help": list(
                offered.routine.seek_help.get(language, offered.routine.seek_help.get("en", ()))
            ),
            "evidence": text(offered.routine.evidence, language),
        }
        for offered in advice.routines
    ]


def _medicine(offered: OfferedMedicine, language: str) -> dict[str, Any]:
    def told(cautions: tuple[Caution, ...]) -> list[dict[str, str]]:
        return [
            {"says": text(one.says, language), "why": text(one.why, language)} for one in cautions
        ]

    return {
        "id": offered.id,
        "name": text(offered.medicine.name, language),
        "kind": text(offered.medicine.kind, language),
        "condition": offered.condition,
        "role": offered.medicine.role,
        "evidence": text(offered.medicine.evidence, language),
        "against": told(offered.against),
        "care": told(offered.care),
        "tell_your_doctor_if": told(offered.tell),
        "does_not_go_with": [
            {"other": text(one.other, language), "effect": text(one.effect, language)}
            for one in offered.interactions
        ],
    }
