"""One situation, one urgency: every text that names an urgency is judged just so by what computes
it."""

import re
from collections.abc import Iterator, Mapping

import pytest
import yaml

from pinprick import urgency
from pinprick.authoring.checks import signs
from pinprick.case.answers import Answer
from pinprick.case.known import of_answers
from pinprick.knowledge import Level, Sign
from pinprick.knowledge.folder import FOLDER
from pinprick.rules import parse
from pinprick.rules.language import Answered, Not
from pinprick.urgency import lines, proofs
from pinprick.words import say, wording
from tests.models import shipped

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
RULES = urgency.parsed(KNOWLEDGE)
FINDINGS = frozenset(KNOWLEDGE.vocabulary.findings)
UPGRADES = [
    pytest.param(id_, index, id=f"{id_}-{index}")
    for id_, condition in KNOWLEDGE.conditions.items()
    for index in range(len(condition.urgency.upgrades))
]
LINES = list(signs(KNOWLEDGE))
VERBS = yaml.safe_load((FOLDER / "promises" / "levels.yaml").read_text())["verbs"]
WORDS: dict[str, list[str]] = {level: words for level, words in VERBS.items() if level != "self-care"}


def least_cases(raw: object) -> Iterator[Mapping[str, Answer]]:
    """The least answers that make each of the alternatives of an expression hold."""
    for one in lines.alternatives(parse(raw, KNOWLEDGE.urgency.definitions)):
        yield proofs.witness(one, FINDINGS)


def by_rules(answers: Mapping[str, Answer]) -> Level:
    """The level of the rules alone."""
    return urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, answers)).level


def named(text: str) -> set[str]:
    """The levels whose words a text holds."""
    return {level for level, words in WORDS.items() if any(re.search(word, text, re.IGNORECASE) for word in words)}


# ---- what makes a condition more urgent


@pytest.mark.parametrize(("id_", "index"), UPGRADES)
def test_the_least_case_of_an_upgrade_is_judged_as_it_says(id_: str, index: int) -> None:
    """The condition at its raised level is as urgent as the line, and no rule says more of the
    same: a line that named less than the rule would reassure falsely."""
    upgrade = KNOWLEDGE.conditions[id_].urgency.upgrades[index]
    for answers in least_cases(upgrade.when):
        assert answers, f"nothing makes it hold: {upgrade.says['en']}"
        known = of_answers(KNOWLEDGE, answers)
        table = urgency.harm_table(MODEL, known, urgency.stands(RULES, known))
        assert table.levels[MODEL.causes.index(id_)] >= upgrade.to.rank, answers
        assert by_rules(answers) <= upgrade.to, (upgrade.says["en"], answers)


@pytest.mark.parametrize("id_", sorted(KNOWLEDGE.conditions))
def test_every_upgrade_is_above_the_level_of_its_condition(id_: str) -> None:
    of = KNOWLEDGE.conditions[id_].urgency
    for upgrade in of.upgrades:
        assert upgrade.to > of.level, upgrade.says["en"]


def test_an_upgrade_that_says_a_finding_is_absent_has_its_least_case() -> None:
    absent = Not(Answered("long-nap", frozenset({"present"})))
    assert list(proofs.cases(absent, FINDINGS)) == [{"long-nap": "absent"}]


# ---- lines of the fixed box, the guides, routines and medicines


@pytest.mark.parametrize("sign", [sign for _, _, _, sign in LINES])
def test_the_least_case_of_a_line_is_judged_as_it_says(sign: Sign) -> None:
    for answers in [] if sign.when is None else least_cases(sign.when):
        known = of_answers(KNOWLEDGE, answers)
        assert by_rules(answers) == sign.to, answers
        assert set(sign.rules) & set(urgency.said_by_rules(RULES, known).rules), answers
    for rule in sign.rules:
        assert KNOWLEDGE.rules[rule].level == sign.to


UNDER_THEIR_LEVEL = [sign for file, path, _, sign in LINES if file == "screen.yaml" or {"box", "dangers"} & set(path)]
"""The lines that stand in a box, under the words of their level."""


