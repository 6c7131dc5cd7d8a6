"""A compiled guide as plain data, as Markdown and as text; the words that join its records stand here."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from pinprick import result, wording
from pinprick.case import Answer, Painted
from pinprick.guide import GoesWith, GuideCause, GuideMedicine, GuidePage, Judged, SeenOf, claims
from pinprick.knowledge import LEVELS, Caution, Knowledge
from pinprick.quantity import Source
from pinprick.wording import text

_WIDTH = 80
VERDICTS = {"supported": "supported", "partly": "partly right", "unsupported": "not supported", "wrong": "wrong"}
NOT_ADVICE = "pinprick informs; it does not replace a clinician and is no certified medical device."
MEDICINES = "For a talk with a doctor or pharmacist: no reason to start or stop one."
"""What every list of medicines begins with."""


def to_data(knowledge: Knowledge, page: GuidePage) -> dict[str, Any]:
    """The whole page as JSON-ready data; `assessment` is that of its story, as `pinprick case --json` writes it."""
    return {
        "id": page.id,
        "title": text(page.guide.title),
        "intro": text(page.guide.intro.text),
        "story": told(knowledge, page),
        "causes": [_cause_data(cause) for cause in page.causes],
        "routines": [{"id": one.id, "title": text(one.routine.title)} for one in page.routines],
        "rest": page.rest,
        "seen": [
            {
                "level": one.level,
                "signs": list(one.signs),
                "of_causes": [{"id": of.cause, "why": of.why, "signs": list(of.signs)} for of in one.of_causes],
            }
            for one in page.seen
        ],
        "medicines": [{"id": one.offered.id, "for": list(one.causes)} for one in page.medicines],
        "claims": [
            {
                "about": one.about,
                "claim": one.claim,
                "verdict": one.verdict,
                "note": one.note,
                "sources": [source.url for source in one.sources],
            }
            for one in page.claims
        ],
        "numbers": page.numbers,
        "sources": [{"title": source.title, "url": source.url, "says": source.says} for source in page.sources],
        "date": knowledge.settings.date,
        "assessment": result.to_data(knowledge, page.assessment),
    }


def _cause_data(cause: GuideCause) -> dict[str, Any]:
    return {
        "id": cause.id,
        "name": text(cause.condition.name.plain),
        "probability": cause.cause.probability,
        "low": cause.cause.interval.low,
        "high": cause.cause.interval.high,
        "goes_with": [{"finding": one.finding, "often": one.often} for one in cause.goes_with],
        "speaks_against": [{"finding": one.finding, "often": one.often} for one in cause.against],
    }


def told(knowledge: Knowledge, page: GuidePage) -> list[str]:
    """What the asker has said by asking, in words."""
    return [_answer(knowledge, finding, answer) for finding, answer in page.answers.items()]


def _answer(knowledge: Knowledge, finding: str, answer: Answer) -> str:
    record = knowledge.vocabulary.findings[finding]
    if record.kind == "choice" and text(record.label) in text(record.values[str(answer)]):
        return text(record.values[str(answer)])
    if not isinstance(answer, Painted):
        return wording.answer(knowledge, finding, answer)
    numb = answer.left | answer.right | answer.midline
    regions = knowledge.vocabulary.regions
    return f"numb only there: {wording.listed(text(regions[id_].label) for id_ in regions if id_ in numb)}"


# ---- words that join


def with_how_often(found: GoesWith) -> str:
    """A finding and how often it is there."""
    return f"{found.label} ({found.often})"


def urgency(knowledge: Knowledge, page: GuidePage) -> str:
    """What follows from the story's level: what its rule tells, or what it holds for."""
    verdict = page.assessment.urgency
    if verdict.rules:
        rule = knowledge.urgency.rules[verdict.rules[0]]
        return f"{text(rule.tell)} {text(rule.why)}"
    first = page.causes[0].condition
    words = "That is before anything else was asked, and only if no sign of those below is there."
    if LEVELS.index(first.urgency.level) < LEVELS.index(verdict.level):
        level = wording.LEVEL_NAMES[first.urgency.level]
        words += f" The likeliest cause would by itself be: {level}. More answers tell whether that is enough."
    return words


def clinical(page: GuidePage, cause: GuideCause) -> str:
    """The clinical name of a cause and how soon it should be seen; beside an emergency no calmer level is named."""
    name, level = text(cause.condition.name.clinical), cause.condition.urgency.level
    calmer = page.assessment.urgency.level == "emergency" and level != "emergency"
    return name if calmer else f"{name} · {wording.LEVEL_NAMES[level]}"


def in_signs(one: SeenOf) -> str:
    """When a cause needs somebody at a level: why, or the signs as one sentence."""
    return " ".join(filter(None, [one.why, f"If {'; or if '.join(one.signs)}." if one.signs else ""]))


def rest(page: GuidePage) -> str:
    """How likely it is that it is no cause that the page tells."""
    others, none = wording.frequency(page.rest), wording.frequency(page.assessment.unexplained)
    return f"All other causes together: {others}. A cause that is none of ours: {none}."


