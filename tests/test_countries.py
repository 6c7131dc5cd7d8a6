"""Whom to call: every country in every face, and never a number without the country it belongs to."""

import html
import re
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from pinprick import loading
from pinprick.account import account
from pinprick.app import application
from pinprick.assessment import assess
from pinprick.case.case import Case
from pinprick.cli import main, report
from pinprick.knowledge import LEVELS, Level
from pinprick.paper import note
from pinprick.web import forms
from pinprick.web.forms import Sheet
from pinprick.words import ENGLISH, calling
from pinprick.words.calling import ELSEWHERE, Place
from pinprick.words.wording import text
from tests.sending import posted

MODEL = loading.load()
KNOWLEDGE = MODEL.knowledge
COUNTRIES = KNOWLEDGE.countries.countries
UNKNOWN = text(KNOWLEDGE.countries.unknown.text, ENGLISH)
WANTED = (
    "AE AR AT AU BD BE BG BR CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT JP KE KR LT LU "
    "LV MT MX MY NG NL NO NZ PH PK PL PT RO RU SA SE SG SI SK TH TR TW UA US VN ZA"
).split()
EUROPEAN_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
EMERGENCY = Case.of(MODEL, {"one-side-face-arm-leg": "present"})
FLAGS = [id_ for id_, one in KNOWLEDGE.vocabulary.findings.items() if one.kind == "flag" and one.by == "person"]
CASES = (Case.of(MODEL, {id_: "present"}) for id_ in FLAGS)
TODAY = next(case for case in CASES if assess(MODEL, case).urgency.level == "same-day")
ASSESSED = {"emergency": assess(MODEL, EMERGENCY), "same-day": assess(MODEL, TODAY)}
GUESSED = {"accept-language": "en-US,en;q=0.9"}
CODES = [*COUNTRIES, KNOWLEDGE.countries.others[0], ELSEWHERE]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(MODEL)) as client:
        yield client


