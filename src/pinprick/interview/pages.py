"""The pages of an interview by their names: the red flags are one page, and so are questions that
belong together; another finding has a page of its own, or is asked beside others."""

from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import MAP
from pinprick.knowledge.quantity import Text
from pinprick.words.wording import together

SCREEN, ALSO, LIST = "screen", "also-", "list:"
"""The name of the page of red flags, and the beginnings of those of the pages of the screen after it
and of lists of signs to tick."""
PARTS = ("screen", "map", "before", "most")
"""The parts of an interview, in their order."""
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


def list_of(findings: tuple[str, ...]) -> str:
    """The page that lists these signs to tick: who ticks none of them denies all."""
    return f"{LIST}{BESIDE.join(findings)}"


def boxes_of(knowledge: Knowledge, page: str) -> tuple[tuple[str, ...], ...]:
    """The groups of boxes on a page; none where its questions are answered one by one."""
    if page == SCREEN:
        return tuple(group.findings for group in knowledge.screen.groups)
    return (findings_of(knowledge, page),) if page.startswith(LIST) else ()


def findings_of(knowledge: Knowledge, page: str) -> tuple[str, ...]:
    """The findings that a page asks for: all red flags as `screen`, questions of the screen after it
    as `also-0`, others as `foot-drop+leg-weak` or the finding itself, signs to tick as
    `list:leg-swelling+legs-stiff`; none where there is no such page."""
    if page == SCREEN:
        return knowledge.screen.findings
    if page.startswith(ALSO):
        also = {f"{ALSO}{number}": one for number, one in enumerate(knowledge.screen.also)}
        return also[page].findings if page in also else ()
    findings, named = knowledge.vocabulary.findings, tuple(page.removeprefix(LIST).split(BESIDE))
    if len(set(named)) < len(named) or not all(id_ in findings for id_ in named):
        return ()
    if page.startswith(LIST):
        fits = all(findings[id_].kind == "flag" for id_ in named)
        return named if fits and len(named) <= most_listed(knowledge) else ()
    alone = len(named) == 1 or (MAP not in named and len(named) <= most_on_page(knowledge))
    return named if alone else ()


def most_on_page(knowledge: Knowledge) -> int:
    """How many questions a page has at most."""
    return 1 + knowledge.settings.interview.most_beside


def most_listed(knowledge: Knowledge) -> int:
    """How many signs a list to tick has at most."""
    return knowledge.settings.interview.most_listed


def title_of(knowledge: Knowledge, page: str) -> Text | None:
    """What stands over the questions of a page; None over a single one, which says it itself."""
    screen, vocabulary = knowledge.screen, knowledge.vocabulary
    if page == SCREEN:
        return screen.title
    if page.startswith(ALSO):
        return screen.also[int(page.removeprefix(ALSO))].title
    findings = findings_of(knowledge, page)
    if page.startswith(LIST):
        return screen.tried.title if is_tried(knowledge, findings) else screen.listed
    groups = {vocabulary.findings[id_].group for id_ in findings}
    if len(findings) < 2:
        return None
    return vocabulary.groups[groups.pop()] if len(groups) == 1 else screen.more


def how_of(knowledge: Knowledge, page: str) -> Text | None:
    """How to try what a page asks for; None where it can be answered without trying."""
    findings, tried = findings_of(knowledge, page), knowledge.screen.tried
    if not page.startswith(LIST) or not is_tried(knowledge, findings):
        return None
    parts = (tried.how, *(tried.findings[id_] for id_ in findings), tried.unless)
    spoken = [one for one in tried.how if all(one in part for part in parts)]
    return {one: together(part[one] for part in parts) for one in spoken}


def is_tried(knowledge: Knowledge, findings: tuple[str, ...]) -> bool:
    """Whether nobody knows these signs before having tried."""
    return bool(findings) and set(findings) <= set(knowledge.screen.tried.findings)


def part_of(knowledge: Knowledge, page: str) -> str:
    """The part of the interview that a page belongs to, one of `PARTS`."""
    if page == SCREEN:
        return "screen"
    where = {MAP, *knowledge.vocabulary.in_place_of_map}
    if where & set(findings_of(knowledge, page)):
        return "map"
    return "before" if page.startswith(ALSO) else "most"
