"""One word for one thing: names in the code are those of GLOSSARY.md."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.files import PACKAGE, ROOT, shown

BANNED = {
    "disease": "condition",
    "disorder": "condition",
    "diagnosis": "condition (a cause), or assessment (all that is said of a case)",
    "symptom": "finding",
    "symptoms": "finding",
    "triage": "urgency",
    "severity": "urgency",
    "patient": "case (what is known) or person",
    "prevalence": "share",
    "dermatome": "region",
    "bodypart": "region",
    "phenotype": "variant or pattern",
    "lesion": "site",
    "manager": "what it does; we have functions and records",
    "helper": "what it does",
    "helpers": "what they do",
    "utils": "what they do",
    "misc": "what it is",
    "impl": "what sets it apart",
}
"""A word that no name may hold, and the word to use. Others speak their own language, whose words the
faces of `OTHERS` may use."""

OTHERS = {"fhir", "v3", "mmvb"}

WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and name of everything that a file names: functions, records, parameters, variables."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


def faults(name: str, code: str) -> list[str]:
    """Every name of a file that holds a banned word."""
    return [
        f"{name}:{line}: `{named}` says `{word}`; GLOSSARY.md says: {BANNED[word.lower()]}"
        for line, named in names(ast.parse(code))
        for word in WORDS.findall(named)
        if word.lower() in BANNED
    ]


def test_no_name_says_it_in_another_word() -> None:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).parts[0].removesuffix(".py") not in OTHERS:
            found += faults(shown(path), path.read_text())
    assert not found, "\n" + "\n".join(found)


def test_a_banned_word_is_found() -> None:
    assert len(faults("some.py", "def rank_diseases(): ...\ndef disease(symptom): patientCount = 1")) == 3


@pytest.mark.parametrize("code", ["def assign(design): signal = 1", "x = disease"])
def test_other_words_are_left_alone(code: str) -> None:
    assert faults("some.py", code) == []


def test_the_glossary_is_in_order_and_says_each_word_once() -> None:
    words = re.findall(r"^\*\*(.+?)\*\*", (ROOT / "GLOSSARY.md").read_text(), flags=re.MULTILINE)
    assert len(words) > 20
    assert words == sorted(set(words), key=str.lower)
