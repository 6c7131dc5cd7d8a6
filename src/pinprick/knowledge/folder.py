"""The folder of a knowledge base: which files make it up, and the hash that tells when any of them
changes."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from pinprick.files import read

FOLDER = Path(__file__).parent.parent / "knowledge_base"
"""The knowledge base that ships with pinprick."""

NAMES = (
    "order.yaml",
    "regions.yaml",
    "families.yaml",
    "mechanisms.yaml",
    "background.yaml",
    "self_care.yaml",
    "urgency.yaml",
    "countries.yaml",
    "screen.yaml",
    "scope.yaml",
    "skin.yaml",
    "codes.yaml",
    "pages.yaml",
    "model.yaml",
    "sources.yaml",
    "hosts.yaml",
)
"""The files beside those of the folders."""

FOLDERS = ("findings", "rules", "sites", "conditions", "medicines", "guides", "promises")
"""Folders with a file for each of a kind, named by its id; those of findings and rules hold a file
for each group of findings and each system of the body, and those of promises are put together."""


LIKENESS = "likeness"
"""The folder of weights of own words, a file a language; an assessment reads none of it."""
SAID = "said"
"""The folder of own words, with one for each language; an assessment reads none of it."""


def said_files(folder: Path, language: str) -> list[str]:
    """The names, relative to `folder`, of the files of own words of a language; * is of all."""
    paths = sorted((folder / SAID).glob(f"{language}/*.yaml"))
    return [path.relative_to(folder).as_posix() for path in paths]


def likeness_file(language: str) -> str:
    """The name of the file by which the likeness of words is reckoned in a language."""
    return f"{LIKENESS}/{language}.json"


LANGUAGES = "languages.yaml"
"""The file of the languages besides English, where there is one. It and their texts change no
answer, so the hash of the knowledge base is not theirs."""


def translation_file(language: str) -> str:
    """The name of the compiled texts of a language, beside the files of the knowledge base."""
    return f"{language}.mo"


def files(folder: Path) -> Iterator[str]:
    """The names, relative to `folder`, of all files that make up its knowledge base, in a fixed
    order."""
    yield from NAMES
    for name in FOLDERS:
        for file in sorted(path.name for path in (folder / name).glob("*.yaml")):
            yield f"{name}/{file}"
    yield from said_files(folder, "*")
    for path in sorted((folder / LIKENESS).glob("*.json")):
        yield likeness_file(path.stem)


def hash_of(folder: Path) -> str:
    """The hash of all files of the knowledge base: it changes when any of them does."""
    return _hash(folder, files(folder))


def hash_of_translations(folder: Path) -> str:
    """The hash of what there is of other languages."""
    compiled = sorted(path.name for path in folder.glob(translation_file("*")))
    return _hash(folder, [LANGUAGES, *compiled])


def _hash(folder: Path, names: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for name in names:
        path = folder / name
        digest.update(f"{name}\0".encode())
        digest.update(hashlib.sha256(read(path) if path.is_file() else b"").digest())
    return digest.hexdigest()[:16]
