"""Faults of numbers that are no probability of a condition: each stays within the range that its
record declares, and those that belong together stand in order."""

from collections.abc import Hashable, Iterator
from functools import cache
from itertools import pairwise
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from pinprick.authoring.checks.fault import Fault
from pinprick.authoring.checks.walking import records
from pinprick.knowledge import Knowledge, Settings
from pinprick.knowledge.ranges import Range
from pinprick.yamltext import Path


def ranges(knowledge: Knowledge) -> Iterator[Fault]:
    """Every number that lies outside of the range declared with its field."""
    for file, path, record in _with_ranges(knowledge):
        for inner, number, within in _outside(type(record), record):
            what = f"{number:g} is out of range; it takes a number of {within}"
            yield Fault(file, (*path, *inner), what)


def _with_ranges(knowledge: Knowledge) -> Iterator[tuple[str, Path, Any]]:
    """Every record some field of which may declare a range, with its file and path."""
    yield "model.yaml", (), knowledge.settings
    for id_, finding in knowledge.vocabulary.findings.items():
        yield "findings/*.yaml", ("findings", id_), finding
    for file, path, record in records(knowledge):
        kind: Any = type(record)
        if _has_ranges(kind):
            yield file, path, record


@cache
def _hints(record: Hashable) -> dict[str, Any]:
    return get_type_hints(record, include_extras=True)


@cache
def _has_ranges(record: Hashable) -> bool:
    return any(map(_bounded, _hints(record).values()))


def _bounded(hint: Any) -> bool:
    return get_origin(hint) is Annotated or any(map(_bounded, get_args(hint)))


def _outside(hint: Any, value: Any) -> Iterator[tuple[Path, float, Range]]:
    """Every number within a value that its declared type does not take, by its path."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        limits = [limit for limit in inner[1:] if isinstance(limit, Range)]
        yield from (((), value, limit) for limit in limits if not limit.holds(value))
        return
    for step, part_hint, part in _parts(hint, origin, inner, value):
        for path, number, within in _outside(part_hint, part):
            yield (*step, *path), number, within


def _parts(hint: Any, origin: Any, inner: Any, value: Any) -> Iterator[tuple[Path, Any, Any]]:
    """The parts of a value of a declared type: the step to each, its type, and it."""
    if origin in (Union, UnionType) and value is not None:
        yield from (((), one, value) for one in inner if get_origin(one) is Annotated)
    elif origin is dict:
        yield from (((key,), inner[1], part) for key, part in value.items())
    elif origin is tuple:
        hints = inner[:1] * len(value) if inner[-1] is ... else inner
        steps = zip(hints, value, strict=False)
        yield from (((index,), one, part) for index, (one, part) in enumerate(steps))
    elif isinstance(value, Struct) and hint is type(value):
        for name, one in _hints(hint).items():
            yield (name,), one, getattr(value, name)


def orders(knowledge: Knowledge) -> Iterator[Fault]:
    """Numbers that have to rise and do not."""
    settings = knowledge.settings
    telling: Path = ("telling", "sometimes")
    words: dict[Path, float] = {("words", word): p for word, (p, _) in settings.words.items()}
    yield from _rising("model.yaml", words)
    expected, sometimes = settings.telling.expected, settings.telling.sometimes
    yield from _rising("model.yaml", {telling: sometimes, ("telling", "expected"): expected})
    yield from _of_words(settings)
    for id_, finding in knowledge.vocabulary.findings.items():
        path: Path = ("findings", id_)
        steps = {(*path, "bins", index): float(edge) for index, edge in enumerate(finding.bins)}
        last = {} if finding.most is None else {(*path, "most"): finding.most}
        yield from _rising("findings/*.yaml", {**steps, **last})


def _rising(file: str, numbers: dict[Path, float]) -> Iterator[Fault]:
    for (_, before), (path, number) in pairwise(numbers.items()):
        if number <= before:
            what = f"{number:g} follows {before:g}; these rise, so it takes more than that"
            yield Fault(file, path, what)


def _of_words(settings: Settings) -> Iterator[Fault]:
    """The last frequency word is for all that is more often than the others say."""
    (*_, (last, (most, _))) = settings.words.items() or [("", (1.0, {}))]
    if most != 1:
        yield Fault("model.yaml", ("words", last), f"{most:g} is the highest of all; it takes 1")
