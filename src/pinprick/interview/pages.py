"""The pages of an interview: a group of the screen is one page, every other finding has its own."""

from pinprick.knowledge import Knowledge, ScreenGroup


def page_of(knowledge: Knowledge, finding: str) -> str:
    """The page that asks for a finding."""
    for number, group in enumerate(knowledge.screen.groups):
        if finding in group.findings:
            return f"screen-{number}"
    return finding


def findings_of(knowledge: Knowledge, page: str) -> tuple[str, ...]:
    """The findings that a page asks for: a group of the screen as `screen-2`, else the finding
    itself."""
    groups = {
        f"screen-{number}": group.findings for number, group in enumerate(knowledge.screen.groups)
    }
    return groups.get(page) or ((page,) if page in knowledge.vocabulary.findings else ())


def group_of(knowledge: Knowledge, page: str) -> ScreenGroup | None:
    """The group of the screen that a page is, if it is one."""
    if not page.startswith("screen-"):
        return None
    return knowledge.screen.groups[int(page.removeprefix("screen-"))]
