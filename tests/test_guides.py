"""Guides: each compiles to every form, says nothing that is no record, and answers every claim of
the article."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from pinprick import guide, urgency
from pinprick.case.answers import Answer
from pinprick.case.known import of_answers
from pinprick.case.reading import case_from
from pinprick.cli import main
from pinprick.guide import data as guide_data
from pinprick.guide import markdown
from pinprick.knowledge import Level, walk
from pinprick.knowledge.ids import ABSENT, PRESENT
from pinprick.paper import leaflet
from pinprick.reasoning import inference
from pinprick.web import guides as pages
from pinprick.words import ENGLISH, say
from pinprick.words.wording import text
from tests.house.files import PACKAGE
from tests.models import shipped
from tests.phrases import looked_up
from tests.published import NAP
from tests.tiers import one_in

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
GUIDES = sorted(KNOWLEDGE.guides)

WORDS = "words/en.po"
"""The file whose words join the records of the knowledge base."""


@cache
def page(id_: str) -> guide.GuidePage:
    return guide.page(MODEL, id_, ENGLISH)


@cache
def handed(id_: str) -> bytes:
    """The leaflet of a guide."""
    return leaflet.pdf(KNOWLEDGE, page(id_))


def test_there_are_guides_for_the_questions_people_ask() -> None:
    assert len(GUIDES) >= 12


@pytest.mark.parametrize("id_", one_in(4, GUIDES))
def test_a_guide_is_the_same_each_time(id_: str) -> None:
    again = guide.page(MODEL, id_, ENGLISH)
    assert guide_data.to_data(MODEL, again) == guide_data.to_data(MODEL, page(id_))
    assert leaflet.pdf(KNOWLEDGE, again) == handed(id_)


@pytest.mark.parametrize("id_", GUIDES)
def test_other_causes_come_in_the_order_of_their_probability_given_the_story(id_: str) -> None:
    made = page(id_)
    odds = [cause.probability for cause in made.others]
    assert made.assessment.urgency.level == Level.EMERGENCY or odds == sorted(odds, reverse=True)
    assert {cause.id for cause in made.others} == {one.condition for one in made.guide.others}


@pytest.mark.parametrize("id_", GUIDES)
def test_what_the_answer_speaks_of_is_likelier_than_any_other_cause(id_: str) -> None:
    """The answer of a guide is the model's: its causes together are ahead of each of the others."""
    made = page(id_)
    if made.assessment.urgency.level != Level.EMERGENCY:
        of_answer = sum(made.assessment.likely[one] for one, _ in made.mostly)
        assert of_answer > max(cause.probability for cause in made.others)


@pytest.mark.parametrize("id_", GUIDES)
def test_how_often_another_cause_is_there_is_a_word_of_the_model_and_no_number(id_: str) -> None:
    words = {text(word, ENGLISH) for _, word in KNOWLEDGE.settings.words.values()} | {say(ENGLISH, "guide.very-rarely")}
    for cause in page(id_).others:
        assert cause.often in ({""} if page(id_).assessment.urgency.level == Level.EMERGENCY else words)
        assert cause.often == "" or guide.how_often(KNOWLEDGE, cause.probability, ENGLISH) == cause.often


@pytest.mark.parametrize("id_", GUIDES)
def test_a_leaflet_has_two_pages(id_: str) -> None:
    assert len(re.findall(rb"/Type\s*/Page\b", handed(id_))) == 2


@pytest.mark.parametrize("id_", GUIDES)
def test_the_steps_and_the_mechanism_of_a_leaflet_are_drawn(id_: str) -> None:
    told = leaflet.data(KNOWLEDGE, page(id_))
    routines = [told["routine"], *([told["more"]] if told["more"] else [])]
    assert told["mechanism"] or any(step["drawing"] for routine in routines for step in routine["steps"])
    assert len(told["mechanism"]) == (3 if page(id_).guide.why.mechanism else 0)


def test_the_box_of_a_leaflet_is_of_its_own_story() -> None:
    boxes = [json.dumps(leaflet.data(KNOWLEDGE, page(id_))["box"]) for id_ in GUIDES]
    assert len(set(boxes)) == len(boxes)


