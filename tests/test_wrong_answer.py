"""Whoever reads a result can say that it was wrong: every face leads to what to send, and what not."""

import pytest
from click import unstyle
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.assessment import assess
from pinprick.case.case import Case
from pinprick.cli import details, report
from pinprick.web import forms
from pinprick.web.forms import Sheet
from pinprick.words import ENGLISH, say
from pinprick.words.calling import Place
from tests.models import shipped
from tests.sending import posted

MODEL = shipped()
STORIES = {"calm": {"limb-pressed": "present"}, "emergency": {"facial-weakness": "present"}, "nothing": {}}
ANCHOR = "/about#report"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(application(MODEL))


@pytest.mark.parametrize("story", STORIES)
def test_a_result_says_at_its_foot_how_to_tell_that_it_is_wrong(client: TestClient, story: str) -> None:
    sheet = Sheet(answers=dict(STORIES[story]))
    page = posted(client, "/interview", [*forms.hidden(sheet), ("_go", "result")])
    assert f'href="{ANCHOR}"' in page
    assert page.index('id="verdict"') < page.index("result-tools") < page.index(f'href="{ANCHOR}"')
    told_last = max(page.rfind('class="fold"'), page.rfind('id="told"'))
    assert 0 < told_last < page.index(f'href="{ANCHOR}"'), "it stands at the foot"


def test_the_page_says_what_to_send_and_what_not(client: TestClient) -> None:
    told = client.get("/about").text.partition('id="report"')[2]
    for key in ("about.report-first", "about.report-where", "about.report-what"):
        assert say(ENGLISH, key) in told


@pytest.mark.parametrize("story", STORIES)
def test_the_terminal_says_it_before_the_verdict(story: str) -> None:
    assessment = assess(MODEL, Case.of(MODEL, STORIES[story]))
    for lay_out in (report.report, details.details):
        told, _, verdict = lay_out(MODEL, assessment, Place("GB"), "en").rpartition("-" * report.WIDTH)
        assert unstyle(told).rstrip().endswith(say(ENGLISH, "result.wrong-issue"))
        assert verdict.strip()
