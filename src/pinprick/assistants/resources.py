"""What can be read by its address: conditions, rules and sources as JSON, guides as Markdown."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from pinprick import guide
from pinprick.account.records import KINDS
from pinprick.assistants import KINDS_READ, uri
from pinprick.assistants.sent import Wrong
from pinprick.guide import markdown
from pinprick.knowledge import Knowledge
from pinprick.model.axes import Model
from pinprick.problems import did_you_mean
from pinprick.words.wording import text

JSON, MARKDOWN = "application/json", "text/markdown"
SCHEME = "pinprick://"


class Content(Struct, frozen=True):
    """What stands at an address."""

    text: str
    kind: str


class Listed(Struct, frozen=True):
    """An address, and what it is called."""

    uri: str
    name: str
    kind: str


def kind_of(kind: str) -> str:
    """The media type of a kind of records."""
    return MARKDOWN if kind == "guides" else JSON


def read(model: Model, address: str, language: str) -> Content:
    """What stands at an address.

    Raises:
        Wrong: nothing does; says what is near.
    """
    kind, _, id_ = address.removeprefix(SCHEME).partition("/")
    if not address.startswith(SCHEME) or kind not in KINDS_READ:
        ways = ", ".join(uri(one, "ID") for one in KINDS_READ)
        raise Wrong([((), f"there is no such address; take one of {ways}")])
    there = _there(model.knowledge, kind)
    if id_ not in there:
        near = did_you_mean(id_, there)
        what = (
            f"there is no such record of {kind}{near}; look_up finds by words those that are there"
        )
        raise Wrong([((), what)])
    if kind == "guides":
        page = guide.page(model, id_, language)
        return Content(markdown.markdown(model.knowledge, page), MARKDOWN)
    _, told, _ = KINDS[kind]
    record = told(model.knowledge, id_, language)
    return Content(msgspec.json.format(msgspec.json.encode(record)).decode(), JSON)


def listed(knowledge: Knowledge, language: str) -> Iterator[Listed]:
    """Every condition, guide and rule; sources are found from them."""
    for kind, name in _NAMES.items():
        for id_, one in _there(knowledge, kind).items():
            yield Listed(uri(kind, id_), text(name(one), language), kind_of(kind))


_NAMES: Mapping[str, Callable[[Any], Any]] = {
    "conditions": lambda one: one.name.plain,
    "guides": lambda one: one.title,
    "rules": lambda one: one.why,
}


def _there(knowledge: Knowledge, kind: str) -> Mapping[str, Any]:
    """All records of a kind by id."""
    return knowledge.guides if kind == "guides" else KINDS[kind][0](knowledge)
