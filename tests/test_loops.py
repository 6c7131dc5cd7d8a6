"""The mechanisms: each that a condition names is there and drawn, what runs in a drawing runs when the model of an axon
says so, and all of it can be told without motion."""

import gzip
import importlib
import json
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from pinprick.authoring import checks
from pinprick.pictures import loops
from tests.house.files import PACKAGE, ROOT
from tests.models import shipped

FOLDER = PACKAGE / "pictures" / "loops"
FILES = sorted(FOLDER.glob("*.svg"))
KNOWLEDGE = shipped().knowledge
DRAWN = sorted(loops.names())
MOST = 40_000
"""Bytes on the wire of all loops together with their stills."""
LASTS = 6.0
MOVES = ("animate", "animateTransform", "animateMotion")


@pytest.fixture
def frontend(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The generators can be imported."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(ROOT / "frontend"))
    yield
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(ROOT / "frontend")):
            sys.modules.pop(name)


def module(name: str) -> ModuleType:
    return importlib.import_module(name)


def elements(svg: str, *kinds: str) -> list[ElementTree.Element]:
    return [one for one in ElementTree.fromstring(svg).iter() if one.tag.rpartition("}")[2] in kinds]


# ---- the knowledge base


def test_every_mechanism_is_named_by_a_condition_and_drawn() -> None:
    named = {one.mechanism for one in KNOWLEDGE.conditions.values()} - {""}
    assert named == set(KNOWLEDGE.mechanisms) == set(DRAWN)


def test_a_mechanism_that_is_not_there_is_a_fault() -> None:
    first = next(iter(KNOWLEDGE.conditions.values()))
    wrong = {first.id: replace(first, mechanism="presed")}
    knowledge = replace(KNOWLEDGE, conditions=KNOWLEDGE.conditions | wrong)
    found = [one for one in checks.faults(knowledge) if one.path[0] == "mechanism"]
    assert [one.file for one in found] == [f"conditions/{first.id}.yaml"]
    assert "pressed" in found[0].what


@pytest.mark.parametrize("name", sorted(KNOWLEDGE.mechanisms))
def test_a_mechanism_is_told_in_short_sentences(name: str) -> None:
    mechanism = KNOWLEDGE.mechanisms[name]
    assert mechanism.sources
    assert "estimate" in mechanism.reckoned["en"]
    for step in mechanism.steps:
        for sentence in re.split(r"(?<=[.!?]) ", step.says["en"]):
            assert len(sentence.split()) <= 18, sentence


# ---- the files


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_loop_needs_no_style_and_can_stand_twice_in_a_page(file: Path) -> None:
    root = ElementTree.parse(file).getroot()
    assert root.get("aria-hidden") == "true"
    for element in root.iter():
        assert not {"style", "href", "onload", "id"} & set(element.keys())
    assert "begin" not in file.read_text()


@pytest.mark.parametrize("name", DRAWN)
def test_a_still_is_still(name: str) -> None:
    stills = [loops.still(name, number) for number in loops.STILLS]
    assert len(set(stills)) == 3
    for one in stills:
        assert not elements(one, *MOVES)
    assert elements(loops.moving(name), "animateMotion")


@pytest.mark.parametrize("name", DRAWN)
def test_a_loop_ends_by_itself_after_six_seconds(name: str) -> None:
    for one in elements(loops.moving(name), *MOVES):
        assert one.get("dur") == "6s"
        assert one.get("repeatCount") is None
        assert one.get("fill") == "freeze"
        times = [float(time) for time in one.get("keyTimes", "").split(";")]
        assert times == sorted(times)
        assert (times[0], times[-1]) == (0, 1)
        assert len(times) == len((one.get("values") or one.get("keyPoints") or "").split(";"))


def test_all_loops_together_are_small() -> None:
    sizes = [
        len(
            gzip.compress(
                b"".join(f.read_bytes() for f in FILES if f.stem.rpartition("-")[0] == name or f.stem == name)
            )
        )
        for name in DRAWN
    ]
    assert sum(sizes) <= MOST


# ---- the model and the drawing


@pytest.mark.usefixtures("frontend")
def test_the_loops_are_what_the_generator_makes(tmp_path: Path) -> None:
    module("loops").main(tmp_path)
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {f.name: f.read_text() for f in FILES}


def flat(value: object, path: tuple[object, ...] = ()) -> dict[tuple[object, ...], object]:
    """Each number of nested lists by where it stands."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        return {place: one for key, inner in pairs for place, one in flat(inner, (*path, key)).items()}
    return {path: value}


@pytest.mark.usefixtures("frontend")
def test_the_model_says_again_when_each_node_fires() -> None:
    kept = flat(json.loads((ROOT / "frontend" / "mechanisms.json").read_text()))
    again = flat(module("mechanisms").reckoned())
    assert {place for place, one in again.items() if one is None} == {
        place for place, one in kept.items() if one is None
    }
    numbers = {place: one for place, one in kept.items() if one is not None}
    assert {place: again[place] for place in numbers} == pytest.approx(numbers, abs=0.01)


@pytest.mark.usefixtures("frontend")
def test_the_model_conducts_as_a_nerve_does() -> None:
    """Between 30 and 70 metres a second in a fibre of 10 micrometres; block where channels or myelin are gone, and late
    where myelin is thin."""
    model = json.loads((ROOT / "frontend" / "mechanisms.json").read_text())
    axon = module("axon")
    speed = 10 * axon.APART * 10 / (model["whole"][15] - model["whole"][5])
    assert 30 < speed < 70
    assert model["thin"][-1] > 1.2 * model["whole"][-1]
    for name in ("pressed", "bare", "starved"):
        assert model[name][0] is not None
        assert model[name][-1] is None
    assert len(model["released"]) > 3


def drawn_passes(svg: str) -> list[list[tuple[float, float]]]:
    """For each impulse when it passes what part of its way: seconds and parts, without the waits before and after."""
    found = []
    for one in elements(svg, "animateMotion"):
        times = [LASTS * float(time) for time in (one.get("keyTimes") or "").split(";")]
        parts = [float(part) for part in (one.get("keyPoints") or "").split(";")]
        found.append([pair for k, pair in enumerate(zip(times, parts, strict=True)) if k and pair[0] < LASTS])
    return found


@pytest.mark.usefixtures("frontend")
@pytest.mark.parametrize("name", DRAWN)
def test_impulses_pass_the_nodes_when_the_model_says_so(name: str) -> None:
    """Each impulse of a drawing is a run of the model, 2000 times slower, from some node to the end."""
    model = json.loads((ROOT / "frontend" / "mechanisms.json").read_text())
    runs = [one for value in model.values() for one in lists(value)]
    for passes in drawn_passes(loops.moving(name)):
        pauses = [after - before for (before, _), (after, _) in pairwise(passes)]
        assert len(pauses) > 5
        assert any(fits(pauses, way) for run in runs for way in (run, run[::-1])), passes


def lists(value: object) -> list[list[float | None]]:
    """The runs in a part of the data."""
    if isinstance(value, dict):
        return [run for one in value.values() for run in lists(one)]
    if isinstance(value, list):
        return [value] if not isinstance(value[0], list | dict) else [run for one in value for run in lists(one)]
    return []


def fits(pauses: list[float], run: list[float | None]) -> bool:
    """Whether the last pauses of a run between its nodes, in milliseconds, are these, in seconds of the drawing."""
    times = [time for time in run if time is not None]
    last = [2 * (after - before) for before, after in pairwise(times)][-len(pauses) :]
    return len(last) == len(pauses) and last == pytest.approx(pauses, abs=0.001)
