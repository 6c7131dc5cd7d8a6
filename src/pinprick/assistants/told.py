"""What the tools say in text, from the records of `account`: a model reads it and tells a person.
What must not be missed stands in the first line."""

from collections.abc import Iterable, Iterator

from pinprick.account.heard import Understood
from pinprick.account.pages import ToldAsk, ToldPage
from pinprick.account.parts import Assessed
from pinprick.account.records import SourceRecord
from pinprick.account.steps import NextStep
from pinprick.account.told import ToldReason, ToldUrgency
from pinprick.assistants.sent import NOT_NUMB, Volunteered
from pinprick.knowledge import Knowledge, Level
from pinprick.words import say
from pinprick.words.wording import text

# ---- a verdict


def first_line(urgency: ToldUrgency, language: str) -> str:
    """The level; that it is the least it may be, while a red flag was not asked. Beside an emergency
    nothing else counts."""
    if urgency.complete or urgency.level == Level.EMERGENCY:
        return urgency.name
    left = len(urgency.not_asked)
    return say(language, "assistants.incomplete", count=left, name=urgency.name)


def of_verdict(
    knowledge: Knowledge, told: Assessed, sources: tuple[SourceRecord, ...], language: str
) -> list[str]:
    """An assessment in lines, cited; `sources` are those that it rests on, numbered in this order."""
    urgency, cited = told.urgency, _Cited(sources)
    assert isinstance(urgency, ToldUrgency), "a verdict is always asked for"
    lines = [first_line(urgency, language), urgency.tell]
    lines += [urgency.answer_first] if urgency.answer_first not in ("", urgency.tell) else []
    lines += _emergency(urgency)
    for reason in urgency.reasons:
        rule = knowledge.rules[reason.rule].sources if reason.rule else ()
        lines.append(f"- Why? {reason.text}{cited(rule)}")
    lines += [f"- {one.says} {one.go}" for one in told.scope or ()]
    lines += [urgency.children] if urgency.children else []
    lines += _causes(told, cited, knowledge.settings.telling.most_reasons) if told.causes else []
    lines += _advice(told)
    if urgency.level != Level.EMERGENCY:
        lines += [f"When to come back: {urgency.safety_net}", *_open(urgency)]
    return [*lines, *cited.listed(), f"Knowledge: {told.knowledge.version} {told.knowledge.hash}"]


class _Cited:
    """Sources by number, and which of them were cited."""

    def __init__(self, sources: tuple[SourceRecord, ...]) -> None:
        self._sources = dict(enumerate(sources, 1))
        self._numbers = {one.id: number for number, one in self._sources.items()}
        self._used: set[int] = set()

    def __call__(self, ids: Iterable[str]) -> str:
        numbers = {self._numbers[id_] for id_ in ids if id_ in self._numbers}
        self._used |= numbers
        return f" [{', '.join(str(one) for one in sorted(numbers))}]" if numbers else ""

    def listed(self) -> Iterator[str]:
        for number in sorted(self._used):
            one = self._sources[number]
            told = (one.title, one.publisher, str(one.year or ""), one.url)
            yield f"[{number}] {', '.join(part for part in told if part)}"


def _emergency(urgency: ToldUrgency) -> Iterator[str]:
    lines = urgency.emergency
    if lines:
        yield f"Say on the telephone: {' '.join(lines.say)}"
        yield f"Until help comes: {' '.join(lines.until_help_comes)}"
        yield f"Do not: {' '.join(lines.do_not)}"
        yield f"Take along: {' '.join(lines.take_along)}"
    if urgency.numbers:
        numbers = (f"{code} {', '.join(given)}" for code, given in urgency.numbers.items())
        yield f"Numbers by country: {'; '.join(numbers)}. {urgency.elsewhere}"


def _causes(told: Assessed, cited: _Cited, most: int) -> Iterator[str]:
    """The causes, each with the `most` telling reasons on either side."""
    yield "Possible causes, likeliest first; each may be wrong:"
    waiting = [cause for cause in told.causes or () if cause.waits_for]
    for cause in (one for one in told.causes or () if not one.waits_for):
        range_ = f", {cause.range}" if cause.range else ""
        yield f"- {cause.name} ({cause.clinical}): {cause.odds}{range_}"
        for head, reasons in (("for", cause.speaks_for), ("against", cause.speaks_against)):
            if reasons:
                yield f"  {head}: {'; '.join(_reason(one, cited) for one in reasons[:most])}"
    for cause in waiting:
        signs = "; ".join(one.name for one in cause.waits_for)
        yield f"- not asked or not known yet, so not judged: {cause.name} (depends on: {signs})"
    if told.unexplained:
        yield f"- something that is not known here: {told.unexplained.odds}"
    if told.second:
        yield told.second.text


