"""The page as somebody answers it: what is sent, page after page, up to the result."""

import re
from collections.abc import Iterator
from typing import Any

from pinprick.case.answers import Answer, Answers
from pinprick.case.known import of_answers
from pinprick.case.reading import read_cases
from pinprick.interview.pages import boxes_of, findings_of
from pinprick.knowledge.folder import FOLDER
from pinprick.knowledge.ids import ABSENT, PRESENT, UNKNOWN
from pinprick.web import forms
from pinprick.web.forms import Sheet
from pinprick.web.spoken import OPENING
from pinprick.web.turns import RESULT, Turn, turn
from tests.models import shipped

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
FINDINGS = KNOWLEDGE.vocabulary.findings
FEET = ("top", "soles")
"""The views that somebody opens who looks at all of the feet."""
SCRIPT = "<script>alert(1)</script>"


def parts(sheet: Sheet) -> dict[str, Any]:
    """The fields of a sheet by name."""
    return {name: getattr(sheet, name) for name in Sheet.__struct_fields__}


def play(told: Answers, goes_on: bool = False) -> tuple[Turn, list[str]]:
    """Answer every page of the interview as `told` says, "unknown" where it says nothing, up to the
    result; on the first nothing was ticked. An emergency is the end, unless somebody `goes_on`."""
    *shown, last = steps(told, goes_on)
    return last, [step.page for step in shown if step.page != RESULT]


def steps(told: Answers, goes_on: bool = False, limit: int = 40) -> Iterator[Turn]:
    """What `play` shows, one after the other, the result at last."""
    step, pages = turn(MODEL, Sheet(asked=(OPENING,)), "en"), 0
    while step.page != RESULT or (goes_on and not step.sheet.finished):
        yield step
        pages += 1
        assert pages < limit
        step = going_on(step) if step.page == RESULT else turn(MODEL, filled(step, told), "en")
        assert not step.wrong, step.wrong
    yield step


def filled(step: Turn, told: Answers) -> Sheet:
    """The sheet that a person sends who answers a page as `told` says; what other answers settle is
    not there to be answered."""
    if boxes_of(KNOWLEDGE, step.page):
        return _of_signs(step, told)
    on_page = {id_: told.get(id_, UNKNOWN) for id_ in findings_of(KNOWLEDGE, step.page)}
    known = {id_: answer for id_, answer in on_page.items() if answer != UNKNOWN}
    settled = of_answers(KNOWLEDGE, {**step.sheet.answers, **known}).implied
    ids = [id_ for id_ in on_page if id_ not in settled]
    given = {id_: tuple(forms.values(on_page[id_])) for id_ in ids}
    go = "next"
    numbers = {id_ for id_ in ids if FINDINGS[id_].kind == "number" and told.get(id_, UNKNOWN) == UNKNOWN}
    if numbers:
        given, go = {id_: values for id_, values in given.items() if id_ not in numbers}, "skip"
    answered = {"page": step.page, "given": given, "go": go, "views": FEET}
    return Sheet(**{**parts(step.sheet), **answered})


def _of_signs(step: Turn, told: Answers) -> Sheet:
    """A page of boxes: each is ticked that is true, a group is not sure of which one is not known, and
    the button says that no other is true."""
    groups = boxes_of(KNOWLEDGE, step.page)
    unsure = frozenset(
        number for number, group in enumerate(groups) if any(told.get(id_, UNKNOWN) == UNKNOWN for id_ in group)
    )
    given = {id_: (PRESENT,) for group in groups for id_ in group if told.get(id_) == PRESENT}
    answered = {"page": step.page, "given": given, "none": True, "go": "none", "unsure": unsure}
    return Sheet(**{**parts(step.sheet), **answered})


def going_on(step: Turn) -> Turn:
    """What follows when somebody goes on though it is an emergency."""
    return turn(MODEL, Sheet(**{**parts(step.sheet), "page": "", "go": "on", "on": True}), "en")


def article() -> dict[str, Answer]:
    """The story of the worked case; whoever it happened to says no to all that it does not tell."""
    content = (FOLDER / "cases" / "after-nap.yaml").read_bytes()
    told = read_cases(content, "after-nap.yaml", KNOWLEDGE.vocabulary)[0][0].answers
    return {**{id_: ABSENT for id_, finding in FINDINGS.items() if finding.kind == "flag"}, **told}


def loaded(page: str) -> list[str]:
    """What a browser loads with a page by itself; not what it is in another language."""
    tags = re.findall(r'<(?!link rel="alternate")(?:script|link|img)\b[^>]*>', page)
    return re.findall(r'\s(?:src|href)="([^"]*)"', "".join(tags))
