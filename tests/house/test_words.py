"""Every sentence that the code asks for is there, every one that is there is asked for, and each
is given the values that it has places for."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from pinprick.words import ENGLISH, NoWords, languages, say
from pinprick.words.catalogue import COUNT, HERE, places
from tests.house import said
from tests.house.files import PACKAGE

FILES = sorted(HERE.glob("*.po"))
OTHERS = [file for file in FILES if file.stem != ENGLISH]


def messages(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """The forms of every message by its key."""
    found = {}
    for one in catalog:
        if one.id and not one.fuzzy:
            key = one.id if isinstance(one.id, str) else one.id[0]
            found[key] = (one.string,) if isinstance(one.string, str) else tuple(one.string or ())
    return found


def written(file: Path) -> dict[str, tuple[str, ...]]:
    """The messages of a `.po` file."""
    with file.open("rb") as opened:
        return messages(read_po(opened))


ENGLISH_ONES = written(HERE / f"{ENGLISH}.po")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_compiled_messages_are_those_of_the_file(file: Path) -> None:
    with file.with_suffix(".mo").open("rb") as opened:
        compiled = messages(read_mo(opened))
    there = {key: forms for key, forms in written(file).items() if all(forms)}
    assert compiled == there, f"{file.name} was changed: `make words` compiles it"


def test_every_message_of_english_says_something_with_plain_places() -> None:
    for key, forms in ENGLISH_ONES.items():
        assert all(forms), f"{key} is empty"
        assert len({places(form) for form in forms}) == 1, f"{key} has other places in another form"
        assert all(place.isidentifier() for place in places(forms[0])), f"{key}: a place is a plain name"


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.name)
def test_what_a_language_has_is_asked_for_with_the_places_of_the_english_one(file: Path) -> None:
    for key, forms in written(file).items():
        assert key in ENGLISH_ONES, f"{file.name}: there is no {key}; `python -m scripts.translation extract`"
        wanted = places(ENGLISH_ONES[key][-1])
        assert all(places(form) == wanted for form in forms if form), f"{key} has other places in {file.name}"


def test_a_message_has_plural_forms_exactly_when_it_counts() -> None:
    for key, forms in ENGLISH_ONES.items():
        assert (len(forms) > 1) == (COUNT in places(forms[0])), f"{key}: {{{COUNT}}} chooses the plural form"


def test_no_key_stands_twice_in_a_file() -> None:
    for file in FILES:
        keys = re.findall(r'^msgid "(.+)"$', file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert len(keys) == len(set(keys)), sorted(key for key in set(keys) if keys.count(key) > 1)


def test_every_message_that_is_asked_for_is_there_with_the_values_of_its_places() -> None:
    found = []
    for one in said.all_said():
        keys = [key for key in ENGLISH_ONES if one.key.fullmatch(key)]
        if not keys:
            found.append(f"{one.where}: no message fits {one.key.pattern!r}; write it into {ENGLISH}.po")
        for key in keys:
            wanted = places(ENGLISH_ONES[key][-1])
            if one.values is not None and one.values != wanted:
                found.append(f"{one.where}: {key} has the places {sorted(wanted)}, given {sorted(one.values)}")
    assert not found, "\n" + "\n".join(found)


def test_every_message_is_asked_for() -> None:
    asked = [one.key for one in said.all_said()]
    constants = said.constants()
    unused = [
        key for key in ENGLISH_ONES if key not in constants and not any(pattern.fullmatch(key) for pattern in asked)
    ]
    assert not unused, f"nothing says {unused}"


def test_a_call_is_read_as_it_is_meant() -> None:
    code = "from pinprick.words import say as tell\ntell(language, f'level.{x}', name=1)\nsay(1, 'x y')"
    (one,) = said.python_said("some.py", code)
    assert one.key.fullmatch("level.soon")
    assert one.values == frozenset({"name"})
    (first, second) = said.template_said("a.html", "{{ say('a' if x else 'b', count=2) }}")
    assert (first.key.pattern, second.key.pattern, first.values) == ("a", "b", frozenset({"count"}))


@pytest.mark.parametrize(
    ("language", "key", "values"),
    [
        (ENGLISH, "no-such-key", {}),
        (ENGLISH, "list.and", {"first": "a"}),
        (ENGLISH, "list.and", {"first": "a", "last": "b", "other": "c"}),
        (ENGLISH, "time.seconds", {}),
        ("../en", "list.and", {"first": "a", "last": "b"}),
        ("xx", "list.and", {"first": "a", "last": "b"}),
    ],
)
def test_what_is_missing_is_an_error_that_says_what(language: str, key: str, values: dict[str, str]) -> None:
    with pytest.raises(NoWords, match=re.escape(key if language == ENGLISH else language)):
        say(language, key, **values)


def test_a_message_is_in_the_plural_that_its_count_wants() -> None:
    assert say(ENGLISH, "time.minutes", count=1) == "1 minute"
    assert say(ENGLISH, "time.minutes", count=np.int64(3)) == "3 minutes"
    with pytest.raises(TypeError):
        say(ENGLISH, "time.minutes", count=1.5)


CHOOSES = re.compile(
    r"cli/\w+\.py: (command|main)|app\.py: _around|serving/state\.py: language_of|notebook\.py: shown"
    r"|authoring/overlays\.py: _lay_over|knowledge/texts\.py: texts|words/catalogue\.py: (_read|missing)"
    r"|words/offering\.py: (offered|why_not)|cli/common\.py: module"
    r"|web/pages\.py: (_begun_in_english|in_language)|web/abroad\.py: (in_english|lacking)"
)
"""The functions that may choose a language: those that a face begins with, and those that hold other
languages to English, in which everything is written first, or say to a browser what is English."""


def chosen(name: str, code: str) -> Iterator[str]:
    """Every function, or module, that names a language itself or has one as a default."""
    tree = ast.parse(code)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    within = {id(inner): of.name for of in functions for inner in ast.walk(of)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "ENGLISH" and isinstance(node.ctx, ast.Load):
            yield f"{name}: {within.get(id(node), 'module')}"
    for of in functions:
        given = of.args.posonlyargs + of.args.args
        defaults = given[len(given) - len(of.args.defaults) :]
        keywords = [arg for arg, value in zip(of.args.kwonlyargs, of.args.kw_defaults, strict=True) if value]
        if any(arg.arg == "language" for arg in (*defaults, *keywords)):
            yield f"{name}: {of.name} has a default"


def test_only_a_face_chooses_a_language() -> None:
    """What lies below is told which: a default would be English for everybody."""
    found = [
        one
        for path in sorted(PACKAGE.rglob("*.py"))
        for one in chosen(path.relative_to(PACKAGE).as_posix(), path.read_text())
        if not CHOOSES.fullmatch(one)
    ]
    assert not found, "\n" + "\n".join(found) + "\ntakes a language from whoever calls it"


def test_a_language_that_is_chosen_is_seen() -> None:
    code = "def f(words, language=None):\n    say(ENGLISH, words)\ndef g(*, language='en'): ..."
    assert list(chosen("a.py", code)) == ["a.py: f", "a.py: f has a default", "a.py: g has a default"]


def test_there_are_messages_in_english() -> None:
    assert ENGLISH in languages()
