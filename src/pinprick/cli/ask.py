"""`pinprick ask`: the interview in the terminal. The red flags, the map, then the questions that
tell most.

The state is the answers, nothing else: what comes next follows from them, back takes out the last
out, and a file of answers is all that going on later needs. Nothing is stored unless asked: then it
is after every answer."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
from msgspec import Struct, field

from pinprick import files, interview, loading
from pinprick.account.answers import words_of
from pinprick.account.asking import notices, why
from pinprick.assessment import assess
from pinprick.case.answers import Answer, of_signs
from pinprick.case.case import Case
from pinprick.case.known import Known, of_answers, signs_with_age
from pinprick.cli import questions, report, whatif
from pinprick.cli.common import (
    country_option,
    fail,
    knowledge_option,
    language_option,
    place_of,
    read_expected,
    spoken,
)
from pinprick.cli.keeping import Keeper, keeper
from pinprick.cli.questions import Back, Change, End, say
from pinprick.cli.understand import heard, phrase
from pinprick.interview import Progress, next_page, progress
from pinprick.interview.pages import SCREEN, boxes_of
from pinprick.knowledge import Knowledge, Level
from pinprick.knowledge.ids import PRESENT, UNKNOWN
from pinprick.model.axes import Model
from pinprick.problems import Problem, ProblemsFound
from pinprick.story.understanding import Understanding
from pinprick.words import calling, wording
from pinprick.words import say as message
from pinprick.words.calling import Place
from pinprick.words.wording import text


class _Talk(Struct):
    """The answers so far; `steps` are the findings that each page answered, so that back can take
    them out."""

    model: Model
    place: Place
    language: str
    keeper: Keeper
    answers: dict[str, Answer] = field(default_factory=dict)
    since: dict[str, str] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    steps: list[tuple[str, ...]] = field(default_factory=list)
    told: Understanding | None = None
    heard: tuple[str, ...] = ()
    stopped: bool = False
    warned: str = ""
    noticed: tuple[str, ...] = ()
    ended: str = ""

    @property
    def knowledge(self) -> Knowledge:
        return self.model.knowledge

    @property
    def settled(self) -> dict[str, Answer]:
        """The answers, and what was skipped as not known."""
        return {**dict.fromkeys(self.skipped, UNKNOWN), **self.answers}

    @property
    def known(self) -> Known:
        """What the answers come to."""
        return of_answers(self.knowledge, self.settled, self.since)


@click.command("ask")
@click.argument("begin", metavar="[FILE|WORDS]", required=False)
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    metavar="CASE",
    help="Keep the answers as a case file, after every one of them; nobody else may read it.",
)
@click.option(
    "--what-if",
    "what_if",
    multiple=True,
    metavar="FINDING=ANSWER",
    help="Show what an answer would change. What stands in a command can be seen by others on this "
    "machine while it runs (ps), and stays in the history of your shell.",
)
@country_option
@language_option
@knowledge_option
def command(
    begin: str | None,
    save: Path | None,
    what_if: tuple[str, ...],
    country: str,
    knowledge: Path | None,
) -> None:
    """Answer questions in the terminal, or go on with the answers in FILE.

    WORDS is the story in your own words, such as "my left foot is numb since Tuesday": what they may
    mean is shown first, and is an answer only where you confirm it.

    The answers stay on this machine and are not stored unless you ask: by --save, or when Ctrl-C
    breaks it off and you say yes.
    """
    try:
        model = loading.load(knowledge)
        language = spoken(model.knowledge)
        place = place_of(model.knowledge.countries, country, language)
        file = None if begin is None or _is_story(begin) else Path(begin)
        talk = _Talk(model, place, language, keeper(save, file, language))
        if begin is not None and file is None:
            talk.told = heard(model.knowledge, knowledge, begin, language)
        kept = _kept(file, talk) if file else None
        talk.answers = dict(kept.answers) if kept else {}
        talk.since = dict(kept.since) if kept else {}
        changes = whatif.changes(what_if, model.knowledge)
    except ProblemsFound as error:
        fail(error)
    if what_if:
        whatif.show(model, kept or Case.of(model, {}), changes, language)
        return
    try:
        _talk(talk)
    except KeyboardInterrupt:
        _break_off(talk, file)
    case = _case(talk, finished=True)
    talk.keeper.keep(case)
    told = report.report(model, assess(model, case), talk.place, language)
    click.echo(f"\n{told}", nl=False)
    talk.keeper.end()


_LONGEST_NAME = 255


def _is_story(begin: str) -> bool:
    """Whether what was given is somebody's words and no file."""
    if len(begin.split()) < 2:
        return False
    return len(begin) > _LONGEST_NAME or not Path(begin).exists()