@pytest.mark.parametrize("sign", UNDER_THEIR_LEVEL)
def test_a_line_under_its_level_names_no_other(sign: Sign) -> None:
    assert named(sign.says["en"]) <= {sign.to}


def test_the_words_before_a_danger_name_its_level() -> None:
    assert {sign.to for sign in KNOWLEDGE.urgency.self_care.dangers} == {Level.EMERGENCY}
    for key in ("net.call", "net.call-too"):
        assert named(say("en", key, sign="...")) <= {Level.EMERGENCY}
    assert named(say("en", "net.call", sign="...")) == {Level.EMERGENCY}


@pytest.mark.parametrize("level", sorted({sign.to for sign in UNDER_THEIR_LEVEL}))
def test_the_words_above_a_box_name_its_level(level: Level) -> None:
    assert named(say("en", f"guide.box.{level}")) == {level}


@pytest.mark.parametrize("sign", [sign for _, _, _, sign in LINES if sign not in UNDER_THEIR_LEVEL])
def test_a_line_names_its_level_and_no_other(sign: Sign) -> None:
    assert named(sign.says["en"]) == {sign.to}


def _texts() -> Iterator[tuple[str, str, tuple[Sign, ...], str]]:
    """Every text that may name an urgency: where it stands, its words, the lines that it cites, and
    a level that it may name besides."""
    for id_, guide in KNOWLEDGE.guides.items():
        for words in (
            *guide.answer.lines["en"],
            guide.why.text["en"],
            *(one.says["en"] for one in guide.others),
        ):
            yield f"guides/{id_}", words, guide.urgencies, ""
    for id_, routine in KNOWLEDGE.self_care.routines.items():
        for text in (
            *(step.do["en"] for step in routine.steps),
            *routine.cautions.get("en", ()),
            *routine.seek_help.get("en", ()),
        ):
            yield f"routines/{id_}", text, routine.urgencies, ""
    for id_, medicine in KNOWLEDGE.medicines.items():
        for text in medicine.stop_and_seek_help.get("en", ()):
            yield f"medicines/{id_}", text, medicine.urgencies, ""
    for id_, condition in KNOWLEDGE.conditions.items():
        of = condition.urgency
        yield f"conditions/{id_}", of.why["en"], of.urgencies, of.level
    for id_, page in KNOWLEDGE.pages.items():
        for text in (line for part in page.parts for line in part.lines["en"]):
            yield f"pages/{id_}", text, page.urgencies, ""
    for clause in KNOWLEDGE.urgency.self_care.safety_net:
        yield "the safety net", clause.says["en"], (), ""


@pytest.mark.parametrize(("where", "text", "cited", "own"), list(_texts()))
def test_every_urgency_that_a_text_names_is_cited(where: str, text: str, cited: tuple[Sign, ...], own: str) -> None:
    left = " ".join(text.split())
    for sign in cited:
        left = left.replace(" ".join(sign.says["en"].split()), "")
    assert named(left) <= {own}, f"{where}: {left}"


@pytest.mark.parametrize("id_", sorted(KNOWLEDGE.rules))
def test_what_a_rule_tells_holds_the_words_of_its_level(id_: str) -> None:
    rule = KNOWLEDGE.rules[id_]
    assert rule.level in named(rule.tell["en"]), rule.tell["en"]


@pytest.mark.parametrize("id_", [id_ for id_, one in KNOWLEDGE.self_care.routines.items() if one.seek_help])
def test_every_line_on_when_to_get_help_says_how_soon(id_: str) -> None:
    for text in KNOWLEDGE.self_care.routines[id_].seek_help["en"]:
        assert named(text) or wording.is_sentence(text), text  # a sentence tells how a colour looks


def test_what_a_medicine_does_has_a_time_also_where_its_line_names_none() -> None:
    assert named(KNOWLEDGE.urgency.medicine_help["en"]) == {Level.SAME_DAY, Level.EMERGENCY}
