"""An account laid out for a terminal: what it may be in short, then how soon and what to do, which
stand last, where the window ends."""

import shutil
from collections.abc import Iterable, Iterator

import click

from pinprick.account import Account, account
from pinprick.account.told import ToldCard, ToldEmergency, ToldUrgency
from pinprick.account.verdict import lesser
from pinprick.assessment import Assessment
from pinprick.knowledge import Knowledge, Level
from pinprick.model.axes import Model
from pinprick.words import calling, say, wording
from pinprick.words.calling import Place
from pinprick.words.lines import wrapped as in_lines

WIDTH = 80
_COLOURS: dict[Level, str] = {
    Level.SELF_CARE: "green",
    Level.ROUTINE: "green",
    Level.SOON: "yellow",
    Level.SAME_DAY: "yellow",
    Level.EMERGENCY: "red",
}
_NOT_KNOWN = 10


def report(model: Model, assessment: Assessment, place: Place, language: str) -> str:
    """The report in short, lines of at most 80 columns, with colour codes; the verdict is its end."""
    knowledge, told = model.knowledge, account(model, assessment, language)
    if told.card is None:
        before: tuple[Iterable[str], ...] = (urgency(knowledge, told, place, language),)
    else:
        more = wrapped(say(language, "result.details"))
        before = (_causes(told, language), _why(told.urgency, told.card, language), more)
    return laid(
        wrapped(told.title or told.case),
        *before,
        foot(told, language),
        closing(knowledge, told, place, language),
    )


def laid(*sections: Iterable[str]) -> str:
    """Sections under each other, those that say nothing left out."""
    return "\n\n".join("\n".join(lines) for lines in map(list, sections) if lines) + "\n"


def width() -> int:
    """Columns to use: those of the window, at most `WIDTH`."""
    return min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)


def wrapped(words: str, indent: str = "", first: str | None = None) -> list[str]:
    return in_lines(words, width(), indent, first)


def bullets(items: Iterable[str], indent: str = "  ") -> Iterator[str]:
    for item in items:
        yield from wrapped(item, f"{indent}  ", f"{indent}- ")


def bold(words: str, indent: str = "  ") -> Iterator[str]:
    """Wrapped before it is styled: style codes have no width."""
    yield from (click.style(line, bold=True) for line in wrapped(words, indent))


def heading(words: str) -> str:
    return "\n".join(bold(words.upper(), ""))


# ---- urgency


def urgency(knowledge: Knowledge, told: Account, place: Place, language: str) -> Iterator[str]:
    """How soon, whom to call, what to do and why, and what is not known."""
    urgency = told.urgency
    yield from _level(urgency)
    yield from _whom(knowledge, urgency, place, language)
    if urgency.answer_first:
        yield from wrapped(urgency.answer_first, "  ")
    yield from _reasons(urgency, language)
    if urgency.children:
        yield from wrapped(urgency.children, "  ")
        yield from wrapped(say(language, "result.children"), "  ")
    for one in told.scope:
        yield from wrapped(wording.together((one.says, one.go)), "  ")
    if urgency.emergency:
        yield from _until_help_comes(urgency.emergency, language)
    yield from _lesser_reasons(urgency, language)
    if urgency.open and not urgency.emergency:
        yield from wrapped(_not_known([flag.name for flag in urgency.open], language), "  ")


def _level(urgency: ToldUrgency) -> Iterator[str]:
    colour = _COLOURS[urgency.level] if urgency.level and urgency.complete else "yellow"
    colour = "red" if urgency.level == Level.EMERGENCY else colour
    for line in wrapped(urgency.name.upper()):
        yield click.style(line, fg=colour, bold=True)


def _whom(knowledge: Knowledge, urgency: ToldUrgency, place: Place, language: str) -> Iterator[str]:
    whom = calling.call(knowledge, urgency.level, place, language)
    if whom:
        yield from wrapped(calling.sentence(whom, language), "  ")
        if place.guessed:
            yield from wrapped(say(language, "result.choose-country"), "  ")


def _reasons(urgency: ToldUrgency, language: str) -> Iterator[str]:
    """What to do and why, by the reasons of the level."""
    if urgency.means and not urgency.reasons:
        yield from wrapped(urgency.means, "  ")
        whom = say(language, "result.whom", who=urgency.who, within=urgency.within)
        yield from wrapped(whom, "  ")
    said = ""
    for reason in (one for one in urgency.reasons if one.level == urgency.level):
        if reason.tell != said:
            said = reason.tell
            yield from wrapped(said, "  ")
        yield from wrapped(say(language, "result.why", reason=reason.text), "  ")


def _lesser_reasons(urgency: ToldUrgency, language: str) -> Iterator[str]:
    """Why lower rules fired, without what they say to do: two instructions would be one too
    many."""
    also = [reason.text for reason in lesser(urgency)]
    if also:
        yield ""
        title = say(language, "result.also", count=len(also))
        yield from wrapped(say(language, "before-list", title=title), "  ")
        yield from bullets(also)


