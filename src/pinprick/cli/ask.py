"""`pinprick ask`: a first interview in the terminal. The red flags, the map, then the questions that tell most.

The state is the answers, nothing else; going back takes the last ones out. Nothing is stored unless `--save` says so.
"""

from dataclasses import dataclass, field
from pathlib import Path

import click
import msgspec

from pinprick import compiled, interview, urgency, wording
from pinprick.assess import assess
from pinprick.case import ABSENT, MAP, PRESENT, UNKNOWN, Answer, Case, Painted, to_data
from pinprick.cli import report
from pinprick.cli.common import country_option, fail, knowledge_option
from pinprick.knowledge import Knowledge
from pinprick.model import OTHER, Model
from pinprick.problems import ProblemsFound
from pinprick.wording import text

_HELP = "y yes, n no, d don't know, s skip, b back, w why do we ask?, e end and show the result"
_CHOICE_HELP = "a number, d don't know, s skip, b back, w why do we ask?, e end and show the result"


class _BackError(Exception):
    """The person wants the question before."""


class _EndError(Exception):
    """The person wants the result now."""


@dataclass(slots=True)
class _Interview:
    """The answers so far; `steps` are the findings that each question answered, so that back can take them out."""

    model: Model
    answers: dict[str, Answer] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    steps: list[list[str]] = field(default_factory=list)

    @property
    def knowledge(self) -> Knowledge:
        return self.model.knowledge


@click.command("ask")
@click.option("--save", type=click.Path(path_type=Path), metavar="FILE", help="Keep the answers as a case file.")
@country_option
@knowledge_option
def command(save: Path | None, country: str, knowledge: Path | None) -> None:
    """Answer questions in the terminal; the answers stay on this machine and are not stored unless you ask."""
    try:
        talk = _Interview(compiled.load(knowledge))
    except ProblemsFound as error:
        fail(error)
    try:
        _talk(talk, country)
    except _EndError:
        click.echo()
    case = Case(id="ask", title="What you told", answers=talk.answers)
    if save:
        save.write_bytes(msgspec.json.format(msgspec.json.encode(to_data(case)), indent=2) + b"\n")
        click.echo(f"Answers kept in {save}.\n")
    click.echo(report.report(talk.knowledge, assess(talk.model, case), country), nl=False)


def _talk(talk: _Interview, country: str) -> None:
    screen = talk.knowledge.screen
    click.echo(click.style(text(screen.title), bold=True))
    _say(text(screen.intro))
    _say(f"At every question: {_HELP}.")
    pages = [("group", index) for index in range(len(screen.groups))] + [("one", id_) for id_ in screen.also]
    pages += [("one", MAP)]
    at = 0
    while at < len(pages):
        kind, what = pages[at]
        try:
            _ask_group(talk, int(what)) if kind == "group" else _ask_one(talk, str(what))
            at += 1
        except _BackError:
            at = max(0, at - 1)
            _undo(talk)
        if at == len(screen.groups):
            _warn(talk, country)
    _warn(talk, country)
    _ask_by_value(talk)


def _ask_by_value(talk: _Interview) -> None:
    asked = 0
    while True:
        known = {**talk.answers, **dict.fromkeys(talk.skipped, UNKNOWN)}
        question = interview.next_question(talk.model, known, asked)
        if question is None:
            click.echo("\nNo further question would tell much.\n")
            return
        try:
            _ask_one(talk, question.finding)
            asked += 1
        except _BackError:
            _undo(talk)
            asked = max(0, asked - 1)


def _undo(talk: _Interview) -> None:
    for finding in talk.steps.pop() if talk.steps else ():
        talk.answers.pop(finding, None)
        if finding in talk.skipped:
            talk.skipped.remove(finding)


def _say(words: str) -> None:
    click.echo("\n".join(report.wrapped(words)))


def _warn(talk: _Interview, country: str) -> None:
    """Say at once what the rules make of the answers, when it should not wait."""
    rules = urgency.parsed(talk.knowledge)
    said = urgency.said_by_rules(rules, talk.answers)
    urgent = [id_ for id_ in said.rules if talk.knowledge.urgency.rules[id_].level in ("same-day", "emergency")]
    if urgent:
        rule = talk.knowledge.urgency.rules[urgent[0]]
        number = talk.knowledge.urgency.levels[rule.level].numbers.get(country, "")
        colour = "red" if rule.level == "emergency" else "yellow"
        click.echo()
        click.secho(
            f"{wording.LEVEL_NAMES[rule.level].upper()} {f'({number})' if number else ''}", fg=colour, bold=True
        )
        _say(text(rule.tell))
        _say("You can go on answering, for the doctor's note, or end with e.")


# ---- one page


def _read(prompt: str) -> str:
    try:
        reply = click.prompt(prompt, default="", show_default=False, prompt_suffix=" ").strip().lower()
    except click.Abort:
        raise _EndError from None
    if reply == "b":
        raise _BackError
    if reply == "e":
        raise _EndError
    return str(reply)


