"""A file of a knowledge base is parsed once in a process: of a copy with a fault, only what differs is parsed anew,
and phrases are read anew only where something differs that they hang on."""

from functools import cache

import pytest
from msgspec.structs import replace

from pinprick import yamltext
from pinprick.authoring.checks import all as checks
from pinprick.authoring.checks.fault import Fault
from pinprick.authoring.checks.said import own_words
from pinprick.knowledge import Knowledge

_read = yamltext.read


@cache
def _parsed(content: bytes) -> yamltext.Document:
    return _read(content, "")


def _parsed_once(content: bytes, file: str) -> yamltext.Document:
    document = _parsed(content)
    return _read(content, file) if document.problems else replace(document, file=file)


_checked: list[tuple[tuple[object, ...], list[Fault]]] = []


def _own_words_once(knowledge: Knowledge) -> list[Fault]:
    """What `own_words` finds; it sees no more of a knowledge base than these parts."""
    parts = (knowledge.said, knowledge.vocabulary, knowledge.urgency)
    for known, faults in _checked:
        if known == parts:
            return faults
    found = list(own_words(knowledge))
    _checked.append((parts, found))
    return found


def parse_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let YAML with no fault of its own be parsed once, by its content; what is wrong with it across files, and
    where, is found each time."""
    monkeypatch.setattr(yamltext, "read", _parsed_once)
    monkeypatch.setattr(checks, "own_words", _own_words_once)
