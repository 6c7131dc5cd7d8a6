"""Who has brown or black skin is told how a colour looks on it, wherever a text names one."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from pinprick.authoring.validation import load_knowledge
from pinprick.files import read
from pinprick.guide import page
from pinprick.knowledge.folder import FOLDER
from pinprick.yamltext import read as parsed
from tests.models import shipped

COLOURS = re.compile(
    r"\b(pale|paler|white|blue|red|redder|reddish|redness|purple|black|bruises?|bruising|rash|colours?)\b",
    re.IGNORECASE,
)
"""Words for a colour of the skin, and for what shows by one."""

NOT_THE_SKIN = re.compile(
    r"(red|white)( or white)? (blood )?cells?|black stools|red eye|white lines (show )?on the nails"
    r"|bruised (nerve|cord)|bruise,? (the|of the) (brain|cord)|brain \(bruise|mouth red|red box|red of the blood"
    r"|black market|white rice|without a change of colour|white matter",
    re.IGNORECASE,
)
"""Other things that have a colour."""

EVERY_SKIN = re.compile(r"\bgrey\b|\bdarker\b|does not fade")
"""Words by which a sentence fits every skin by itself."""

NOT_FOR_READERS = frozenset({"note", "says_of_source", "synonyms", "asked", "also_called", "name"})
"""What is not told to readers, or is a name and no description."""


def _sentences(data: Any) -> Iterator[str]:
    """Every English sentence in a part of a file."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "en":
                yield from [value] if isinstance(value, str) else value
            elif key not in NOT_FOR_READERS:
                yield from _sentences(value)
    elif isinstance(data, list):
        for value in data:
            yield from _sentences(value)


def _colours(data: Any) -> list[str]:
    """The sentences that name a colour of the skin."""
    return [words for words in _sentences(data) if COLOURS.search(NOT_THE_SKIN.sub("", words))]


def _files(folder: str) -> Iterator[tuple[str, Any]]:
    """What each file of a folder holds, by the name of the file."""
    for path in sorted((FOLDER / folder).glob("*.yaml")):
        yield path.stem, parsed(read(path), path.name).data


def _told() -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    """Each part that can name a line of `skin.yaml`, by a name for the test, with its words and the
    lines that it names."""
    for folder in ("conditions", "medicines", "guides"):
        for name, data in _files(folder):
            lines = (*data.get("skin", ()), *data.get("urgency", {}).get("skin", ()))
            yield f"{folder}/{name}", data, lines
    routines = parsed(read(FOLDER / "self_care.yaml"), "self_care.yaml").data["routines"]
    groups = {"routines": [routines]}
    groups |= {kind: [data[kind] for _, data in _files(kind)] for kind in ("findings", "rules")}
    for kind, group in groups.items():
        for id_, one in (pair for records in group for pair in records.items()):
            if one.get("by", "person") == "person":
                yield f"{kind}/{id_}", one, tuple(one.get("skin", ()))


TOLD = [one for one in _told() if one[2] or _colours(one[1])]


@pytest.mark.parametrize(("words", "lines"), [one[1:] for one in TOLD], ids=[one[0] for one in TOLD])
def test_a_text_that_names_a_colour_says_how_it_looks_on_brown_and_black_skin(
    words: Any, lines: tuple[str, ...]
) -> None:
    told = lines or any("On brown or black skin" in one for one in _sentences(words))
    unfit = [one for one in _colours(words) if not EVERY_SKIN.search(one)]
    assert told or not unfit, f"name a line of skin.yaml under `skin:` for {unfit}"


@pytest.mark.parametrize(("words", "lines"), [one[1:] for one in TOLD], ids=[one[0] for one in TOLD])
def test_a_line_stands_only_where_a_colour_is_named(words: Any, lines: tuple[str, ...]) -> None:
    assert not lines or _colours(words)


@pytest.mark.parametrize("name", ["screen.yaml", "urgency.yaml", "scope.yaml"])
def test_where_no_line_can_follow_the_words_themselves_fit_every_skin(name: str) -> None:
    """A tick, a box and the safety net are too short for a sentence more."""
    for words in _colours(parsed(read(FOLDER / name), name).data):
        assert EVERY_SKIN.search(words), words


def test_the_lines_are_told_after_the_words_that_name_a_colour() -> None:
    knowledge = load_knowledge()
    line = {id_: one.text["en"] for id_, one in knowledge.skin.items()}
    after = {id_: one.after["en"] for id_, one in knowledge.skin.items()}
    assert knowledge.vocabulary.findings["pale-cold-foot"].ask["en"].endswith(line["pale"])
    assert knowledge.rules["diabetic-foot-in-danger"].tell["en"].endswith(f"{line['dead']} {after['red']}")
    assert line["toes"] in knowledge.conditions["raynaud-phenomenon"].about["en"]
    assert knowledge.conditions["raynaud-phenomenon"].about["en"].endswith(after["dead"])
    cold = page(shipped(), "numb-in-the-cold", "en")
    assert cold.on_skin == tuple(line[name] for name in cold.guide.skin)
    assert line["pale"] in cold.on_skin
    assert line["pale"] in knowledge.medicines["nifedipine"].stop_and_seek_help["en"]
    assert line["pale"] in knowledge.self_care.routines["raynaud-warmth"].seek_help["en"]


def test_no_guide_speaks_of_black_skin_where_it_means_dead_skin() -> None:
    """Who has brown or black skin would read "you have diabetes and black skin" as meant for them."""
    dead = re.compile(r"(?<!brown or )black skin|skin (is|turns) black", re.IGNORECASE)
    for name, data in _files("guides"):
        assert [one for one in _sentences(data) if dead.search(one)] == [], name


def test_each_line_says_for_which_skin_it_is() -> None:
    for id_, line in load_knowledge().skin.items():
        assert line.text["en"].startswith("On brown or black skin"), id_


def test_a_text_says_once_for_which_skin_its_lines_are() -> None:
    knowledge = load_knowledge()
    told = [one.ask["en"] for one in knowledge.vocabulary.findings.values()]
    told += [one.tell["en"] for one in knowledge.rules.values()]
    told += [one.about["en"] for one in knowledge.conditions.values()]
    assert max(words.count("On brown or black skin,") for words in told) == 1
