"""A sound file is read without pydantic, and what it would refuse is refused just as well."""

import copy
import functools
import operator
import sys
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from pinprick import yamltext
from pinprick.authoring import validation
from pinprick.authoring.mirrors import mirrored
from pinprick.extras import MissingExtra, needed
from pinprick.knowledge.folder import FOLDER, files

NAMES = tuple(files(FOLDER))
OTHERS: tuple[Any, ...] = (None, True, 0, 1, 1.5, 2024.0, -1, "word", "1", "", [], ["word"], [0.1, 0.2], {}, {"p": 0.5})
"""What may stand where something else should."""


@functools.cache
def document(name: str) -> yamltext.Document:
    return yamltext.read((FOLDER / name).read_bytes(), name)


def record(name: str) -> Any:
    return validation.FILES[name][1] if name in validation.FILES else validation.FOLDERS[name.partition("/")[0]]


def read_by_pydantic(name: str, data: Any) -> Any:
    """What pydantic reads, as records."""
    found = adapter(name).validate_json(msgspec.json.encode(data), strict=True)
    return msgspec.convert(found, record(name), from_attributes=True)


@functools.cache
def adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(mirrored(record(name)))


@functools.cache
def paths(name: str) -> tuple[tuple[str | int, ...], ...]:
    return tuple(_paths(document(name).data))


def _paths(data: Any) -> Iterator[tuple[str | int, ...]]:
    """The path of everything that stands in a file."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in inner:
        yield (step,)
        yield from ((step, *rest) for rest in _paths(value))


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, Any]:
    """A file of the knowledge base, by name, with one thing in it put otherwise."""
    name = draw(st.sampled_from(NAMES))
    *above, last = draw(st.sampled_from(paths(name)))
    data = copy.deepcopy(document(name).data)
    place = functools.reduce(operator.getitem, above, data)
    change = draw(st.sampled_from(("put", "drop", "rename", "add")))
    if change == "put" or not isinstance(place, dict):
        place[last] = draw(st.sampled_from(OTHERS))
    elif change == "add":
        place["unheard-of"] = draw(st.sampled_from(OTHERS))
    else:
        value = place.pop(last)
        if change == "rename":
            place[f"{last}s"] = value
    return name, data


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_ships_is_read_as_pydantic_reads_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read_by_pydantic(name, document(name).data)
    monkeypatch.setattr(validation, "_explained", None)
    assert validation._validated(document(name), record(name)) == (expected, [])


@settings(max_examples=300)
@given(spoilt())
def test_nothing_is_read_that_pydantic_refuses(file: tuple[str, Any]) -> None:
    name, data = file
    value, told = validation._validated(msgspec.structs.replace(document(name), data=data), record(name))
    try:
        expected = read_by_pydantic(name, data)
    except ValidationError:
        assert told
    else:
        assert value == expected
        assert not told


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"famly": "pressed"}, "a key that is not known"),
        ({"family": 1}, "Expected `str`, got `int` - at `$.family`"),
    ],
)
def test_without_pydantic_a_fault_is_told_with_the_extra_that_tells_more(
    change: dict[str, Any], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "conditions/hnpp.yaml"
    monkeypatch.setitem(sys.modules, "pydantic", None)
    wrong = msgspec.structs.replace(document(name), data=document(name).data | change)
    value, told = validation._validated(wrong, record(name))
    assert value is None
    (problem,) = told
    assert problem.file == name
    assert says in problem.what
    assert 'pip install "pinprick[authoring]"' in problem.what


@pytest.mark.parametrize("reach", [[], [0.1], {"p": 0.5}, "wide"])
def test_a_range_of_any_wrong_shape_is_a_fault_with_its_place(reach: Any) -> None:
    name = "conditions/hnpp.yaml"
    data = copy.deepcopy(document(name).data)
    data["share"]["range"] = reach
    _, told = validation._validated(msgspec.structs.replace(document(name), data=data), record(name))
    assert [problem.path for problem in told] == ["share.range"] * len(told)
    assert told


def test_a_missing_module_of_our_own_is_no_missing_extra() -> None:
    with pytest.raises(ModuleNotFoundError, match="nowhere"), needed("page"):
        import pinprick.nowhere  # type: ignore[import-not-found]  # noqa: F401
    with pytest.raises(MissingExtra, match=r"pip install \"pinprick\[page\]\""), needed("page"):
        import nowhere  # type: ignore[import-not-found]  # noqa: F401
