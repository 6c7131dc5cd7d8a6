"""A file of a knowledge base is parsed once in a process: of a copy with a fault, only what differs is parsed anew."""

from functools import cache

import pytest
from msgspec.structs import replace

from pinprick import yamltext

_read = yamltext.read


@cache
def _parsed(content: bytes) -> yamltext.Document:
    return _read(content, "")


def _parsed_once(content: bytes, file: str) -> yamltext.Document:
    document = _parsed(content)
    return _read(content, file) if document.problems else replace(document, file=file)


def parse_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let YAML with no fault of its own be parsed once, by its content; what is wrong with it across files, and
    where, is found each time."""
    monkeypatch.setattr(yamltext, "read", _parsed_once)
