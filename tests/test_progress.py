"""One answered form reckons one posterior: what is likely is worked out once a turn, for all who ask."""

from collections import Counter

import pytest
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.knowledge.ids import ABSENT
from pinprick.reasoning import inference
from pinprick.web import forms
from pinprick.web.forms import Sheet
from tests.models import shipped
from tests.sending import posted

MODEL = shipped()
SCREEN = dict.fromkeys(MODEL.knowledge.screen.findings, ABSENT)
SHEETS = {
    "the first page": (Sheet(), "next"),
    "a page of the screen": (Sheet(answers={"facial-weakness": ABSENT}), "next"),
    "a question by value": (Sheet(answers={**dict.fromkeys(MODEL.knowledge.vocabulary.findings, "unknown")}), "next"),
    "a question after the screen": (Sheet(answers={**SCREEN}), "next"),
    "a page that is shown again": (Sheet(answers={"age": 50.0}), "change:age"),
    "the side panel": (Sheet(answers={"age": 50.0, "calf-tender-swollen-one": "present"}), "panel"),
}


@pytest.fixture
def reckoned(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    counted: Counter[str] = Counter()
    for name in ("evidence", "posteriors"):
        whole = getattr(inference, name)

        def counting(*given: object, name: str = name, whole: object = whole) -> object:
            counted[name] += 1
            return whole(*given)  # type: ignore[operator]

        monkeypatch.setattr(inference, name, counting)
    return counted


def _post(sheet: Sheet, go: str) -> None:
    posted(TestClient(application(MODEL)), "/interview", [*forms.hidden(sheet), ("_go", go)])


@pytest.mark.parametrize("name", SHEETS)
def test_one_form_reckons_one_posterior(reckoned: Counter[str], name: str) -> None:
    _post(*SHEETS[name])
    if "by value" not in name:  # with everything answered the result follows, and what would change it
        assert reckoned["posteriors"] == 1
    assert reckoned["evidence"] == 1


def test_a_result_gathers_the_evidence_once_and_its_what_ifs_take_it_over(reckoned: Counter[str]) -> None:
    _post(Sheet(answers={**SCREEN, "limb-pressed": "present"}), "result")
    assert reckoned == {"evidence": 1, "posteriors": 2}, "one for the result, one for all that would change it"