def _ask_group(talk: _Interview, index: int) -> None:
    group = talk.knowledge.screen.groups[index]
    click.echo(f"\n{click.style(text(group.title), bold=True)}")
    for number, finding in enumerate(group.findings, 1):
        label = text(talk.knowledge.vocabulary.findings[finding].ask)
        click.echo("\n".join(report.wrapped(label, "     ", f"  {number:>2} ")))
    help_ = "Numbers that are true (add ? when unsure: 2 4?), Enter for none, s skip, b back, e end:"
    while True:
        reply = _read(help_)
        if reply == "s":
            talk.steps.append([])
            return
        marked = _numbers(reply, len(group.findings))
        if marked is not None:
            break
        click.echo(f"Please give numbers from 1 to {len(group.findings)}, such as: 2 4?")
    for number, finding in enumerate(group.findings, 1):
        talk.answers[finding] = marked.get(number, ABSENT)
    talk.steps.append(list(group.findings))


def _numbers(reply: str, most: int) -> dict[int, str] | None:
    """The numbers of a reply with what they mean; None when it is none that we understand."""
    marked: dict[int, str] = {}
    for word in reply.replace(",", " ").split():
        number = word.removesuffix("?")
        if not number.isdigit() or not 1 <= int(number) <= most:
            return None
        marked[int(number)] = UNKNOWN if word.endswith("?") else PRESENT
    return marked


def _ask_one(talk: _Interview, finding: str) -> None:
    record = talk.knowledge.vocabulary.findings[finding]
    click.echo()
    _say(click.style(text(record.ask), bold=True))
    ask = {"flag": _flag, "choice": _choice, "number": _number, "regions": _map}[record.kind]
    while True:
        answer = ask(talk, finding)
        if answer == "w":
            _why(talk, finding)
        elif answer == "s":
            talk.skipped.append(finding)
            break
        elif answer is not None:
            talk.answers[finding] = answer
            break
    talk.steps.append([finding])


def _flag(talk: _Interview, finding: str) -> Answer | None:
    reply = _read("  y n d s b w e:")
    meant = {"y": PRESENT, "yes": PRESENT, "n": ABSENT, "no": ABSENT, "d": UNKNOWN, "s": "s", "w": "w"}.get(reply)
    if meant is None:
        click.echo(f"Please answer with {_HELP}.")
    return meant


def _choice(talk: _Interview, finding: str) -> Answer | None:
    values = talk.knowledge.vocabulary.findings[finding].values
    for number, words in enumerate(values.values(), 1):
        click.echo(f"  {number} {text(words)}")
    reply = _read("  number d s b w e:")
    if reply in ("s", "w"):
        return reply
    if reply == "d":
        return UNKNOWN
    if reply.isdigit() and 1 <= int(reply) <= len(values):
        return list(values)[int(reply) - 1]
    click.echo(f"Please answer with {_CHOICE_HELP}.")
    return None


def _number(talk: _Interview, finding: str) -> Answer | None:
    record = talk.knowledge.vocabulary.findings[finding]
    reply = _read(f"  {record.unit} d s b e:")
    if reply in ("s", "w", "d"):
        return UNKNOWN if reply == "d" else "s"
    try:
        number = float(reply)
    except ValueError:
        number = -1
    if 0 <= number <= (record.most or number):
        return number
    click.echo(f"Please give a number from 0 to {record.most:g}.")
    return None


def _map(talk: _Interview, finding: str) -> Answer | None:
    regions = talk.knowledge.vocabulary.regions
    for number, region in enumerate(regions.values(), 1):
        click.echo(f"  {number:>2} {text(region.label)}")
    painted: dict[str, frozenset[str]] = {}
    names = list(regions)
    for side in ("left", "right"):
        reply = _read(f"  Numb on the {side} (numbers, Enter for none, d don't know, s skip):")
        if reply in ("d", "s", "w"):
            return UNKNOWN if reply == "d" else "s"
        marked = _numbers(reply, len(names))
        if marked is None:
            click.echo(f"Please give numbers from 1 to {len(names)}.")
            return None
        painted[side] = frozenset(names[number - 1] for number in marked)
    everywhere = painted["left"] | painted["right"]
    midline = frozenset(region for region in everywhere if regions[region].midline)
    return Painted(painted["left"] - midline, painted["right"] - midline, midline)


def _why(talk: _Interview, finding: str) -> None:
    """Which causes each answer would raise or lower most, in words."""
    if finding not in talk.model.values:
        _say("It helps to tell the causes apart and to find where the trouble sits.")
        return
    now = {cause.id: cause.probability for cause in assess(talk.model, Case(answers=talk.answers)).causes}
    record = talk.knowledge.vocabulary.findings[finding]
    for effect in interview.effects(talk.model, talk.answers, finding):
        moved = sorted(now, key=lambda id_: -abs(effect.causes[id_] - now[id_]))[:3]
        told = "; ".join(_moved(talk.knowledge, id_, now[id_], effect.causes[id_]) for id_ in moved if id_ != OTHER)
        words = {PRESENT: "yes", ABSENT: "no"}.get(effect.value) or text(
            record.values.get(effect.value, {"en": effect.value})
        )
        click.echo("\n".join(report.wrapped(f"{words}: {told}", "      ", "    ")))


def _moved(knowledge: Knowledge, id_: str, before: float, after: float) -> str:
    name = text(knowledge.conditions[id_].name.plain)
    return f"{name} {'more' if after > before else 'less'} likely ({wording.frequency(after)})"
