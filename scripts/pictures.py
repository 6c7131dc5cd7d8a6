"""Takes the pictures of the README from the running page: the map, the card and the emergency page, in light and dark.

`python -m scripts.pictures` writes docs/pictures/*.png; it needs Chromium, as the tests of the page do."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from pinprick import guide, loading
from pinprick.case.case import Case
from pinprick.model.axes import Model
from pinprick.web import forms
from pinprick.web.forms import Sheet
from scripts.showing import post, served

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
SCHEMES = ("light", "dark")
MOST = 150_000
"""Bytes of a picture."""
SOLE = {"left": ["great-toe", "dorsum", "little-toe-edge"], "right": [], "midline": []}
NAP: dict[str, Any] = {
    "feels-tingling": "present",
    "limb-pressed": "present",
    "moving-relieves": "present",
    "onset": "seconds-minutes",
    "known-for": "first-time-today",
    "episode-length": "2-to-30-minutes",
    "side": "one-side",
    "numb-regions": SOLE,
    "age": 34,
}
STROKE: dict[str, Any] = {"facial-weakness": "present", "speech-trouble": "present", "age": 67}


def result(page: Page, model: Model, told: dict[str, Any]) -> None:
    """Shows the answer to what was told, with no other warning sign."""
    case = guide.without_warning_signs(model, Case.of(model, told, "picture"))
    fields = [*forms.hidden(Sheet(answers=dict(case.answers), finished=True)), ("_go", "result")]
    post(page, "/interview", fields)
    page.wait_for_load_state("load")


def take(browser: Browser, address: str, model: Model, scheme: Any) -> None:
    """The three pictures in one scheme of colours."""
    viewport: Any = {"width": 360, "height": 740}
    context = browser.new_context(
        viewport=viewport,
        device_scale_factor=1.5,
        color_scheme=scheme,
        locale="en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address)
    page.screenshot(path=FOLDER / f"map-{scheme}.png")
    for name, told in (("card", NAP), ("emergency", STROKE)):
        page.goto(f"{address}/about")
        result(page, model, told)
        page.screenshot(path=FOLDER / f"{name}-{scheme}.png")
    context.close()


def main() -> None:
    """Write all pictures.

    Raises:
        SystemExit: when there is no browser, or a picture is too large for a README.
    """
    found = os.environ.get("PINPRICK_BROWSER") or shutil.which("chromium")
    if not found:
        sys.exit("No browser was found: install Chromium, or name one with PINPRICK_BROWSER.")
    FOLDER.mkdir(exist_ok=True)
    model = loading.load()
    with served(model) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for scheme in SCHEMES:
            take(browser, address, model, scheme)
        browser.close()
    large = [path.name for path in FOLDER.glob("*.png") if path.stat().st_size > MOST]
    if large:
        sys.exit(f"Larger than {MOST} bytes: {', '.join(large)}")


if __name__ == "__main__":
    main()