def _until_help_comes(lines: ToldEmergency, language: str) -> Iterator[str]:
    for title, told in (
        (say(language, "emergency.say"), lines.say),
        (say(language, "emergency.until"), lines.until_help_comes),
        (say(language, "emergency.do-not"), lines.do_not),
        (say(language, "emergency.take-along"), lines.take_along),
    ):
        yield ""
        yield from bold(title)
        yield from bullets(told)


def _not_known(names: list[str], language: str) -> str:
    more = len(names) - _NOT_KNOWN
    if more > 0:
        first = wording.series(names[:_NOT_KNOWN], language, "list.comma")
        return say(language, "result.not-known-more", signs=first, count=more)
    signs = wording.listed(names, language, "list.or")
    return say(language, "result.not-known", signs=signs)


# ---- in short


def _causes(told: Account, language: str) -> Iterator[str]:
    """Each cause in a line, with how likely it is."""
    if told.causes:
        yield heading(say(language, "result.causes"))
    for cause in told.causes:
        odds = wording.with_range(cause.odds, cause.range, language)
        words = say(language, "result.cause", cause=cause.name, frequency=odds)
        yield from wrapped(words, "    ", "  ")
    if told.second:
        yield from wrapped(told.second.text, "  ")
    yield from waiting(told, language)


def waiting(told: Account, language: str) -> Iterator[str]:
    """The causes that are not listed, as it is not known whether what defines them holds."""
    if told.waiting:
        yield ""
        yield from bold(say(language, "cause.waiting"))
        yield from bullets((one.text for one in told.waiting), "  ")


def _why(urgency: ToldUrgency, card: ToldCard, language: str) -> Iterator[str]:
    """Why it is so urgent, with what to do about it where the card has no room for it, and what is
    not known."""
    lines: list[str] = []
    said = set(card.do)
    for reason in (one for one in urgency.reasons if one.level == urgency.level):
        if reason.tell not in said:
            lines += wrapped(reason.tell, "  ")
            said.add(reason.tell)
        lines += wrapped(say(language, "result.why", reason=reason.text), "  ")
    lines += _lesser_reasons(urgency, language)
    if urgency.open:
        lines += [""] if lines else []
        lines += wrapped(_not_known([flag.name for flag in urgency.open], language), "  ")
    if lines:
        yield heading(say(language, "fold.why"))
        yield from lines


def foot(told: Account, language: str) -> Iterator[str]:
    """What pinprick is, and which knowledge it rests on."""
    version, hash_ = told.knowledge.version, told.knowledge.hash
    for words in (
        say(language, "page.version", version=version, hash=hash_),
        say(language, "page.informs"),
        say(language, "result.wrong-issue"),
    ):
        yield from (click.style(line, dim=True) for line in wrapped(words))


# ---- the end: what stands last stays on the screen


def closing(knowledge: Knowledge, told: Account, place: Place, language: str) -> Iterator[str]:
    """The card; of an emergency whom to call and what to do first, once more."""
    yield "-" * width()
    yield from _level(told.urgency)
    if told.card:
        yield from _card(knowledge, told, told.card, place, language)
        yield ""
        yield from _level(told.urgency)  # in a low window the first line has left it
    else:
        yield from _whom(knowledge, told.urgency, place, language)
        yield from wrapped(told.urgency.tell, "  ")


def _card(
    knowledge: Knowledge, told: Account, card: ToldCard, place: Place, language: str
) -> Iterator[str]:
    if told.urgency.within:
        yield from wrapped(wording.sentence(told.urgency.within, language), "  ")
    if card.headline:
        yield ""
        yield from bold(card.headline)
        yield from wrapped(_beside(card, language), "  ")
    if told.urgency.children:
        yield ""
        yield from wrapped(told.urgency.children, "  ")
        yield from wrapped(say(language, "result.children"), "  ")
    yield ""
    yield from _whom(knowledge, told.urgency, place, language)
    for number, step in enumerate(card.do, 1):
        many = len(card.do) > 1
        yield from wrapped(step, "     " if many else "  ", f"  {number}  " if many else None)
    for line in told.scope:
        yield ""
        yield from wrapped(wording.together((line.says, line.go)), "  ")
    yield ""
    yield from _worse(told, card, language)


def _beside(card: ToldCard, language: str) -> str:
    """How likely what is named is, or what the possible causes have in common."""
    return say(language, "result.likely", frequency=card.beside) if card.cause else card.beside


def _worse(told: Account, card: ToldCard, language: str) -> Iterator[str]:
    """What would make it more urgent, the most urgent last."""
    calm = told.urgency.level == Level.SELF_CARE
    yield from bold(say(language, "card.worry" if calm else "card.sooner"))
    before = None
    for one in card.worry_if:
        if one.level != before:
            yield from wrapped(wording.level_name(one.level, language), "    ")
        before = one.level
        yield from bullets([one.sign], "    ")