def founded(page: GuidePage) -> str:
    """How many of the numbers behind the page rest on what."""
    counts = page.numbers
    whole = sum(counts.values())
    return (
        f"Of the {whole} numbers behind these causes {counts['study']} were counted in studies, {counts['review']} "
        f"come from reviews and guidelines, and {counts['estimate']} are our own estimates. So the odds are rough; "
        'where it says "could be", that is how rough. '
        f"What is said of causes, care and treatment rests on {len(page.sources)} sources."
    )


def version(knowledge: Knowledge) -> str:
    """The knowledge base that a page was made from."""
    return f"Knowledge base {knowledge.settings.version} of {knowledge.settings.date} ({knowledge.hash})."


# ---- Markdown


def markdown(knowledge: Knowledge, page: GuidePage, short: bool = False) -> str:
    """The page as Markdown, its sources numbered; `short` gives a line to rare causes, more medicines and sources."""
    numbered = {source.url: number for number, source in enumerate(page.sources, 1)}
    parts = [
        _opening(knowledge, page, numbered),
        _to_do(page),
        _seen(page),
        _causes(page, numbered, short),
        _medicines(page, short),
        _claims(page),
    ]
    told_of = [line for part in parts for line in part]
    return "\n".join([*told_of, *_founded(knowledge, page, _cited(told_of) if short else None)]).rstrip("\n") + "\n"


def _cited(lines: Iterable[str]) -> set[int]:
    """The numbers of the sources that lines name."""
    marks = [mark for line in lines for mark in re.findall(r"\[(\d[\d, ]*)\]", line)]
    return {int(number) for mark in marks for number in mark.split(", ")}


def _marks(sources: Iterable[Source], numbered: dict[str, int]) -> str:
    marks = sorted({numbered[source.url] for source in sources if source.url in numbered})
    return f" [{', '.join(map(str, marks))}]" if marks else ""


def _opening(knowledge: Knowledge, page: GuidePage, numbered: dict[str, int]) -> Iterator[str]:
    guide = page.guide
    intro = _marks((guide.sources[key] for key in guide.intro.sources), numbered)
    yield from (f"# {text(guide.title)}", "", f"{text(guide.intro.text)}{intro}", "")
    story = wording.listed(told(knowledge, page))
    yield f"**What this story says:** {story}. Whatever else is true may change all that follows."
    yield ""
    level = wording.LEVEL_NAMES[page.assessment.urgency.level]
    yield from (f"**How urgent, for this story alone:** {level}. {urgency(knowledge, page)}", "")


def _to_do(page: GuidePage) -> Iterator[str]:
    if page.routines:
        yield from ("## What to do", "")
    for offered in page.routines[:1]:
        yield from (f"### {text(offered.routine.title)}", "")
        for number, step in enumerate(offered.routine.steps, 1):
            time = wording.how_long(step.seconds, step.repeat)
            yield f"{number}. {text(step.do)}{f' ({time})' if time else ''}"
        yield ""
        yield from (f"- {line}" for line in offered.routine.cautions.get("en", ()))
        yield from (f"- Get help if {line}." for line in offered.routine.seek_help.get("en", ()))
        yield from ("", f"*How this is founded.* {text(offered.routine.evidence)}", "")
    more = [text(one.routine.title) for one in page.routines[1:]]
    if more:
        yield from (f"Also of use: {'; '.join(more)}.", "")


def _causes(page: GuidePage, numbered: dict[str, int], short: bool) -> Iterator[str]:
    yield from ("## What it may be", "", "Of those who tell just this story, about how many have it:", "")
    for cause in page.causes:
        condition = cause.condition
        name = text(condition.name.plain)
        if short and cause.brief:
            yield from (f"**{name}** ({clinical(page, cause)}): {cause.odds}. {text(condition.about)}", "")
        else:
            yield from (f"### {name}: {cause.odds}", "", f"*{clinical(page, cause)}*", "", text(condition.about), "")
            yield from _of_cause(cause, numbered)
    yield from (rest(page), "")


def _of_cause(cause: GuideCause, numbered: dict[str, int]) -> Iterator[str]:
    """What a cause goes with, and what is done about it."""
    usual = [f"{with_how_often(one)}{_marks(one.sources, numbered)}" for one in cause.goes_with]
    yield from _paragraph("What usually goes with it", usual)
    yield from _paragraph("Seldom there, so it speaks against it", [one.label for one in cause.against])
    care, condition = cause.advice, cause.condition
    cited = _Sentences(condition.sources, numbered)
    yield from _paragraph("What you can do", [cited(text(step.do), step) for step in care.self_care], " ")
    tests = [cited(wording.explained(text(test.test), text(test.why)), test) for test in care.tests]
    yield from _paragraph("Tests a doctor may do", tests, " ")
    yield from _paragraph("What a doctor may do", [cited(text(one.what), one) for one in care.treatment], " ")
    if condition.course.sources:
        yield from _paragraph("How long it lasts", [cited(text(condition.course.text), condition.course)])


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
        yield from (f"**{title}.** {words if words.endswith(('.', ']')) else f'{words}.'}", "")


