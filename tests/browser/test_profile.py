"""What a browser writes to its disk of an interview: nothing in its history, its sessions, or what it
remembers of forms. README.md says what it does write: the storage of the open tab, and without script the
forms that were sent, as of every site."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from pinprick.knowledge.ids import MAP
from pinprick.words import wording
from tests.browser.conftest import ARGUMENTS, LANGUAGES, WHOLE, executable
from tests.browser.walking import shown
from tests.pages import KNOWLEDGE

NUMB = {"en": "my left foot has been numb for weeks", "zh": "我的左脚麻了好几个星期"}
WORDS = "quaggazebra"
"""In what the person says, and nowhere else."""
BESIDES = {True: ("Default/Session Storage/",), False: ("Default/Sessions/",)}
"""Where it does, with and without script: what the script keeps so that a reload loses nothing, and the
pages of the tab with the forms that brought them."""
WRITTEN_AFTER = 4000
"""Milliseconds after which the browser has written its session, which it does every 2.5 s."""


def telling(language: str) -> list[str]:
    """What would tell of an interview: ids of findings and causes, names of causes, verdicts, words."""
    findings = [id_ for id_ in KNOWLEDGE.vocabulary.findings if "-" in id_]
    names = [wording.text(one.name.plain, language) for one in KNOWLEDGE.conditions.values()]
    levels = list(wording.level_names(language).values())
    return [WORDS, *findings, *KNOWLEDGE.conditions, *names, *levels]


def holding(profile: Path, language: str) -> dict[str, set[str]]:
    """The files of a profile that hold something telling, with what they hold."""
    tells = {one: (one.encode(), one.encode("utf-16-le")) for one in telling(language)}
    found: dict[str, set[str]] = {}
    for file in profile.rglob("*"):
        if file.is_file() and not file.is_symlink():
            content = file.read_bytes()
            held = {one for one, ways in tells.items() if any(way in content for way in ways)}
            if held:
                found[file.relative_to(profile).as_posix()] = held
    return found


@pytest.fixture
def profile() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_the_profile_of_a_browser_holds_nothing_of_an_interview(
    driver: Playwright, address: str, profile: Path, script: bool, language: str
) -> None:
    found = executable(WHOLE)
    assert found, "no browser was found; tests/browser/conftest.py says how to get one"
    titles: list[str] = []
    context = driver.chromium.launch_persistent_context(
        str(profile),
        executable_path=found,
        args=ARGUMENTS,
        java_script_enabled=script,
        locale=LANGUAGES[language],
    )
    page = context.pages[0]
    page.set_default_timeout(10_000)
    page.goto(address)
    page.fill("#say", f"{NUMB[language]} {WORDS}")
    page.locator("button.govuk-button[value=read]").click()
    titles += answered(page)
    read(page, script)
    titles.append(page.title())
    page.wait_for_timeout(WRITTEN_AFTER)
    context.close()
    assert any(file.startswith("Default/Sessions/") for file in files(profile)), "the browser wrote no session"
    assert b"pinprick" in (profile / "Default/History").read_bytes(), "the browser wrote no history"
    held = {file: what for file, what in holding(profile, language).items() if not file.startswith(BESIDES[script])}
    assert held == {}
    assert not [title for title in titles if any(one in title for one in telling(language))]


def files(profile: Path) -> list[str]:
    return [file.relative_to(profile).as_posix() for file in profile.rglob("*") if file.is_file()]


def answered(page: Page) -> Iterator[str]:
    """The titles of the pages up to the result, one thing ticked on each that takes it."""
    page.wait_for_selector("input[name=_page]", state="attached")
    while here := shown(page):
        yield page.title()
        boxes = page.locator("details.signs")
        if boxes.count():
            sign(page)
            button = page.locator("button.govuk-button[value=none]")
        elif here == MAP:
            button = page.locator("button.govuk-button[value=skip]")
        else:
            fill(page)
            button = page.locator("button.govuk-button[value=next], button.govuk-button[value=none]")
        page.wait_for_timeout(100)
        button.first.click()
        page.wait_for_selector(f'input[name=_page]:not([value="{here}"]), .verdict', state="attached")


def sign(page: Page) -> None:
    """Ticks a warning sign, and takes it back."""
    group = page.locator("details.signs").first
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    box = group.locator("input[value=present]").first
    box.check(force=True)
    page.wait_for_timeout(300)
    box.uncheck(force=True)


def fill(page: Page) -> None:
    """Answers each question of a page with what stands last, which is mostly that it is not known."""
    for field in page.locator("#question input[inputmode]").all():
        field.fill("52")
    radios = page.locator("#question input[type=radio]")
    names = radios.evaluate_all("all => [...new Set(all.map(one => one.name))]")
    for name in names:
        choices = page.locator(f'#question input[type=radio][name="{name}"]')
        if choices.first.is_visible() and not name.startswith("since."):
            choices.last.check(force=True)


def read(page: Page, script: bool) -> None:
    """Opens what holds the first cause of the result, and reads all that is known of it."""
    button = page.locator('button[form=read][value^="/conditions/"]').first
    for fold in button.locator("xpath=ancestor::details").all():
        if fold.get_attribute("open") is None:
            fold.locator("summary").first.click()
    button.click()
    page.wait_for_selector(".thing h1")
    assert page.url.endswith("/interview" if script else "/read")
