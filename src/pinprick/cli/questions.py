"""Questions in the terminal: what is shown for each kind of finding, and what the replies mean."""

from collections.abc import Callable

import click

from pinprick.case.answers import Answer, Painted
from pinprick.cli.report import wrapped
from pinprick.interview.pages import PARTS, findings_of, how_of, part_of, title_of
from pinprick.knowledge import Finding, Knowledge
from pinprick.knowledge.ids import ABSENT, PRESENT, UNKNOWN
from pinprick.knowledge.quantity import Text
from pinprick.words import say as message
from pinprick.words import wording
from pinprick.words.numbers import figure
from pinprick.words.wording import laid_out, text

_AGES = "dwm"
"""The letters for days, weeks and months: the ages of a sign, newest first."""
_MEANT = {"y": PRESENT, "yes": PRESENT, "n": ABSENT, "no": ABSENT, "d": UNKNOWN, "p": UNKNOWN}


class Back(Exception):
    """The person wants the previous question."""


class Change(Exception):
    """The person wants to change an answer."""


class End(Exception):
    """The person wants the result now, or there is nothing more to read."""


class _Again(Exception):
    """The reply was not understood, or only asked why; the question comes again."""


def say(words: str) -> None:
    """Print words, wrapped to the window."""
    click.echo("\n".join(wrapped(words)))


def title(words: str) -> None:
    """Print words in bold, wrapped to the window."""
    click.echo("\n".join(click.style(line, bold=True) for line in wrapped(words)))


def say_part(knowledge: Knowledge, page: str, language: str) -> None:
    """Print how far the interview has come: the part that a page belongs to."""
    name = part_of(knowledge, page)
    number, words = PARTS.index(name) + 1, message(language, f"progress.part.{name}")
    told = message(language, "ask.part", number=number, of=len(PARTS), part=words)
    click.echo("\n" + "\n".join(click.style(line, dim=True) for line in wrapped(told)))


def read(prompt: str, language: str) -> str:
    """A reply in lower case; "?" is answered here, with what can be replied.

    Raises:
        Back, Change, End: when it says so, or the input ends.
    """
    lines = wrapped(prompt.lstrip(), " " * (len(prompt) - len(prompt.lstrip())))
    while True:
        if lines[:-1]:
            click.echo("\n".join(lines[:-1]))
        try:
            reply = input(f"{lines[-1] if lines else ''} ").strip().lower()
        except EOFError:
            raise End from None
        if reply != "?":
            break
        say(message(language, "ask.help"))
    wanted = {"b": Back, "c": Change, "e": End}.get(reply)
    if wanted:
        raise wanted
    return reply


def ask_signs(knowledge: Knowledge, language: str) -> dict[str, Answer | None]:
    """Ask for the red flags: first in which groups something is true, as the line of each names all
    of its signs; then which of them. The answer to each, None when the page is skipped."""
    while True:
        marked = _ask_rows(knowledge, language)
        if marked is None:
            return dict.fromkeys(knowledge.screen.findings)
        try:
            return _ask_marked(knowledge, marked, language)
        except Back:  # out of a group, back leads to the rows
            continue


def _ask_rows(knowledge: Knowledge, language: str) -> dict[int, str] | None:
    groups = knowledge.screen.groups
    for number, group in enumerate(groups, 1):
        line = wording.series((text(one.says, language) for one in group.signs), language)
        told = message(language, "ask.signs-line", title=text(group.title, language), signs=line)
        how = text(group.how, language) if group.how else ""
        row = wording.together((told, how))
        click.echo("\n".join(wrapped(row, "     ", f"  {number:>2} ")))
    return _marked_page(len(groups), language)


def _ask_marked(
    knowledge: Knowledge, marked: dict[int, str], language: str
) -> dict[str, Answer | None]:
    said: dict[str, Answer | None] = dict.fromkeys(knowledge.screen.findings, ABSENT)
    for number, group in enumerate(knowledge.screen.groups, 1):
        if marked.get(number) == UNKNOWN:
            said |= dict.fromkeys(group.findings, UNKNOWN)
        elif number in marked:
            said |= ask_listed(knowledge, group.title, group.findings, language)
    return said


def ask_list(knowledge: Knowledge, page: str, language: str) -> dict[str, Answer | None]:
    """Ask for the signs of a list by its page, below how to try them where that is needed."""
    over, how = title_of(knowledge, page) or {}, how_of(knowledge, page)
    return ask_listed(knowledge, over, findings_of(knowledge, page), language, how)


def ask_listed(
    knowledge: Knowledge,
    over: Text,
    findings: tuple[str, ...],
    language: str,
    how: Text | None = None,
) -> dict[str, Answer | None]:
    """Ask for signs in a list below a title: the answer to each, None when the page is skipped."""
    click.echo()
    title(text(over, language))
    if how:
        click.echo("\n".join(wrapped(text(how, language), "  ", "  ")))
    for number, finding in enumerate(findings, 1):
        words = text(knowledge.vocabulary.findings[finding].ask, language)
        click.echo("\n".join(wrapped(words, "     ", f"  {number:>2} ")))
    marked = _marked_page(len(findings), language)
    if marked is None:
        return dict.fromkeys(findings)
    return {id_: marked.get(number, ABSENT) for number, id_ in enumerate(findings, 1)}