def _seen(page: GuidePage) -> Iterator[str]:
    yield from ("## Who should be seen, and how soon", "")
    for one in page.seen:
        level = wording.LEVEL_NAMES[one.level]
        yield from (f"**{level}**{', if' if one.signs else ''}", "")
        yield from (f"- {sign}" for sign in one.signs)
        yield from (f"- *{of.name}.* {in_signs(of)}" for of in one.of_causes)
        yield ""


def _medicines(page: GuidePage, short: bool) -> Iterator[str]:
    if page.medicines:
        yield from ("## Medicines a doctor may talk about", "", MEDICINES, "")
    at_length = _foremost(page) if short else page.medicines
    for one in at_length:
        yield from _medicine(one)
    others = [f"{text(one.offered.medicine.name)} {_place(one)}" for one in page.medicines if one not in at_length]
    if others:
        yield from (f"Others: {'; '.join(others)}.", "")


def _foremost(page: GuidePage) -> tuple[GuideMedicine, ...]:
    """The medicines of the article; or else first choices, or those for the likeliest cause; and what is forbidden."""
    named = [one for one in page.medicines if page.guide.options.claims and one.offered.medicine.named_by_article]
    choices = [one for one in page.medicines if one.offered.medicine.role in ("urgent", "first-line")]
    of_first = [one for one in page.medicines if page.causes[0].id in one.offered.medicine.conditions]
    chosen = named or choices or of_first
    return tuple(one for one in page.medicines if one in chosen or one.offered.against)


def _place(one: GuideMedicine) -> str:
    """Its place in the treatment, and of what."""
    return f"({one.offered.medicine.role.replace('-', ' ')}, for: {'; '.join(one.causes)})"


def _because(caution: Caution) -> str:
    return f"{text(caution.says)}: {text(caution.why).removesuffix('.')}."


def _medicine(one: GuideMedicine) -> Iterator[str]:
    offered = one.offered
    yield f"**{text(offered.medicine.name)}** {_place(one)}. {text(offered.medicine.evidence)}"
    yield from (f"Speaks against it here: {_because(caution)}" for caution in offered.against)
    yield from (f"Only with care here: {_because(caution)}" for caution in offered.care)
    cautions = [text(caution.says) for caution in offered.tell]
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
    return f"- *{one.claim}*: **{VERDICTS[one.verdict]}**.{f' {one.note}' if one.note else ''}"


def _founded(knowledge: Knowledge, page: GuidePage, cited: set[int] | None) -> Iterator[str]:
    """How the page is founded and all its sources with what they say, or only those that are cited, in a line each."""
    yield from ("## What this rests on", "", founded(page), "", version(knowledge), NOT_ADVICE, "")
    for number, source in enumerate(page.sources, 1):
        publisher = ", ".join(str(part) for part in (source.publisher, source.year) if part)
        if cited is None:
            yield f"{number}. [{source.title}]({source.url}){f' ({publisher})' if publisher else ''}: {source.says}"
        elif number in cited:
            yield f"{number}. {publisher or source.title} <{source.url}>"


def article(knowledge: Knowledge) -> str:
    """A table of everything that the article claims, the evidence, and where the knowledge base says it."""
    lines = [
        "# What the article said, and what is known",
        "",
        "The project began with one health article on feet that go numb in a nap. These are its claims in our words,",
        "with the verdict, why, on which sources, and where the knowledge base says so. The guide `nap-numbness`",
        "tells them to readers. Written by `make article`.",
        "",
        "| about | the article says | verdict | what is known | sources | where |",
        "|---|---|---|---|---|---|",
    ]
    for one in claims(knowledge):
        sources = "; ".join(f"[{source.publisher or source.title}]({source.url})" for source in one.sources)
        where = f"[{one.where}](../src/pinprick/knowledge_base/{one.where})"
        cells = (one.about, one.claim, VERDICTS[one.verdict], one.note, sources, where)
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join([*lines, "", *_medicines_named(knowledge)]) + "\n"


def _medicines_named(knowledge: Knowledge) -> Iterator[str]:
    yield from ("## Its medicines", "", "| medicine | its place | what is known | for |", "|---|---|---|---|")
    for medicine in knowledge.medicines.medicines.values():
        if medicine.named_by_article:
            names = "; ".join(text(knowledge.conditions[id_].name.plain) for id_ in medicine.conditions)
            role = medicine.role.replace("-", " ")
            yield f"| {text(medicine.name)} | {role} | {text(medicine.evidence)} | {names} |"


# ---- text


def plain(knowledge: Knowledge, page: GuidePage) -> str:
    """The page as text for a terminal: the short Markdown without its signs, in lines of at most 80 columns."""
    return (
        "\n".join(line for raw in markdown(knowledge, page, short=True).splitlines() for line in _plain_line(raw))
        + "\n"
    )


def _plain_line(raw: str) -> Iterator[str]:
    line = raw.replace("**", "").replace("*", "")
    if line.startswith("#"):
        words = line.lstrip("# ")
        line = words if line.startswith("###") else words.upper()
    start, _, rest = line.partition(". ")
    hang = "   " if start.isdigit() and rest else "  " if line.startswith("- ") else ""
    yield from textwrap.wrap(line, _WIDTH, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False) or [
        ""
    ]
