"""A language that nobody speaks: each text of English between marks, so that what is not translated is
seen. Tests of faces need no real translation."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import msgspec
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from msgspec.structs import replace

from pinprick.knowledge import Knowledge, Spoken
from pinprick.knowledge.texts import texts
from pinprick.model.axes import Model
from pinprick.words import catalogue

WORDS = catalogue.HERE
XX = "xx"
SPOKEN = Spoken(name="Xx", tag="xx-Latn")


def marked(words: Any) -> Any:
    """Words as the language has them."""
    return f"⟦{words}⟧" if isinstance(words, str) else [marked(one) for one in words]


def spoken(model: Model, missing: tuple[str | list[str], ...] = ()) -> Model:
    """A model that has every text in the language, but those `missing`, given in English."""
    data = msgspec.json.decode(msgspec.json.encode(model.knowledge))  # lists, as in the files
    for _, words in texts({key: value for key, value in data.items() if key not in ("said", "sources")}):
        if words["en"] not in missing:
            words[XX] = marked(words["en"])
    knowledge = msgspec.convert(data, Knowledge)
    needed = len(missing)
    lacks = {"safety": tuple(map(str, missing))} if missing else {}
    return replace(model, knowledge=replace(knowledge, spoken={XX: replace(SPOKEN, missing=lacks, needed=needed)}))


NEEDED = ("name", "about", "variants", "urgency", "self_care")
"""What a language has of a condition before it is offered."""


def lacking(model: Model) -> Model:
    """A model that has in the language only what is needed to offer it; the rest is in English."""
    knowledge = model.knowledge
    data = msgspec.to_builtins({"pages": knowledge.pages, "medicines": knowledge.medicines, "guides": knowledge.guides})
    conditions = msgspec.to_builtins(knowledge.conditions)
    others = [words for _, words in texts(data)]
    others += [words for place, words in texts(conditions) if place.split(".")[1] not in NEEDED]
    made = spoken(
        model, tuple(list(words["en"]) if isinstance(words["en"], tuple) else words["en"] for words in others)
    )
    offered = replace(SPOKEN, missing={"courses": ("all",)})
    return replace(made, knowledge=replace(made.knowledge, spoken={XX: offered}))


@contextmanager
def said(missing: tuple[str, ...] = ()) -> Iterator[None]:
    """The sentences of ours are there in the language, but the keys `missing`."""
    with (WORDS / "en.po").open("rb") as file:
        english = read_po(file)
    made = Catalog("en", fuzzy=False)
    for one in english:
        if one.id and (one.id if isinstance(one.id, str) else one.id[0]) not in missing:
            made.add(
                one.id, marked(one.string) if isinstance(one.string, str) else tuple(map(marked, one.string or ()))
            )
    content = BytesIO()
    write_mo(content, made)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"{XX}.mo").write_bytes(content.getvalue())
        (folder / "en.mo").write_bytes((WORDS / "en.mo").read_bytes())
        with mock.patch.object(catalogue, "HERE", folder):
            _forget()
            yield
    _forget()


def _forget() -> None:
    for kept in (catalogue.languages, catalogue._read, catalogue._keys):
        kept.cache_clear()
