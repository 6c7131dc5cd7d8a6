"""A folder of YAML files → Knowledge, or every problem in all of them at once.

A sound file is read by msgspec, which is always there. pydantic is asked about a file with a fault,
as it alone tells all faults with their places; without it the first fault of each file is told."""

import copy
import functools
import inspect
import operator
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

import msgspec

from pinprick import knowledge, yamltext
from pinprick.authoring import assembly, checks, overlays
from pinprick.authoring.mirrors import mirrored
from pinprick.extras import MissingExtra, needed
from pinprick.files import read
from pinprick.knowledge import Knowledge, quantity
from pinprick.knowledge.folder import FOLDER, LANGUAGES, LIKENESS, files, hash_of
from pinprick.problems import Problem, ProblemsFound, did_you_mean
from pinprick.watching import Watch, unwatched

FILES: dict[str, tuple[str, Any]] = {
    "order.yaml": ("order", knowledge.Order),
    "regions.yaml": ("regions", dict[str, knowledge.Region]),
    "families.yaml": ("families", dict[str, knowledge.Family]),
    "mechanisms.yaml": ("mechanisms", dict[str, knowledge.Mechanism]),
    "background.yaml": ("background", knowledge.Background),
    "self_care.yaml": ("self_care", knowledge.SelfCare),
    "urgency.yaml": ("urgency", knowledge.Urgency),
    "countries.yaml": ("countries", knowledge.Countries),
    "screen.yaml": ("screen", knowledge.Screen),
    "scope.yaml": ("scope", knowledge.Scope),
    "skin.yaml": ("skin", dict[str, knowledge.OnSkin]),
    "codes.yaml": ("codes", knowledge.Records),
    "model.yaml": ("settings", knowledge.Settings),
    "pages.yaml": ("pages", dict[str, knowledge.ReadingPage]),
    "sources.yaml": ("sources", dict[str, quantity.Source]),
    "hosts.yaml": ("hosts", knowledge.Hosts),
}
"""The files of a knowledge base and the records they hold."""

FOLDERS: dict[str, Any] = {
    "findings": knowledge.FindingGroup,
    "rules": knowledge.System,
    "sites": knowledge.Site,
    "conditions": knowledge.Condition,
    "medicines": knowledge.Medicine,
    "guides": knowledge.Guide,
    "promises": knowledge.Promises,
    "said": knowledge.Said,
    "likeness": knowledge.Weights,
}
"""Its folders and the record that each file in them holds."""


Proof = Callable[[Knowledge, Watch], Iterator[tuple[str, yamltext.Path, str]]]
"""What a sound knowledge base must hold to besides: yields each fault as (file, path, what)."""


def load_knowledge(
    folder: Path | None = None, proof: Proof | None = None, watch: Watch = unwatched
) -> Knowledge:
    """The knowledge base of a folder, held to `proof` when it has no other fault; `watch` sees it
    read and checked.

    Raises:
        ProblemsFound: every fault of every file, each with file, line, column, path and cure.
    """
    folder = folder or FOLDER
    documents, problems = _documents(folder, watch)
    parts, unread, faults = _parts(documents)
    problems += faults
    languages, faults = _languages(folder)
    problems += faults
    if any(part not in parts for part, _ in FILES.values()):
        raise ProblemsFound(problems)
    apart = list(assembly.faults(parts, parts["order"], documents))
    problems += _placed(documents, ((one.file, one.path, one.what) for one in apart))
    if any(name.startswith(("findings/", "rules/")) for name in unread):
        raise ProblemsFound(problems)
    loaded = Knowledge(hash=hash_of(folder), **assembly.parts_of(parts, parts["order"]))
    problems += _placed(documents, _across(loaded, unread, watch))
    if proof and not problems:
        problems += _placed(documents, proof(loaded, watch))
    if problems:
        raise ProblemsFound(problems)
    return _spoken(loaded, documents, folder, languages)


