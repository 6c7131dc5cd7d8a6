"""The clinician's page in a browser: a note is read and confirmed, findings are filtered, the level stays in view."""

import pytest
from playwright.sync_api import Page

from pinprick.knowledge.folder import FOLDER
from pinprick.knowledge.ids import ABSENT
from pinprick.story import lexicon
from pinprick.story.understanding import understand
from pinprick.words.wording import answer, text
from tests.browser import axe
from tests.browser.conftest import LANGUAGES, NewPage, in_every_language
from tests.browser.stations import WORDS
from tests.pages import FINDINGS, KNOWLEDGE

NOTE = {
    "en": "54 y/o man, both feet numb for 3 months. Denies back pain. Foot drop on the left. Father has diabetes.",
    "zh": "男，54岁，双足麻木3个月。否认腰痛。左侧足下垂。父亲有糖尿病。",
}
"""The same in each language: numb feet, a symptom denied, a red flag, an illness of somebody else."""


@pytest.mark.parametrize(("words", "notes"), [(WORDS, False), (NOTE, True)], ids=["own words", "a note"])
def test_what_walks_write_tells_the_same_in_every_language(words: dict[str, str], notes: bool) -> None:
    told = [understand(KNOWLEDGE, lexicon.load(FOLDER, one, notes), words[one]) for one in LANGUAGES]
    found = [{one.finding: one.value for one in each.proposals} for each in told]
    assert found == found[:1] * len(told)
    assert {"feels-numb": "present", "low-back-pain": ABSENT, "foot-drop": "present"}.items() <= found[0].items()
    assert [[(one.finding, one.why) for one in each.aside] for each in told] == [[("diabetes", "other")]] * len(told)
    assert [len(each.not_understood) for each in told] == [int(not notes)] * len(told)


def read(page: Page, language: str) -> None:
    page.locator(".clinic__paste").click()
    page.fill("#say", NOTE[language])
    page.locator("button[value=read]").click()
    page.wait_for_selector(".clinic__lines")


@in_every_language
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_note_fills_in_what_is_ticked(script: bool, new_page: NewPage, language: str) -> None:
    page = new_page("/clinician", java_script_enabled=script)
    page.select_option("select[name=fever]", "absent")
    read(page, language)
    assert page.locator("select[name=fever]").input_value() == "absent"
    assert page.locator("select[name=feels-numb]").input_value() == ""
    assert not page.locator('input[name="heard.foot-drop"]').is_checked()
    page.get_by_label(answer(KNOWLEDGE, "low-back-pain", ABSENT, language)).uncheck()
    page.locator("button[value=take]").click()
    page.wait_for_selector(".clinic__lines", state="detached")
    values = {
        name: page.locator(f"select[name={name}]").input_value()
        for name in ("fever", "feels-numb", "low-back-pain", "foot-drop", "diabetes")
    }
    assert values == {"fever": "absent", "feels-numb": "present", "low-back-pain": "", "foot-drop": "", "diabetes": ""}
    assert page.locator("#clinic-found table").count() == 1


def test_findings_are_filtered_and_what_is_filled_in_stays_in_sight(new_page: NewPage, language: str) -> None:
    page = new_page("/clinician")
    page.select_option("select[name=fever]", "absent")
    page.wait_for_selector("#clinic-found table")
    page.fill("#filter", text(FINDINGS["foot-drop"].label, language))
    shown = page.locator(".clinic__field:visible select").evaluate_all("all => all.map(one => one.name)")
    assert {"fever", "foot-drop"} <= set(shown)
    assert len(shown) < 10
    assert page.locator(".clinic__group:visible").count() <= 3
    page.fill("#filter", "")
    assert page.locator(".clinic__field:visible").count() > 100


def test_the_level_is_in_view_on_a_phone_while_fields_are_filled_in(new_page: NewPage) -> None:
    page = new_page("/clinician", viewport={"width": 360, "height": 740})
    page.select_option("select[name=foot-drop]", "present")
    page.wait_for_selector(".clinic__level")
    for down in (0, 2000):
        page.evaluate("down => scrollTo(0, down)", down)
        box = page.locator(".clinic__level").bounding_box()
        assert box is not None
        assert abs(box["y"] + box["height"] - 740) < 2
    page.locator(".clinic__level a").click()
    page.wait_for_timeout(200)
    box = page.locator("#clinic-found").bounding_box()
    assert box is not None
    assert -5 < box["y"] < 400


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_note_passes_axe_and_fits(scheme: str, width: int, new_page: NewPage, language: str) -> None:
    page = new_page("/about", viewport={"width": width, "height": 740}, color_scheme=scheme)
    axe.ready(page.context)
    page.goto("/clinician")
    read(page, language)
    found = axe.complaints(page, "read")
    page.locator("button[value=take]").click()
    page.wait_for_selector("#clinic-found table")
    found += axe.complaints(page, "taken")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert found == [], "\n".join(found)
