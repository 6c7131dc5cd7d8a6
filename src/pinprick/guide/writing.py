"""A compiled guide as plain data, as Markdown and as text; the words that join its records stand here."""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from pinprick import result, wording
from pinprick.guide import GoesWith, GuideCause, GuidePage, claims
from pinprick.knowledge import Knowledge
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
        "seen": [{"level": one.level, "signs": list(one.signs)} for one in page.seen],
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
        "medicines": [one.id for one in cause.medicines],
    }


def told(knowledge: Knowledge, page: GuidePage) -> list[str]:
    """What the asker has said by asking, in words."""
    return [wording.answer(knowledge, finding, answer) for finding, answer in page.answers.items()]


# ---- words that join


def with_how_often(found: GoesWith) -> str:
    """A finding and how often it is there."""
    return f"{found.label} ({found.often})"


def founded(page: GuidePage) -> str:
    """How many of the numbers behind the page rest on what."""
    counts = page.numbers
    whole = sum(counts.values())
    return (
        f"Of the {whole} numbers behind these causes {counts['study']} were counted in studies, {counts['review']} "
        f"come from reviews and guidelines, and {counts['estimate']} are our own estimates."
    )


def version(knowledge: Knowledge) -> str:
    """The knowledge base that a page was made from."""
    return f"Knowledge base {knowledge.settings.version} of {knowledge.settings.date} ({knowledge.hash})."


# ---- Markdown


def markdown(knowledge: Knowledge, page: GuidePage) -> str:
    """The page as Markdown, its sources numbered."""
    numbered = {source.url: number for number, source in enumerate(page.sources, 1)}
    parts = [
        _opening(knowledge, page, numbered),
        _to_do(page),
        _causes(page, numbered),
        _seen(page),
        _medicines(page),
        _claims(page),
        _founded(knowledge, page),
    ]
    return "\n".join(line for part in parts for line in part).rstrip("\n") + "\n"


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
    yield f"**How urgent, for this story alone:** {wording.LEVEL_NAMES[page.assessment.urgency.level]}."
    rules = [knowledge.urgency.rules[id_] for id_ in page.assessment.urgency.rules]
    yield from (f"{text(rule.tell)} {text(rule.why)}" for rule in rules[:1])
    yield ""


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
        yield from (f"- Get help if {line}" for line in offered.routine.seek_help.get("en", ()))
        yield from ("", f"*How this is founded.* {text(offered.routine.evidence)}", "")
    more = [text(one.routine.title) for one in page.routines[1:]]
    if more:
        yield from (f"Also of use: {'; '.join(more)}.", "")


def _causes(page: GuidePage, numbered: dict[str, int]) -> Iterator[str]:
    yield from ("## What it may be", "", "Of those who tell just this story, about how many have it:", "")
    for cause in page.causes:
        condition = cause.condition
        yield from (f"### {text(condition.name.plain)}: {cause.odds}", "")
        yield f"*{text(condition.name.clinical)}* · {wording.LEVEL_NAMES[condition.urgency.level]}"
        yield from ("", text(condition.about), "")
        usual = [f"{with_how_often(one)}{_marks(one.sources, numbered)}" for one in cause.goes_with]
        yield from _paragraph("What usually goes with it", usual)
        yield from _paragraph("Seldom there, so it speaks against it", [one.label for one in cause.against])
        care = cause.advice
        told_of = _Cited(condition.sources, numbered)
        yield from _paragraph("What you can do", [told_of(text(step.do), step) for step in care.self_care], " ")
        tests = [told_of(wording.explained(text(test.test), text(test.why)), test) for test in care.tests]
        yield from _paragraph("Tests a doctor may do", tests, " ")
        yield from _paragraph("What a doctor may do", [told_of(text(one.what), one) for one in care.treatment], " ")
        if condition.course.sources:
            yield from (f"**How long it lasts.** {told_of(text(condition.course.text), condition.course)}", "")


class _Sourced(Protocol):
    @property
    def sources(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class _Cited:
    """Sentences with the numbers of their sources."""

    known: dict[str, Source]
    numbered: dict[str, int]

    def __call__(self, words: str, record: _Sourced) -> str:
        return f"{words}{_marks((self.known[key] for key in record.sources), self.numbered)}"


def _paragraph(title: str, items: list[str], joint: str = "; ") -> Iterator[str]:
    if items:
        words = joint.join(items)
        yield from (f"**{title}.** {words if words.endswith(('.', ']')) else f'{words}.'}", "")


def _seen(page: GuidePage) -> Iterator[str]:
    yield from ("## Who should be seen, and how soon", "")
    for one in page.seen:
        yield f"**{wording.LEVEL_NAMES[one.level]}**, if"
        yield ""
        yield from (f"- {sign}" for sign in one.signs)
        yield ""


def _medicines(page: GuidePage) -> Iterator[str]:
    offered = {one.id: one for cause in page.causes for one in cause.medicines}
    if offered:
        yield from ("## Medicines a doctor may talk about", "", MEDICINES, "")
    for one in offered.values():
        yield f"**{text(one.medicine.name)}** ({one.medicine.role.replace('-', ' ')}). {text(one.medicine.evidence)}"
        yield from (f"Speaks against it here: {text(caution.says)}. {text(caution.why)}" for caution in one.against)
        tell = [text(caution.says) for caution in one.tell]
        yield f"Tell your doctor if {'; '.join(tell)}." if tell else ""
        yield ""


def _claims(page: GuidePage) -> Iterator[str]:
    if page.claims:
        yield from ("## What is often said, and what is known", "")
    for one in page.claims:
        yield f"- *{one.claim}*: **{VERDICTS[one.verdict]}**.{f' {one.note}' if one.note else ''}"
    yield ""


def _founded(knowledge: Knowledge, page: GuidePage) -> Iterator[str]:
    yield from ("## What this rests on", "", founded(page), "", version(knowledge), NOT_ADVICE, "")
    for number, source in enumerate(page.sources, 1):
        publisher = ", ".join(str(part) for part in (source.publisher, source.year) if part)
        yield f"{number}. [{source.title}]({source.url}){f' ({publisher})' if publisher else ''}: {source.says}"


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
    """The page as text for a terminal: the Markdown without its signs, in lines of at most 80 columns."""
    return "\n".join(line for raw in markdown(knowledge, page).splitlines() for line in _plain_line(raw)) + "\n"


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