def _parts(
    documents: dict[str, yamltext.Document],
) -> tuple[dict[str, Any], list[str], list[Problem]]:
    """The records of all files by their parts, the files that could not be read, and all faults."""
    parts: dict[str, Any] = {name: {} for name in FOLDERS}
    unread, problems = list[str](), list[Problem]()
    for name, document in documents.items():
        part, record = FILES.get(name) or _in_folder(name)
        value, faults = _validated(document, record)
        problems += faults
        if value is None:
            unread.append(name)
        elif part in FOLDERS:
            parts[part][str(PurePath(name).relative_to(part).with_suffix(""))] = value
        else:
            parts[part] = value
    return parts, unread, problems


def _languages(folder: Path) -> tuple[knowledge.Languages, list[Problem]]:
    """The languages besides English; none where no file tells of them."""
    path = folder / LANGUAGES
    if not path.is_file():
        return knowledge.Languages(), []
    document = yamltext.read(read(path), LANGUAGES if folder == FOLDER else str(path))
    value, faults = _validated(document, knowledge.Languages)
    return value or knowledge.Languages(), document.problems + faults


def _spoken(
    loaded: Knowledge,
    documents: dict[str, yamltext.Document],
    folder: Path,
    languages: knowledge.Languages,
) -> Knowledge:
    """A sound knowledge base with the texts of other languages, which are no part of what makes it
    sound."""
    data = {name: document.data for name, document in documents.items()}
    spoken = overlays.lay_over(data, folder, languages)
    if not spoken:
        return loaded
    parts, _, _ = _parts(documents)
    return Knowledge(hash=loaded.hash, spoken=spoken, **assembly.parts_of(parts, parts["order"]))


def _placed(
    documents: dict[str, yamltext.Document], faults: Iterable[tuple[str, yamltext.Path, str]]
) -> list[Problem]:
    """Each fault, with the line and column where its path stands."""
    return [
        assembly.document_of(documents, file, path).problem(path, what)
        for file, path, what in faults
    ]


def _in_folder(name: str) -> tuple[str, Any]:
    """The folder of a file, and the record that it holds."""
    folder = name.partition("/")[0]
    return folder, FOLDERS[folder]


_MOST_FAULTS = 500
"""Told of a whole knowledge base; one with more is best mended bit by bit."""


def _across(
    loaded: Knowledge, unread: list[str], watch: Watch
) -> Iterator[tuple[str, yamltext.Path, str]]:
    """Faults across the files, save that a condition is missed whose file could not be read, or its
    use of a source."""
    missed = {PurePath(name).stem for name in unread}
    for fault in islice(checks.faults(loaded, watch), _MOST_FAULTS):
        if not missed.intersection(map(str, fault.path)) and not missed.intersection(
            fault.what.split()
        ):
            yield fault.file, fault.path, fault.what
    for fault in [] if unread else checks.unused_sources(loaded):
        yield fault.file, fault.path, fault.what


def schemas() -> dict[str, dict[str, Any]]:
    """A JSON Schema for each kind of file, by the name of the file; for editors."""
    kinds = {name: record for name, (_, record) in FILES.items()} | {LANGUAGES: knowledge.Languages}
    kinds |= {f"{_of_one(name)}.yaml": record for name, record in FOLDERS.items()}
    return {
        name.replace(".yaml", ".schema.json"): _adapter(record).json_schema()
        for name, record in kinds.items()
    }


def _of_one(folder: str) -> str:
    """What one file of a folder is called."""
    return folder if folder == LIKENESS else folder.removesuffix("s")


def _documents(folder: Path, watch: Watch) -> tuple[dict[str, yamltext.Document], list[Problem]]:
    documents: dict[str, yamltext.Document] = {}
    problems: list[Problem] = []
    if not folder.is_dir():
        raise ProblemsFound(
            [Problem(str(folder), 0, 0, "", "no such folder; give the folder of a knowledge base")]
        )
    for name in watch(list(files(folder)), "Reading"):
        shown = str(folder / name) if folder != FOLDER else name
        try:
            documents[name] = yamltext.read(read(folder / name), shown)
        except OSError as error:
            problems.append(Problem(shown, 0, 0, "", f"cannot be read: {error.strerror}"))
        else:
            problems += documents[name].problems
    if not any(name.startswith("conditions/") for name in documents):
        problems.append(
            Problem(
                str(folder / "conditions"), 0, 0, "", "holds no condition; add conditions/NAME.yaml"
            )
        )
    return documents, problems


