"""The command. A command is a file here; it is imported when it is called, so that `--help` starts
at once."""

import contextlib
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

from pinprick.extras import needed
from pinprick.threads import one_thread

with needed("command"):
    import click

from pinprick.problems import shown
from pinprick.words import ENGLISH, say

one_thread()

COMMANDS = {
    "case": "Assess the cases in a file.",
    "ask": "Answer questions in the terminal.",
    "understand": "Tell what somebody's own words may mean.",
    "explain": "Tell what pinprick knows of a condition, finding or site.",
    "evaluate": "Score assessments against cases with known answers.",
    "compare": "Tell what another knowledge base says of the same cases.",
    "batch": "Assess tables of many cases.",
    "learn": "Count numbers anew from cases whose condition is known.",
    "omop": "Make cases of records in the OMOP common data model.",
    "simulate": "Draw cases from the knowledge base itself.",
    "guide": "Write the guide to a question, such as nap-numbness.",
    "serve": "Serve the page in a browser.",
    "mcp": "Serve tools for a language model (MCP).",
    "compile": "Compile a knowledge base ahead, for machines that cannot keep it.",
    "check": "Check a knowledge base and list what is weak in it.",
}


class _Commands(click.Group):
    """A group that knows its commands by name and loads each when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"pinprick.cli.{cmd_name}").command
        return command

    def main(self, *args: Any, **more: Any) -> Any:
        """Run the command; what of the machine gives out, such as a full disk, is told in a
        line."""
        _open_streams()
        try:
            try:
                return super().main(*args, **more)
            finally:
                _flush()
        except OSError as error:
            _give_up(error, ENGLISH)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _open_streams() -> None:
    """Open what came closed: what is read from it has ended, what is written to it is lost. Words
    that a stream cannot hold are escaped."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # it stays open for as long as the command runs
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _flush() -> None:
    """Write what is still held back, as the interpreter would do too late to tell what fails."""
    if isinstance(sys.exception(), OSError):
        return
    sys.stdout.flush()


def _give_up(error: OSError, language: str) -> NoReturn:
    """Say what cannot be used, where that can be said, and exit with status 2."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    if isinstance(error, BrokenPipeError):  # whoever read has what they wanted
        os.dup2(nowhere, 1)
        sys.exit(1)
    if error.filename is None and isinstance(sys.stdout, TextIOWrapper):
        os.dup2(nowhere, sys.stdout.fileno())  # what it still holds back would fail again
    name = error.filename if error.filename is not None else say(language, "file.output")
    reason = error.strerror or type(error).__name__
    with contextlib.suppress(OSError):
        told = say(language, "file.unusable", file=shown(str(name)), reason=shown(reason))
        click.echo(told, err=True)
        sys.exit(2)
    os.dup2(nowhere, 2)
    sys.exit(2)


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
)
@click.version_option(package_name="pinprick")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Why is my foot numb, how worried should I be, and what do I do now?

    Without a command it opens the page in the browser.

    pinprick informs; it never replaces a clinician. In an emergency call your emergency number.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(import_module("pinprick.cli.serve").command, open_=True)
