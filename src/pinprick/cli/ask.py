"""`pinprick ask`: the interview in the terminal. The red flags, the map, then the questions that
tell most.

The state is the answers, nothing else: what comes next follows from them, back takes the last ones
out, and a file of answers is all that going on later needs. Nothing is stored unless asked, or when
Ctrl-C breaks it off."""

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from pinprick import interview, loading
from pinprick.assessment import assess
from pinprick.case.case import Answer, Answers, Case, read_cases, to_data
from pinprick.cli import questions, report
from pinprick.cli.common import country_option, fail, knowledge_option
from pinprick.cli.questions import Back, Change, End, say
from pinprick.knowledge import Knowledge, ScreenGroup
from pinprick.knowledge.ids import OTHER, UNKNOWN
from pinprick.model.axes import Model
from pinprick.problems import Problem, ProblemsFound
from pinprick.words import wording
from pinprick.words.wording import text


@dataclass(slots=True)
class _Talk:
    """The answers so far; `steps` are the findings that each page answered, so that back can take
    them out."""

    model: Model
    country: str
    answers: dict[str, Answer] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    steps: list[tuple[str, ...]] = field(default_factory=list)
    warned: str = ""
    ended: str = ""

    @property
    def knowledge(self) -> Knowledge:
        return self.model.knowledge

    @property
    def settled(self) -> dict[str, Answer]:
        """The answers, and what was skipped as not known."""
        return {**dict.fromkeys(self.skipped, UNKNOWN), **self.answers}


@click.command("ask")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    metavar="CASE",
    help="Keep the answers as a case file.",
)
@click.option(
    "--what-if",
    "what_if",
    multiple=True,
    metavar="FINDING=ANSWER",
    help="Show what an answer would change.",
)
@country_option
@knowledge_option
def command(
    file: Path | None,
    save: Path | None,
    what_if: tuple[str, ...],
    country: str,
    knowledge: Path | None,
) -> None:
    """Answer questions in the terminal, or go on with the answers in FILE.

    The answers stay on this machine and are not stored unless you ask.
    """
    try:
        talk = _Talk(loading.load(knowledge), country)
        talk.answers = _answers(file, talk) if file else {}
        changes = _changes(what_if, talk)
    except ProblemsFound as error:
        fail(error)
    if what_if:
        _show_what_if(talk, changes)
        return
    try:
        _talk(talk)
    except KeyboardInterrupt:
        _break_off(talk, save or file)
    if save:
        _keep(talk, save)
    case = Case(
        id="ask", title="What you told", answers=interview.finished(talk.knowledge, talk.answers)
    )
    click.echo("\n" + report.report(talk.knowledge, assess(talk.model, case), country), nl=False)


def _answers(file: Path, talk: _Talk) -> dict[str, Answer]:
    cases, _ = read_cases(file.read_bytes(), str(file), talk.knowledge.vocabulary)
    if len(cases) != 1:
        raise ProblemsFound(
            [Problem(str(file), 0, 0, "", f"holds {len(cases)} cases; give a file with one")]
        )
    return dict(cases[0].answers)


# ---- the talk


def _talk(talk: _Talk) -> None:
    screen = talk.knowledge.screen
    questions.title(text(screen.title))
    say(text(screen.intro))
    say(questions.HELP)
    while not talk.ended:
        try:
            _ask_next(talk)
        except Back:
            _undo(talk)
        except Change:
            _change(talk)
        except End:
            talk.ended = "You ended it."
    say(f"\n{talk.ended}")


def _ask_next(talk: _Talk) -> None:
    """Ask what comes next, or say in `ended` why nothing does."""
    page: ScreenGroup | str | None = interview.opening(talk.knowledge, talk.settled)
    if page is None:
        asked = interview.asked_by_value(talk.knowledge, talk.settled)
        step = interview.next_step(talk.model, talk.settled, asked)
        if step.ends:
            talk.ended = wording.ENDS[step.ends]
        page = step.question.finding if step.question else None
    if isinstance(page, ScreenGroup):
        _take(talk, questions.ask_group(talk.knowledge, page))
    elif page:
        _take(talk, {page: _ask_one(talk, page)})


def _ask_one(talk: _Talk, finding: str) -> Answer | None:
    return questions.ask_one(talk.knowledge, finding, lambda: _why(talk, finding))


def _take(talk: _Talk, given: dict[str, Answer | None]) -> None:
    """Keep the answers of a page, None for a question that was skipped, and say what should not
    wait."""
    talk.skipped |= {finding for finding, answer in given.items() if answer is None}
    told = {finding: answer for finding, answer in given.items() if answer is not None}
    talk.answers = interview.with_given(talk.knowledge, talk.answers, told)
    talk.steps.append(tuple(given))
    _warn(talk)


def _undo(talk: _Talk) -> None:
    for finding in talk.steps.pop() if talk.steps else ():
        talk.answers.pop(finding, None)
        talk.skipped.discard(finding)


