"""A compiled guide as Markdown and as text: its six parts, then its sources."""

from collections.abc import Iterator

from pinprick.guide import GuidePage, typed
from pinprick.guide.joining import box_heading, cause_line, heading, version
from pinprick.knowledge import Knowledge, Routine, Step
from pinprick.words import naming, say, wording
from pinprick.words.wording import text, texts


def markdown(knowledge: Knowledge, page: GuidePage) -> str:
    """The page as Markdown."""
    return typed.markdown(_lines(knowledge, page))


def plain(knowledge: Knowledge, page: GuidePage, columns: int = typed.WIDTH) -> str:
    """The page as text for a terminal, in lines of at most so many columns."""
    return typed.plain(_lines(knowledge, page), columns)


def _lines(knowledge: Knowledge, page: GuidePage) -> Iterator[str]:
    """The lines of the page, with our own marks and nothing escaped."""
    guide, language = page.guide, page.language
    yield from (f"# {text(guide.title, language)}", "")
    for line in texts(guide.answer.lines, language):
        yield from (line, "")
    yield from _box(page)
    yield from _steps(page)
    yield from _why(knowledge, page)
    yield from _others(page)
    yield from (f"## {say(language, 'guide.come-back')}", "")
    yield from (f"- {text(sign.says, language)}" for sign in guide.come_back)
    yield ""
    yield from _founded(knowledge, page)


def _box(page: GuidePage) -> Iterator[str]:
    yield from (f"## {say(page.language, 'guide.box')}", "")
    for danger in page.dangers:
        yield from (typed.strong(box_heading(danger.level, page.language)), "")
        yield from (f"- {sign}" for sign in danger.signs)
        yield ""
    for line in (*page.on_skin, say(page.language, "guide.box-more")):
        yield from (line, "")


def _steps(page: GuidePage) -> Iterator[str]:
    language = page.language
    yield from (f"## {say(language, 'guide.now')}", "")
    yield from _routine(page.routine.routine, language)
    more = [text(one.routine.title, language) for one in page.more]
    if more:
        titles = wording.series(more, language)
        yield from (say(language, "guide.also", titles=titles), "")


def _routine(routine: Routine, language: str) -> Iterator[str]:
    yield from (f"### {text(routine.title, language)}", "")
    for number, step in enumerate(routine.steps, 1):
        yield f"{number}. {_step(step, language)}"
    yield ""
    yield from (f"- {line}" for line in texts(routine.cautions, language))
    yield ""


def _step(step: Step, language: str) -> str:
    do, time = text(step.do, language), wording.how_long(step.seconds, step.repeat, language)
    return say(language, "guide.step", step=do, time=time) if time else do


def _why(knowledge: Knowledge, page: GuidePage) -> Iterator[str]:
    language, why = page.language, page.guide.why
    yield from (f"## {say(language, 'guide.why')}", "", text(why.text, language), "")
    if why.mechanism:
        for number, step in enumerate(knowledge.mechanisms[why.mechanism].steps, 1):
            yield f"{number}. {text(step.says, language)}"
        yield ""


def _others(page: GuidePage) -> Iterator[str]:
    yield from (f"## {heading(page)}", "")
    for cause in page.others:
        yield f"- {cause_line(cause, typed.strong(cause.name), page.language)}"
    yield ""
    if page.guide.claims:
        yield from (say(page.language, "guide.claims-command"), "")


def _founded(knowledge: Knowledge, page: GuidePage) -> Iterator[str]:
    """The sources of the guide, each in a line."""
    language = page.language
    yield from (f"## {say(language, 'guide.rests')}", "")
    for source in page.sources:
        yield f"- {source.title} ({naming.provenance(source, language)}) <{source.url}>"
    yield from ("", version(knowledge, language), say(language, "page.informs"))
