"""A compiled guide as Markdown and as text."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Protocol

from msgspec import Struct

from pinprick.guide import GuideCause, GuideMedicine, GuidePage, Judged
from pinprick.guide.joining import (
    clinical,
    founded,
    in_signs,
    rest,
    told,
    urgency,
    version,
    with_how_often,
)
from pinprick.knowledge import Caution, Knowledge, Step
from pinprick.knowledge.quantity import Source
from pinprick.words import naming, say, wording
from pinprick.words.wording import text, texts

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
    guide, language = page.guide, page.language
    intro = _marks((knowledge.sources[key] for key in guide.intro.sources), numbered)
    yield from (
        f"# {text(guide.title, language)}",
        "",
        f"{text(guide.intro.text, language)}{intro}",
        "",
    )
    story = wording.listed(told(knowledge, page), language)
    yield from (say(language, "guide.story", title=_STRONG, end=_STRONG, story=story), "")
    level = wording.level_name(page.assessment.urgency.level, language)
    because = urgency(page)
    yield say(language, "guide.urgent", title=_STRONG, end=_STRONG, level=level, because=because)
    yield ""


def _to_do(page: GuidePage) -> Iterator[str]:
    language = page.language
    if page.routines:
        yield from (f"## {say(language, 'guide.now')}", "")
    for offered in page.routines[:1]:
        routine = offered.routine
        yield from (f"### {text(routine.title, language)}", "")
        for number, step in enumerate(routine.steps, 1):
            yield f"{number}. {_step(step, language)}"
        yield ""
        yield from (f"- {line}" for line in texts(routine.cautions, language))
        for line in texts(routine.seek_help, language):
            yield f"- {say(language, 'guide.help-if', sign=line)}"
        evidence = text(routine.evidence, language)
        yield ""
        yield say(language, "guide.evidence", title=_EMPHASIS, end=_EMPHASIS, evidence=evidence)
        yield ""
    more = [text(one.routine.title, language) for one in page.routines[1:]]
    if more:
        titles = wording.series(more, language)
        yield from (say(language, "guide.also", titles=titles), "")


def _step(step: Step, language: str) -> str:
    do, time = text(step.do, language), wording.how_long(step.seconds, step.repeat, language)
    return say(language, "guide.step", step=do, time=time) if time else do


def _causes(
    knowledge: Knowledge, page: GuidePage, numbered: dict[str, int], short: bool
) -> Iterator[str]:
    language = page.language
    yield from (
        f"## {say(language, 'guide.causes')}",
        "",
        say(language, "guide.how-many"),
        "",
    )
    for cause in page.causes:
        name = text(cause.condition.name.plain, language)
        about = text(cause.condition.about, language)
        if short and cause.brief:
            yield say(
                language,
                "guide.cause-brief",
                cause=_strong(name),
                clinical=clinical(page, cause),
                odds=cause.odds,
                about=about,
            )
            yield ""
        else:
            yield f"### {say(language, 'guide.cause', cause=name, odds=cause.odds)}"
            yield from ("", _emphasis(clinical(page, cause)), "", about, "")
            yield from _of_cause(cause, _Sentences(knowledge.sources, numbered, language))
    yield from (rest(page), "")


def _of_cause(cause: GuideCause, cited: "_Sentences") -> Iterator[str]:
    """What a cause goes with, and what is done about it."""
    language, care, course = cited.language, cause.advice, cause.condition.course
    usual = [
        f"{with_how_often(one, language)}{_marks(one.sources, cited.numbered)}"
        for one in cause.goes_with
    ]
    yield from _paragraph("guide.goes-with", wording.series(usual, language), language)
    against = wording.series((one.label for one in cause.against), language)
    yield from _paragraph("guide.against", against, language)
    self_care = (cited(text(step.do, language), step) for step in care.self_care)
    yield from _paragraph("thing.self-care", " ".join(self_care), language)
    tests = (
        cited(wording.explained(text(one.test, language), text(one.why, language), language), one)
        for one in care.tests
    )
    yield from _paragraph("cause.tests", " ".join(tests), language)
    treatment = (cited(text(one.what, language), one) for one in care.treatment)
    yield from _paragraph("thing.treatment", " ".join(treatment), language)
    if course.sources:
        lasts = cited(text(course.text, language), course)
        yield from _paragraph("guide.lasts", lasts, language)


class _Sourced(Protocol):
    @property
    def sources(self) -> tuple[str, ...]: ...


class _Sentences(Struct, frozen=True):
    """Sentences of a language with the numbers of their sources."""

    known: dict[str, Source]
    numbered: dict[str, int]
    language: str

    def __call__(self, words: str, record: _Sourced) -> str:
        whole = words if words.endswith(".") else say(self.language, "sentence", words=words)
        return f"{whole}{_marks((self.known[key] for key in record.sources), self.numbered)}"


def _paragraph(title: str, words: str, language: str) -> Iterator[str]:
    """A paragraph with a title, by its key, before it; nothing where there are no words."""
    if words:
        whole = words if words.endswith((".", "]")) else say(language, "sentence", words=words)
        yield from (f"{_strong(say(language, 'sentence', words=say(language, title)))} {whole}", "")


def _seen(page: GuidePage) -> Iterator[str]:
    language = page.language
    yield from (f"## {say(language, 'guide.seen')}", "")
    for one in page.seen:
        level = _strong(wording.level_name(one.level, language))
        yield from (say(language, "guide.level-signs", level=level) if one.signs else level, "")
        yield from (f"- {sign}" for sign in one.signs)
        for of in one.of_causes:
            name = say(language, "sentence", words=of.name)
            yield f"- {_emphasis(name)} {in_signs(of, language)}"
        yield ""


def _medicines(page: GuidePage, short: bool) -> Iterator[str]:
    language = page.language
    if page.medicines:
        yield from (f"## {say(language, 'guide.medicines')}", "")
        yield from (say(language, "thing.medicines-note"), "")
    at_length = _foremost(page) if short else page.medicines
    for one in at_length:
        yield from _medicine(one, language)
    others = [
        _named(one, text(one.offered.medicine.name, language), language)
        for one in page.medicines
        if one not in at_length
    ]
    if others:
        medicines = wording.series(others, language)
        yield from (say(language, "guide.others", medicines=medicines), "")


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


def _named(one: GuideMedicine, name: str, language: str) -> str:
    """A medicine with its place in the treatment, and of what."""
    role = say(language, f"role.{one.offered.medicine.role}")
    causes = wording.series(one.causes, language)
    return say(language, "guide.medicine", medicine=name, role=role, causes=causes)


def _medicine(one: GuideMedicine, language: str) -> Iterator[str]:
    offered = one.offered
    name = _named(one, _strong(text(offered.medicine.name, language)), language)
    evidence = text(offered.medicine.evidence, language)
    yield say(language, "guide.medicine-evidence", medicine=name, evidence=evidence)
    for how, cautions in (("against", offered.against), ("care", offered.care)):
        yield from (_caution(how, caution, language) for caution in cautions)
    told_if = wording.series((text(caution.says, language) for caution in offered.tell), language)
    yield say(language, "guide.tell-if", cautions=told_if) if told_if else ""
    yield ""


def _caution(how: str, caution: Caution, language: str) -> str:
    says, why = text(caution.says, language), text(caution.why, language).removesuffix(".")
    return say(language, f"guide.caution.{how}", caution=says, why=why)


def _claims(page: GuidePage) -> Iterator[str]:
    if page.claims:
        yield from (f"## {say(page.language, 'guide.claims')}", "")
    for about, judged in groupby(page.claims, key=lambda one: one.about):
        yield from (f"### {about}", "")
        yield from (f"- {_claim(one, page.language)}" for one in judged)
        yield ""


def _claim(one: Judged, language: str) -> str:
    verdict, claim = _strong(say(language, f"claim.{one.verdict}")), _emphasis(one.claim)
    if not one.note:
        return say(language, "guide.claim", claim=claim, verdict=verdict)
    return say(language, "guide.claim-note", claim=claim, verdict=verdict, note=one.note)


def _founded(knowledge: Knowledge, page: GuidePage, cited: set[int] | None) -> Iterator[str]:
    """How the page is founded and all its sources with what they say, or only those that are cited,
    in a line each."""
    language = page.language
    yield from (f"## {say(language, 'guide.rests')}", "", founded(page), "")
    yield from (version(knowledge, language), say(language, "page.informs"), "")
    for number, source in enumerate(page.sources, 1):
        if cited is None:
            yield f"{number}. {_source(source, language)}"
        elif number in cited:
            yield f"{number}. {naming.provenance(source, language) or source.title} <{source.url}>"


def _source(source: Source, language: str) -> str:
    link, says = f"[{source.title}]({source.url})", source.says
    publisher = naming.provenance(source, language)
    if not publisher:
        return say(language, "guide.source", source=link, says=says)
    return say(language, "guide.source-of", source=link, publisher=publisher, says=says)


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