def _marked_page(most: int, language: str) -> dict[int, str] | None:
    """The numbers of a reply, 1 to `most`; None when the page is skipped."""
    while True:
        reply = read(message(language, "ask.group"), language)
        if reply == "s":
            return None
        try:
            return _marked(reply, most, language)
        except _Again:
            continue


def _marked(reply: str, most: int, language: str) -> dict[int, str]:
    """The numbers of a reply; Enter alone says nothing, so that nobody denies a sign by it."""
    if reply in ("n", "no", "none"):
        return {}
    if not reply:
        say(message(language, "ask.group-again"))
        raise _Again
    return _numbers(reply, most, language)


def _numbers(reply: str, most: int, language: str) -> dict[int, str]:
    marked: dict[int, str] = {}
    for word in reply.replace(",", " ").split():
        number = word.removesuffix("?")
        if not number.isdecimal() or not 1 <= int(number) <= most:
            say(message(language, "ask.not-understood", reply=word, most=most))
            raise _Again
        marked[int(number)] = UNKNOWN if word.endswith("?") else PRESENT
    return marked


def strike(most: int, language: str) -> frozenset[int]:
    """Which of 1 to `most` the person strikes out; Enter leaves all of them."""
    while True:
        reply = read(message(language, "ask.strike"), language)
        if not reply:
            return frozenset()
        if reply in ("n", "no", "none"):
            return frozenset(range(1, most + 1))
        try:
            return frozenset(_numbers(reply, most, language))
        except _Again:
            continue


def ask_age(knowledge: Knowledge, sign: str, language: str) -> str | None:
    """Ask how old a sign is that the person has; None when they are not sure."""
    since, record = knowledge.screen.since, knowledge.vocabulary.findings[sign]
    ages = dict(zip(_AGES, since.ages, strict=False))
    label, asked = text(record.label, language), text(since.ask, language)
    say(message(language, "ask.since", sign=wording.capital(label), since=asked))
    choices = (f"{letter} {text(since.ages[age], language)}" for letter, age in ages.items())
    prompt = message(language, "ask.age", ages=wording.series(choices, language, "list.comma"))
    while (reply := read(prompt, language)) not in ("", *ages):
        say(
            message(language, "ask.age-again", letters=wording.series(ages, language, "list.comma"))
        )
    return ages.get(reply)


def ask_one(
    knowledge: Knowledge, finding: str, why: Callable[[], None], language: str
) -> Answer | None:
    """Ask one question until it is answered; None when it is skipped."""
    record = knowledge.vocabulary.findings[finding]
    click.echo()
    title(text(record.ask, language))
    ask = {"flag": _flag, "choice": _choice, "number": _number, "regions": _map}[record.kind]
    while True:
        try:
            return ask(knowledge, record, why, language)
        except _Again:
            continue


def _reply(prompt: str, why: Callable[[], None], language: str) -> str:
    reply = read(prompt, language)
    if reply == "w":
        why()
        raise _Again
    return reply


def _flag(
    knowledge: Knowledge, record: Finding, why: Callable[[], None], language: str
) -> Answer | None:
    reply = _reply(f"  {message(language, 'ask.flag')}", why, language)
    if reply == "s":
        return None
    if reply not in _MEANT:
        say(message(language, "ask.flag-again"))
        raise _Again
    return _MEANT[reply]


def _choice(
    knowledge: Knowledge, record: Finding, why: Callable[[], None], language: str
) -> Answer | None:
    for number, words in enumerate(record.values.values(), 1):
        click.echo("\n".join(wrapped(text(words, language), "    ", f"  {number} ")))
    reply = _reply(f"  {message(language, 'ask.choice')}", why, language)
    if reply in ("s", "d", "p"):
        return None if reply == "s" else UNKNOWN
    if reply.isdecimal() and 1 <= int(reply) <= len(record.values):
        return list(record.values)[int(reply) - 1]
    say(message(language, "ask.choice-again", least=1, most=len(record.values)))
    raise _Again


def _number(
    knowledge: Knowledge, record: Finding, why: Callable[[], None], language: str
) -> Answer | None:
    prompt = message(language, "ask.number", unit=laid_out(record.unit, language))
    reply = _reply(f"  {prompt}", why, language)
    if reply in ("s", "d", "p"):
        return None if reply == "s" else UNKNOWN
    most = record.most or 1000
    if reply.isdecimal() and int(reply) <= most:
        return float(reply)
    say(message(language, "ask.choice-again", least=0, most=figure(most, language)))
    raise _Again


def _map(
    knowledge: Knowledge, record: Finding, why: Callable[[], None], language: str
) -> Answer | None:
    """A drawn leg with numbered regions, once for each side; a region of the midline has no
    side."""
    regions = knowledge.vocabulary.regions
    names = list(regions)
    click.echo(laid_out(knowledge.screen.drawing, language))
    for number, region in enumerate(regions.values(), 1):
        click.echo("\n".join(wrapped(text(region.label, language), "     ", f"  {number:>2} ")))
    painted: dict[str, frozenset[str]] = {}
    for side in ("left", "right"):
        reply = _reply(f"  {message(language, f'ask.map-{side}')}", why, language)
        if reply in ("s", "d", "p"):
            return None if reply == "s" else UNKNOWN
        painted[side] = frozenset(
            names[number - 1] for number in _marked(reply, len(names), language)
        )
    midline = frozenset(
        region for region in painted["left"] | painted["right"] if regions[region].midline
    )
    return Painted(painted["left"] - midline, painted["right"] - midline, midline)