def _kept(file: Path, talk: _Talk) -> Case:
    cases, _ = read_expected(files.read(file), str(file), talk.knowledge)
    if len(cases) != 1:
        what = message(talk.language, "file.one-case", count=len(cases))
        raise ProblemsFound([Problem(str(file), 0, 0, "", what)])
    return cases[0]


def _case(talk: _Talk, finished: bool) -> Case:
    since, title = of_signs(talk.since, talk.answers), message(talk.language, "file.title")
    return Case.of(talk.model, talk.answers, "ask", title, finished, since)


# ---- the talk


def _talk(talk: _Talk) -> None:
    screen = talk.knowledge.screen
    questions.title(text(screen.title, talk.language))
    say(text(screen.intro, talk.language))
    say(message(talk.language, "ask.help"))
    step = _hear if talk.told else _ask_next
    while not talk.ended:
        try:
            step(talk)
            step = _ask_next
        except Back:
            if step is _ask_next:  # out of the list of answers, back only leads out of the list
                _undo(talk)
            step = _ask_next
        except Change:
            step = _change
        except End:
            talk.ended = message(talk.language, "ask.ended")
    say(f"\n{talk.ended}")


def _hear(talk: _Talk) -> None:
    """Confirm what the words may mean: each red flag by its own question at once, the rest in a
    list. What is not confirmed was not asked."""
    told, talk.told = talk.told, None
    if not told:
        return
    say(message(talk.language, "ask.heard"))
    for one in (one for one in told.proposals if one.red_flag):
        words = " ".join(one.words.split())
        say("\n" + message(talk.language, "ask.warning-sign", words=words))
        given = {one.finding: _ask_one(talk, _progress(talk), one.finding)}
        _take(talk, given)
        _ask_ages(talk, given)
        _stop(talk)
    rest = [one for one in told.proposals if not one.red_flag]
    for number, one in enumerate(rest, 1):
        words = phrase(talk.knowledge, one, talk.language)
        click.echo("\n".join(report.wrapped(words, "     ", f" {number:>3} ")))
    for passage in told.not_understood:
        say(message(talk.language, "understand.not", words=passage.words))
    struck = questions.strike(len(rest), talk.language) if rest else frozenset()
    kept = {one.finding: one.value for number, one in enumerate(rest, 1) if number not in struck}
    talk.heard = tuple(kept)
    if kept:
        _take(talk, dict(kept))


def _progress(talk: _Talk) -> Progress:
    return progress(talk.model, talk.known)


def _ask_next(talk: _Talk) -> None:
    """Ask what comes next, or say in `ended` why nothing does."""
    now = _progress(talk)
    following = next_page(talk.model, now, talk.heard)
    if following.ends:
        talk.ended = wording.ended(following.ends, talk.language)
        return
    questions.say_part(talk.knowledge, following.page or "", talk.language)
    if following.page == SCREEN:
        given = questions.ask_signs(talk.knowledge, talk.language)
        _take(talk, given)
        _ask_ages(talk, given)
        _stop(talk)
    elif following.page and boxes_of(talk.knowledge, following.page):
        given = questions.ask_list(talk.knowledge, following.page, talk.language)
        _take(talk, given)
        _ask_ages(talk, given)
        _stop(talk)
    else:
        open_ = next(id_ for id_ in following.findings if id_ not in talk.known.answers)
        _take(talk, {open_: _ask_one(talk, now, open_)})
        _stop(talk)


def _ask_one(talk: _Talk, now: Progress, finding: str) -> Answer | None:
    return questions.ask_one(
        talk.knowledge, finding, lambda: _why(talk, now, finding), talk.language
    )


def _take(talk: _Talk, given: dict[str, Answer | None]) -> None:
    """Keep the answers of a page, None for a question that was skipped, and say what should not
    wait."""
    talk.skipped |= {finding for finding, answer in given.items() if answer is None}
    told = {finding: answer for finding, answer in given.items() if answer is not None}
    talk.answers = interview.with_given(talk.knowledge, talk.answers, told)
    talk.steps.append(tuple(given))
    _keep(talk)
    _warn(talk)
    _notice(talk)


