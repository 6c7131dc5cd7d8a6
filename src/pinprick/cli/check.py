"""`pinprick check`: every fault of a knowledge base, and what is weak in a sound one."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from pinprick import files, yamltext
from pinprick.authoring import checks, classifications
from pinprick.authoring import validation as loader
from pinprick.authoring.checks.reviewed import grown_old, without_day
from pinprick.cli.common import fail, progress
from pinprick.extras import MissingExtra
from pinprick.knowledge import Caution, Knowledge, Spoken, Upgrade
from pinprick.problems import ProblemsFound, dotted
from pinprick.urgency.lines import faults
from pinprick.watching import Watch
from pinprick.words import ENGLISH
from pinprick.words.catalogue import missing
from pinprick.words.offering import lacking
from pinprick.words.wording import text


@click.command("check")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@click.option(
    "--unsourced",
    is_flag=True,
    help="List the lines that are withheld because no source stands behind them.",
)
@click.option(
    "--unparsed",
    is_flag=True,
    help="List the conditions in words that have no `when:` and are never computed.",
)
@click.option(
    "--copies",
    is_flag=True,
    help="List the sources that are copies or found by a search alone, and the guides that begin with no official one.",
)
@click.option(
    "--untranslated",
    is_flag=True,
    help="List the texts that other languages lack, those first that they need to be offered.",
)
@click.option(
    "--schemas",
    "schemas",
    type=click.Path(path_type=Path),
    help="Write a JSON Schema for each file to DIR.",
)
def command(
    folder: Path | None,
    schemas: Path | None,
    **lists: bool,
) -> None:
    """Check the knowledge base in DIR, by default the one that ships with pinprick."""
    if schemas:
        _write_schemas(schemas)
        return
    try:
        knowledge = loader.load_knowledge(folder, _proof, progress)
    except ProblemsFound as error:
        fail(error)
    there = {
        "unsourced": _unsourced(knowledge, ENGLISH),
        "unparsed": _unparsed(knowledge, ENGLISH),
        "copies": _weak_sources(knowledge),
        "untranslated": _untranslated(knowledge),
    }
    for name, lines in there.items():
        for line in lines if lists[name] else ():
            click.echo(line)
    if not any(lists.values()):
        _sound(knowledge, ENGLISH)


def _proof(knowledge: Knowledge, watch: Watch) -> Iterator[tuple[str, yamltext.Path, str]]:
    """The promises, and the lists of codes where they are installed."""
    yield from faults(knowledge, watch)
    with suppress(MissingExtra):
        for one in classifications.faults(knowledge):
            yield one.file, one.path, one.what


def _sound(knowledge: Knowledge, language: str) -> None:
    parts = {
        "conditions": len(knowledge.conditions),
        "sites": len(knowledge.sites),
        "findings": len(knowledge.vocabulary.findings),
        "regions": len(knowledge.vocabulary.regions),
        "medicines": len(knowledge.medicines),
        "guides": len(knowledge.guides),
        "routines": len(knowledge.self_care.routines),
        "urgency rules": len(knowledge.rules),
        "numbers": sum(1 for _ in checks.quantities(knowledge)),
    }
    click.echo(f"{', '.join(f'{count} {name}' for name, count in parts.items())}: no faults.")
    withheld, said = (len(list(lines(knowledge, language))) for lines in (_unsourced, _unparsed))
    click.echo(f"{withheld} lines without a source are withheld (--unsourced).")
    click.echo(f"{said} conditions in words are said, never computed (--unparsed).")
    of = {kind: len(keys) for kind, keys in checks.kinds(knowledge).items()}
    click.echo(
        f"{len(knowledge.sources)} sources: {of['official']} official, {of['identified']} more with"
        f" a number, {of['publisher']} more of a publisher, {of['other']} others,"
        f" {of['searched']} that only a search leads to and {of['copy']} copies (--copies)."
    )
    unofficial = len(list(checks.unofficial_guides(knowledge)))
    click.echo(f"{unofficial} guides begin with a source that is not official (--copies).")
    _reviews(knowledge)
    for id_, spoken in knowledge.spoken.items():
        click.echo(_language(knowledge, id_, spoken))
    held = "" if classifications.are_there() else "not "
    click.echo(
        f"Codes of ICD-10 and ICD-10-CM were {held}held against their lists (pinprick[authoring]);"
        " those of SNOMED CT, LOINC, ATC and RxNorm against their form alone."
    )


def _reviews(knowledge: Knowledge) -> None:
    without, old = without_day(knowledge), grown_old(knowledge, datetime.now(UTC).date())
    click.echo(f"{len(without)} conditions name no day on which they were last reviewed.")
    if old:
        named = ", ".join(old)
        click.echo(f"Look through again, as the last review is over two years ago: {named}.")


def _language(knowledge: Knowledge, id_: str, spoken: Spoken) -> str:
    """How far a language has come."""
    needs = lacking(knowledge, id_)
    offered = f"lacks {needs} texts before it is offered" if needs else "is offered"
    lacks = sum(map(len, spoken.missing.values())) - spoken.needed
    read = "reviewed" if spoken.reviewed else "not reviewed"
    return (
        f"{spoken.name} ({id_}) {offered}, {lacks} others are shown in English, {spoken.outdated} of its texts are"
        f" older than their English; {read} (--untranslated)."
    )


def _untranslated(knowledge: Knowledge) -> Iterator[str]:
    for id_, spoken in knowledge.spoken.items():
        yield from (f"{id_} words:{key}" for key in missing(id_))
        for tier, places in spoken.missing.items():
            yield from (f"{id_} {tier} {place}" for place in places)


def _unsourced(knowledge: Knowledge, language: str) -> Iterator[str]:
    for file, path, record in checks.clinical_lines(knowledge):
        if not record.sources:
            yield f"{file} {dotted(path)}: {_words(record, language)}"


def _weak_sources(knowledge: Knowledge) -> Iterator[str]:
    for find in (checks.unofficial_guides, checks.copies, checks.searches):
        for one in find(knowledge):
            yield f"{one.file} {dotted(one.path)}: {one.what}"


def _unparsed(knowledge: Knowledge, language: str) -> Iterator[str]:
    for file, path, record in checks.records(knowledge):
        if isinstance(record, Upgrade | Caution) and record.when is None:
            yield f"{file} {dotted(path)}: {text(record.says, language)}"


def _words(record: object, language: str) -> str:
    for name in ("text", "says", "other", "check", "test", "do", "what", "title"):
        words = getattr(record, name, None)
        if isinstance(words, dict) and "en" in words:
            return text(words, language)
    return ""


def _write_schemas(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    schemas = loader.schemas()
    for name, schema in schemas.items():
        files.write(folder / name, f"{json.dumps(schema, indent=1)}\n".encode())
    click.echo(f"{len(schemas)} schemas written to {folder}")
