"""LHC-Forms, a renderer of FHIR questionnaires that others wrote, shows ours; what a person fills in there comes to
the verdict of the library, and what they did not touch was not asked."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route

from pinprick.case.answers import Painted
from pinprick.fhir.items import NOWHERE, UNKNOWN_OF, codes
from pinprick.fhir.responses import case_of
from pinprick.knowledge.ids import ABSENT, MAP, MAP_PARTS, PRESENT, UNKNOWN
from scripts import lforms, npm
from tests.browser.conftest import NewPage
from tests.fhir_made import ADAPTIVE, MEDIA, START, holds, of, post, response, says_the_same
from tests.fhir_made import NEXT as NEXT_PATH
from tests.pages import FINDINGS, KNOWLEDGE

SHOWN_IN = "/lhc-forms/"
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>LHC-Forms</title>
<link rel="icon" href="data:"><link rel="stylesheet" href="{SHOWN_IN}{lforms.STYLES}"></head><body><div id="form"></div>
{"".join(f'<script src="{SHOWN_IN}{name}"></script>' for name in lforms.SCRIPTS)}</body></html>"""
SHOW = """async () => {
    const asked = await (await fetch("/fhir/Questionnaire/pinprick")).json();
    await LForms.Util.addFormToPage(asked, "form", {fhirVersion: "R4"});
}"""
TAKE = 'LForms.Util.getFormFHIRData("QuestionnaireResponse", "R4")'
NEXT = """async ([given, start]) => {
    const taken = () => LForms.Util.getFormFHIRData("QuestionnaireResponse", "R4", "#form");
    const response = given || (window.asking ? taken() : {resourceType: "QuestionnaireResponse"});
    const form = window.asking || start;
    Object.assign(response, {status: "in-progress", questionnaire: "#" + form.id, contained: [form]});
    const address = form.extension.find(one => one.url.endsWith("/sdc-questionnaire-questionnaireAdaptive")).valueUrl;
    const sent = {method: "POST", body: JSON.stringify(response), headers: {"content-type": "application/fhir+json"}};
    const made = await (await fetch(address, sent)).json();
    window.asking = made.contained[0];
    const asked = LForms.Util.convertFHIRQuestionnaireToLForms(window.asking, "R4");
    const filled = LForms.Util.mergeFHIRDataIntoLForms("QuestionnaireResponse", made, asked, "R4");
    await LForms.Util.addFormToPage(filled, "form");
    return made;
}"""
"""One turn of an adaptive form, as the DTR application of Da Vinci makes it round LHC-Forms: what stands in the form
is sent, with the form, to the address that the form names, and what comes back is shown."""
SEND = """async ([response, media]) => {
    const sent = {method: "POST", body: JSON.stringify(response), headers: {"content-type": media}};
    const answer = await fetch("/fhir/QuestionnaireResponse/$assess", sent);
    return [answer.status, await answer.json()];
}"""
YES = "Yes"
"""A word of LHC-Forms itself, which speaks English."""
PAINT = {"en": r"\bpaint", "zh": "涂"}
FOOT_DROP: dict[str, Any] = {
    **dict.fromkeys(KNOWLEDGE.screen.groups[0].findings, ABSENT),
    "foot-drop": PRESENT,
    "both-legs-weak": UNKNOWN,
    "squatting-kneeling": PRESENT,
    "side": "one-side",
    "onset": "hours-days",
    MAP: Painted(left=frozenset({"dorsum", "shin-outer"})),
    "age": 52.0,
}
SADDLE: dict[str, Any] = {"numb-saddle": PRESENT, "bladder-retention": PRESENT}
NAP: dict[str, Any] = {
    **dict.fromkeys(KNOWLEDGE.screen.findings, ABSENT),
    "limb-pressed": PRESENT,
    "moving-relieves": PRESENT,
    MAP: UNKNOWN,
    "numb-where": "whole-foot",
    "age": UNKNOWN,
}


@pytest.fixture(scope="session")
def files() -> Path:
    """The files of LHC-Forms, or a failure that says what to do."""
    try:
        return lforms.fetched()
    except npm.Unavailable as why:
        pytest.fail(f"Whether a form of others shows our questionnaire was NOT tested. {why}")


@pytest.fixture
def form(new_page: NewPage, files: Path) -> Page:
    """A page on which LHC-Forms shows our questionnaire."""

    def give(route: Route) -> None:
        name = route.request.url.partition(SHOWN_IN)[2]
        if name:
            route.fulfill(path=files / name)
        else:
            route.fulfill(body=PAGE, content_type="text/html")

    page = new_page("/about")
    page.route(f"**{SHOWN_IN}**", give)
    page.goto(SHOWN_IN)
    page.wait_for_function("window.LForms && LForms.Util && LForms.FHIR")
    page.evaluate(SHOW)
    page.locator("#form input").nth(100).wait_for()
    return page


def item(page: Page, link: str) -> Locator:
    """What stands for one item of the questionnaire."""
    return page.locator(f'lhc-item[id^="item-{link}/1"]')


def tap(page: Page, link: str, words: str) -> None:
    """Chooses what is written so."""
    item(page, link).get_by_text(words, exact=True).click()


def fill_in(page: Page, answers: dict[str, Any], language: str) -> None:
    """Answers as somebody does who reads the form: by the words that stand there."""
    for id_, answer in answers.items():
        if FINDINGS[id_].kind == "number" and answer == UNKNOWN:
            tap(page, f"{id_}{UNKNOWN_OF}", YES)
        elif FINDINGS[id_].kind == "number":
            item(page, id_).locator("input").fill(f"{answer:g}")
            page.keyboard.press("Tab")
        else:
            there = codes(KNOWLEDGE, id_, language)
            for code in chosen(answer):
                tap(page, id_, there[code]["display"])