# ---- stories


@pytest.mark.parametrize("id_", GUIDES)
def test_a_story_claims_no_more_than_was_said(id_: str) -> None:
    """No red flag is ever taken as absent by a guide, and none of its answers is a no."""
    assert "absent" not in KNOWLEDGE.guides[id_].story.values()


RULES = urgency.parsed(KNOWLEDGE)
EASED: dict[str, Answer] = {
    **dict.fromkeys(RULES.asked, ABSENT), "limb-pressed": PRESENT, "moving-relieves": PRESENT, "age": 70.0,
}  # fmt: skip


@cache
def _without_story(flag: str, eased: bool) -> Level:
    """The level of the rules of a flag alone, or beside what eases."""
    return urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, {**(EASED if eased else {}), flag: PRESENT})).level


@pytest.mark.parametrize("id_", GUIDES)
def test_a_story_never_makes_a_red_flag_count_for_less(id_: str) -> None:
    """Whoever comes by a guide and ticks a flag is told at least what the flag says alone, and
    never self-care."""
    story = case_from({"findings": KNOWLEDGE.guides[id_].story}, KNOWLEDGE.vocabulary)[0].answers
    for flag in RULES.asked:
        for eased in (False, True):
            known = of_answers(KNOWLEDGE, {**(EASED if eased else {}), **story, flag: PRESENT})
            said = urgency.said_by_rules(RULES, known).level
            assert said >= max(_without_story(flag, eased=False), Level.ROUTINE), (flag, eased)
            assert said >= _without_story(flag, eased), (flag, eased)
            judged = urgency.judge(MODEL, known, inference.believe(MODEL, known)).level
            assert judged > Level.SELF_CARE, (flag, eased)


@cache
def _records() -> tuple[str, ...]:
    """Every text of the knowledge base, longest first."""
    found: set[str] = set()
    for _, record in walk(KNOWLEDGE):
        for name in record.__struct_fields__:
            found |= set(_texts(getattr(record, name)))
    return tuple(sorted((" ".join(one.split()) for one in found), key=len, reverse=True))


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [one for part in value.values() for one in _texts(part)]
    if isinstance(value, tuple):
        return [one for part in value for one in _texts(part)]
    return []


@pytest.mark.parametrize("id_", GUIDES)
def test_no_sentence_stands_without_its_record(id_: str) -> None:
    """Take away all that stands in the knowledge base: only words that join are left, and they
    stand in one file."""
    joining = set(re.findall(r"[a-z]+", (PACKAGE / WORDS).read_text().lower()))
    whole = read(markdown.markdown(KNOWLEDGE, page(id_)))
    told = whole.partition(say(ENGLISH, "guide.rests"))[0]  # the sources follow
    records = [record for one in (*_records(), KNOWLEDGE.hash) if (record := one.rstrip(".")) and record in told]
    left: set[str] = set()
    for line in told.splitlines():
        rest = line
        for record in records:
            if record in rest:
                rest = re.sub(rf"(?<!\w){re.escape(record)}(?!\w)", " ", rest)
        left |= set(re.findall(r"[a-z]+", rest.lower()))
    assert left - joining == set()


# ---- how urgent


def test_beside_an_emergency_nothing_calms() -> None:
    """No odds, no calmer level before the first lines, and nothing of causes that are likelier but
    harmless."""
    made = page("sudden-one-side")
    assert made.assessment.urgency.level == Level.EMERGENCY
    assert {cause.often for cause in made.others} == {""}
    assert {danger.level for danger in made.dangers} == {Level.EMERGENCY}
    assert made.routine.id == "until-the-ambulance-comes"
    assert {one for one, _ in made.mostly} == {"ischaemic-stroke", "transient-ischaemic-attack"}


def test_the_leaflet_for_pregnancy_says_when_a_clot_is_an_emergency() -> None:
    told = leaflet.data(KNOWLEDGE, page("pregnancy-numbness"))["box"]
    assert any("chest hurts" in sign for one in told for sign in one["signs"])
    assert told[0]["title"] == say(ENGLISH, "guide.box.emergency")


