"""The files in which pinprick is translated: `python -m scripts.translation COMMAND`.

    extract               make the files of a language anew after the English; translations are kept,
                          and one whose English changed is marked fuzzy and does not count
    show PATH ...         what is not translated yet in these files, or in all below these folders:
                          a key, the place, the English
    fill FILE             put the lines of FILE, a key and a translation each, where they belong
    compile               write what pinprick reads when it runs, and the same of every language that is
                          converted from this one (`scripts/traditional.py`); `make words` does it too
    back PATH ...         the lines that have been translated back, each beside its English and what came
                          back; `scripts/back/LANGUAGE.yaml` has them by the line, so that one which was
                          changed since is told as waiting
    count                 how much is done, by tier: which of them a language needs before it is
                          offered stands in `knowledge_base/languages.yaml`

Each file of the knowledge base has one beside it in `knowledge_base/zh/`, in the format of gettext
that the editors of translators know; the sentences of ours are in `words/zh.po`."""

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import click
import msgspec
from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from pinprick import yamltext
from pinprick.authoring.overlays import DRAFT, FREE, STATE
from pinprick.knowledge.folder import FOLDER, LANGUAGES, SAID, files, translation_file
from pinprick.knowledge.languages import Languages, tier_of
from pinprick.knowledge.texts import JOINED, joined, texts
from scripts import meaning, traditional

WORDS = Path(__file__).parents[1] / "src" / "pinprick" / "words"
BACK = Path(__file__).parent / "back"
PLACE = re.compile(r"\{[^{}]*\}")
NUMBER = re.compile(r"(?<![A-Za-z\d])(?<![A-Za-z]-)\d+(?:[.,]\d+)*")
"""A number in figures, not that of a name as in B12 or COVID-19."""
HAN = dict(zip("123456789", ("一", "二两", *"三四五六七八九"), strict=True))
"""Numbers that Chinese may write in words, as that of a toe."""
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!]")
BETWEEN = JOINED.strip()
OURS = "words"
"""The sentences of ours, as they are called beside the files of the knowledge base."""
STATE_LINE = re.compile(r"^# State: (.+)$", flags=re.MULTILINE)
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
        # Blanks and ends of lines are not kept in comments.
        comment = " ".join(f"en: {joined(list(forms(message)))}".split())
        old = kept.get(message.id)
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
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


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
    } | {OURS: WORDS / f"{language}.po"}
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
            line = f"{key_of(one)} [{place}] {english_of(one)}"
            click.echo(line.replace("\n", "\\n"))
            if any(forms(one)):  # its English has changed since
                click.echo(f"# it had: {joined(list(forms(one)))}")


def translated_back(language: str) -> dict[str, str]:
    """What lines say when somebody translates them back who sees this language alone."""
    path = BACK / f"{language}.yaml"
    content: dict[str, str] = yamltext.read(path.read_bytes(), path.name).data
    return content


def stale(language: str) -> set[str]:
    """The lines that were translated back and stand nowhere any more."""
    there = {told for _, _, one in messages(language) for told in forms(one)}
    return set(translated_back(language)) - there


def back(language: str, names: tuple[str, ...]) -> None:
    """Show every line that was translated back beside its English, and what is to be done anew."""
    known = translated_back(language)
    for name, path in catalogues(language, names):
        for one in read(path):
            for told in set(forms(one)) & set(known):
                click.echo(f"{name} {key_of(one)} {one.context or one.id}")
                click.echo(f"  {told}\n  en:   {english_of(one)}\n  back: {known[told]}")
    for told in sorted(stale(language)):
        click.echo(f"changed since, translate it back anew: {told}")


def fill(language: str, file: Path) -> list[str]:
    """Put every line where it belongs; returns what is wrong with those that were left out."""
    given, wrong = lines_of(file.read_text(encoding="utf-8"))
    paths = dict(catalogues(language, ()))
    for name, lines in given.items():
        if name in paths:
            wrong += [f"{name}: {fault}" for fault in fill_in(paths[name], lines, name)]
        else:
            wrong.append(f"{name}: no such file; `show` names them")
    return wrong


def lines_of(text: str) -> tuple[dict[str, dict[str, str]], list[str]]:
    """The translations by file and key, and what is wrong with other lines; one that begins with
    `# ` is a note."""
    wrong, given, name = list[str](), dict[str, dict[str, str]](), ""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("## "):
            name = line.removeprefix("## ").strip()
        elif line.strip() and not line.startswith("# "):
            key, _, told = line.strip().partition(" ")
            if not told.strip() or not name:
                wrong.append(f"line {number}: no translation, or no `## FILE` above it: {line!r}")
            given.setdefault(name, {})[key] = told.strip().replace("\\n", "\n")
    return given, wrong


def fill_in(path: Path, lines: dict[str, str], name: str = OURS) -> Iterator[str]:
    """Put lines into a file by their keys; yields what is wrong with those that were left out."""
    catalog = read(path)
    for one in catalog:
        told = lines.pop(key_of(one), "") if one.id else ""
        found = [*faults(told, one), *moved(tier(name, one), one, told)] if told else []
        yield from (f"{key_of(one)}: {fault}" for fault in found)
        if told and not found:
            one.string = told if isinstance(one.id, str) else (told,) * catalog.num_plurals
            one.flags.discard("fuzzy")
    yield from (f"{key}: no such key; `show` tells them" for key in lines)
    write(path, catalog)


