"""Guides: each compiles to every form, says nothing that is no record, and answers every claim of
the article."""

import json
import re
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from pinprick import guide, urgency
from pinprick.case.answers import Answer
from pinprick.case.known import of_answers
from pinprick.case.reading import case_from
from pinprick.cli import main
from pinprick.guide import article as article_page
from pinprick.guide import data as guide_data
from pinprick.guide import markdown
from pinprick.knowledge import Level, walk
from pinprick.knowledge.ids import ABSENT, PRESENT
from pinprick.paper import leaflet
from pinprick.reasoning import inference
from pinprick.story.search import find
from pinprick.web import guides as pages
from pinprick.words import ENGLISH, say
from pinprick.words.wording import level_names, text
from tests.house.files import PACKAGE, ROOT
from tests.models import shipped
from tests.tiers import one_in

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
GUIDES = sorted(KNOWLEDGE.guides)
NAP = "nap-numbness"
OF_ARTICLE = {
    "positional-nerve-compression",
    "long-nap-immobility",
    "diabetic-polyneuropathy",
    "multiple-sclerosis",
    "cervical-spondylotic-myelopathy",
}
"""The five causes of the article, as the knowledge base calls them."""

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
def test_causes_come_in_the_order_of_their_probability_given_the_story(id_: str) -> None:
    made = page(id_)
    odds = [cause.cause.probability for cause in made.causes]
    assert odds == sorted(odds, reverse=True)
    assert {cause.id for cause in made.causes} >= set(made.guide.options.also)
    assert len(made.causes) >= made.guide.options.causes


@pytest.mark.parametrize("id_", GUIDES)
def test_a_leaflet_has_one_or_two_pages(id_: str) -> None:
    content = handed(id_)
    assert len(re.findall(rb"/Type\s*/Page\b", content)) in (1, 2)


@pytest.mark.parametrize("id_", GUIDES)
def test_a_leaflet_is_drawn(id_: str) -> None:
    routine = leaflet.data(KNOWLEDGE, page(id_))["routine"]
    assert any(step["drawing"] for step in routine["steps"])


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
    words = set(re.findall(r"[a-z]+", (PACKAGE / WORDS).read_text().lower()))
    roles = {one.role.replace("-", " ") for one in KNOWLEDGE.medicines.values()}
    whole = read(markdown.markdown(KNOWLEDGE, page(id_)))
    told = whole.partition(say(ENGLISH, "page.informs"))[0]  # the sources follow
    records = [bare for one in (*_records(), *roles, KNOWLEDGE.hash) if (bare := one.rstrip(".")) and bare in told]
    left: set[str] = set()
    for line in told.splitlines():
        rest = re.sub(r"\[\d[\d, ]*\]", " ", line)
        for bare in records:
            if bare in rest:
                rest = re.sub(rf"(?<!\w){re.escape(bare)}(?!\w)", " ", rest)
        left |= set(re.findall(r"[a-z]+", rest.lower()))
    assert left - words == set()


# ---- how urgent


@pytest.mark.parametrize("id_", GUIDES)
def test_what_is_to_be_seen_is_more_urgent_than_the_story(id_: str) -> None:
    """Beside a stroke nobody may read "see a doctor today if it lasts over an hour"."""
    made = page(id_)
    levels = [one.level for one in made.seen]
    assert levels[0] == "emergency"
    assert made.seen[0].signs == tuple(text(sign.says, ENGLISH) for sign in KNOWLEDGE.screen.call_at_once)
    floor = made.assessment.urgency.level
    assert all(level > floor for level in levels[1:])


def test_beside_an_emergency_no_cause_calms() -> None:
    made = page("sudden-one-side")
    assert made.assessment.urgency.level == "emergency"
    assert [(one.level, one.of_causes) for one in made.seen] == [("emergency", ())]
    assert [cause.id for cause in made.causes if cause.advice.self_care] == ["ischaemic-stroke"]
    told = markdown.markdown(KNOWLEDGE, made)
    assert not [name for level, name in level_names(ENGLISH).items() if level != "emergency" and name in told]


