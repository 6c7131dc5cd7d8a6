"""An emergency has an account of its own, wherever the interview stands: the reason and the number first, and
nothing that could keep anybody from help.

Every emergency rule is made true by the fewest answers, everything else is "no", and the page is answered as that
person would. After each page of the screen, after the map and at the end the result is asked for.
"""

import html
import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlencode

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from pinprick import urgency
from pinprick.account import Account, account
from pinprick.account.answers import name_of_cause
from pinprick.app import application
from pinprick.assessment import assess
from pinprick.case.answers import Answer, Answers, Painted
from pinprick.case.case import Case
from pinprick.case.known import implied
from pinprick.knowledge import Level
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT
from pinprick.pictures import bodymap
from pinprick.urgency.proofs import witness
from pinprick.web import forms
from pinprick.web.forms import Sheet
from pinprick.web.turns import RESULT, Turn, turn
from pinprick.words import ENGLISH, calling, say
from pinprick.words.calling import Place
from pinprick.words.wording import text
from tests.pages import FINDINGS, KNOWLEDGE, MODEL, filled
from tests.tiers import one_in

RULES = urgency.parsed(KNOWLEDGE)
PERSON = frozenset(id_ for id_, finding in FINDINGS.items() if finding.by == "person")
EMERGENCIES = [
    id_ for id_, expr in RULES.fires.items() if RULES.levels[id_] == Level.EMERGENCY and witness(expr, PERSON)
]
NOT_BESIDE = ("families", "causes", "sites", "care", "medicines", "next", "next_for_clinician")
"""What an account of an emergency leaves empty."""
ODDS = re.compile(r"\b(in 10|in 100|nearly certain)\b")
HEADINGS = [
    say(ENGLISH, key)
    for key in ("result.causes", "result.sits", "guide.medicines", "result.back", "result.change", "doing.title")
]
"""What other results have sections on."""
PLACE = Place("GB")


def as_shown(least: Answer) -> Painted:
    """A map as the pictures let it be painted: what has no side in its middle."""
    assert isinstance(least, Painted)
    middle = frozenset(id_ for id_ in least.left if KNOWLEDGE.vocabulary.regions[id_].midline)
    return Painted(left=least.left - middle, midline=middle)


def truth(rule: str) -> dict[str, Answer]:
    """Somebody of whom the least holds that makes a rule fire, and nothing else."""
    story = witness(RULES.fires[rule], PERSON)
    none: dict[str, Answer] = {id_: ABSENT for id_ in PERSON if FINDINGS[id_].kind == "flag"}
    if isinstance(story.get(MAP), Painted):
        story[MAP] = painted = as_shown(story[MAP])
        shown = (id_ for id_, one in FINDINGS.items() if any(painted.has(region) for region in one.in_words))
        none |= dict.fromkeys(shown, PRESENT)
    told = {**none, **story}
    return {**told, **{id_: answer for id_, answer in implied(KNOWLEDGE, told).items() if id_ not in story}}


def stopping_points(told: Answers) -> Iterator[Turn]:
    """The result of those who stop after each page of the screen, after the map, and at the end."""
    step, answered = turn(MODEL, Sheet(), "en"), dict(told)
    while step.page != RESULT:
        page, sheet = step.page, filled(step, answered)
        step = turn(MODEL, replace(sheet, views=tuple(bodymap.VIEWS)) if page == MAP else sheet, "en")
        assert not step.wrong, step.wrong
        if page.startswith("screen-") or page == MAP or step.page == RESULT:
            yield turn(MODEL, Sheet(answers=step.sheet.answers, since=step.sheet.since, go=RESULT), "en")


def flat(markup: str) -> str:
    """What a person reads of a page, in one line."""
    bare = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())


@cache
def client() -> TestClient:
    return TestClient(application(MODEL))


def result_page(sheet: Sheet) -> str:
    """The page of the result, for somebody in the United Kingdom."""
    answer = client().post(
        "/interview",
        content=urlencode([*forms.hidden(sheet), ("_go", RESULT), ("_country", PLACE.country)]),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 200, answer.text
    return answer.text


def is_of_an_emergency(told: Account) -> None:
    """The account says why and whom to call, and nothing that other accounts say."""
    of = told.urgency
    assert of.level == "emergency"
    assert of.reasons
    first = of.reasons[0]
    assert first.level == "emergency"
    assert first.text
    assert of.tell == first.tell
    for reason in of.reasons:
        if reason.condition and KNOWLEDGE.conditions[reason.condition].urgency.level != "emergency":
            assert name_of_cause(KNOWLEDGE, reason.condition, ENGLISH) not in reason.text
    assert of.numbers["GB"]
    assert of.emergency is not None
    assert {name for name in NOT_BESIDE if getattr(told, name)} == set()
    assert not of.answer_first


def page_is_of_an_emergency(page: str, told: Account) -> None:
    """The level, the number, what to do and why come first, in this order; nothing else is there."""
    main = flat(page.partition('<main id="main"')[2].partition("</main>")[0])
    call = calling.call(KNOWLEDGE, Level.EMERGENCY, PLACE, ENGLISH)
    assert call is not None
    first = told.urgency.reasons[0]
    order = [told.urgency.name, call.numbers[0], flat(first.tell), flat(first.text)]
    places = [main.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    heads = [flat(head) for head in re.findall(r"<h[12][^>]*>(.*?)</h[12]>", page, flags=re.DOTALL)]
    assert heads[0] == told.urgency.name
    routines = {"doing.title"} if told.do else set()
    assert not set(heads) & (set(HEADINGS) - {say(ENGLISH, key) for key in routines})
    assert text(KNOWLEDGE.urgency.self_care.safety_net, ENGLISH) not in main
    odds = ODDS.search(main)
    assert not odds, main[max(odds.start() - 200, 0) : odds.end()]
    for id_ in KNOWLEDGE.medicines:
        assert f'href="/medicines/{id_}"' not in page


@pytest.mark.parametrize("rule", one_in(12, EMERGENCIES))
def test_an_emergency_says_why_and_whom_to_call_at_every_stopping_point(rule: str) -> None:
    seen = False
    for step in stopping_points(truth(rule)):
        case = Case.of(MODEL, step.sheet.answers, "page", finished=True, since=step.sheet.since)
        assessment = assess(MODEL, case)
        if assessment.urgency.level != "emergency":
            assert not seen, "more answers took it down"
            continue
        seen = True
        told = account(MODEL, assessment, ENGLISH)
        is_of_an_emergency(told)
        page_is_of_an_emergency(result_page(step.sheet), told)
    assert seen, "the interview never came to it"
