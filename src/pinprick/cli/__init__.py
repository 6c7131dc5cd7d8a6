"""The command. A command is a file here; it is imported when it is called, so that `--help` starts
at once."""

from importlib import import_module

from pinprick.extras import needed
from pinprick.threads import one_thread

with needed("command"):
    import click

from pinprick.words import ENGLISH, say

one_thread()

COMMANDS = {
    "case": "Assess the cases in a file.",
    "ask": "Answer questions in the terminal.",
    "understand": "Tell what somebody's own words may mean.",
    "explain": "Tell what pinprick knows of a condition, finding or site.",
    "evaluate": "Score assessments against cases with known answers.",
    "simulate": "Draw cases from the knowledge base itself.",
    "guide": "Write the guide to a question, such as nap-numbness.",
    "serve": "Serve the page in a browser.",
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

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.filename is None:
                raise
            told = say(ENGLISH, "file.unusable", file=error.filename, reason=error.strerror)
            click.echo(told, err=True)
            ctx.exit(2)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


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
