"""An emergency has an account of its own, wherever the interview stands: the reason and the number first, and
nothing that could keep anybody from help.

Every emergency rule is made true by the fewest answers, everything else is "no", and the page is answered as that
person would. It stops the interview at once; whoever goes on keeps all that was said, and after the red flags, after
the map and at the end the result is asked for.
"""

import html
import re
from collections.abc import Iterable, Iterator
from functools import cache

import pytest
from starlette.testclient import TestClient

from pinprick import urgency
from pinprick.account import Account, account
from pinprick.account.answers import name_of_cause
from pinprick.app import application
from pinprick.assessment import assess
from pinprick.case.answers import Answer, Answers, Painted
from pinprick.case.case import Case
from pinprick.case.known import implied
from pinprick.interview.pages import SCREEN
from pinprick.knowledge import Level
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT
from pinprick.urgency.proofs import witness
from pinprick.web import forms
from pinprick.web.forms import Sheet
from pinprick.web.turns import ANSWERS, RESULT, Turn, turn
from pinprick.words import ENGLISH, calling, say
from pinprick.words.calling import Place
from pinprick.words.wording import text
from tests.pages import FINDINGS, KNOWLEDGE, MODEL, going_on, steps
from tests.sending import posted
from tests.tiers import one_in

RULES = urgency.parsed(KNOWLEDGE)
PERSON = frozenset(id_ for id_, finding in FINDINGS.items() if finding.by == "person")
EMERGENCIES = [
    id_ for id_, expr in RULES.fires.items() if RULES.levels[id_] == Level.EMERGENCY and witness(expr, PERSON)
]
NOT_BESIDE = ("families", "causes", "sites", "care", "medicines", "next", "next_for_clinician")
"""What an account of an emergency leaves empty."""
ODDS = re.compile(r"\b(in 10|in 100)\b")
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
    """The result of those who stop after the red flags, after the map, where the interview stops by
    itself, and at the end."""
    before = ""
    for step in steps(told, goes_on=True):
        if before in (SCREEN, MAP) or step.page == RESULT:
            yield turn(MODEL, Sheet(answers=step.sheet.answers, since=step.sheet.since, go=RESULT), "en")
        before = step.page


def flat(markup: str) -> str:
    """What a person reads of a page, in one line."""
    bare = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())


@cache
def client() -> TestClient:
    return TestClient(application(MODEL))


def result_page(sheet: Sheet) -> str:
    """The page of the result, for somebody in the United Kingdom."""
    fields = [*forms.hidden(sheet), ("_go", RESULT), ("_country", PLACE.country)]
    return posted(client(), "/interview", fields)


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
    for clause in KNOWLEDGE.urgency.self_care.safety_net:
        assert text(clause.says, ENGLISH) not in main
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


# ---- the interview stops


@pytest.mark.parametrize("rule", one_in(6, EMERGENCIES))
def test_an_emergency_stops_the_interview_at_once_and_going_on_keeps_everything(rule: str) -> None:
    """Nothing more is asked between the answer that makes a rule true and the page that says so; that page comes once,
    and what follows it is what the same answers lead to. What is an emergency by its causes alone, no rule stops."""
    stopped, urgent = 0, False
    for step in steps(truth(rule), goes_on=True):
        urgent = step.progress.alarm is not None and step.progress.alarm.level == Level.EMERGENCY
        assert not urgent or step.page == RESULT or step.sheet.on, "asks on"
        if step.page == RESULT and not step.sheet.finished:
            stopped += 1
            on = going_on(step)
            assert on.sheet.on
            assert on.page != RESULT or on.ends
            shown_again = {id_: forms.values(step.sheet.answers.get(id_)) for id_ in on.sheet.given}
            assert {id_: list(values) for id_, values in on.sheet.given.items()} == shown_again
            assert {**step.sheet.answers, **on.sheet.answers} == step.sheet.answers
            assert step.sheet.answers.keys() <= on.sheet.answers.keys() | on.sheet.given.keys()
            assert on.sheet.asked == step.sheet.asked
    assert stopped == urgent


def _send(fields: Iterable[tuple[str, str]]) -> str:
    return posted(client(), "/interview", fields)


def _fields(page: str) -> list[tuple[str, str]]:
    """The hidden fields and ticked boxes of a page."""
    inputs = (
        dict(re.findall(r'([\w-]+)="([^"]*)"', one)) | {"all": one} for one in re.findall(r"<input([^>]*)>", page)
    )
    sent = (one for one in inputs if one.get("type") == "hidden" or one["all"].endswith(" checked"))
    return list(dict.fromkeys((one["name"], one["value"]) for one in sent))


def test_the_page_of_an_emergency_goes_on_and_back_with_all_that_was_said() -> None:
    said = [("facial-weakness", PRESENT), ("since.facial-weakness", "within-a-week")]
    stopped = _send([("_page", SCREEN), *said, ("_go", "none")])
    page_is_of_an_emergency(_send([("_page", SCREEN), *said, ("_go", "none"), ("_country", "GB")]), _account(said))
    assert re.search(r'<button[^>]*name="_go" value="on"', stopped)
    on = _send([*_fields(stopped), ("_go", "on")])
    assert 'name="_page" value="numb-regions"' in on
    assert {*said, ("_on", "yes"), ("_asked", SCREEN), ("fever", ABSENT)} <= set(_fields(on))
    back = _send([*_fields(stopped), ("_go", "back")])
    assert f'name="_page" value="{SCREEN}"' in back
    assert {*said, ("_none", "yes")} <= set(_fields(back))
    assert _send([*_fields(back), ("_go", "none")]) == stopped
    never = _send([("_page", SCREEN), ("low-back-pain", PRESENT), ("_go", "none")])
    assert 'name="_page" value="numb-regions"' in never, "what is no emergency stops nobody"
    asked_for = _send([("_page", SCREEN), *said, ("_go", RESULT)])
    assert 'value="on"' not in asked_for, "who asked for the result is not in the middle of questions"
    assert _send([*_fields(asked_for), ("_go", RESULT)]) == asked_for


STOPPED = html.escape(say(ENGLISH, "emergency.stopped"))


@pytest.mark.parametrize("then", [(), (ANSWERS,)], ids=["at once", "from the answers"])
def test_an_emergency_that_stopped_the_questions_is_not_finished_by_looking_at_it_again(then: tuple[str, ...]) -> None:
    """By a link, in another language or country, or from the answers: it is said that not all was asked, and going on
    is offered, until somebody went on or ended the questions."""
    page = stopped = _send([("_page", SCREEN), ("facial-weakness", PRESENT), ("_go", "none")])
    assert STOPPED in stopped
    for go in (*then, RESULT):
        page = _send([*_fields(page), ("_go", go)])
    assert page == stopped
    fields = [*_fields(page), ("_go", "on")]
    while 'class="verdict' not in (page := _send(fields)):
        fields = [*_fields(page), ("_go", "skip")]
    assert STOPPED not in page
    assert 'value="on"' not in page


def _account(said: list[tuple[str, str]]) -> Account:
    none = dict.fromkeys(KNOWLEDGE.screen.findings, ABSENT)
    case = Case.of(MODEL, {**none, said[0][0]: PRESENT}, "page", finished=True, since={said[0][0]: said[1][1]})
    return account(MODEL, assess(MODEL, case), ENGLISH)
