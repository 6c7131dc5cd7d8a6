"""Every sentence that people see, and how hard it is to read."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import textstat
import yaml
from babel.messages.pofile import read_po

from tests.house.files import PACKAGE, ROOT

KNOWLEDGE = PACKAGE / "knowledge_base"
PLAIN = ROOT / "tests" / "house" / "plain-words.txt"

NOT_TOLD = ("said/", "sources.yaml", "cases/")
"""What is no sentence of ours: phrases and cases of others, titles of sources."""
TO_DOCTORS = {"clinical"}
NO_SENTENCE = {"drawing"}
URGENT_FILES = ("rules/", "urgency.yaml", "screen.yaml")
URGENT_PARTS = {"urgency", "upgrades", "urgencies"}
URGENT_MESSAGES = ("emergency.", "call.", "level.")

_END = re.compile(r"(?<=[.!?])[”)]?\s+(?=[A-Z“(•{\d])")
_WORD = re.compile(r"[^\W\d_][^\W_’']*(?:[’'][^\W_]+)?|\d[\d.,]*")
_PLAIN_WORD = "water"


class Sentence(NamedTuple):
    """A sentence, where it stands, and whether it says how soon somebody should be seen."""

    where: str
    text: str
    urgent: bool

    @property
    def words(self) -> list[str]:
        """Each name of `plain-words.txt` is one plain word."""
        return _WORD.findall(_named().sub(_PLAIN_WORD, self.text))

    @property
    def grade(self) -> float:
        """Flesch and Kincaid's: years at school in the United States. Whatever stops a reader
        within the sentence, as in "0.5" or "e.g.", is taken out first, or it would count as the
        end of one."""
        return float(textstat.flesch_kincaid_grade(" ".join(self.words).replace(".", "") + "."))


@cache
def names() -> tuple[str, ...]:
    """What counts as one plain word."""
    lines = PLAIN.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def _named() -> re.Pattern[str]:
    longest_first = sorted(names(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


@cache
def sentences() -> tuple[Sentence, ...]:
    """All of the knowledge base and of the catalogue, but for those above."""
    return (*_of_knowledge(), *_of_catalogue())


def split(text: str) -> list[str]:
    """The sentences of a text."""
    return _END.split(" ".join(text.split()))


def _of_knowledge() -> Iterator[Sentence]:
    for path in sorted(KNOWLEDGE.rglob("*.yaml")):
        name = path.relative_to(KNOWLEDGE).as_posix()
        if name.startswith(NOT_TOLD):
            continue
        tree = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        doctors = TO_DOCTORS | _examined(tree)
        for parts, text in _texts(tree, ()):
            if doctors.isdisjoint(parts) and NO_SENTENCE.isdisjoint(parts):
                urgent = name.startswith(URGENT_FILES) or not URGENT_PARTS.isdisjoint(parts)
                yield from (Sentence(f"{name}: {'.'.join(parts)}", one, urgent) for one in split(text))


def _examined(tree: Any) -> set[str]:
    """The findings of a file that only a doctor is asked."""
    found = tree.get("findings") if isinstance(tree, dict) else None
    asked = found.items() if isinstance(found, dict) else ()
    return {name for name, one in asked if isinstance(one, dict) and one.get("by") == "examiner"}


def _texts(node: Any, parts: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "en":
                yield from ((parts, one) for one in (value if isinstance(value, list) else [value]))
            else:
                yield from _texts(value, (*parts, str(key)))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _texts(value, (*parts, str(number)))


def _of_catalogue() -> Iterator[Sentence]:
    with (PACKAGE / "words" / "en.po").open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            forms = [message.string] if isinstance(message.string, str) else message.string or ()
            urgent = key.startswith(URGENT_MESSAGES)
            yield from (Sentence(f"en.po: {key}", one, urgent) for form in forms for one in split(form))
