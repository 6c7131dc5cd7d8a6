"""Keeping the answers of an interview in a file, for whoever asks for it and for nobody else.

Once a file is named the answers are written after every one of them, so that no signal, no closed
window and no dead battery takes more than the question that is open."""

import stat
import sys
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from pinprick import files
from pinprick.case.case import Case
from pinprick.case.reading import to_data
from pinprick.problems import Problem, ProblemsFound, shown
from pinprick.words import say


class Keeper(Struct):
    """Where the answers are kept, if anywhere; `fault` is why the last writing failed."""

    file: Path | None
    language: str
    fault: str = ""

    def keep(self, case: Case) -> None:
        """Write the answers, where a file is named; a failure is told once and stops nothing."""
        if self.file is None:
            return
        before, self.fault = self.fault, ""
        try:
            written = msgspec.json.format(msgspec.json.encode(to_data(case)), indent=2)
            files.write(self.file, written + b"\n", private=True)
        except OSError as error:
            self.fault = error.strerror or type(error).__name__
        if self.fault and self.fault != before:
            click.echo(self._told("ask.not-kept", reason=self.fault), err=True)

    def end(self) -> None:
        """Say where the answers are; exit with status 2 when they could not be written."""
        if self.fault:
            click.echo(self._told("ask.not-kept", reason=self.fault), err=True)
            sys.exit(2)
        if self.file is not None:
            click.echo(self._told("ask.kept"))

    def how_to_go_on(self) -> None:
        """Say where the answers are, how to go on with them, and how to be rid of them."""
        self.end()
        if self.file is not None:
            file = shown(str(self.file))
            again = f"pinprick ask {file} --save {file}"
            click.echo(say(self.language, "ask.go-on", command=again))
            click.echo(say(self.language, "ask.throw-away", command=f"rm {file}"))

    def offer(self, file: Path) -> None:
        """Ask once whether to keep the answers in a file; without a yes nothing is written."""
        if not sys.stdin.isatty():
            click.echo(say(self.language, "ask.forgotten"), err=True)
            return
        try:
            reply = input(f"{say(self.language, 'ask.keep', file=shown(str(file)))} ")
        except (EOFError, KeyboardInterrupt):
            reply = ""
        if reply.strip().lower() in ("y", "yes"):
            self.file = file
        else:
            click.echo(say(self.language, "ask.forgotten"), err=True)

    def _told(self, key: str, **values: str) -> str:
        return say(self.language, key, file=shown(str(self.file)), **values)


def keeper(save: Path | None, begin: Path | None, language: str) -> Keeper:
    """What keeps the answers in `save`; `begin` is the file that the interview goes on with.

    Raises:
        ProblemsFound: when other answers are in the file already, or it cannot be made.
    """
    if save is None:
        return Keeper(None, language)
    what = ""
    if not save.parent.is_dir():
        what = say(language, "ask.no-folder")
    elif save.is_dir():
        what = say(language, "ask.a-folder")
    elif _holds_something(save) and not (begin is not None and save.samefile(begin)):
        what = say(language, "ask.holds-answers", command=f"pinprick ask {save} --save {save}")
    if what:
        raise ProblemsFound([Problem(str(save), 0, 0, "", what)])
    return Keeper(save, language)


def _holds_something(file: Path) -> bool:
    if not file.exists():
        return False
    there = file.stat()
    return stat.S_ISREG(there.st_mode) and there.st_size > 0
