"""The words that join the records of a guide."""

from pinprick.case.answers import Answer, Painted
from pinprick.guide import GoesWith, GuideCause, GuidePage, SeenOf
from pinprick.knowledge import Knowledge, Level
from pinprick.words import say, wording
from pinprick.words.wording import text


def told(knowledge: Knowledge, page: GuidePage) -> list[str]:
    """What the asker has said by asking, in words."""
    answers = page.answers.items()
    return [_answer(knowledge, finding, answer, page.language) for finding, answer in answers]


def _answer(knowledge: Knowledge, finding: str, answer: Answer, language: str) -> str:
    record = knowledge.vocabulary.findings[finding]
    if record.kind == "choice":
        value = text(record.values[str(answer)], language)
        if text(record.label, language) in value:
            return value
    if not isinstance(answer, Painted):
        return wording.answer(knowledge, finding, answer, language)
    numb = answer.left | answer.right | answer.midline
    regions = knowledge.vocabulary.regions
    labels = (text(region.label, language) for id_, region in regions.items() if id_ in numb)
    return say(language, "guide.numb-only", regions=wording.listed(labels, language))


def with_how_often(found: GoesWith, language: str) -> str:
    """A finding and how often it is there."""
    return say(language, "guide.how-often", finding=found.label, often=found.often)


def urgency(page: GuidePage) -> str:
    """What follows from the story's level: what its rule tells, or what it holds for."""
    language, verdict = page.language, page.told.urgency
    if verdict.reasons:
        return " ".join(f"{reason.tell} {reason.text}" for reason in verdict.reasons)
    first = page.causes[0].condition
    words = say(language, "guide.before-all")
    if verdict.level and first.urgency.level < verdict.level:
        level = wording.level_name(first.urgency.level, language)
        words = f"{words} {say(language, 'guide.likeliest-alone', level=level)}"
    return words


def clinical(page: GuidePage, cause: GuideCause) -> str:
    """The clinical name of a cause and how soon it should be seen; beside an emergency no calmer
    level is named."""
    language, level = page.language, cause.condition.urgency.level
    name = text(cause.condition.name.clinical, language)
    if page.assessment.urgency.level == Level.EMERGENCY != level:
        return name
    return say(language, "guide.clinical", name=name, level=wording.level_name(level, language))


def in_signs(one: SeenOf, language: str) -> str:
    """When a cause needs somebody at a level: why, or the signs as one sentence."""
    signs = wording.series(one.signs, language, "list.or-if")
    return " ".join(
        filter(None, [one.why, say(language, "guide.if-signs", signs=signs) if signs else ""])
    )


def rest(page: GuidePage) -> str:
    """How likely it is that it is no cause that the page tells."""
    language = page.language
    others = wording.frequency(page.rest, language)
    none = wording.frequency(page.assessment.unexplained, language)
    return say(language, "guide.rest", others=others, none=none)


def founded(page: GuidePage) -> str:
    """How many of the numbers behind the page rest on what."""
    counts = page.numbers
    numbers = say(
        page.language,
        "guide.founded",
        whole=sum(counts.values()),
        study=counts["study"],
        review=counts["review"],
        estimate=counts["estimate"],
    )
    return f"{numbers} {say(page.language, 'guide.founded-care', count=len(page.sources))}"


def version(knowledge: Knowledge, language: str) -> str:
    """The knowledge base that a page was made from."""
    version, date = knowledge.settings.version, knowledge.settings.date
    return say(language, "guide.version", version=version, date=date, hash=knowledge.hash)
