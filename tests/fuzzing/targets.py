"""What is fuzzed: each target takes a seed, makes an input of it and gives it to the code, and says what became of
it. An exception is a fault, and so are words that command a terminal."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import click
import msgspec
from msgspec.structs import replace

from pinprick import loading, yamltext
from pinprick.account import account, whole
from pinprick.assessment import assess
from pinprick.authoring import validation
from pinprick.case.reading import to_data
from pinprick.cli import report
from pinprick.cli.common import read_expected
from pinprick.knowledge import Promises
from pinprick.knowledge.folder import FOLDER, files
from pinprick.model.axes import Model
from pinprick.model.compiler import compile_model
from pinprick.problems import CONTROL, Problem, ProblemsFound
from pinprick.urgency.lines import faults
from pinprick.words import ENGLISH
from pinprick.words.calling import Place
from tests.fuzzing import requests
from tests.fuzzing.spoiling import spoilt
from tests.house.files import ROOT

REFUSED, TAKEN = "refused", "taken"
_MOST_ASSESSED = 3
_LONGEST = 40_000
"""Bytes of a file that are spoilt; only the list of sources is much longer, and it is much alike all through."""


@cache
def _model() -> Model:
    return loading.load()


def _told(error: ProblemsFound) -> str:
    """That a file was refused, as a terminal may show it."""
    lines = [str(problem) for problem in error.problems]
    assert lines
    assert not any(_commands_terminal(line) for line in lines), lines
    return REFUSED


def _commands_terminal(line: str) -> bool:
    return "\n" in line or bool(CONTROL.search(line))


# ---- case files


@cache
def _cases() -> tuple[bytes, ...]:
    """Every worked and published case in a file of its own, and one file with several."""
    worked = [path.read_bytes() for path in sorted((FOLDER / "cases").glob("*.yaml"))]
    published: list[Any] = yamltext.read((ROOT / "evaluation" / "dev.yaml").read_bytes(), "").data
    return (*worked, *map(msgspec.json.encode, published), msgspec.json.encode(published[:4]))


def case(seed: int) -> str:
    """A case file is refused with reasons, or assessed and told in text and as data."""
    random, model = Random(seed), _model()
    content = spoilt(random, random.choice(_cases()))
    try:
        cases, _ = read_expected(content, "case.yaml", model.knowledge)
    except ProblemsFound as error:
        return _told(error)
    for one in cases[:_MOST_ASSESSED]:
        assessment = assess(model, one)
        text = report.report(model, assessment, Place("GB"), ENGLISH)
        assert not CONTROL.search(click.unstyle(text)), text
        if seed % 10 == 0:
            limits = whole(model.knowledge.settings.telling)
            msgspec.json.encode(account(model, assessment, ENGLISH, limits))
            read_expected(msgspec.json.encode(to_data(one)), "again.json", model.knowledge)
    return TAKEN


# ---- files of the knowledge base


@cache
def _files() -> tuple[tuple[str, bytes], ...]:
    return tuple((name, (FOLDER / name).read_bytes()) for name in files(FOLDER))


def _spoilt_file(random: Random) -> tuple[str, bytes]:
    """One file of the knowledge base, each as likely as any other; of a long one its beginning."""
    name, content = random.choice(_files())
    if len(content) > _LONGEST:
        content = content[:_LONGEST].rpartition(b"\n")[0] + b"\n"
    return name, spoilt(random, content)


def file(seed: int) -> str:
    """A single file of the knowledge base is read whole, or refused with every reason."""
    random = Random(seed)
    name, content = _spoilt_file(random)
    document = yamltext.read(content, name)
    _, record = validation.FILES.get(name) or validation._in_folder(name)
    _, faults = validation._validated(document, record)
    problems = [*document.problems, *faults]
    return _told(ProblemsFound(problems)) if problems else TAKEN


@cache
def _copy() -> Path:
    """A copy of the knowledge base, of which each file is parsed and held to its record once in this process."""
    read, validated, originals = yamltext.read, validation._validated, {content for _, content in _files()}
    documents: dict[bytes, yamltext.Document] = {}
    records: dict[int, tuple[Any, list[Problem]]] = {}

    def read_once(content: bytes, file: str) -> yamltext.Document:
        if content not in originals:
            return read(content, file)
        return documents.setdefault(content, documents.get(content) or read(content, file))

    def validated_once(document: yamltext.Document, record: Any) -> tuple[Any, list[Problem]]:
        if not any(document is one for one in documents.values()):
            return validated(document, record)
        value, _ = records.setdefault(id(document), records.get(id(document)) or validated(document, record))
        return value, []

    yamltext.read, validation._validated = read_once, validated_once
    place = Path(tempfile.mkdtemp(prefix="pinprick-fuzz-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    for name, content in _files():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


def base(seed: int) -> str:
    """A knowledge base with a spoilt file is checked as by `pinprick check`; a sound one may be compiled and asked."""
    random, place = Random(seed), _copy()
    name, content = _spoilt_file(random)
    before = (place / name).read_bytes()
    (place / name).write_bytes(content)
    try:
        knowledge = validation.load_knowledge(place, faults)
        if random.random() < _COMPILED:
            model = compile_model(replace(knowledge, promises=Promises(), said={}))
            assessment = assess(model, read_expected(_cases()[0], "case.yaml", knowledge)[0][0])
            assert 0 < sum(assessment.likely.values()) < 1 + _ROUNDING
            assert assessment.urgency.level
    except ProblemsFound as error:
        return _told(error)
    finally:
        (place / name).write_bytes(before)
    return TAKEN


_COMPILED = 0.2
"""Of the sound ones."""
_ROUNDING = 1e-6
TARGETS: dict[str, Callable[[int], str]] = {
    "case": case,
    "file": file,
    "base": base,
    "asgi": requests.asgi,
    "raw": requests.raw,
}
"""Each target by its name."""
