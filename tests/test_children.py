"""The page for parents: reachable from the browser, the terminal and the answer for a child, and honest about what is
not known of children."""

import re

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.cli import main
from pinprick.words import ENGLISH
from pinprick.words.wording import text
from tests.models import shipped

PAGE = shipped().knowledge.pages["children"]
LINES = [text(PAGE.title, ENGLISH), *(line for part in PAGE.parts for line in part.lines[ENGLISH])]


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.replace("&#39;", "'"))


@pytest.mark.parametrize("path", ["/pages/children", "/about", "/browse"])
def test_the_page_is_reached_in_the_browser(path: str) -> None:
    with TestClient(application(shipped())) as client:
        shown = _plain(client.get(path).text)
    assert LINES[0] in shown
    if path == "/pages/children":
        assert [line for line in LINES if line not in shown] == []
    else:
        assert 'href="/pages/children"' in shown


def test_the_page_is_printed_in_the_terminal() -> None:
    shown = _plain(CliRunner().invoke(main, ["explain", "children"]).output)
    assert [line for line in LINES[1:] if line not in shown] == []


@pytest.mark.parametrize(("age", "told"), [(9, True), (17, True), (18, False), (40, False)])
def test_the_answer_of_a_child_leads_there_and_that_of_an_adult_does_not(age: int, told: bool) -> None:
    case = f"{{findings: {{age: {age}, feels-numb: present}}}}"
    shown = CliRunner().invoke(main, ["case", "-"], input=case).output
    assert ("pinprick explain children" in shown) is told


@pytest.mark.parametrize("more", ["", ", facial-weakness: present", ", swallow-breath-trouble: present"])
def test_the_answer_in_the_browser_leads_there_without_an_address_that_tells_it(more: str) -> None:
    """What an answer leads to is sent for in the body of a request, as the history of a browser is read by others."""
    content = f"{{findings: {{age: 9, feels-numb: present{more}}}}}".encode()
    with TestClient(application(shipped())) as client:
        shown = client.post("/open", files={"case": ("kept.yaml", content)}).text
        assert 'value="/pages/children"' in shown
        assert 'href="/pages/children"' not in shown
        assert LINES[-1] in client.post("/read", data={"thing": "/pages/children"}).text


@pytest.mark.parametrize("level", ["emergency", "same-day", "soon"])
def test_the_page_names_signs_of_each_level(level: str) -> None:
    assert [one for one in PAGE.urgencies if one.to == level]


def test_it_claims_no_odds_and_never_that_a_child_needs_no_doctor() -> None:
    whole = " ".join(LINES)
    assert not re.search(r"\d+ (in|of) \d+|%", whole)
    assert "cannot say that a child needs no doctor" in whole
