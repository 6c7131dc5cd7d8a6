"""`pinprick understand`: what somebody's own words may mean, proposed and not yet an answer."""

from pathlib import Path

import click

from pinprick import loading
from pinprick.cli.common import (
    content_of,
    fail,
    knowledge_option,
    language_option,
    print_json,
    spoken,
)
from pinprick.cli.report import wrapped
from pinprick.knowledge import Knowledge
from pinprick.knowledge.languages import heard_as
from pinprick.problems import CONTROL, Problem, ProblemsFound
from pinprick.story import lexicon
from pinprick.story.understanding import (
    MOST,
    Proposal,
    TooLong,
    Understanding,
    to_data,
    understand,
)
from pinprick.words import say as message
from pinprick.words import wording
from pinprick.words.wording import text as text_of


@click.command("understand")
@click.argument("text", metavar="TEXT")
@click.option("--json", "as_json", is_flag=True, help="Print what is proposed as JSON.")
@knowledge_option
@language_option
def command(text: str, as_json: bool, knowledge: Path | None) -> None:
    """Tell what TEXT may mean: proposals with the words that did it, and what was not understood.

    With - it reads standard input, so that nothing stands in the history of the shell. Nothing is
    stored or sent, and no proposal is an answer before somebody confirms it.
    """
    try:
        model = loading.load(knowledge)
        said = content_of("-").decode(errors="replace") if text == "-" else text
        language = spoken(model.knowledge)
        told = heard(model.knowledge, knowledge, said, language)
    except ProblemsFound as error:
        fail(error)
    if as_json:
        print_json(to_data(told))
        return
    for line in lines(model.knowledge, told, language):
        click.echo("\n".join(wrapped(line, "    ", "  ")))


def heard(knowledge: Knowledge, folder: Path | None, said: str, language: str) -> Understanding:
    """What some words may mean.

    Raises:
        ProblemsFound: when they are too many.
    """
    try:
        return understand(
            knowledge,
            lexicon.load(folder, heard_as(knowledge.spoken, language)),
            CONTROL.sub(" ", said),
        )
    except TooLong as error:
        what = message(language, "understand.too-long", length=error.length, most=MOST)
        raise ProblemsFound([Problem("TEXT", 0, 0, "", what)]) from None


def lines(knowledge: Knowledge, told: Understanding, language: str) -> list[str]:
    """An understanding in lines to read, the red flags first."""
    shown = []
    for one in told.proposals:
        key = "understand.red-flag" if one.red_flag else "understand.proposal"
        shown.append(message(language, key, answer=phrase(knowledge, one, language)))
    for left in told.aside:
        label = text_of(knowledge.vocabulary.findings[left.finding].label, language)
        why = message(language, f"aside.{left.why}")
        shown.append(
            message(language, "understand.aside", finding=label, words=left.words, why=why)
        )
    shown += [
        message(language, "understand.not", words=passage.words) for passage in told.not_understood
    ]
    return shown or [message(language, "understand.nothing")]


def phrase(knowledge: Knowledge, one: Proposal, language: str) -> str:
    """A proposal, with the words that did it."""
    answer = wording.answer(knowledge, one.finding, one.value, language)
    words = " ".join(one.words.split())
    return message(language, "understand.words", answer=answer, words=words)
