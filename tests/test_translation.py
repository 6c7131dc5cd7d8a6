"""A text in another language counts only while its English is the same, and a language is offered only
with all that it needs."""

from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo, write_mo

from pinprick import yamltext
from pinprick.authoring.overlays import lay_over
from pinprick.knowledge.folder import FOLDER, LANGUAGES, translation_file
from pinprick.knowledge.languages import Language, Languages, Spoken, Tier, tier_of
from scripts import translation

TIERS = {"needed": Tier(("rules/*", "*:urgency.*"), needed=True), "rest": Tier(("*",))}
SPEAKS = Languages({"xx": Language("Xx", "xx")}, TIERS)


def files() -> dict[str, Any]:
    """Two small files."""
    return {
        "rules/feet.yaml": {"rules": {"drop": {"tell": {"en": "See a doctor today."}, "level": "same-day"}}},
        "conditions/knee.yaml": {
            "urgency": {"upgrades": [{"says": {"en": "it hangs"}}, {"says": {"en": "it is cold"}}]},
            "name": {"synonyms": {"en": ["one", "two"]}},
            "notes": {"en": ["first", "second"]},
        },
    }


WHOLE = {
    ("rules/feet:rules.drop.tell", "See a doctor today."): "A",
    ("conditions/knee:urgency.upgrades.says", "it hangs"): "B",
    ("conditions/knee:urgency.upgrades.says", "it is cold"): "C",
    ("conditions/knee:name.synonyms", "one | two"): "D | E | F",
    ("conditions/knee:notes", "first | second"): "G | H",
}


@pytest.fixture
def laid(tmp_path: Path) -> Any:
    """Lays messages over the files; what they are then, and how much that is."""

    def lay(messages: dict[tuple[str, str], str]) -> tuple[dict[str, Any], Spoken]:
        catalog = Catalog("zh", fuzzy=False)
        for (context, english), told in messages.items():
            catalog.add(english, told, context=context)
        with (tmp_path / translation_file("xx")).open("wb") as file:
            write_mo(file, catalog)
        data = files()
        return data, lay_over(data, tmp_path, SPEAKS)["xx"]

    return lay


def test_every_text_is_laid_over_where_it_stands(laid: Any) -> None:
    data, spoken = laid(WHOLE)
    knee = data["conditions/knee.yaml"]
    assert [one["says"]["xx"] for one in knee["urgency"]["upgrades"]] == ["B", "C"]
    assert knee["name"]["synonyms"]["xx"] == ["D", "E", "F"], "a language has as many other names as it has"
    assert knee["notes"]["xx"] == ["G", "H"]
    assert spoken.whole
    assert not spoken.missing
    assert spoken.texts == {"needed": 3, "rest": 2}


@pytest.mark.parametrize(("left_out", "whole"), [(0, False), (1, False), (3, True), (4, True)])
def test_only_what_is_needed_keeps_a_language_from_being_offered(laid: Any, left_out: int, whole: bool) -> None:
    key = list(WHOLE)[left_out]
    _, spoken = laid({one: told for one, told in WHOLE.items() if one != key})
    assert spoken.whole == whole
    assert [place for places in spoken.missing.values() for place in places] == [key[0]]


def test_a_text_whose_english_changed_is_none(laid: Any) -> None:
    old = {("rules/feet:rules.drop.tell", "See a doctor soon."): "A"}
    data, spoken = laid({**dict(list(WHOLE.items())[1:]), **old})
    assert "xx" not in data["rules/feet.yaml"]["rules"]["drop"]["tell"]
    assert (spoken.needed, spoken.outdated) == (1, 1)


def test_a_list_of_another_length_is_none(laid: Any) -> None:
    data, spoken = laid({**WHOLE, ("conditions/knee:notes", "first | second"): "G"})
    assert "xx" not in data["conditions/knee.yaml"]["notes"]
    assert spoken.missing == {"rest": ("conditions/knee:notes",)}


