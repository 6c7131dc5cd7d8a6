"""Spoiling a file: of its structure, as a slip of an author would, or of its text, as a broken disk would."""

import json
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from pinprick import yamltext

STRANGE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2, 0.5, 1e308, -0.0, 10**30, "", " ", "x", "present", "absent", "unknown", "yes"),
    *([], {}, [[]], [{}], {"": ""}, {"en": ""}, {"any": []}, {"not": None}, {"all": ["x"]}, {"when": None}, [None]),
    *(
        "\x1b[31m",
        "\u202e",
        "\x00",
        "é" * 400,
        "a" * 3000,
        "{a}",
        "%s",
        "../..",
        "<script>",
        "javascript:x",
        "2026-01-01",
    ),
    *(
        {"p": 2},
        {"p": {"a": 1}},
        {"p": 0.5, "basis": "estimate"},
        {"from": 1},
        {"from": "x"},
        ["a", "b"],
        list(range(99)),
    ),
)
"""Values that stand nowhere, or stand somewhere else."""
PIECES = (
    *(
        b"!!int x",
        b"!!float ",
        b"!!python/none ",
        b"&a ",
        b"*a",
        b"---\n",
        b"...\n",
        b"? ",
        b": ",
        b"- ",
        b"|\n",
        b">-\n",
    ),
    *(
        b"\t",
        b"\r",
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xc2\x85",
        b"#",
        b"'",
        b'"',
        b"{",
        b"}",
        b"[",
        b"]",
        b"[" * 60,
    ),
    *(b"<<: ", b"%YAML 1.1\n", b"@", b"`", b"1e999", b".nan", b"0x10", b"1_000", b"\xf0\x9f\xa6\xb6", b"{a: " * 60),
)
"""Bytes that mean something to a reader of YAML."""
_MOST_SPOILT = 3


def spoilt(random: Random, content: bytes) -> bytes:
    """The content of a file with a few things wrong."""
    if random.random() < 0.3:
        return _text_spoilt(random, content)
    data = deepcopy(yamltext.read(content, "").data)  # what was read may be remembered
    for _ in range(random.randint(1, _MOST_SPOILT)):
        data = _data_spoilt(random, data)
    written = json.dumps(data, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")
    return _text_spoilt(random, written) if random.random() < 0.05 else written


def _text_spoilt(random: Random, content: bytes) -> bytes:
    for _ in range(random.randint(1, _MOST_SPOILT)):
        at, to = sorted((random.randint(0, len(content)), random.randint(0, len(content))))
        near = min(to, at + random.choice((1, 1, 5, 40, 400)))
        piece = random.choice((b"", random.choice(PIECES), content[at:near] * 2, content[to : to + 60]))
        content = content[:at] + piece + content[near:]
    return content


def _data_spoilt(random: Random, data: Any) -> Any:
    """The data with one thing wrong, somewhere in it."""
    places = list(_places(data, ()))
    path = random.choice(places)
    if not path:
        return deepcopy(random.choice(STRANGE)) if random.random() < 0.05 else data
    above = data
    for step in path[:-1]:
        above = above[step]
    random.choice(_WAYS)(random, above, path[-1], (data, places))
    return data


def _places(data: Any, path: tuple[Any, ...]) -> Any:
    yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, inner in items:
        yield from _places(inner, (*path, step))


def _replace(random: Random, above: Any, step: Any, _: Any) -> None:
    above[step] = deepcopy(random.choice(STRANGE))


def _wrap(random: Random, above: Any, step: Any, _: Any) -> None:
    above[step] = random.choice(([above[step]], {"en": above[step]}, {str(above[step])[:50]: above[step]}))


def _remove(random: Random, above: Any, step: Any, _: Any) -> None:
    del above[step]


def _rename(random: Random, above: Any, step: Any, _: Any) -> None:
    if isinstance(above, dict):
        above[random.choice((f"{step}x", str(step)[1:], "en", "p", "when", "\x1b", "foot-drop"))] = above.pop(step)


def _elsewhere(random: Random, above: Any, step: Any, whole: Any) -> None:
    """Put what stands at another place here."""
    data, places = whole
    for inner in random.choice(places):
        try:
            data = data[inner]
        except (KeyError, IndexError, TypeError):  # spoilt before
            return
    above[step] = json.loads(json.dumps(data))


def _double(random: Random, above: Any, step: Any, _: Any) -> None:
    if isinstance(above, list):
        above.append(above[step])


def _number(random: Random, above: Any, step: Any, _: Any) -> None:
    if isinstance(above[step], int | float) and not isinstance(above[step], bool):
        above[step] = random.choice((-above[step], above[step] * 10, above[step] + 1, str(above[step]), 0, 1e-9))


def _letter(random: Random, above: Any, step: Any, _: Any) -> None:
    if isinstance(above[step], str) and above[step]:
        at = random.randrange(len(above[step]))
        above[step] = above[step][:at] + random.choice(("", "x", "-", "\n", "<", "’")) + above[step][at + 1 :]


_WAYS: tuple[Callable[[Random, Any, Any, Any], None], ...] = (
    *(_replace, _wrap, _remove, _rename, _elsewhere, _double, _number, _letter),
)