@pytest.mark.parametrize("id_", GUIDES)
def test_a_told_cause_that_is_urgent_itself_is_said_to_be_on_page_and_leaflet(id_: str) -> None:
    made = page(id_)
    if made.assessment.urgency.level == "emergency":
        return
    written, handed = (
        markdown.markdown(KNOWLEDGE, made),
        json.dumps(leaflet.data(KNOWLEDGE, made), ensure_ascii=False),
    )
    for cause in made.causes:
        level = cause.condition.urgency.level
        urgent = level > made.assessment.urgency.level and level >= Level.SOON
        if urgent or level == Level.EMERGENCY:
            assert text(cause.condition.urgency.why, ENGLISH) in written
            assert text(cause.condition.urgency.why, ENGLISH) in handed


@pytest.mark.parametrize("id_", GUIDES)
def test_a_medicine_that_the_story_forbids_is_told_with_the_reason_even_in_short(id_: str) -> None:
    short = " ".join(markdown.plain(KNOWLEDGE, page(id_)).split())
    for one in page(id_).medicines:
        assert all(text(caution.why, ENGLISH).removesuffix(".") in short for caution in one.offered.against)


@pytest.mark.parametrize("id_", GUIDES)
def test_no_level_of_a_leaflet_stands_without_a_sign(id_: str) -> None:
    assert all(one["signs"] or one["of_causes"] for one in leaflet.data(KNOWLEDGE, page(id_))["seen"])


def test_the_leaflet_for_pregnancy_says_when_a_clot_is_an_emergency() -> None:
    handed = json.dumps(leaflet.data(KNOWLEDGE, page("pregnancy-numbness"))["seen"])
    for upgrade in KNOWLEDGE.conditions["deep-vein-thrombosis"].urgency.upgrades:
        assert text(upgrade.says, ENGLISH) in handed


def test_in_pregnancy_something_is_forbidden() -> None:
    assert any(one.offered.against for one in page("pregnancy-numbness").medicines)


@pytest.mark.parametrize("id_", GUIDES)
def test_the_shares_of_a_guide_are_all_there(id_: str) -> None:
    made = page(id_)
    told = sum(cause.cause.probability for cause in made.causes)
    assert told + made.rest + made.assessment.unexplained == pytest.approx(1)
    assert made.rest > 0


# ---- the article


def test_the_nap_guide_has_the_articles_five_causes_and_its_medicines() -> None:
    made = page(NAP)
    assert {cause.id for cause in made.causes} >= OF_ARTICLE
    offered = {one.offered.id for one in made.medicines}
    named = {id_ for id_, one in KNOWLEDGE.medicines.items() if one.named_by_article}
    assert len(named) == 9
    assert named <= offered
    assert made.causes[0].id == "positional-nerve-compression"


def test_every_claim_is_judged_with_a_source_where_it_is_upheld() -> None:
    for one in page(NAP).claims:
        assert one.note or one.verdict == "supported", one.claim
        assert one.sources or one.verdict in ("unsupported", "wrong"), one.claim


def test_the_claims_come_by_what_they_are_about_and_none_twice() -> None:
    abouts = [one.about for one in page(NAP).claims]
    told = [text(cause.condition.name.plain, ENGLISH) for cause in page(NAP).causes]
    by_cause = [about for about, _ in groupby(abouts) if about in told]
    assert abouts[0] == "Self-care"
    assert by_cause == [name for name in told if name in by_cause]
    assert len(list(groupby(abouts))) == len(set(abouts))
    said = [(one.about, one.claim) for one in page(NAP).claims]
    assert len(said) == len(set(said))