def test_a_language_is_reviewed_when_every_file_that_it_needs_is(laid: Any) -> None:
    by = "reviewed: A. Reader, 2026-11-29"
    assert not laid({**WHOLE, ("rules/feet:", "State"): by})[1].reviewed
    both = {("rules/feet:", "State"): by, ("conditions/knee:", "State"): by}
    assert laid({**WHOLE, **both})[1].reviewed
    assert not laid({**WHOLE, **both})[1].outdated, "a state is no text"


@pytest.mark.parametrize("language", ["zh"])
def test_the_compiled_texts_are_those_of_the_files(language: str) -> None:
    with (FOLDER / translation_file(language)).open("rb") as file:
        there = {(one.context, one.id): one.string for one in read_mo(file) if one.id}
    wanted = {(one.context, one.id): one.string for one in translation.compiled(language) if one.id}
    assert there == wanted, "a file of texts was changed: `make words` compiles them"


def test_every_pattern_of_the_tiers_names_a_text() -> None:
    """A pattern that is misspelt would leave out what a language needs."""
    content = yamltext.read((FOLDER / LANGUAGES).read_bytes(), LANGUAGES).data
    there = translation.catalogues("zh", ())
    places = [(name, one.context or "") for name, path in there for one in translation.read(path)]
    for tier in content["tiers"].values():
        for pattern in tier["texts"]:
            alone = Languages({}, {"this": Tier((pattern,)), "rest": Tier(("*",), needed=True)})
            assert any(tier_of(alone, *place) == "this" for place in places), f"{pattern} names nothing"


GIVEN = "In {count} of 10 people it is gone within 2,000 steps."


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ("10人里有{count}人走2000步就好了。", ""),
        ("10人里有{number}人走2000步就好了。", "other places"),
        ("10人里有{count}人走200步就好了。", "misses 2000"),
        ("10人里有{count}人,走2000步就好了。", "half-width"),
        ("10人里有{count}人 | 走2000步就好了。", "parts between"),
    ],
)
def test_a_translation_is_held_to_its_english_when_it_is_filled_in(told: str, fault: str) -> None:
    message = Catalog("zh").add(GIVEN, context="rules.drop.tell")
    found = list(translation.faults(told, message))
    assert len(found) == bool(fault)
    assert all(fault in one for one in found)


def test_lines_are_read_by_their_file_and_key() -> None:
    given, wrong = translation.lines_of("## a\n1f A\n# it had: B\n\n## b\n2f C\\nD\n3f\n")
    assert given == {"a": {"1f": "A"}, "b": {"2f": "C\nD", "3f": ""}}
    assert len(wrong) == 1
    assert "line 7" in wrong[0]


def test_lines_go_where_they_belong_and_others_are_told(tmp_path: Path) -> None:
    catalog = translation.fresh("zh")
    catalog.add("It is {cold}.", "", context="a")
    catalog.add("It hangs.", "老的", context="b", flags=("fuzzy",))
    path = tmp_path / "x.po"
    translation.write(path, catalog)
    cold, hangs = (translation.key_of(one) for one in translation.read(path) if one.id)
    wrong = list(translation.fill_in(path, {cold: "很冷。", hangs: "抬不起来。", "ffffff": "？"}))
    assert [one.partition(":")[0] for one in wrong] == [cold, "ffffff"]
    done = {str(one.id): translation.done(one) for one in translation.read(path) if one.id}
    assert done == {"It is {cold}.": False, "It hangs.": True}


def test_what_is_translated_keeps_the_figures_places_and_parts_of_its_english() -> None:
    """A time or a number that is lost in an urgent sentence can cost a leg."""
    found = [
        f"{name} {translation.key_of(one)} [{one.context}]: {fault}"
        for name, path in translation.catalogues("zh", ())
        for one in translation.read(path)
        if one.id and translation.done(one)
        for told in translation.forms(one)
        for fault in translation.faults(told, one)
    ]
    assert not found, "\n" + "\n".join(found)