# ---- the search


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("my foot falls asleep when I nap", NAP),
        ("foot asleep after nap", NAP),
        ("dead leg", "waking-with-a-numb-leg"),
        ("numb toes runing", "numb-toes-running"),
        ("chemo", "after-chemotherapy"),
        ("pregnent numb thigh", "pregnancy-numbness"),
        ("diabetis", "diabetes-numb-feet"),
        ("cold toes go white", "numb-in-the-cold"),
    ],
)
def test_a_guide_is_found_in_the_words_people_use(words: str, expected: str | None) -> None:
    found = [one.id for one in looked_up(words) if one.kind == "guides"]
    assert found
    assert expected is None or expected in found[:3]


@pytest.mark.parametrize("id_", GUIDES)
def test_every_phrase_of_a_guide_finds_it(id_: str) -> None:
    missed = [
        phrase for phrase in KNOWLEDGE.guides[id_].asked["en"] if id_ not in [one.id for one in looked_up(phrase)][:3]
    ]
    assert missed == []


def test_what_nobody_says_finds_nothing() -> None:
    assert looked_up("xyzzy qwrtp") == []
    assert looked_up("") == []
    assert looked_up("the of and") == []


# ---- the command


@pytest.mark.parametrize("form", ["text", "md", "html", "pdf", "json"])
def test_the_command_writes_every_form(form: str, tmp_path: Path) -> None:
    file = tmp_path / "guide"
    result = CliRunner().invoke(main, ["guide", NAP, "--format", form, "--output", str(file)])
    assert result.exit_code == 0, result.output
    content = file.read_bytes()
    assert content.startswith(b"%PDF") if form == "pdf" else b"why does my foot go numb" in content.lower()
    assert form != "json" or json.loads(content)["others"]
    assert form != "text" or max(map(len, content.decode().partition("WHAT THIS RESTS ON")[0].splitlines())) <= 80


def read(written: str) -> str:
    """What a reader of Markdown reads: emphasis is no sign, and what is escaped is itself."""
    return re.sub(r"\\([^A-Za-z0-9\s])|\*+", lambda found: found[1] or "", written)


SIGNS = re.compile(r"[*_`\\<]")


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("id_", GUIDES)
def test_a_record_with_signs_of_markdown_is_told_to_the_letter(id_: str, whole: bool) -> None:
    """A star in the name of a gene is no emphasis."""
    signed = [record for record in _records() if SIGNS.search(record)]
    lines = read(markdown.markdown(KNOWLEDGE, page(id_))) if whole else markdown.plain(KNOWLEDGE, page(id_))
    told = " ".join(lines.split())
    unsigned = SIGNS.sub("", told)
    missing = [one for one in signed if SIGNS.sub("", one).rstrip(".") in unsigned and one.rstrip(".") not in told]
    assert signed
    assert missing == []


def test_whatever_a_record_says_is_told_to_the_letter() -> None:
    says = r"2 * 3 * 4, *a* **b** _c_ __d__ `e` \f \* <b>g</b> [1] # - 5. \[h\] HLA-B*15:02"
    made = page(NAP)
    changed = replace(
        made,
        guide=replace(made.guide, title={"en": says}),
        others=(replace(made.others[0], says=says), *made.others[1:]),
    )
    whole, short = markdown.markdown(KNOWLEDGE, changed), markdown.plain(KNOWLEDGE, changed)
    assert read(whole).count(says) == 2
    assert " ".join(short.split()).count(says) == 1
    assert says.upper() in " ".join(short.split())
    assert not re.search(r"(?<!\\)<b>|(?<!\\)`", whole)


def test_a_file_of_html_needs_no_other() -> None:
    written = pages.standalone(KNOWLEDGE, page(NAP))
    assert not re.search(r'<link|<script|src="|url\((?!data:)', written)


def test_the_command_lists_guides_and_names_the_nearest() -> None:
    assert NAP in CliRunner().invoke(main, ["guide"]).output
    wrong = CliRunner().invoke(main, ["guide", "nap-numbnes"])
    assert wrong.exit_code == 2
    assert "did you mean nap-numbness" in wrong.output
