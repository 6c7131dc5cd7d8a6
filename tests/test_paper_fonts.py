"""What is printed is printed whole, in Chinese too: the fonts that come along have what texts of ours need, and what
people write and no font has is told."""

import re
from datetime import date
from typing import Any

import pytest
import typst
from fontTools.ttLib import TTFont

from pinprick import guide
from pinprick.paper import leaflet, note, typeset
from pinprick.words import offering
from pinprick.words.calling import Place
from scripts import fonts
from tests.house.files import PACKAGE
from tests.models import shipped
from tests.notes import STORY, assessed
from tests.tiers import one_in

MODEL = shipped()
GUIDES = sorted(MODEL.knowledge.guides)
NO_FONT_HAS = "\ufdd0"
"""A code that is no character and never will be."""
EMERGENCY = {"facial-weakness": "present", "foot-drop": "present", "age": 67}


@pytest.fixture
def no_fonts_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = typst.Fonts(include_system_fonts=False, font_paths=[typeset.FONTS])
    monkeypatch.setattr(typeset, "_fonts", lambda: ours)


def told(story: dict[str, Any], language: str, words: str = "") -> dict[str, Any]:
    return note.data(MODEL, assessed(story, all_asked=False), Place("CN"), language, words)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def has(style: str) -> set[str]:
    return set(map(chr, TTFont(typeset.FONTS / f"han-{style}.otf").getBestCmap()))


@pytest.mark.parametrize("style", ["regular", "bold"])
def test_a_font_has_every_character_of_every_text(style: str) -> None:
    missing = fonts.ours() - has(style)
    assert not missing, f"make the fonts anew, python -m scripts.fonts: {''.join(sorted(missing))}"


def test_a_font_has_what_people_write() -> None:
    assert not (fonts.said() | fonts.written()) - has("regular")


def test_a_template_asks_for_the_font_by_its_name() -> None:
    assert f'"{typeset.HAN}"' in (PACKAGE / "paper" / "marks.typ").read_text()


@pytest.mark.parametrize("style", ["regular", "bold"])
def test_a_font_names_its_licence_and_is_not_taken_for_the_whole_one(style: str) -> None:
    names = TTFont(typeset.FONTS / f"han-{style}.otf")["name"]
    assert names.getDebugName(1) == typeset.HAN
    assert "Adobe" in names.getDebugName(0)
    assert "SIL Open Font License" in names.getDebugName(13)
    assert "SIL OPEN FONT LICENSE Version 1.1" in (typeset.FONTS / "LICENSE.txt").read_text()


@pytest.mark.parametrize("id_", one_in(4, GUIDES))
@pytest.mark.usefixtures("no_fonts_of_the_machine")
def test_a_leaflet_in_chinese_is_whole_on_two_pages(id_: str) -> None:
    assert pages(leaflet.pdf(MODEL.knowledge, guide.page(MODEL, id_, "zh"))) == 2


@pytest.mark.parametrize("story", [STORY, EMERGENCY, {}], ids=["burning", "emergency", "nothing"])
@pytest.mark.usefixtures("no_fonts_of_the_machine")
def test_a_note_in_chinese_is_whole_on_two_pages(story: dict[str, Any]) -> None:
    assert 1 <= pages(note.pdf(told(story, "zh", "右脚没知觉，像踩棉花"), date(2026, 11, 28))) <= 2


@pytest.mark.parametrize(("language", "said"), [("en", 0), ("zh", 1), ("zh-TW", 2)])
@pytest.mark.usefixtures("no_fonts_of_the_machine")
def test_what_should_be_known_of_a_language_stands_on_paper(language: str, said: int) -> None:
    lines = offering.caveats(MODEL.knowledge, language)
    assert len(lines) == said
    papers = {
        "leaflet": leaflet.data(MODEL.knowledge, guide.page(MODEL, GUIDES[0], language)),
        "note": told(STORY, language) | {"date": ""},
    }
    for name, content in papers.items():
        assert all(line in content["caveats"] for line in lines)
        shown = typeset.pdf(name, content) != typeset.pdf(name, content | {"caveats": ""})
        assert shown == bool(said)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.usefixtures("no_fonts_of_the_machine")
def test_what_no_font_has_of_somebodys_own_words_is_told(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    set_, real = list[dict[str, Any]](), typeset.pdf

    def pdf(name: str, content: dict[str, Any]) -> bytes:
        set_.append(content)
        return real(name, content)

    monkeypatch.setattr(typeset, "pdf", pdf)
    words = "my 脚 “toe” \\ \x00 😀 مرحبا"
    assert note.pdf(told(STORY, language, words + NO_FONT_HAS), date(2026, 11, 28)).startswith(b"%PDF")
    assert "my 脚 “toe” \\ □ □" in set_[-1]["words"]
    assert "□" in set_[-1]["not_shown"]
    note.pdf(told(STORY, language, "my 脚"), date(2026, 11, 28))
    assert not set_[-1]["not_shown"]


def test_a_character_of_ours_that_no_font_has_is_an_error_with_a_cure() -> None:
    content = told(STORY, "zh", NO_FONT_HAS) | {"level": f"急{NO_FONT_HAS}"}
    with pytest.raises(typeset.NotShown, match=r"no font has .+ \(U\+FDD0\): install .+ scripts.fonts"):
        note.pdf(content, date(2026, 11, 28))