def test_what_is_said_of_the_articles_five_causes_holds() -> None:
    """Its first claim is answered with: posture first, three of the five each in fewer than 1 in 100, and two
    that it does not name likelier than those."""
    odds = {cause.id: cause.cause.probability for cause in page(NAP).causes}
    rare = {"diabetic-polyneuropathy", "multiple-sclerosis", "cervical-spondylotic-myelopathy"}
    assert max(odds[id_] for id_ in rare) < 0.01
    assert min(odds["lumbar-disc-radiculopathy"], odds["common-peroneal-neuropathy"]) > max(odds[id_] for id_ in rare)


def test_the_table_of_claims_is_up_to_date() -> None:
    assert (ROOT / "docs" / "article.md").read_text() == article_page.article(KNOWLEDGE, ENGLISH), "run `make article`"


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
    found = [one.id for one in find(KNOWLEDGE, words) if one.kind == "guides"]
    assert found
    assert expected is None or expected in found[:3]


@pytest.mark.parametrize("id_", GUIDES)
def test_every_phrase_of_a_guide_finds_it(id_: str) -> None:
    missed = [
        phrase
        for phrase in KNOWLEDGE.guides[id_].asked["en"]
        if id_ not in [one.id for one in find(KNOWLEDGE, phrase)][:3]
    ]
    assert missed == []


def test_what_nobody_says_finds_nothing() -> None:
    assert find(KNOWLEDGE, "xyzzy qwrtp") == []
    assert find(KNOWLEDGE, "") == []
    assert find(KNOWLEDGE, "the of and") == []


# ---- the command


@pytest.mark.parametrize("form", ["text", "md", "html", "pdf", "json"])
def test_the_command_writes_every_form(form: str, tmp_path: Path) -> None:
    file = tmp_path / "guide"
    result = CliRunner().invoke(main, ["guide", NAP, "--format", form, "--output", str(file)])
    assert result.exit_code == 0, result.output
    content = file.read_bytes()
    assert content.startswith(b"%PDF") if form == "pdf" else b"why does my foot go numb" in content.lower()
    assert form != "json" or json.loads(content)["causes"]
    assert form != "text" or max(map(len, content.decode().partition("WHAT THIS RESTS ON")[0].splitlines())) <= 80


@pytest.mark.parametrize("id_", GUIDES)
def test_the_text_is_short_and_the_markdown_is_whole(id_: str) -> None:
    whole = read(markdown.markdown(KNOWLEDGE, page(id_)))
    assert len(markdown.plain(KNOWLEDGE, page(id_)).splitlines()) <= (1100 if id_ == NAP else 700)
    assert all(source.says in whole for source in page(id_).sources)


def read(written: str) -> str:
    """What a reader of Markdown reads: emphasis is no sign, and what is escaped is itself."""
    return re.sub(r"\\([^A-Za-z0-9\s])|\*+", lambda found: found[1] or "", written)


SIGNS = re.compile(r"[*_`\\<]")


@pytest.mark.parametrize("short", [True, False])
@pytest.mark.parametrize("id_", GUIDES)
def test_a_record_with_signs_of_markdown_is_told_to_the_letter(id_: str, short: bool) -> None:
    """A star in the name of a gene is no emphasis."""
    signed = [record for record in _records() if SIGNS.search(record)]
    lines = markdown.plain(KNOWLEDGE, page(id_)) if short else read(markdown.markdown(KNOWLEDGE, page(id_)))
    told = " ".join(lines.split())
    bare = SIGNS.sub("", told)
    missing = [one for one in signed if SIGNS.sub("", one).rstrip(".") in bare and one.rstrip(".") not in told]
    assert signed
    assert missing == []


def test_whatever_a_record_says_is_told_to_the_letter() -> None:
    says = r"2 * 3 * 4, *a* **b** _c_ __d__ `e` \f \* <b>g</b> [1] # - 5. \[h\] HLA-B*15:02"
    made = page(NAP)
    first = made.causes[0]
    changed = replace(
        made,
        guide=replace(made.guide, title={"en": says}),
        causes=(replace(first, condition=replace(first.condition, about={"en": says})), *made.causes[1:]),
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
