"""Every number of model.yaml, of findings and of steps stays within a range that is declared."""

import functools
import operator
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
import pytest
from msgspec.structs import replace

from pinprick.authoring.checks import faults
from pinprick.authoring.checks.ranges import orders, ranges
from pinprick.knowledge import Finding, Knowledge, Settings
from pinprick.knowledge.quantity import Quantity
from pinprick.knowledge.ranges import Range
from tests.models import shipped

KNOWLEDGE = shipped().knowledge
Path = tuple[str | int, ...]


def put(path: Path, number: float) -> Knowledge:
    """The knowledge base with one number of model.yaml put otherwise."""
    data = msgspec.json.decode(msgspec.json.encode(KNOWLEDGE.settings))
    functools.reduce(operator.getitem, path[:-1], data)[path[-1]] = number
    return replace(KNOWLEDGE, settings=msgspec.convert(data, Settings))


def finding(**new: Any) -> Knowledge:
    """The knowledge base with the age of a person declared otherwise."""
    vocabulary = KNOWLEDGE.vocabulary
    changed = replace(vocabulary.findings["age"], **new)
    findings = {**vocabulary.findings, "age": changed}
    return replace(KNOWLEDGE, vocabulary=replace(vocabulary, findings=findings))


def is_record(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, msgspec.Struct)


def declared(hint: Any, value: Any, path: Path = ()) -> Iterator[tuple[Path, type, Range]]:
    """Every number within a value whose type declares a range."""
    if get_origin(hint) is Annotated:
        yield path, get_args(hint)[0], get_args(hint)[1]
    elif get_origin(hint) is dict:
        for key, part in value.items():
            yield from declared(get_args(hint)[1], part, (*path, key))
    elif get_origin(hint) is tuple and get_args(hint)[-1] is not ...:
        for index, (one, part) in enumerate(zip(get_args(hint), value, strict=True)):
            yield from declared(one, part, (*path, index))
    elif is_record(hint):
        for name, one in get_type_hints(hint, include_extras=True).items():
            yield from declared(one, getattr(value, name), (*path, name))


NUMBERS = list(declared(Settings, KNOWLEDGE.settings))


def beyond(kind: type, within: Range) -> Iterator[float]:
    """The nearest numbers that a range does not hold."""
    step = 1 if kind is int else 0.001
    yield within.least if within.open else within.least - step
    if within.most < float("inf"):
        yield within.most if within.open else within.most + step


@pytest.mark.parametrize(
    ("path", "kind", "within"), [pytest.param(*one, id=".".join(map(str, one[0]))) for one in NUMBERS]
)
def test_a_number_out_of_its_range_is_told_with_its_place(path: Path, kind: type, within: Range) -> None:
    for number in beyond(kind, within):
        fault = next(ranges(put(path, number)))
        assert (fault.file, fault.path) == ("model.yaml", path)
        assert fault.what == f"{number:g} is out of range; it takes a number of {within}"


@pytest.mark.parametrize(
    ("path", "number"),
    [
        (("interview", "least_value"), 9),
        (("interview", "least_chance"), 1),
        (("interview", "most_questions"), -1),
        (("burden", "person"), -1.5),
        (("draws",), 0),
        (("draws",), -5),
        (("harm", "most_red_flags"), 40),
        (("other", "worrying"), 1),
        (("words", "usually", 0), 0),
        (("map", "segments", "pelvis", "where"), -0.4),
    ],
    ids=str,
)
def test_a_number_that_would_silence_the_interview_or_stop_the_program_is_refused(path: Path, number: float) -> None:
    assert any(fault.path == path for fault in faults(put(path, number)))


def test_every_number_of_the_settings_declares_its_range() -> None:
    """A distribution and its range are held by the checks of numbers, as are goals."""
    bare = [path for path in _bare(Settings) if path[-1:] != ("goals.p",)]
    assert not bare, bare


def _bare(record: Any, path: Path = ()) -> Iterator[Path]:
    for name, hint in get_type_hints(record, include_extras=True).items():
        for one in _leaves(hint):
            if one in (int, float):
                yield (*path, f"{path[-1]}.{name}" if path else name)
            elif is_record(one) and one is not Quantity:
                yield from _bare(one, (*path, name))


def _leaves(hint: Any) -> Iterator[Any]:
    if get_origin(hint) is Annotated or not get_args(hint):
        yield hint
    else:
        for part in get_args(hint):
            yield from _leaves(part)


@pytest.mark.parametrize(
    ("knowledge", "path"),
    [
        (finding(most=0.0), ("findings", "age", "most")),
        (finding(burden=-1.5), ("findings", "age", "burden")),
        (finding(bins=(0.0, 40.0)), ("findings", "age", "bins", 0)),
    ],
    ids=["most", "burden", "bins"],
)
def test_a_finding_out_of_range_is_told(knowledge: Knowledge, path: Path) -> None:
    assert [(fault.file, fault.path) for fault in ranges(knowledge)] == [("findings/*.yaml", path)]


@pytest.mark.parametrize(
    ("knowledge", "path"),
    [
        (put(("words", "often", 0), 0.3), ("words", "often", 0)),
        (put(("words", "usually", 0), 0.9), ("words", "usually")),
        (put(("telling", "expected"), 0.1), ("telling", "expected")),
        (finding(bins=(18.0, 60.0, 40.0)), ("findings", "age", "bins", 2)),
        (finding(most=70.0), ("findings", "age", "most")),
    ],
    ids=["words", "the last word", "telling", "bins", "most"],
)
def test_numbers_out_of_order_are_told(knowledge: Knowledge, path: Path) -> None:
    assert not list(orders(KNOWLEDGE))
    assert any(fault.path[: len(path)] == path[: len(fault.path)] for fault in orders(knowledge))


def test_a_step_out_of_range_is_told() -> None:
    routine = next(iter(KNOWLEDGE.self_care.routines.items()))
    id_, one = routine
    steps = (replace(one.steps[0], seconds=0), *one.steps[1:])
    routines = {**KNOWLEDGE.self_care.routines, id_: replace(one, steps=steps)}
    changed = replace(KNOWLEDGE, self_care=replace(KNOWLEDGE.self_care, routines=routines))
    (fault,) = ranges(changed)
    assert fault.path == ("routines", id_, "steps", 0, "seconds")


def test_a_range_is_told_in_words() -> None:
    assert str(Range(0, 1, open=True)) == "above 0 and below 1"
    assert str(Range(0, open=True)) == "above 0"
    assert str(Range(1)) == "1 or more"
    assert str(Range(1, 8)) == "1 to 8"
    assert get_type_hints(Finding, include_extras=True)["burden"] is not float
