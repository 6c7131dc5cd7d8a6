"""The files in which pinprick is translated: `python -m scripts.translation COMMAND`.

    extract               make the files of a language anew after the English; translations are kept,
                          and one whose English changed is marked fuzzy and does not count
    show PATH ...         what is not translated yet in these files, or in all below these folders:
                          a key, the place, the English
    fill FILE             put the lines of FILE, a key and a translation each, where they belong
    count                 how much is done, by folder

Each file of the knowledge base has one beside it in `knowledge_base/zh/`, in the format of gettext
that the editors of translators know; the sentences of ours are in `words/zh.po`."""

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po

from pinprick import yamltext
from pinprick.knowledge.folder import FOLDER, SAID, files
from pinprick.knowledge.texts import joined, texts

WORDS = Path(__file__).parents[1] / "src" / "pinprick" / "words"
PLACE = re.compile(r"\{[^{}]*\}")
WIDTH = 100_000
"""A text is one line, as a comment that is wrapped is read as several."""
BEGUN = datetime(2026, 11, 29, tzinfo=UTC)
"""Stands in each file as the day it was made, so that making it anew changes nothing else."""
HEADER = """\
# The file of the same name in another language. `python -m scripts.translation` makes and fills it.
# State: draft"""
"""`draft` becomes `reviewed: NAME, DATE` when a person who speaks the language has compared it."""


def originals() -> Iterator[tuple[str, Catalog]]:
    """The English of every file that has texts, by its name without `.yaml`."""
    for name in files(FOLDER):
        if name.startswith(f"{SAID}/"):
            continue
        catalog = Catalog(creation_date=BEGUN)
        data = yamltext.read((FOLDER / name).read_bytes(), name).data
        for place, words in texts(data):
            catalog.add(joined(words["en"]), context=place)
        if len(catalog):
            yield name.removesuffix(".yaml"), catalog


def path_of(language: str, name: str) -> Path:
    return FOLDER / language / f"{name}.po"


def extract(language: str) -> None:
    """Make the files of a language anew; one whose English file is gone is removed."""
    there = set(path_of(language, "").parent.rglob("*.po"))
    for name, original in originals():
        path = path_of(language, name)
        there.discard(path)
        kept = read(path) if path.is_file() else fresh(language)
        kept.update(original, no_fuzzy_matching=False, keep_user_comments=True)
        write(path, kept)
    for path in there:
        path.unlink()
    extract_ours(language)


def extract_ours(language: str) -> None:
    """The same of the sentences of ours. Their key is no English, so the English is a comment."""
    english = read(WORDS / "en.po")
    path = WORDS / f"{language}.po"
    kept = read(path) if path.is_file() else fresh(language)
    made = fresh(language)
    made.header_comment = kept.header_comment
    for message in english:
        if not message.id:
            continue
        comment, old = f"en: {joined(list(forms(message)))}", kept.get(message.id)
        same = old is not None and comment in old.auto_comments
        made.add(
            message.id,
            old.string if old is not None else "",
            auto_comments=[*message.auto_comments, comment],
            flags=set() if same or old is None or not any(forms(old)) else {"fuzzy"},
        )
    write(path, made)


def fresh(language: str) -> Catalog:
    return Catalog(
        language, header_comment=HEADER, creation_date=BEGUN, revision_date=BEGUN, fuzzy=False
    )


def forms(message: Message) -> tuple[str, ...]:
    """What a message says, in each of its forms of number."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def english_of(message: Message) -> str:
    """The English that a message translates."""
    told = [one.removeprefix("en: ") for one in message.auto_comments if one.startswith("en: ")]
    return told[0] if told else str(message.id)


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, catalog, width=WIDTH, omit_header=False, no_location=True)


def key_of(message: Message) -> str:
    """A short name of a message within its file, the same as long as its English is."""
    told = f"{message.context}\0{message.id}\0{english_of(message)}"
    return hashlib.sha256(told.encode()).hexdigest()[:6]


def done(message: Message) -> bool:
    return all(forms(message)) and not message.fuzzy


def catalogues(language: str, names: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """The files below the names, each with the name it is called by."""
    every = {
        path.relative_to(FOLDER / language).as_posix().removesuffix(".po"): path
        for path in sorted((FOLDER / language).rglob("*.po"))
    } | {"words": WORDS / f"{language}.po"}
    for name, path in every.items():
        if not names or any(name == one or name.startswith(f"{one}/") for one in names):
            yield name, path


def show(language: str, names: tuple[str, ...]) -> None:
    for name, path in catalogues(language, names):
        missing = [one for one in read(path) if one.id and not done(one)]
        if missing:
            click.echo(f"## {name}")
        for one in missing:
            place = one.context or (one.id if isinstance(one.id, str) else one.id[0])
            click.echo(f"{key_of(one)} [{place}] {english_of(one)}")


def fill(language: str, file: Path) -> list[str]:
    """Put every line where it belongs; returns what is wrong with those that were left out."""
    wrong, given, name = [], dict[str, dict[str, str]](), ""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("## "):
            name = line.removeprefix("## ").strip()
        elif line.strip():
            key, _, told = line.strip().partition(" ")
            if not told.strip() or not name:
                wrong.append(f"line {number}: no translation, or no `## FILE` above it: {line!r}")
            given.setdefault(name, {})[key] = told.strip()
    paths = dict(catalogues(language, ()))
    for name, lines in given.items():
        if name not in paths:
            wrong.append(f"{name}: no such file; `show` names them")
            continue
        catalog = read(paths[name])
        for one in catalog:
            told = lines.pop(key_of(one), None) if one.id else None
            if told is None:
                continue
            if Counter(PLACE.findall(told)) != Counter(PLACE.findall(singular(one))):
                wrong.append(f"{name}: {key_of(one)}: other places in braces than its English")
                continue
            one.string = told if isinstance(one.id, str) else (told,) * catalog.num_plurals
            one.flags.discard("fuzzy")
        wrong += [f"{name}: {key}: no such key; `show` tells them" for key in lines]
        write(paths[name], catalog)
    return wrong


def singular(message: Message) -> str:
    """The English with the places that a translation has to have."""
    return (
        english_of(message).split(" | ")[-1]
        if not isinstance(message.id, str)
        else english_of(message)
    )


def count(language: str) -> None:
    """Words of English that are translated, of all, by folder."""
    whole, translated = Counter[str](), Counter[str]()
    for name, path in catalogues(language, ()):
        for one in read(path):
            if one.id:
                folder, words = name.partition("/")[0], len(english_of(one).split())
                whole[folder] += words
                translated[folder] += words * done(one)
    for folder in whole:
        click.echo(f"{folder:12} {translated[folder]:6} of {whole[folder]:6} words")
    click.echo(f"{'all':12} {translated.total():6} of {whole.total():6} words")


@click.command()
@click.argument("command", type=click.Choice(["extract", "show", "fill", "count"]))
@click.argument("names", nargs=-1)
@click.option("--language", default="zh", show_default=True)
def main(command: str, names: tuple[str, ...], language: str) -> None:
    """Make, show and fill the files in which pinprick is translated."""
    if command == "extract":
        extract(language)
    elif command == "show":
        show(language, names)
    elif command == "count":
        count(language)
    else:
        wrong = [fault for name in names for fault in fill(language, Path(name))]
        for fault in wrong:
            click.echo(fault, err=True)
        sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
