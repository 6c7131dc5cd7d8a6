"""The pages of an interview: a group of the screen is one page, and so are questions that belong
together; other findings have a page each, or are asked beside others of their group."""

from collections.abc import Iterator

from pinprick.knowledge import Knowledge, ScreenGroup
from pinprick.knowledge.ids import MAP

SCREEN, ALSO = "screen-", "also-"
"""The beginnings of the names of pages of boxes, and of pages of several questions."""
BESIDE = "+"
"""What joins the findings of a page that asks for some of a group."""


def page_of(knowledge: Knowledge, finding: str) -> str:
    """The page that asks for a finding."""
    return next((page for page, one in _pages(knowledge) if finding in one.findings), finding)


def findings_of(knowledge: Knowledge, page: str) -> tuple[str, ...]:
    """The findings that a page asks for: a group of the screen as `screen-2`, questions that belong
    together as `also-0`, some of a group as `foot-drop+leg-weak`, else the finding itself; none
    where there is no such page."""
    together = dict(_pages(knowledge)).get(page)
    if together is not None:
        return together.findings
    named = tuple(page.split(BESIDE))
    alone = len(named) == 1 or (MAP not in named and len(named) <= _most(knowledge))
    there = all(id_ in knowledge.vocabulary.findings for id_ in named)
    return named if alone and there and len(set(named)) == len(named) else ()


def _most(knowledge: Knowledge) -> int:
    return 1 + knowledge.settings.interview.most_beside


def group_of(knowledge: Knowledge, page: str) -> ScreenGroup | None:
    """What belongs together on a page, if it asks for several findings."""
    findings = findings_of(knowledge, page)
    if len(findings) > 1 and BESIDE in page:
        group = knowledge.vocabulary.findings[findings[0]].group
        return ScreenGroup(knowledge.vocabulary.groups[group], findings)
    return dict(_pages(knowledge)).get(page)


def _pages(knowledge: Knowledge) -> Iterator[tuple[str, ScreenGroup]]:
    for number, group in enumerate(knowledge.screen.groups):
        yield f"{SCREEN}{number}", group
    for number, group in enumerate(knowledge.screen.also):
        if len(group.findings) > 1:
            yield f"{ALSO}{number}", group
