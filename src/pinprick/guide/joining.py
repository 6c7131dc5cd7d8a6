"""The words that join the records of a guide."""

from pinprick.case.answers import Answer, Painted
from pinprick.guide import GoesWith, GuideCause, GuidePage, SeenOf
from pinprick.knowledge import LEVELS, Knowledge
from pinprick.words import ENGLISH, wording
from pinprick.words.wording import text

VERDICTS = {
    "supported": "supported",
    "partly": "partly right",
    "unsupported": "not supported",
    "wrong": "wrong",
}


NOT_ADVICE = "pinprick informs; it does not replace a clinician and is no certified medical device."


MEDICINES = "For a talk with a doctor or pharmacist: no reason to start or stop one."
"""What every list of medicines begins with."""


def told(knowledge: Knowledge, page: GuidePage) -> list[str]:
    """What the asker has said by asking, in words."""
    return [_answer(knowledge, finding, answer) for finding, answer in page.answers.items()]


def _answer(knowledge: Knowledge, finding: str, answer: Answer) -> str:
    record = knowledge.vocabulary.findings[finding]
    if record.kind == "choice" and text(record.label, ENGLISH) in text(
        record.values[str(answer)], ENGLISH
    ):
        return text(record.values[str(answer)], ENGLISH)
    if not isinstance(answer, Painted):
        return wording.answer(knowledge, finding, answer, ENGLISH)
    numb = answer.left | answer.right | answer.midline
    regions = knowledge.vocabulary.regions
    labels = (text(region.label, ENGLISH) for id_, region in regions.items() if id_ in numb)
    return f"numb only there: {wording.listed(labels, ENGLISH)}"


def with_how_often(found: GoesWith) -> str:
    """A finding and how often it is there."""
    return f"{found.label} ({found.often})"


def urgency(page: GuidePage) -> str:
    """What follows from the story's level: what its rule tells, or what it holds for."""
    verdict = page.told.urgency
    if verdict.reasons:
        return " ".join(f"{reason.tell} {reason.text}" for reason in verdict.reasons)
    first = page.causes[0].condition
    words = "That is before anything else was asked, and only if no warning sign is true."
    if LEVELS.index(first.urgency.level) < LEVELS.index(verdict.level):
        level = wording.level_name(first.urgency.level, ENGLISH)
        words += f" The likeliest cause would by itself be: {level}. More answers tell whether that is enough."
    return words


def clinical(page: GuidePage, cause: GuideCause) -> str:
    """The clinical name of a cause and how soon it should be seen; beside an emergency no calmer
    level is named."""
    name, level = text(cause.condition.name.clinical, ENGLISH), cause.condition.urgency.level
    calmer = page.assessment.urgency.level == "emergency" and level != "emergency"
    return name if calmer else f"{name} · {wording.level_name(level, ENGLISH)}"


def in_signs(one: SeenOf) -> str:
    """When a cause needs somebody at a level: why, or the signs as one sentence."""
    return " ".join(
        filter(None, [one.why, f"If {'; or if '.join(one.signs)}." if one.signs else ""])
    )


def rest(page: GuidePage) -> str:
    """How likely it is that it is no cause that the page tells."""
    others, none = (
        wording.frequency(page.rest, ENGLISH),
        wording.frequency(page.assessment.unexplained, ENGLISH),
    )
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
