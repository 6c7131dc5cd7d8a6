"""The page as somebody answers it: what is sent, page after page, up to the result."""

from typing import Any

from pinprick.case.answers import Answer
from pinprick.case.reading import read_cases
from pinprick.interview.pages import findings_of
from pinprick.knowledge.folder import FOLDER
from pinprick.knowledge.ids import ABSENT, UNKNOWN
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


def play(told: dict[str, Answer], limit: int = 80) -> tuple[Turn, list[str]]:
    """Answer every page of the interview as `told` says, "unknown" where it says nothing, up to the
    result; on the first nothing was ticked."""
    step, pages = turn(MODEL, Sheet(asked=(OPENING,)), "en"), []
    while step.page != RESULT:
        pages.append(step.page)
        assert len(pages) < limit
        step = turn(MODEL, filled(step, told), "en")
        assert not step.wrong, step.wrong
    return step, pages


def filled(step: Turn, told: dict[str, Answer]) -> Sheet:
    """The sheet that a person sends who answers a page as `told` says."""
    ids = findings_of(KNOWLEDGE, step.page)
    given = {id_: tuple(forms.values(told.get(id_, UNKNOWN))) for id_ in ids}
    if step.page.startswith("screen-"):
        given = {id_: values for id_, values in given.items() if values != (ABSENT,)}
    go = "next"
    numbers = {id_ for id_ in ids if FINDINGS[id_].kind == "number" and told.get(id_, UNKNOWN) == UNKNOWN}
    if numbers:
        given, go = {id_: values for id_, values in given.items() if id_ not in numbers}, "skip"
    answered = {"page": step.page, "given": given, "none": not given, "go": go, "views": FEET}
    return Sheet(**{**parts(step.sheet), **answered})


def article() -> dict[str, Answer]:
    """The story of the worked case; whoever it happened to says no to all that it does not tell."""
    content = (FOLDER / "cases" / "after-nap.yaml").read_bytes()
    told = read_cases(content, "after-nap.yaml", KNOWLEDGE.vocabulary)[0][0].answers
    return {**{id_: ABSENT for id_, finding in FINDINGS.items() if finding.kind == "flag"}, **told}
