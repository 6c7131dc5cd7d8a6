"""Numbers in sentences that people read: a page that the sentence names holds each, or a list names it and says why."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import fields

from pinprick.authoring.checks.walking import records
from pinprick.knowledge import Knowledge, LookAlike, Step
from tests.models import written

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_NAME = re.compile(r"\b[A-Za-z]+[-*:]?\d[\w:*]*|\btype 2\b|\b(19|20)\d\d\b")
"""B12, HLA-B*15:02 and the year of a paper are no figures."""
_WORDS = dict(zip("one two three four five six seven eight nine ten".split(), map(str, range(1, 11)), strict=True))
_OWN = Path(__file__).with_name("numbers_of_ours.yaml")


def _figures(text: str) -> set[str]:
    return {one.replace(",", "") for one in _NUMBER.findall(_NAME.sub(" ", text))}


def _sentences(record: Any) -> Iterator[str]:
    for field in fields(record):
        value = getattr(record, field.name)
        english = value.get("en") if isinstance(value, dict) else None
        for one in english if isinstance(english, list | tuple) else [english]:
            if isinstance(one, str):
                yield one


def _held(text: str) -> set[str]:
    """The figures of a `says`, each rounded too, and those in words: 14.3 holds 14, six holds 6."""
    held = {one.replace(",", "") for one in _NUMBER.findall(text)}
    held |= {_WORDS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _WORDS}
    return held | {str(round(float(one))) for one in held}


def _read(knowledge: Knowledge) -> dict[str, set[str]]:
    """All figures in what the sources of a file say, for records that name no source of their own."""
    held: dict[str, set[str]] = {}
    for file, _, record in records(knowledge):
        for key in getattr(record, "sources", ()):
            held.setdefault(file, set()).update(_held(knowledge.sources[key].says))
    return held


def _unsaid(knowledge: Knowledge) -> set[str]:
    """Each figure that no source holds as `file: figure: sentence`; how long a step takes is an instruction of ours."""
    of_file, found = _read(knowledge), set[str]()
    for file, _, record in records(knowledge):
        sources = getattr(record, "sources", ())
        held = {one for key in sources for one in _held(knowledge.sources[key].says)}
        held = held if sources else of_file.get(file, set())
        if isinstance(record, LookAlike):
            held = held | of_file.get(f"conditions/{record.id}.yaml", set())
        for text in () if isinstance(record, Step) else _sentences(record):
            plain = text.replace("in 100", "").replace("of 100", "")
            found |= {f"{file}: {one}: {text}" for one in _figures(plain) - held}
    return found


def _ours() -> dict[str, list[str]]:
    """The sentences whose figures no page holds, by the reason."""
    return msgspec.yaml.decode(_OWN.read_bytes(), type=dict[str, list[str]])


def test_each_figure_that_people_read_stands_in_a_source_or_is_declared() -> None:
    declared = {one for lines in _ours().values() for one in lines}
    unsaid = _unsaid(written())
    assert unsaid - declared == set(), "name a source that holds it, or take it out"
    assert declared - unsaid == set(), "a source holds these now: take them off the list"