def _reason(one: ToldReason, cited: _Cited) -> str:
    return f"{one.words} ({one.strength}){cited(one.sources)}"


def _advice(told: Assessed) -> Iterator[str]:
    card = told.advice.card if told.advice else None
    if card is None:
        return
    if card.headline:  # none while the level is not judged: a cause would calm
        yield " – ".join(one for one in (f"In short: {card.headline}", card.beside) if one)
    yield from (f"- Do: {one}" for one in card.do)
    yield from (f"- More urgent ({one.level}) if: {one.sign}" for one in card.worry_if)


def _open(urgency: ToldUrgency) -> Iterator[str]:
    if urgency.open:
        names = "; ".join(f"{one.id} ({one.name})" for one in urgency.open)
        yield f"Warning signs not asked or not known, which are no “no”: {names}"
    if not urgency.complete:
        yield "Ask them with next_questions, then call assess_case again."


# ---- a step of the interview


def of_step(knowledge: Knowledge, step: NextStep, language: str) -> list[str]:
    """What to say and to ask next, in lines."""
    lines = []
    if step.alarm:
        lines.append(f"SAY THIS TO THE PERSON AT ONCE ({step.alarm.level}): {step.alarm.tell}")
    lines += [f"Say this too: {one}" for one in step.notices]
    if step.page is None:
        lines.append(f"{step.says} Now call assess_case with the same arguments.")
    else:
        lines += _page(knowledge, step.page, language)
    return [*lines, f"So far: {first_line(step.urgency, language)}"]


def _page(knowledge: Knowledge, page: ToldPage, language: str) -> Iterator[str]:
    yield f'Ask all of page "{page.id}" {page.title}'.rstrip()
    yield (
        f'Send what the person answers under asked["{page.id}"], "unknown" where they do not know. '
        "Leave out what they were not asked or did not answer; never answer for them."
    )
    if page.how:
        yield f"Say this first: {page.how}"
    asks = {one.finding: one for one in page.questions}
    rows = page.rows or (None,)
    for row in rows:
        if row is not None and row.title:
            yield f"{row.title}: {row.how}".rstrip()
        for id_ in row.findings if row is not None else asks:
            if id_ in asks:
                yield _question(knowledge, asks[id_], language)
    if any(one.since for one in page.questions):
        yield "Of signs that are present ask since when, and send that under since."


def _question(knowledge: Knowledge, one: ToldAsk, language: str) -> str:
    if one.kind == "regions":
        regions = knowledge.vocabulary.regions
        names = (f"{id_} ({text(region.label, language)})" for id_, region in regions.items())
        midline = ", ".join(id_ for id_, region in regions.items() if region.midline)
        takes = (
            f'takes {{"left": [...], "right": [...], "{NOT_NUMB}": [...]}} of regions; ask for each '
            f"side, name under {NOT_NUMB} only what the person said is not numb, and under "
            f'"midline" {midline}. Regions: {"; ".join(names)}'
        )
    elif one.choices:
        takes = ", ".join(f"{choice.value} = {choice.words}" for choice in one.choices)
    else:
        takes = f"a number of {one.unit}, at most {one.most:g}" if one.most else "a number"
    return f"- {one.finding}: {one.ask} [{takes}]"


# ---- own words


def of_volunteered(
    knowledge: Knowledge, said: Iterable[Volunteered], language: str
) -> Iterator[str]:
    """What was taken as said without being asked, with the words, so that it can be put right."""
    for one in said:
        label = text(knowledge.vocabulary.findings[one.finding].label, language)
        yield f"Taken from the person's words “{one.words}”: {one.finding} ({label})"


def of_understood(told: Understood, language: str) -> list[str]:
    """What a text may mean, the red flags first; nothing of it is an answer yet."""
    lines = ["Nothing of this is an answer before the person says that it is right."]
    for one in sorted(told.proposals, key=lambda one: not one.red_flag):
        head = "WARNING SIGN, ask at once" if one.red_flag else "May mean"
        lines.append(f"{head}: {one.finding} = {one.value} ({one.says}): “{one.words}”")
        lines += [f"  ask: {one.question.ask}"] if one.red_flag else []
    lines += [f"Left aside ({one.why}): {one.finding}: “{one.words}”" for one in told.aside]
    lines += [f"Not understood: “{one.words}”" for one in told.not_understood]
    return [*lines, "What is not named here was not asked."]