@functools.cache
def _keys() -> frozenset[str]:
    """The names of all fields of all records, to suggest near ones."""
    return frozenset(
        name
        for module in (quantity, knowledge)
        for _, record in inspect.getmembers(module, inspect.isclass)
        for name in getattr(record, "__struct_fields__", ())
    )


@functools.cache
def _adapter(record: Any) -> Any:
    with needed("authoring"):
        from pydantic import TypeAdapter  # a fifth of a second, needed only where there is a fault

    return TypeAdapter(mirrored(record))


def _validated(document: yamltext.Document, record: Any) -> tuple[Any, list[Problem]]:
    if document.data is None and document.problems:
        return None, []
    # JSON is the mode in which both are strict about numbers and text but take a list for a tuple.
    content = msgspec.json.encode(document.data)
    try:
        value = msgspec.json.decode(content, type=record)
        if _holds_all(msgspec.to_builtins(value), msgspec.json.decode(content)):
            return value, []
        fault = "has a key that is not known"
    except msgspec.ValidationError as error:
        fault = str(error)
    try:
        return _explained(document, record, content)
    except MissingExtra as missing:
        return None, [document.problem((), f"{fault}. To be told all faults: {missing}")]


def _holds_all(read: Any, content: Any) -> bool:
    """Whether nothing of a file was left unread: msgspec passes over keys it does not know."""
    if isinstance(content, dict):
        return isinstance(read, dict) and all(
            key in read and _holds_all(read[key], inner) for key, inner in content.items()
        )
    if isinstance(content, list):
        return all(map(_holds_all, read, content))
    return True


def _explained(
    document: yamltext.Document, record: Any, content: bytes
) -> tuple[Any, list[Problem]]:
    """What pydantic makes of a file that msgspec did not read whole: its faults, and what can be
    read of it."""
    with needed("authoring"):
        from pydantic import ValidationError

    problems: list[Problem] = []
    try:
        _adapter(record).validate_json(content, strict=True)
    except ValidationError as error:
        problems = [document.problem(*told) for told in _told(error, document.data)]
        content = msgspec.json.encode(_without_unknown_keys(error, document.data))
    try:
        return msgspec.json.decode(content, type=record), problems
    except msgspec.ValidationError as error:
        return None, problems or [document.problem((), str(error))]


_UNKNOWN_KEY = ("unexpected_keyword_argument", "extra_forbidden")


def _without_unknown_keys(error: Any, data: Any) -> Any:
    """What is left to read, so that one wrong key does not hide what else is wrong."""
    rest = copy.deepcopy(data)
    for fault in error.errors(include_url=False):
        if fault["type"] in _UNKNOWN_KEY:
            *above, key = _in_data(fault["loc"], data)
            functools.reduce(operator.getitem, above, rest).pop(key, None)
    return rest


def _told(error: Any, data: Any) -> Iterator[tuple[yamltext.Path, str]]:
    told: set[yamltext.Path] = set()
    for fault in error.errors(include_url=False)[:_MOST_FAULTS]:
        path = _in_data(fault["loc"], data)
        if fault["type"] in _UNKNOWN_KEY:
            yield (
                path,
                f"no such key{did_you_mean(path[-1], _keys() - {str(path[-1])})}",
            )
        elif fault["type"] in ("missing", "missing_argument"):
            yield path, f"misses the key {fault['loc'][-1]}"
        elif path not in told:
            told.add(path)
            allowed = fault.get("ctx", {}).get("expected", "").split("'")[1::2]
            hint = did_you_mean(fault["input"], allowed)
            shown = (
                f" (got {fault['input']!r})" if not isinstance(fault["input"], dict | list) else ""
            )
            yield path, f"{fault['msg'][0].lower()}{fault['msg'][1:]}{shown}{hint}"


def _in_data(location: yamltext.Path, data: Any) -> yamltext.Path:
    """The part of pydantic's location that stands in the data: the names of union members do
    not."""
    path: list[str | int] = []
    for step in location:
        stands = (
            step in data
            if isinstance(data, dict)
            else isinstance(data, list) and isinstance(step, int) and step < len(data)
        )
        if stands:
            data = data[step]
            path.append(step)
    return tuple(path)
