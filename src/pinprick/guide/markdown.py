"""A compiled guide as plain data, as Markdown and as text; the words that join its records stand
here."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from pinprick.guide import GuideCause, GuideMedicine, GuidePage, Judged
from pinprick.guide.joining import (
    MEDICINES,
    NOT_ADVICE,
    VERDICTS,
    clinical,
    founded,
    in_signs,
    rest,
    told,
    urgency,
    version,
    with_how_often,
)
from pinprick.knowledge import Caution, Knowledge
from pinprick.knowledge.quantity import Source
from pinprick.words import ENGLISH, wording
from pinprick.words.wording import text

_WIDTH = 80
_STRONG, _EMPHASIS = "\ue000", "\ue001"
"""Our own marks while the page is put together, which no text of the knowledge base has."""
_SIGNS = re.compile(r"(https?://\S+)|([\\*_`]|<(?!https?://))")
"""Addresses, which stay as they are; and what Markdown would read as a sign of its own."""


# ---- Markdown


def markdown(knowledge: Knowledge, page: GuidePage, short: bool = False) -> str:
    """The page as Markdown, its sources numbered; `short` gives a line to rare causes, more
    medicines and sources. What the knowledge base says is escaped, so that it is read as it is."""
    escaped = (_SIGNS.sub(_as_it_is, line) for line in _lines(knowledge, page, short))
    marked = "\n".join(escaped).replace(_STRONG, "**").replace(_EMPHASIS, "*").rstrip("\n")
    return f"{marked}\n"


def _as_it_is(found: re.Match[str]) -> str:
    address, sign = found.groups()
    return address or f"\\{sign}"


def _strong(words: str) -> str:
    return f"{_STRONG}{words}{_STRONG}"


def _emphasis(words: str) -> str:
    return f"{_EMPHASIS}{words}{_EMPHASIS}"


def _lines(knowledge: Knowledge, page: GuidePage, short: bool) -> list[str]:
    """The lines of the page, with our own marks and nothing escaped."""
    numbered = {source.url: number for number, source in enumerate(page.sources, 1)}
    parts = [
        _opening(knowledge, page, numbered),
        _to_do(page),
        _seen(page),
        _causes(knowledge, page, numbered, short),
        _medicines(page, short),
        _claims(page),
    ]
    told_of = [line for part in parts for line in part]
    return [*told_of, *_founded(knowledge, page, _cited(told_of) if short else None)]


def _cited(lines: Iterable[str]) -> set[int]:
    """The numbers of the sources that lines name."""
    marks = [mark for line in lines for mark in re.findall(r"\[(\d[\d, ]*)\]", line)]
    return {int(number) for mark in marks for number in mark.split(", ")}


def _marks(sources: Iterable[Source], numbered: dict[str, int]) -> str:
    marks = sorted({numbered[source.url] for source in sources if source.url in numbered})
    return f" [{', '.join(map(str, marks))}]" if marks else ""


def _opening(knowledge: Knowledge, page: GuidePage, numbered: dict[str, int]) -> Iterator[str]:
    guide = page.guide
    intro = _marks((knowledge.sources[key] for key in guide.intro.sources), numbered)
    yield from (
        f"# {text(guide.title, ENGLISH)}",
        "",
        f"{text(guide.intro.text, ENGLISH)}{intro}",
        "",
    )
    story = wording.listed(told(knowledge, page), ENGLISH)
    yield f"{_strong('What this story says:')} {story}. Whatever else is true may change all that follows."
    yield ""
    level = wording.level_name(page.assessment.urgency.level, ENGLISH)
    yield from (
        f"{_strong('How urgent, for this story alone:')} {level}. {urgency(page)}",
        "",
    )


def _to_do(page: GuidePage) -> Iterator[str]:
    if page.routines:
        yield from ("## What to do", "")
    for offered in page.routines[:1]:
        yield from (f"### {text(offered.routine.title, ENGLISH)}", "")
        for number, step in enumerate(offered.routine.steps, 1):
            time = wording.how_long(step.seconds, step.repeat, ENGLISH)
            yield f"{number}. {text(step.do, ENGLISH)}{f' ({time})' if time else ''}"
        yield ""
        yield from (f"- {line}" for line in offered.routine.cautions.get("en", ()))
        yield from (f"- Get help if {line}." for line in offered.routine.seek_help.get("en", ()))
        yield from (
            "",
            f"{_emphasis('How this is founded.')} {text(offered.routine.evidence, ENGLISH)}",
            "",
        )
    more = [text(one.routine.title, ENGLISH) for one in page.routines[1:]]
    if more:
        yield from (f"Also of use: {'; '.join(more)}.", "")


def _causes(
    knowledge: Knowledge, page: GuidePage, numbered: dict[str, int], short: bool
) -> Iterator[str]:
    yield from (
        "## What it may be",
        "",
        "Of those who tell just this story, about how many have it:",
        "",
    )
    for cause in page.causes:
        condition = cause.condition
        name = text(condition.name.plain, ENGLISH)
        if short and cause.brief:
            yield from (
                f"{_strong(name)} ({clinical(page, cause)}): {cause.odds}. {text(condition.about, ENGLISH)}",
                "",
            )
        else:
            yield from (
                f"### {name}: {cause.odds}",
                "",
                _emphasis(clinical(page, cause)),
                "",
                text(condition.about, ENGLISH),
                "",
            )
            yield from _of_cause(knowledge, cause, numbered)
    yield from (rest(page), "")


def _of_cause(knowledge: Knowledge, cause: GuideCause, numbered: dict[str, int]) -> Iterator[str]:
    """What a cause goes with, and what is done about it."""
    usual = [f"{with_how_often(one)}{_marks(one.sources, numbered)}" for one in cause.goes_with]
    yield from _paragraph("What usually goes with it", usual)
    yield from _paragraph(
        "Seldom there, so it speaks against it", [one.label for one in cause.against]
    )
    care, condition = cause.advice, cause.condition
    cited = _Sentences(knowledge.sources, numbered)
    yield from _paragraph(
        "What you can do", [cited(text(step.do, ENGLISH), step) for step in care.self_care], " "
    )
    tests = [
        cited(wording.explained(text(test.test, ENGLISH), text(test.why, ENGLISH), ENGLISH), test)
        for test in care.tests
    ]
    yield from _paragraph("Tests a doctor may do", tests, " ")
    yield from _paragraph(
        "What a doctor may do", [cited(text(one.what, ENGLISH), one) for one in care.treatment], " "
    )
    if condition.course.sources:
        yield from _paragraph(
            "How long it lasts", [cited(text(condition.course.text, ENGLISH), condition.course)]
        )


class _Sourced(Protocol):
    @property
    def sources(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class _Sentences:
    """Sentences with the numbers of their sources."""

    known: dict[str, Source]
    numbered: dict[str, int]

    def __call__(self, words: str, record: _Sourced) -> str:
        stop = "" if words.endswith(".") else "."
        return f"{words}{stop}{_marks((self.known[key] for key in record.sources), self.numbered)}"


def _paragraph(title: str, items: list[str], joint: str = "; ") -> Iterator[str]:
    if items:
        words = joint.join(items)
        yield from (
            f"{_strong(f'{title}.')} {words if words.endswith(('.', ']')) else f'{words}.'}",
            "",
        )


def _seen(page: GuidePage) -> Iterator[str]:
    yield from ("## Who should be seen, and how soon", "")
    for one in page.seen:
        level = wording.level_name(one.level, ENGLISH)
        yield from (f"{_strong(level)}{', if' if one.signs else ''}", "")
        yield from (f"- {sign}" for sign in one.signs)
        yield from (f"- {_emphasis(f'{of.name}.')} {in_signs(of)}" for of in one.of_causes)
        yield ""


def _medicines(page: GuidePage, short: bool) -> Iterator[str]:
    if page.medicines:
        yield from ("## Medicines a doctor may talk about", "", MEDICINES, "")
    at_length = _foremost(page) if short else page.medicines
    for one in at_length:
        yield from _medicine(one)
    others = [
        f"{text(one.offered.medicine.name, ENGLISH)} {_place(one)}"
        for one in page.medicines
        if one not in at_length
    ]
    if others:
        yield from (f"Others: {'; '.join(others)}.", "")


def _foremost(page: GuidePage) -> tuple[GuideMedicine, ...]:
    """The medicines of the article; or else first choices, or those for the likeliest cause; and
    what is forbidden."""
    named = [
        one
        for one in page.medicines
        if page.guide.options.claims and one.offered.medicine.named_by_article
    ]
    choices = [
        one for one in page.medicines if one.offered.medicine.role in ("urgent", "first-line")
    ]
    of_first = [
        one for one in page.medicines if page.causes[0].id in one.offered.medicine.conditions
    ]
    chosen = named or choices or of_first
    return tuple(one for one in page.medicines if one in chosen or one.offered.against)


def _place(one: GuideMedicine) -> str:
    """Its place in the treatment, and of what."""
    return f"({one.offered.medicine.role.replace('-', ' ')}, for: {'; '.join(one.causes)})"


def _because(caution: Caution) -> str:
    return f"{text(caution.says, ENGLISH)}: {text(caution.why, ENGLISH).removesuffix('.')}."


def _medicine(one: GuideMedicine) -> Iterator[str]:
    offered = one.offered
    yield f"{_strong(text(offered.medicine.name, ENGLISH))} {_place(one)}. {text(offered.medicine.evidence, ENGLISH)}"
    yield from (f"Speaks against it here: {_because(caution)}" for caution in offered.against)
    yield from (f"Only with care here: {_because(caution)}" for caution in offered.care)
    cautions = [text(caution.says, ENGLISH) for caution in offered.tell]
    yield f"Tell your doctor if {'; '.join(cautions)}." if cautions else ""
    yield ""


def _claims(page: GuidePage) -> Iterator[str]:
    if page.claims:
        yield from ("## What is often said, and what is known", "")
    for about, judged in groupby(page.claims, key=lambda one: one.about):
        yield from (f"### {about}", "")
        yield from map(_claim, judged)
        yield ""


def _claim(one: Judged) -> str:
    verdict, note = _strong(VERDICTS[one.verdict]), f" {one.note}" if one.note else ""
    return f"- {_emphasis(one.claim)}: {verdict}.{note}"


def _founded(knowledge: Knowledge, page: GuidePage, cited: set[int] | None) -> Iterator[str]:
    """How the page is founded and all its sources with what they say, or only those that are cited,
    in a line each."""
    yield from ("## What this rests on", "", founded(page), "", version(knowledge), NOT_ADVICE, "")
    for number, source in enumerate(page.sources, 1):
        publisher = ", ".join(str(part) for part in (source.publisher, source.year) if part)
        if cited is None:
            yield f"{number}. [{source.title}]({source.url}){f' ({publisher})' if publisher else ''}: {source.says}"
        elif number in cited:
            yield f"{number}. {publisher or source.title} <{source.url}>"


# ---- text


def plain(knowledge: Knowledge, page: GuidePage) -> str:
    """The page as text for a terminal: the short page without its marks, in lines of at most 80
    columns."""
    lines = (line for raw in _lines(knowledge, page, short=True) for line in _plain_line(raw))
    return "\n".join(lines).rstrip("\n") + "\n"


def _plain_line(raw: str) -> Iterator[str]:
    line = raw.replace(_STRONG, "").replace(_EMPHASIS, "")
    if line.startswith("#"):
        words = line.lstrip("# ")
        line = words if line.startswith("###") else words.upper()
    start, _, rest = line.partition(". ")
    hang = "   " if start.isdigit() and rest else "  " if line.startswith("- ") else ""
    yield from textwrap.wrap(
        line, _WIDTH, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
    ) or [""]
