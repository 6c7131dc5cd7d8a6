"""`pinprick guide`: the page of a guide, or of the article's claims, in the form that is wanted."""

import sys
from pathlib import Path

import click
import msgspec

from pinprick import files, guide, loading
from pinprick.cli.common import fail, knowledge_option, language_option, spoken
from pinprick.cli.report import width
from pinprick.guide import article as article_page
from pinprick.guide import claims as claims_page
from pinprick.guide import data as guide_data
from pinprick.guide import markdown
from pinprick.knowledge import Knowledge
from pinprick.model.axes import Model
from pinprick.paper import leaflet
from pinprick.paper.typeset import NotShown
from pinprick.problems import ProblemsFound, did_you_mean
from pinprick.words.wording import text

FORMS = ("text", "md", "html", "pdf", "json")


@click.command("guide")
@click.argument("name", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help="The form.",
)
@click.option(
    "--article",
    "of_article",
    flag_value="table",
    help="Write the table of what is known of each claim, as docs/article.md has it.",
)
@click.option(
    "--claims",
    "of_article",
    flag_value="page",
    help="Write what an article on naps claims and what is known, to read (text or md).",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to FILE (a PDF needs one).",
)
@language_option
@knowledge_option
def command(
    name: str | None,
    form: str,
    of_article: str | None,
    output: Path | None,
    knowledge: Path | None,
) -> None:
    """Write the guide NAME, or list the guides.

    A guide answers a question as people ask it, from what they have said by asking.
    """
    try:
        model = loading.load(knowledge)
        language = spoken(model.knowledge)
    except ProblemsFound as error:
        fail(error)
    known = model.knowledge.guides
    if of_article:
        _write(_of_article(model.knowledge, form, of_article, language).encode(), output)
        return
    if name is None:
        for id_, one in known.items():
            click.echo(f"{id_:26} {text(one.title, language)}")
        return
    if name not in known:
        raise click.BadParameter(
            f"{name} is no guide{did_you_mean(name, known)}", param_hint="NAME"
        )
    if form == "pdf" and output is None and sys.stdout.isatty():
        raise click.UsageError("A PDF is no text for a terminal: give --output FILE.")
    _write(_content(model, name, form, language), output)


def _write(content: bytes, output: Path | None) -> None:
    if output:
        files.write(output, content)
    else:
        sys.stdout.buffer.write(content)


def _of_article(knowledge: Knowledge, form: str, which: str, language: str) -> str:
    """The article's claims: the table of docs/, or the page to read."""
    if which == "table":
        return article_page.article(knowledge, language)
    if form not in ("text", "md"):
        raise click.UsageError("The claims are written as text or md.")
    if form == "md":
        return claims_page.markdown(knowledge, language)
    return claims_page.plain(knowledge, language, width())


def _content(model: Model, name: str, form: str, language: str) -> bytes:
    made, knowledge = guide.page(model, name, language), model.knowledge
    if form == "pdf":
        try:
            return leaflet.pdf(knowledge, made)
        except NotShown as error:
            raise click.ClickException(str(error)) from None
    if form == "json":
        return (
            msgspec.json.format(msgspec.json.encode(guide_data.to_data(model, made)), indent=1)
            + b"\n"
        )
    if form == "html":
        from pinprick.web import guides  # needs the extra of the page, as no other form does

        return guides.standalone(knowledge, made).encode()
    if form == "md":
        return markdown.markdown(knowledge, made).encode()
    return markdown.plain(knowledge, made, width()).encode()