def _change(talk: _Talk) -> None:
    """Take one answer out, so that its question comes again."""
    given = list(talk.answers)
    for number, finding in enumerate(given, 1):
        words = wording.answer(talk.knowledge, finding, talk.answers[finding])
        click.echo("\n".join(report.wrapped(words, "     ", f" {number:>3} ")))
    reply = questions.read("Which answer do you want to change (its number, Enter for none)?")
    if reply.isdigit() and 1 <= int(reply) <= len(given):
        finding = given[int(reply) - 1]
        answer = _ask_one(talk, finding)
        if answer is not None:
            talk.answers[finding] = answer


def _warn(talk: _Talk) -> None:
    """Say at once what the rules make of the answers, when it should not wait; each level once."""
    alarm = interview.alarm(talk.knowledge, talk.settled)
    if alarm is None or alarm.level == talk.warned:
        return
    talk.warned = alarm.level
    number = wording.number_to_call(talk.knowledge, alarm.level, talk.country)
    colour = "red" if alarm.level == "emergency" else "yellow"
    name = wording.LEVEL_NAMES[alarm.level].upper()
    click.secho(f"\n{name}{f' ({number})' if number else ''}", fg=colour, bold=True)
    say(text(alarm.tell))
    say("You can go on answering, for the doctor's note, or end with e.")


def _why(talk: _Talk, finding: str) -> None:
    """Which causes each answer would raise or lower most, in words."""
    if finding not in talk.model.values:
        say("It helps to tell the causes apart and to find where the trouble sits.")
        return
    now = interview.causes(talk.model, talk.answers)
    record = talk.knowledge.vocabulary.findings[finding]
    for effect in interview.effects(talk.model, talk.answers, finding):
        moved = sorted(
            talk.knowledge.conditions, key=lambda id_: -abs(effect.causes[id_] - now[id_])
        )[:3]
        told = "; ".join(_moved(talk.knowledge, id_, now[id_], effect.causes[id_]) for id_ in moved)
        words = questions.YES_OR_NO.get(effect.value) or text(
            record.values.get(effect.value, {"en": effect.value})
        )
        click.echo("\n".join(report.wrapped(f"{words}: {told}", "      ", "    ")))


def _moved(knowledge: Knowledge, id_: str, before: float, after: float) -> str:
    name = text(knowledge.conditions[id_].name.plain)
    return f"{name} {'more' if after > before else 'less'} likely ({wording.frequency(after)})"


# ---- keeping and going on


def _keep(talk: _Talk, file: Path) -> None:
    case = Case(id="ask", title="What you told", answers=talk.answers)
    file.write_bytes(msgspec.json.format(msgspec.json.encode(to_data(case)), indent=2) + b"\n")
    click.echo(f"Answers kept in {file}.")


def _break_off(talk: _Talk, file: Path | None) -> None:
    """Nothing is lost: keep the answers and say how to go on."""
    click.echo()
    if talk.answers:
        file = file or Path(f"pinprick-{datetime.now(UTC):%Y%m%d-%H%M%S}.json")
        _keep(talk, file)
        click.echo(f"Go on with: pinprick ask {file}")
        click.echo(f"Throw them away with: rm {file}")
    sys.exit(130)


# ---- what if


def _changes(what_if: tuple[str, ...], talk: _Talk) -> dict[str, Answer]:
    lines = [
        f"  {name.strip()}: {value.strip()}"
        for name, _, value in (each.partition("=") for each in what_if)
    ]
    content = "findings:\n" + "\n".join(lines or ["  {}"])
    if not what_if:
        return {}
    return dict(read_cases(content.encode(), "--what-if", talk.knowledge.vocabulary)[0][0].answers)


def _show_what_if(talk: _Talk, changes: Answers) -> None:
    before = assess(talk.model, Case(answers=talk.answers))
    after = assess(talk.model, Case(answers={**talk.answers, **changes}))
    told = ", ".join(
        wording.answer(talk.knowledge, finding, answer) for finding, answer in changes.items()
    )
    say(f"What if: {told}")
    levels = [wording.LEVEL_NAMES[each.urgency.level] for each in (before, after)]
    say(f"Urgency: {levels[0]}" + (" (the same)" if levels[0] == levels[1] else f" -> {levels[1]}"))
    now, then = (interview.causes(talk.model, each.case.answers) for each in (before, after))
    shown = [
        id_
        for id_ in sorted(then, key=lambda id_: -max(then[id_], now[id_]))[:6]
        if max(then[id_], now[id_]) > 0.01
    ]
    for id_ in sorted(shown, key=lambda id_: -then[id_]):
        name = "None of these" if id_ == OTHER else text(talk.knowledge.conditions[id_].name.plain)
        moved = f"{wording.frequency(now[id_])} -> {wording.frequency(then[id_])}"
        click.echo("\n".join(report.wrapped(f"{name}: {moved}", "    ", "  ")))