def faults(told: str, message: Message) -> Iterator[str]:
    """What is wrong with a translation, whatever it says."""
    english = singular(message)
    if Counter(PLACE.findall(told)) != Counter(PLACE.findall(english)):
        yield "other places in braces than its English"
    last = (message.context or "").rpartition(".")[2]
    if last not in FREE and told.count(BETWEEN) != english.count(BETWEEN):
        yield f"has not {english.count(BETWEEN) + 1} parts between | as its English"
    if HALF_WIDTH.search(told):
        yield f"half-width punctuation: {HALF_WIDTH.findall(told)}"
    missing = [
        one for one in figures(english) - figures(told) if not set(HAN.get(one, "")) & set(told)
    ]
    if missing and last not in FREE:
        yield f"misses {', '.join(sorted(missing))}"


def figures(words: str) -> set[str]:
    """The numbers in figures of a text."""
    return {one.replace(",", "") for one in NUMBER.findall(words)}


def singular(message: Message) -> str:
    """The English with the places that a translation has to have."""
    return (
        english_of(message).split(" | ")[-1]
        if not isinstance(message.id, str)
        else english_of(message)
    )


def state_of(catalog: Catalog) -> str:
    """`draft`, or who has compared a file with its English and when."""
    found = STATE_LINE.search(catalog.header_comment)
    return found[1].strip() if found else DRAFT


def compiled_ours(language: str) -> Catalog:
    """The sentences of ours that are translated; Babel would write an empty plural too."""
    made = fresh(language)
    for one in read(WORDS / f"{language}.po"):
        if one.id and done(one):
            made.add(one.id, one.string)
    return made


def compiled(language: str) -> Catalog:
    """All texts of a language that fit the English of today, and the state of each file that
    somebody has reviewed."""
    made = fresh(language)
    for name, path in catalogues(language, ()):
        if name == OURS:  # compiled for itself
            continue
        catalog = read(path)
        if state_of(catalog) != DRAFT:
            made.add(STATE, state_of(catalog), context=f"{name}:")
        for one in catalog:
            if one.id and done(one):
                made.add(one.id, one.string, context=f"{name}:{one.context}")
    return made


def compile_(language: str) -> None:
    """Write the compiled texts of a language and its sentences of ours, and those of every language
    that is converted from it."""
    write_compiled(language, compiled(language), compiled_ours(language))
    for id_, one in tiers().languages.items():
        if one.converted_from == language:
            texts, words = compiled(language), compiled_ours(language)
            for catalog in (texts, words):
                traditional.convert_all(catalog, one.region)
            write_compiled(id_, texts, words)


def write_compiled(language: str, texts: Catalog, words: Catalog) -> None:
    for path, catalog in (
        (FOLDER / translation_file(language), texts),
        (WORDS / f"{language}.mo", words),
    ):
        with path.open("wb") as file:
            write_mo(file, catalog)


@cache
def tiers() -> Languages:
    """Which texts a language needs."""
    content = yamltext.read((FOLDER / LANGUAGES).read_bytes(), LANGUAGES).data
    return msgspec.convert(content, Languages)


def messages(language: str) -> Iterator[tuple[str, str, Message]]:
    """Every message of a language, with its tier and the file it is in."""
    for name, path in catalogues(language, ()):
        for one in read(path):
            if one.id:
                yield tier(name, one), name, one


def tier(name: str, message: Message) -> str:
    """The tier of a message of a file."""
    return OURS if name == OURS else tier_of(tiers(), name, message.context or "")


def moved(tier: str, message: Message, told: str) -> Iterator[str]:
    """What a translation does not say as its English does. A text that is not needed is held to
    its numbers alone; names and ways to ask have to say nothing in particular."""
    needed = tier == OURS or tiers().tiers[tier].needed
    if (message.context or "").rpartition(".")[2] not in FREE:
        for one in meaning.moved(singular(message), told):
            if needed or one.startswith(("number", "time")):
                yield one


def count(language: str) -> None:
    """Words of English that are translated, of all, by tier."""
    whole, translated = Counter[str](), Counter[str]()
    for tier, _, one in messages(language):
        words = len(english_of(one).split())
        whole[tier] += words
        translated[tier] += words * done(one)
    for tier in whole:
        click.echo(f"{tier:12} {translated[tier]:6} of {whole[tier]:6} words")
    click.echo(f"{'all':12} {translated.total():6} of {whole.total():6} words")


@click.command()
@click.argument(
    "command", type=click.Choice(["extract", "show", "fill", "back", "compile", "count"])
)
@click.argument("names", nargs=-1)
@click.option("--language", default="zh", show_default=True)
def main(command: str, names: tuple[str, ...], language: str) -> None:
    """Make, show and fill the files in which pinprick is translated."""
    if command == "extract":
        extract(language)
    elif command == "show":
        show(language, names)
    elif command == "back":
        back(language, names)
    elif command == "compile":
        compile_(language)
    elif command == "count":
        count(language)
    else:
        wrong = [fault for name in names for fault in fill(language, Path(name))]
        for fault in wrong:
            click.echo(fault, err=True)
        sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