def chosen(answer: Any) -> list[str]:
    """The codes that a person picks."""
    if not isinstance(answer, Painted):
        return [answer]
    ticked = [f"{part}:{region}" for part in MAP_PARTS for region in sorted(getattr(answer, part))]
    return ticked or [NOWHERE]


def sent(page: Page, response: Any) -> Any:
    """The bundle that comes back for a response."""
    status, made = page.evaluate(SEND, [response, MEDIA])
    assert status == 200, made
    return made


@pytest.mark.parametrize("answers", [FOOT_DROP, SADDLE, NAP], ids=["foot drop", "saddle", "nap"])
def test_a_form_of_others_comes_to_our_verdict(form: Page, answers: dict[str, Any], language: str) -> None:
    fill_in(form, answers, language)
    response = form.evaluate(TAKE)
    case, faults = case_of(response, KNOWLEDGE, "en")
    assert faults == []
    assert dict(case.answers) == answers, "nothing but what was tapped is an answer"
    made = sent(form, response)
    holds(made)
    says_the_same(made, answers, language)


def test_what_nobody_touched_was_not_asked(form: Page, language: str) -> None:
    """Not even a form that says it is complete makes a no of what was passed over."""
    untouched = form.evaluate(TAKE)
    assert untouched["status"] == "completed"
    assert case_of(untouched, KNOWLEDGE, "en")[0].answers == {}
    fill_in(form, {"feels-tingling": PRESENT}, language)
    made = sent(form, form.evaluate(TAKE))
    assert of(made, "Flag")["code"]["coding"][0]["code"] == "not-judged"
    assert of(made, "ClinicalImpression")["status"] == "in-progress"


def test_what_follows_an_answer_comes_and_goes_with_it(form: Page, language: str) -> None:
    """Words for the place are asked where the map cannot be; an age that is told is not unknown."""
    assert item(form, "numb-where").count() == 0
    tap(form, MAP, codes(KNOWLEDGE, MAP, language)[UNKNOWN]["display"])
    item(form, "numb-where").wait_for()
    tap(form, f"age{UNKNOWN_OF}", YES)
    fill_in(form, {"age": 61.0}, language)
    item(form, f"age{UNKNOWN_OF}").wait_for(state="detached")
    assert dict(case_of(form.evaluate(TAKE), KNOWLEDGE, "en")[0].answers) == {MAP: UNKNOWN, "age": 61.0}


def test_a_contradiction_on_the_map_is_told_and_nothing_is_reckoned(form: Page, language: str) -> None:
    """LHC-Forms lets people tick a part beside "nowhere"; that is not settled for them."""
    for code in ("left:heel", NOWHERE):
        tap(form, MAP, codes(KNOWLEDGE, MAP, language)[code]["display"])
    status, told = form.evaluate(SEND, [form.evaluate(TAKE), MEDIA])
    assert status == 422
    assert re.search(r"nowhere or unknown alone", told["issue"][0]["diagnostics"])


def test_the_form_speaks_of_what_it_shows(form: Page, language: str) -> None:
    """Every question is there, each option to be seen at once, and nobody is told to paint."""
    seen = form.locator("#form").inner_text()
    assert not re.search(PAINT[language], seen, re.IGNORECASE)
    asked = form.evaluate("fetch('/fhir/Questionnaire/pinprick').then(one => one.json())")
    for group in asked["item"]:
        assert group["text"] in seen
        for one in group["item"]:
            assert one["text"] in seen or "enableWhen" in one
    assert form.locator("#form [role=combobox]").count() == 0


def turned(page: Page, given: Any = None) -> Any:
    """What comes back for what stands in the form, or for a response that is `given`."""
    url = page.evaluate("location.origin + '/fhir/Questionnaire/$next-question'")
    start = START | {"extension": [{"url": ADAPTIVE, "valueUrl": url}]}
    made = page.evaluate(NEXT, [given, start])
    holds(made)
    return made


def test_an_interview_grows_page_after_page_in_a_form_of_others(form: Page, language: str) -> None:
    """Its first page, an alarm before the next question, and its end, from which the verdict comes."""
    first = turned(form)["contained"][0]["item"]
    item(form, "numb-saddle").wait_for()
    seen = form.locator("#form").inner_text()
    assert all(one["text"] in seen for one in first)
    fill_in(form, SADDLE, language)
    made = turned(form)
    assert answered(made) == SADDLE, "what was passed over is asked again, and no answer of anybody"
    (alarm,) = (one["text"] for one in made["contained"][0]["item"] if one["linkId"] == "alarm")
    form.get_by_text(alarm).wait_for()
    shut = dict.fromkeys(KNOWLEDGE.screen.findings, ABSENT) | SADDLE
    while (made := post(NEXT_PATH, response(shut)))["status"] != "completed":
        open_ = {one["linkId"] for one in made["contained"][0]["item"]} & FINDINGS.keys() - shut.keys()
        shut |= {id_: ABSENT if FINDINGS[id_].kind == "flag" else UNKNOWN for id_ in open_}
    assert turned(form, response(shut))["status"] == "completed"
    assert answered(form.evaluate(TAKE)) == shut
    says_the_same(sent(form, form.evaluate(TAKE)), shut, language)


def answered(response: Any) -> dict[str, Any]:
    """What a response answers."""
    case, faults = case_of(response, KNOWLEDGE, "en")
    assert faults == []
    return dict(case.answers)


def test_an_archive_that_was_changed_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.tgz"
    other.write_bytes(b"something else")
    with pytest.raises(npm.Unavailable, match="not the archive that was looked at"):
        lforms.checked(other)


def test_without_npm_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(npm.Unavailable, match="apt-get install npm"):
        lforms.fetched(tmp_path / "lforms")
