"""`pinprick mcp`: the tools for a language model, over the standard streams."""

import asyncio
from pathlib import Path

import click

from pinprick import loading
from pinprick.cli.common import fail, knowledge_option
from pinprick.problems import ProblemsFound
from pinprick.words import ENGLISH


@click.command("mcp")
@knowledge_option
def command(knowledge: Path | None) -> None:
    """Serve tools for a language model (MCP) to the program that starts this.

    It speaks over standard input and output; `pinprick serve` offers the same tools at /mcp. What a
    person says is neither logged nor stored.
    """
    from pinprick.assistants import server  # needs its extra and half a second

    try:
        model = loading.load(knowledge)
    except ProblemsFound as error:
        fail(error)
    try:
        asyncio.run(server.over_stdio(model, knowledge, ENGLISH))
    except ExceptionGroup as failed:  # of the tasks that read and write
        raise _first(failed) from None


def _first(failed: Exception) -> Exception:
    """What went wrong in a group of tasks, so that it is told as of any other command."""
    while isinstance(failed, ExceptionGroup):
        failed = failed.exceptions[0]
    return failed
