"""Drawings of steps: all that are named are there, they need no style, and they are what the
generator makes."""

import importlib
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pinprick.pictures import bodymap
from tests.house.files import PACKAGE, ROOT
from tests.models import shipped

FOLDER = PACKAGE / "pictures" / "drawings"
FILES = sorted(FOLDER.glob("*.svg"))


def test_every_drawing_that_is_named_is_there_and_every_other_is_gone() -> None:
    knowledge = shipped().knowledge
    routines = knowledge.self_care.routines.values()
    named = {step.drawing for routine in routines for step in routine.steps if step.drawing}
    named |= {card.drawing for card in knowledge.screen.stories}
    assert named == {file.stem for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_drawing_can_stand_in_a_page_and_on_paper(file: Path) -> None:
    root = ElementTree.parse(file).getroot()
    assert root.get("viewBox") == "0 0 240 180"
    assert root.get("stroke") == "currentColor"
    for element in root.iter():
        assert element.tag.rpartition("}")[2] in ("svg", "g", "path")
        assert not {"style", "href", "onload", "id"} & set(element.keys())
    assert len(list(root.iter())) > 3


def test_the_drawings_are_what_the_generator_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "frontend"))
    generator = importlib.import_module("drawings")
    monkeypatch.setattr(generator, "OUT", tmp_path)
    generator.main()
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {f.name: f.read_text() for f in FILES}
    for name in ("drawings", "care", "figures", "feet", "ink", "curves"):
        sys.modules.pop(name, None)


def test_the_parts_to_press_are_those_of_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "frontend"))
    made = importlib.import_module("touch").rules()
    assert made == (ROOT / "frontend" / "_touch_parts.scss").read_text()
    assert all(f".touch__part--{region} " in made for side, region in bodymap.marks("top") if side == "left")
    sys.modules.pop("touch", None)