def _ask_ages(talk: _Talk, given: Mapping[str, Answer | None]) -> None:
    """Ask since when each sign is there that was said to be. The yes is kept first: whoever ends
    here has said it."""
    signs = signs_with_age(talk.knowledge)
    for finding in (id_ for id_, answer in given.items() if answer == PRESENT and id_ in signs):
        talk.since.pop(finding, None)
        age = questions.ask_age(talk.knowledge, finding, talk.language)
        if age is not None:
            talk.since[finding] = age
            _keep(talk)
            _warn(talk)


def _undo(talk: _Talk) -> None:
    for finding in talk.steps.pop() if talk.steps else ():
        talk.answers.pop(finding, None)
        talk.skipped.discard(finding)
    # What is taken back is told anew, should it be said again.
    alarm = interview.alarm(talk.knowledge, talk.known)
    talk.warned = alarm.level if alarm else ""
    talk.stopped = talk.stopped and talk.warned == Level.EMERGENCY
    _keep(talk)


def _change(talk: _Talk) -> None:
    """Take one answer out, so that its question comes again."""
    given = list(talk.answers)
    for number, finding in enumerate(given, 1):
        words = words_of(talk.knowledge, talk.known, finding, talk.language)
        click.echo("\n".join(report.wrapped(words, "     ", f" {number:>3} ")))
    reply = questions.read(message(talk.language, "ask.change"), talk.language)
    if reply.isdigit() and 1 <= int(reply) <= len(given):
        finding = given[int(reply) - 1]
        answer = _ask_one(talk, _progress(talk), finding)
        if answer is not None:
            talk.answers = interview.with_given(talk.knowledge, talk.answers, {finding: answer})
            _keep(talk)
            _warn(talk)
            _ask_ages(talk, {finding: answer})
            _stop(talk)


def _warn(talk: _Talk) -> None:
    """Say at once what the rules make of the answers, when it should not wait; each level once."""
    alarm = interview.alarm(talk.knowledge, talk.known)
    if alarm is None or alarm.level == talk.warned:
        return
    talk.warned = alarm.level
    whom = calling.sentence(
        calling.call(talk.knowledge, alarm.level, talk.place, talk.language), talk.language
    )
    colour = "red" if alarm.level == Level.EMERGENCY else "yellow"
    name = wording.level_name(alarm.level, talk.language).upper()
    click.secho(f"\n{name}", fg=colour, bold=True)
    if whom:
        say(whom)
    say(text(alarm.tell, talk.language))


def _stop(talk: _Talk) -> None:
    """An emergency ends the questions once, unless the person goes on for a note."""
    if talk.warned != Level.EMERGENCY or talk.stopped:
        return
    talk.stopped, prompt = True, message(talk.language, "ask.emergency")
    while (reply := questions.read(prompt, talk.language)) not in ("", "g"):
        say(message(talk.language, "ask.emergency-again"))
    if not reply:
        raise End


def _notice(talk: _Talk) -> None:
    """Say once what it is not made for, as soon as it is known; not beside an emergency."""
    lines = notices(talk.knowledge, talk.known.answers, talk.language)
    alarm = interview.alarm(talk.knowledge, talk.known)
    if alarm is None or alarm.level != Level.EMERGENCY:
        for line in (line for line in lines if line not in talk.noticed):
            click.echo()
            say(line)
        talk.noticed = lines


def _why(talk: _Talk, now: Progress, finding: str) -> None:
    """Which causes each answer would raise or lower most, in words."""
    for line in why(talk.model, now, finding, talk.language):
        click.echo("\n".join(report.wrapped(line, "      ", "    ")))


# ---- keeping and going on


def _keep(talk: _Talk) -> None:
    talk.keeper.keep(_case(talk, finished=False))


def _break_off(talk: _Talk, file: Path | None) -> None:
    """Nothing is lost that somebody wants: keep the answers, or ask whether to, and say how to go
    on."""
    click.echo()
    if talk.answers:
        if talk.keeper.file is None:
            talk.keeper.offer(file or Path(f"pinprick-{datetime.now(UTC):%Y%m%d-%H%M%S}.json"))
        _keep(talk)
        talk.keeper.how_to_go_on()
    sys.exit(130)