def flat(page: str) -> str:
    """What a person reads, but for what is chosen from."""
    bare = re.sub(r"<(script|style|svg|select)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split()).replace(" .", ".")


def sent(client: TestClient, case: Case, *more: tuple[str, str], **headers: str) -> str:
    fields = [*forms.hidden(Sheet(answers=dict(case.answers), finished=case.finished)), *more]
    return posted(client, "/interview", fields, headers=headers)


def expected(code: str) -> str:
    """What is read of a country: its numbers, and where they hold."""
    country = COUNTRIES.get(code)
    return f"{' or '.join(country.emergency)} {country.where['en']}" if country else UNKNOWN


# ---- what is known


def test_the_countries_that_people_ask_from_have_a_number() -> None:
    assert set(WANTED) <= set(COUNTRIES)
    assert {code for code in EUROPEAN_UNION if "112" not in COUNTRIES[code].emergency} == set()
    assert len(COUNTRIES) + len(KNOWLEDGE.countries.others) == 249


def test_every_number_rests_on_two_sources_that_were_read() -> None:
    assert [code for code, country in COUNTRIES.items() if len(country.sources) < 2] == []


def test_well_known_numbers_are_as_they_are_known() -> None:
    known = {"AU": "000", "CN": "120", "GB": "999", "IN": "112", "JP": "119", "NZ": "111", "SG": "995", "US": "911"}
    assert {code: COUNTRIES[code].emergency[0] for code in known} == known


def test_only_an_emergency_and_today_call_somebody() -> None:
    assert [level for level in LEVELS if calling.call(KNOWLEDGE, level, Place("GB"), ENGLISH)] == [
        "same-day",
        "emergency",
    ]
    assert calling.call(KNOWLEDGE, Level.SAME_DAY, Place("FR"), ENGLISH) is None


# ---- every country in every face


@pytest.mark.parametrize("code", CODES)
def test_every_face_tells_the_number_of_a_country(client: TestClient, code: str) -> None:
    assessment, tells = ASSESSED["emergency"], expected(code)
    assert tells in " ".join(report.report(MODEL, assessment, Place(code), ENGLISH).split())
    assert tells in note.data(MODEL, assessment, Place(code), ENGLISH)["call"]
    numbers = account(MODEL, assessment, "en").urgency.numbers
    assert numbers.get(code, ()) == (COUNTRIES[code].emergency if code in COUNTRIES else ())
    result = flat(sent(client, EMERGENCY, ("_country", code), ("_go", "result")))
    alarm = flat(sent(client, EMERGENCY, ("_country", code)))
    if code in COUNTRIES:
        first = f"Call {COUNTRIES[code].emergency[0]} {COUNTRIES[code].where['en']}"
        assert f"In an emergency call {tells}." in result
        assert first in result
        assert first in alarm
        assert result.index(first) < result.index("Why? ")
    else:
        assert UNKNOWN in result
        assert UNKNOWN in alarm
        assert "In an emergency call your local emergency number." in result


@pytest.mark.parametrize("code", [code for code, one in COUNTRIES.items() if one.advice])
def test_the_line_for_what_is_no_emergency_is_told_where_there_is_one(client: TestClient, code: str) -> None:
    country = COUNTRIES[code]
    tells = f"{country.advice} {(country.advice_where or country.where)['en']}"
    assert tells in report.report(MODEL, ASSESSED["same-day"], Place(code), ENGLISH)
    assert tells in note.data(MODEL, ASSESSED["same-day"], Place(code), ENGLISH)["call"]
    page = sent(client, TODAY, ("_country", code), ("_go", "result"))
    assert f"Call {tells}" in flat(page)
    assert f'href="tel:{country.advice.replace(" ", "")}"' in page


# ---- a guess is told as one


def test_a_guess_is_never_told_as_if_it_were_known(client: TestClient) -> None:
    """A browser set to American English is no proof that somebody is in the United States."""
    if_there, otherwise = "911 if you are in the United States", text(KNOWLEDGE.countries.elsewhere.text, ENGLISH)
    assert if_there in flat(client.get("/", headers=GUESSED).text)
    for more in ((), (("_go", "result"),)):
        page = sent(client, EMERGENCY, *more, **GUESSED)
        read = flat(page)
        assert read.count("911") == read.count(if_there) > 1
        assert otherwise in read
        assert 'name="_country" value="US"' not in page, "a guess is not carried along as if it were chosen"
        assert '<option value="US" selected>' not in page
        assert '<option value="" >' in page or '<option value="">' in page
    told = " ".join(report.report(MODEL, ASSESSED["emergency"], Place("US", guessed=True), ENGLISH).split())
    assert f"{if_there}. {otherwise}" in told
    assert "--country" in told
    assert if_there in note.data(MODEL, ASSESSED["emergency"], Place("US", guessed=True), ENGLISH)["call"]


def test_what_was_chosen_counts_and_not_the_language(client: TestClient) -> None:
    for path in ((), (("_go", "result"),)):
        page = sent(client, EMERGENCY, ("_country", "IN"), *path, **GUESSED)
        assert "911" not in flat(page)
        assert "112 in India" in flat(page)
        assert 'name="_country" value="IN"' in page
        assert '<option value="IN" selected>' in page


@pytest.mark.parametrize("language", ["", "de", "de,en-US;q=0.7", "en-XX", "en-001", "*", "zh-Hant", "zh"])
def test_a_language_of_no_country_is_no_guess(client: TestClient, language: str) -> None:
    page = client.get("/", headers={"accept-language": language}).text
    answered = {"zh": "zh", "zh-Hant": "zh-TW"}.get(language, ENGLISH)
    assert text(KNOWLEDGE.countries.unknown.text, answered) in flat(page)
    assert "tel:" not in page


@pytest.mark.parametrize("path", ["/", "/about", "/browse", "/guides/sudden-one-side", "/clinician", "/interview"])
def test_no_number_stands_without_its_country(client: TestClient, path: str) -> None:
    page = client.get(path, headers=GUESSED).text
    assert page.count("tel:911") == flat(page).count("911 if you are in the United States") > 0
    assert 'type="hidden" name="_country"' not in page, "a guess is not carried along as if it were chosen"
    assert 'href="/#country"' in page or 'name="_country"' in page, "it can be changed"


def test_another_country_keeps_what_is_ticked_on_the_page(client: TestClient) -> None:
    sign = KNOWLEDGE.screen.groups[1].findings[0]
    ticked = [("_page", "screen"), (sign, "present"), ("_country", "JP"), ("_go", "country")]
    page = sent(client, EMERGENCY, *ticked)
    assert "119 in Japan" in flat(page)
    assert 'name="_page" value="screen"' in page
    assert re.search(rf'<input [^>]*name="{sign}" [^>]*value="present" checked', page)


# ---- a code that is none


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("UK", "GB (United Kingdom)"),
        ("AUS", "AU (Australia)"),
        ("germany", "DE (Germany)"),
        ("Nehterlands", "NL (Netherlands)"),
        ("PJ", "JP (Japan)"),
        ("XX", "two letters"),
    ],
)
@pytest.mark.parametrize("command", ["case", "ask"])
def test_an_unknown_country_is_an_error_with_the_nearest_right_ones(command: str, word: str, says: str) -> None:
    came = CliRunner().invoke(main, [command, "-", "--country", word], input="{id: a, findings: {}}")
    assert came.exit_code == 2
    assert f"{word!r} is no code of a country" in came.output
    assert says in came.output


@pytest.mark.parametrize("code", ["au", "AU", "MW", "ZZ"])
def test_a_code_of_a_country_is_taken(code: str) -> None:
    came = CliRunner().invoke(main, ["case", "-", "--country", code], input="{id: a, findings: {foot-drop: present}}")
    assert came.exit_code == 0, came.output
