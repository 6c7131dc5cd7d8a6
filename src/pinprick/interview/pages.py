"""The pages of an interview by their names: the red flags are one page, and so are questions that
belong together; another finding has a page of its own, or is asked beside others."""

from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import MAP
from pinprick.knowledge.quantity import Text

SCREEN, ALSO = "screen", "also-"
"""The name of the page of red flags, and the beginning of those of pages of the screen after it."""
BESIDE = "+"
"""What joins the findings of a page that asks for several."""


def page_of(knowledge: Knowledge, finding: str) -> str:
    """The page that asks for a finding."""
    if finding in knowledge.screen.findings:
        return SCREEN
    also = enumerate(knowledge.screen.also)
    return next((f"{ALSO}{number}" for number, one in also if finding in one.findings), finding)


def page_with(findings: tuple[str, ...]) -> str:
    """The page that asks for these findings together."""
    return BESIDE.join(findings)


def findings_of(knowledge: Knowledge, page: str) -> tuple[str, ...]:
    """The findings that a page asks for: all red flags as `screen`, questions of the screen after it
    as `also-0`, others as `foot-drop+leg-weak` or the finding itself; none where there is no such
    page."""
    if page == SCREEN:
        return knowledge.screen.findings
    if page.startswith(ALSO):
        also = {f"{ALSO}{number}": one for number, one in enumerate(knowledge.screen.also)}
        return also[page].findings if page in also else ()
    named = tuple(page.split(BESIDE))
    alone = len(named) == 1 or (MAP not in named and len(named) <= most_on_page(knowledge))
    there = all(id_ in knowledge.vocabulary.findings for id_ in named)
    return named if alone and there and len(set(named)) == len(named) else ()


def most_on_page(knowledge: Knowledge) -> int:
    """How many questions a page has at most."""
    return 1 + knowledge.settings.interview.most_beside


def title_of(knowledge: Knowledge, page: str) -> Text | None:
    """What stands over the questions of a page; None over a single one, which says it itself."""
    screen, vocabulary = knowledge.screen, knowledge.vocabulary
    if page == SCREEN:
        return screen.title
    if page.startswith(ALSO):
        return screen.also[int(page.removeprefix(ALSO))].title
    findings = findings_of(knowledge, page)
    groups = {vocabulary.findings[id_].group for id_ in findings}
    if len(findings) < 2:
        return None
    return vocabulary.groups[groups.pop()] if len(groups) == 1 else screen.more
