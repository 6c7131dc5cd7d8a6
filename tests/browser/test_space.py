"""No button of a question, and nothing that opens, touches what stands beside it: a finger that misses
it presses nothing. Rows of red flags lie against each other: a finger that misses one opens another, and
answers nothing."""

import pytest

from pinprick.interview.pages import SCREEN
from pinprick.knowledge import Finding
from pinprick.knowledge.ids import MAP
from tests.browser.conftest import NewPage, in_every_language
from tests.browser.stations import Station, arrive
from tests.models import shipped

LEAST = 16
"""Pixels between it and any other control."""

_CLOSE = """least => {
    const seen = [...document.querySelectorAll("#question :is(.govuk-button, .link, summary, .govuk-input__wrapper, "
        + ".govuk-radios__item, .govuk-checkboxes__item)")].filter(one => one.offsetWidth > 1 && !one.dataset.tool);
    const away = (a, b) => Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
    const words = one => one.textContent.trim();
    const close = [];
    for (const button of seen.filter(one => one.matches(".govuk-button, summary"))) {
        for (const other of seen.filter(one => one !== button)) {
            if ([button, other].every(one => one.matches(".signs__summary") && one.offsetHeight >= 44)) continue;
            const gap = away(button.getBoundingClientRect(), other.getBoundingClientRect());
            if (gap < least) close.push(`${words(button)}: ${gap.toFixed(1)} to ${words(other)}`);
        }
    }
    return [seen.length, close];
}"""


def kind(finding: Finding) -> str:
    """Questions of one kind are laid out alike; a choice of two is not one of many."""
    return f"{finding.kind} {min(len(finding.values), 3)}"


def stations() -> list[Station]:
    """A page of each kind of question, those with what to mend too."""
    knowledge = shipped().knowledge
    asked = {kind(one): id_ for id_, one in knowledge.vocabulary.findings.items() if one.by == "person"}
    pages = [*asked.values(), SCREEN, *(f"also-{number}" for number in range(len(knowledge.screen.also)))]
    change = [Station(page, "/interview", (("_go", f"change:{page}"),)) for page in pages]
    mend = [Station(f"{page} to mend", "/interview", (("_page", page), ("_go", "next"))) for page in pages]
    views = Station("map with a view", "/interview", (("_page", MAP), ("_go", "view:body")))
    return [*change, *mend, views]


@in_every_language
@pytest.mark.parametrize("width", [360, 1280])
def test_a_button_keeps_its_distance(width: int, new_page: NewPage) -> None:
    page = new_page("/about", viewport={"width": width, "height": 900})
    found = []
    for station in stations():
        arrive(page, station)
        count, close = page.evaluate(_CLOSE, LEAST)
        assert count > 3, station.name
        found += [f"{station.name}: {one}" for one in close]
    assert found == [], "\n".join(found)
