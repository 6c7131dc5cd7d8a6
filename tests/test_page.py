"""The page without a browser: what goes round in forms, what is refused, and what the headers
promise."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from pinprick.account import what_ifs
from pinprick.account.pages import page_told
from pinprick.app import application
from pinprick.assessment import assess
from pinprick.case.answers import Answer, Painted
from pinprick.case.case import Case
from pinprick.case.reading import case_from
from pinprick.interview import Next
from pinprick.interview.pages import ALSO, LIST, SCREEN, findings_of, how_of, list_of, page_of
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT, UNKNOWN
from pinprick.lab import simulate
from pinprick.serving import MOST_BYTES
from pinprick.web import forms, talk
from pinprick.web.browse import KINDS
from pinprick.web.forms import Sheet
from pinprick.web.turns import RESULT, turn
from pinprick.words import ENGLISH, wording
from tests.answers import answers
from tests.pages import FINDINGS, KNOWLEDGE, MODEL, SCRIPT, article, filled, loaded, parts, play


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(MODEL), raise_server_exceptions=False) as client:
        yield client


# ---- what goes round in forms


@given(answers())
def test_answers_come_back_from_a_form_as_they_were_and_in_their_order(told: dict[str, Answer]) -> None:
    sheet, faults = forms.read(KNOWLEDGE, list(forms.fields(told)), ENGLISH)
    assert faults == []
    assert sheet.answers == told
    assert list(sheet.answers) == list(told)


@settings(max_examples=40, deadline=None)
@given(answers(), st.data())
def test_a_page_that_was_answered_shows_its_answers_again(told: dict[str, Answer], data: st.DataObject) -> None:
    """Change any answer and send the page as it is shown: nothing is different."""
    if not told:
        return
    page = page_of(KNOWLEDGE, data.draw(st.sampled_from(sorted(told))))
    if page == SCREEN:
        return  # answered whole, or not at all: below
    shown = turn(MODEL, Sheet(answers=told, go=f"change:{page}"), "en")
    assert shown.page == page
    again, wrong = forms.taken(KNOWLEDGE, Sheet(**{**parts(shown.sheet), "page": page}), ENGLISH)
    ids = [id_ for id_ in findings_of(KNOWLEDGE, page) if id_ in told or id_ not in shown.progress.known.implied]
    blank = {id_ for id_ in ids if id_ not in told or (FINDINGS[id_].kind == "number" and told[id_] == UNKNOWN)}
    assert set(wrong) == blank, "of several questions those that were not answered are asked for"
    assert again == {id_: told[id_] for id_ in ids if id_ not in blank}


def test_the_articles_story_comes_to_what_the_library_says_of_it() -> None:
    step, pages = play(article())
    assert step.sheet.finished
    assessment = assess(MODEL, Case.of(MODEL, step.sheet.answers, finished=True))
    assert assessment.urgency.level == "self-care"
    assert assessment.causes[0].id == "positional-nerve-compression"
    also = [f"also-{number}" for number in range(len(KNOWLEDGE.screen.also))]
    assert pages[: 2 + len(also)] == [SCREEN, MAP, *also]


def test_back_takes_the_last_page_out_and_answering_it_again_leads_on() -> None:
    step, pages = turn(MODEL, Sheet(), "en"), []
    while step.page != RESULT:
        pages.append(step.page)
        ahead = turn(MODEL, filled(step, article()), "en")
        if ahead.page != RESULT:
            back = turn(MODEL, Sheet(**{**parts(ahead.sheet), "page": ahead.page, "go": "back"}), "en")
            assert back.page == step.page
            again = turn(MODEL, Sheet(**{**parts(back.sheet), "page": back.page, "go": "next"}), "en")
            assert (again.page, again.sheet.answers) == (ahead.page, ahead.sheet.answers)
        step = ahead


@given(st.sets(st.sampled_from(KNOWLEDGE.screen.findings), max_size=4))
@settings(max_examples=20, deadline=None)
def test_red_flags_that_are_shown_again_are_as_they_were_said(ticked: set[str]) -> None:
    told: dict[str, Answer] = {id_: PRESENT if id_ in ticked else ABSENT for id_ in KNOWLEDGE.screen.findings}
    shown = turn(MODEL, Sheet(answers=told, go=f"change:{SCREEN}"), "en")
    assert forms.taken(KNOWLEDGE, Sheet(**{**parts(shown.sheet), "page": SCREEN}), ENGLISH) == (told, {})


@given(st.sets(st.sampled_from(KNOWLEDGE.screen.findings), max_size=4), st.sampled_from(["next", "result", "answers"]))
@settings(max_examples=40, deadline=None)
def test_only_the_button_denies_a_red_flag(ticked: set[str], go: str) -> None:
    """What was not answered is never taken as "no": Enter asks for the button, and who leaves the page has said
    what is ticked and nothing else."""
    given_: dict[str, tuple[str, ...]] = dict.fromkeys(ticked, (PRESENT,))
    step = turn(MODEL, Sheet(page=SCREEN, given=given_, go=go), "en")
    if go == "next":
        assert step.page == SCREEN
        assert step.wrong
        assert step.sheet.given == given_
        assert not step.sheet.answers
    else:
        assert step.sheet.answers == dict.fromkeys(ticked, PRESENT)
    denied = turn(MODEL, Sheet(page=SCREEN, given=given_, go="none", none=True), "en").sheet.answers
    said = {id_: PRESENT if id_ in ticked else ABSENT for id_ in KNOWLEDGE.screen.findings}
    assert {id_: denied[id_] for id_ in said} == said


@given(st.sets(st.integers(0, len(KNOWLEDGE.screen.groups) - 1), min_size=1), st.data())
@settings(max_examples=40, deadline=None)
def test_a_group_of_which_somebody_is_not_sure_is_never_denied(unsure: set[int], data: st.DataObject) -> None:
    """What is not ticked in it is not known, however the page is left, and after it comes back."""
    ticked = data.draw(st.sets(st.sampled_from(KNOWLEDGE.screen.findings), max_size=3))
    given_: dict[str, tuple[str, ...]] = dict.fromkeys(ticked, (PRESENT,))
    doubted = {id_ for number in unsure for id_ in KNOWLEDGE.screen.groups[number].findings} - ticked
    for go in ("none", "skip", "result", "answers"):
        sheet = Sheet(page=SCREEN, given=given_, unsure=frozenset(unsure), go=go, none=go == "none")
        answers = turn(MODEL, sheet, "en").sheet.answers
        assert {answers[id_] for id_ in doubted} <= {UNKNOWN}
        assert {answers[id_] for id_ in ticked} <= {PRESENT}
    whole = turn(MODEL, Sheet(page=SCREEN, given=given_, unsure=frozenset(unsure), go="none", none=True), "en")
    again = turn(MODEL, Sheet(answers=whole.sheet.answers, go=f"change:{SCREEN}"), "en").sheet
    assert again.unsure == {n for n in unsure if set(KNOWLEDGE.screen.groups[n].findings) & doubted}


def test_the_button_that_denies_is_read_from_a_form() -> None:
    ids = KNOWLEDGE.screen.groups[1].findings
    pairs = [("_page", SCREEN), (ids[0], PRESENT), ("_unsure", "1")]
    for more, denies in (([], False), ([("_go", "none")], True), ([("_none", "yes")], True)):
        sheet, faults = forms.read(KNOWLEDGE, [*pairs, *more], ENGLISH)
        assert faults == []
        assert (sheet.none, sorted(sheet.unsure), list(sheet.given)) == (denies, [1], [ids[0]])


def test_views_that_were_never_opened_are_not_asked() -> None:
    step = turn(MODEL, Sheet(page=MAP, given={MAP: ("left:dorsum",)}), "en")
    painted = step.sheet.answers[MAP]
    assert isinstance(painted, Painted)
    assert {"calf", "thigh-front", "face", "saddle", "heel", "sole-inner"} <= painted.not_asked
    assert not {"dorsum", "great-toe"} & painted.not_asked


# ---- what is refused


def form(client: TestClient, path: str, fields: list[tuple[str, str]]) -> Any:
    from urllib.parse import urlencode

    return client.post(path, content=urlencode(fields), headers={"content-type": "application/x-www-form-urlencoded"})


HOSTILE: dict[str, list[tuple[str, str]]] = {
    "unknown field": [("no-such-finding", "present")],
    "unknown value": [("foot-drop", "maybe")],
    "script in a value": [("foot-drop", SCRIPT)],
    "script in a name": [(SCRIPT, SCRIPT)],
    "script as a page": [("_page", SCRIPT)],
    "script as a story": [("_story", SCRIPT)],
    "script as a country": [("_country", SCRIPT)],
    "a country that is none": [("_country", "UK")],
    "script as a view": [("_view", SCRIPT)],
    "script as a region": [("numb-regions", SCRIPT)],
    "control characters": [("age", "3\x00\x1b[31m4")],
    "not a number": [("age", "NaN")],
    "an endless number": [("age", "1e999")],
    "a number out of range": [("age", "-1")],
    "a region without a side": [("numb-regions", "dorsum")],
    "a region of no side": [("numb-regions", "up:dorsum")],
    "too many fields": [("fever", "present")] * 2000,
}


def test_the_clinicians_page_has_every_group_of_findings_in_order(client: TestClient) -> None:
    legends = re.findall(r"<legend>(.*?)</legend>", client.get("/clinician").text)
    titles = [title["en"] for title in KNOWLEDGE.vocabulary.groups.values()]
    assert [legend for legend in legends if legend in titles] == titles


@pytest.mark.parametrize("path", ["/interview", "/clinician", "/case.json", "/note.pdf"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_form_gets_a_clear_page_and_nothing_else(client: TestClient, path: str, name: str) -> None:
    answer = form(client, path, HOSTILE[name])
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"].startswith("text/html")
    assert SCRIPT not in answer.text
    assert "Traceback" not in answer.text
    assert "Nothing was stored" in answer.text


@pytest.mark.parametrize(
    ("path", "body", "kind", "status"),
    [
        ("/interview", b"x=" + b"a" * 10_000_000, "application/x-www-form-urlencoded", 413),
        ("/open", b"a" * 10_000_000, "multipart/form-data; boundary=x", 413),
        ("/interview", b"\xff\xfe=%ff", "application/x-www-form-urlencoded", 400),
        ("/interview", b"{}", "application/json", 415),
        ("/open", b"no form", "multipart/form-data", 400),
        ("/open", b"no form", "multipart/form-data; boundary=x", 400),
        ("/search", b"words=%ff", "application/x-www-form-urlencoded", 400),
    ],
)
def test_what_is_no_form_of_ours_is_refused(client: TestClient, path: str, body: bytes, kind: str, status: int) -> None:
    answer = client.post(path, content=body, headers={"content-type": kind})
    assert answer.status_code == status
    assert "Nothing was stored" in answer.text


@pytest.mark.parametrize("path", ["/nothing", "/conditions/nothing", "/static/../app.py", "/guides/%00"])
def test_what_is_not_there_is_said_to_be_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_form_cannot_be_sent_in_an_address(client: TestClient) -> None:
    """An answer in an address is neither read nor repeated."""
    page = client.get("/interview?fever=present").text
    assert 'name="fever" value="present"' not in page
    assert client.get("/search?words=foot").status_code == 405


NAMES = [*sorted(FINDINGS)[:40], "_page", "_go", "_view", "_story"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=20))))
def test_no_form_breaks_the_page(fields: list[tuple[str, str]]) -> None:
    client = TestClient(application(MODEL), raise_server_exceptions=False)
    assert form(client, "/interview", fields).status_code < 500


# ---- what is promised


@pytest.mark.parametrize("path", ["/", "/interview", "/about", "/browse", "/clinician", "/nothing"])
def test_nothing_is_kept_and_nothing_is_asked_of_others(client: TestClient, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"<[^>]+\son\w+=|<[^>]+\sstyle=|<style|javascript:", answer.text)
    assert loaded(answer.text)
    assert all(address.startswith("/static/") for address in loaded(answer.text))


def test_every_page_of_the_knowledge_base_can_be_shown(client: TestClient) -> None:
    pages = set(
        re.findall(
            r'href="(/(?:conditions|findings|sites|medicines|rules|routines)/[^"]+)"', client.get("/browse").text
        )
    )
    assert len(pages) > 400
    broken = [page for page in sorted(pages) if client.get(page).status_code != 200]
    assert broken == []


@pytest.mark.parametrize("kind", [*KINDS, "guides"])
def test_every_kind_has_a_page_that_lists_all_of_it(client: TestClient, kind: str) -> None:
    records = KNOWLEDGE.guides if kind == "guides" else KINDS[kind].records(KNOWLEDGE)
    answer = client.get(f"/{kind}")
    assert answer.status_code == 200
    assert set(re.findall(rf'href="/{kind}/([^"/]+)"', answer.text)) == set(records)
    assert f'href="/{kind}"' in client.get("/browse").text
    assert f'href="/{kind}"' in client.get(f"/{kind}/{next(iter(records))}").text


def test_the_kept_file_is_a_case_that_opens_again(client: TestClient) -> None:
    told = list(forms.fields(article()))
    kept = form(client, "/case.json", told)
    case, faults = case_from(json.loads(kept.content), KNOWLEDGE.vocabulary)
    assert faults == []
    assert case.answers == article()
    opened = client.post("/open", files={"case": ("kept.json", kept.content)})
    assert opened.status_code == 200
    assert "Self-care" in opened.text


def test_a_file_that_is_no_case_is_refused_with_every_fault(client: TestClient) -> None:
    content = b"findings: {foot-drp: present, age: old}"
    answer = client.post("/open", files={"case": ("kept.yaml", content)})
    assert answer.status_code == 422
    assert "did you mean foot-drop" in answer.text
    assert "age" in answer.text


def test_the_note_is_a_pdf_of_two_pages_at_most(client: TestClient) -> None:
    answer = form(client, "/note.pdf", list(forms.fields(article())))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", answer.content)) <= 2


def _raw(client: TestClient, path: str) -> list[bytes]:
    with client.stream("GET", path) as answer:
        return list(answer.iter_raw())


def test_the_first_page_is_light(client: TestClient) -> None:
    """What a first visit loads, compressed as it is sent, is under 60 KB."""
    page = client.get("/")
    sent = [sum(map(len, _raw(client, path))) for path in ("/", *loaded(page.text))]
    assert sum(sent) < 60_000
    assert MOST_BYTES < 10_000_000


@pytest.mark.parametrize("story", KNOWLEDGE.guides)
def test_every_story_has_a_result_before_any_question(client: TestClient, story: str) -> None:
    """What would change the answer then holds questions of every kind, the age among them."""
    told = list(forms.fields(talk.story(MODEL, story)))
    reply = form(client, "/interview", [*told, ("_story", story), ("_go", RESULT)])
    assert reply.status_code == 200
    assert 'class="verdict' in reply.text


@settings(max_examples=30, deadline=None)
@given(answers())
def test_no_single_answer_is_said_to_make_an_urgent_case_less_urgent(told: dict[str, Answer]) -> None:
    assessment = assess(MODEL, Case.of(MODEL, told))
    if assessment.urgency.level in ("same-day", "emergency"):
        least = assessment.urgency.level
        told_ifs = what_ifs(MODEL, assessment, "en")
        assert all(one.level >= least for one in told_ifs)


def test_a_place_in_the_brain_lies_across_from_what_is_felt() -> None:
    """The paths of feeling cross on their way up: a numb left foot is the right side of the
    brain."""
    sites = KNOWLEDGE.sites
    crossed = {id_ for id_, site in sites.items() if site.crossed}
    assert crossed == {id_ for id_ in sites if id_.startswith("brain.")}
    assert wording.side(sites["brain.leg-area"], "left", ENGLISH).startswith("on the right, ")
    assert wording.side(sites["nerve.sural"], "left", ENGLISH) == "on the left"


def test_a_page_of_several_questions_keeps_what_is_answered_and_names_what_is_not() -> None:
    (also,) = [page for page in KNOWLEDGE.screen.also if "onset" in page.findings]
    page = page_of(KNOWLEDGE, "onset")
    half = Sheet(page=page, given={"onset": ("hours-days",), "course": ("steady",)})
    again = turn(MODEL, half, "en")
    assert again.page == page
    assert set(again.wrong) == set(also.findings) - {"onset", "course"}
    on = turn(MODEL, Sheet(**{**parts(half), "go": "skip"}), "en")
    answered = {id_: on.sheet.answers[id_] for id_ in also.findings}
    assert answered == dict.fromkeys(also.findings, UNKNOWN) | {"onset": "hours-days", "course": "steady"}


@pytest.mark.parametrize(
    "page",
    ["foot-drop+nothing", "foot-drop+foot-drop", f"foot-drop+{MAP}", "+", "also-99", "+".join(sorted(FINDINGS)[:6])],
)
def test_a_page_that_no_interview_has_is_refused(page: str) -> None:
    for field in ("_page", "_asked"):
        _, faults = forms.read(KNOWLEDGE, [(field, page)], ENGLISH)
        assert len(faults) == 1, field


@pytest.mark.parametrize("person", [*simulate.people(MODEL, 12, seed=5)], ids=lambda case: case.id)
def test_a_page_has_a_few_questions_and_each_is_asked_once(person: Case) -> None:
    _, pages = play(dict(person.answers), goes_on=True)
    limits = KNOWLEDGE.settings.interview
    last = [findings_of(KNOWLEDGE, page) for page in pages if page.startswith(LIST)]
    others = (page for page in pages if page != SCREEN and not page.startswith((ALSO, LIST)))
    together = [findings_of(KNOWLEDGE, page) for page in others]
    assert together
    assert all(len(findings) <= 1 + limits.most_beside for findings in together)
    assert all(len(findings) <= limits.most_listed for findings in last)
    tried = set(KNOWLEDGE.screen.tried.findings)
    assert all(not tried & set(findings) or set(findings) <= tried for findings in last)
    asked = [id_ for page in pages for id_ in findings_of(KNOWLEDGE, page)]
    assert len(asked) == len(set(asked))


def test_what_is_to_be_tried_is_listed_by_itself_below_how_to_try_it(client: TestClient) -> None:
    """How to try what is asked, and nothing that is not asked there."""
    tried = KNOWLEDGE.screen.tried
    for asked in (*((id_,) for id_ in tried.findings), tuple(tried.findings)):
        page = list_of(asked)
        told = page_told(KNOWLEDGE, Next(page, asked), frozenset(), ENGLISH)
        assert told is not None
        how = " ".join(one[ENGLISH] for one in (tried.how, *(tried.findings[id_] for id_ in asked), tried.unless))
        assert (told.title, told.how) == (tried.title[ENGLISH], how)
        shown = client.post("/interview", data={"_go": f"change:{page}", **dict.fromkeys(asked, ABSENT)})
        assert how in shown.text
    assert how_of(KNOWLEDGE, list_of(("leg-swelling", *tried.findings))) is None
