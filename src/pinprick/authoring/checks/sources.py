"""Faults of sources, and what is weak in one that has none."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from pinprick.authoring.checks.fault import Fault
from pinprick.authoring.checks.numbers import near
from pinprick.authoring.checks.walking import records
from pinprick.knowledge import Knowledge, identified, is_on
from pinprick.knowledge.quantity import Source

_FILE = "sources.yaml"
_NUMBERS = {
    "doi": (re.compile(r"10\.\d{4,9}/\S+"), "begins with 10. and has a stroke, without an address"),
    "pmid": (re.compile(r"[1-9]\d{0,7}"), "has at most eight digits and nothing else"),
    "nice": (re.compile(r"(CG|NG|TA|HST|DG|MPG|QS)\d{1,4}"), "has letters and digits, as NG127"),
}
_IN_ADDRESS = {
    "doi": re.compile(r"/10\.\d{4,9}/[^/?#\s]+"),
    "pmid": re.compile(
        r"(?:pubmed(?:\.ncbi\.nlm\.nih)?\.gov|ncbi\.nlm\.nih\.gov/pubmed|europepmc\.org/article/MED)/\d+"
    ),
    "nice": re.compile(r"nice\.org\.uk/guidance/[a-z]+\d+", re.IGNORECASE),
}
"""A number that stands in the address anyway finds the page again when the address is gone."""
_ABSTRACT = re.compile(r"read as (?:an|its) abstract(?!\w| and)", re.IGNORECASE)


def sources(knowledge: Knowledge) -> Iterator[Fault]:
    """Keys that lead nowhere, what is no address or number, and what stands twice."""
    for file, path, record in records(knowledge):
        for index, key in enumerate(getattr(record, "sources", ())):
            if key not in knowledge.sources:
                what = f"{key} is not a source in sources.yaml{near(key, knowledge.sources)}"
                yield Fault(file, (*path, "sources", index), what)
    for key, source in knowledge.sources.items():
        if not source.url.startswith(("https://", "http://")):
            what = "is not an address of the web; it begins with https:// or http://"
            yield Fault(_FILE, (key, "url"), what)
        for name, (form, shape) in _NUMBERS.items():
            number = getattr(source, name)
            if number and not form.fullmatch(number):
                yield Fault(_FILE, (key, name), f"{number} is none; it {shape}")
        yield from _untold(key, source)
    for name in ("url", "doi", "pmid"):
        yield from _twice(knowledge, name)
    for index, one in enumerate(knowledge.hosts.official):
        if one in knowledge.hosts.copies:
            what = f"{one} stands under `copies` too; keep one"
            yield Fault("hosts.yaml", ("official", index), what)


def _untold(key: str, source: Source) -> Iterator[Fault]:
    """What the address or `says` holds, and the field for it does not."""
    for name, form in _IN_ADDRESS.items():
        if form.search(unquote(source.url)) and not getattr(source, name):
            yield Fault(
                _FILE, (key, "url"), f"the address holds a number; name it under `{name}` too"
            )
    if _ABSTRACT.search(source.says) and source.read != "abstract":
        yield Fault(
            _FILE,
            (key, "says"),
            "says that an abstract was read; readers are told by `read: abstract`",
        )


_SAME = {"url": "address", "doi": "doi", "pmid": "pmid"}


def _twice(knowledge: Knowledge, name: str) -> Iterator[Fault]:
    """One page or paper has one key."""
    first: dict[str, str] = {}
    for key, source in knowledge.sources.items():
        value = getattr(source, name).lower()
        same = first.setdefault(value, key) if value else key
        if same != key:
            yield Fault(_FILE, (key, name), f"{same} has the same {_SAME[name]}; keep one")


def unused_sources(knowledge: Knowledge) -> Iterator[Fault]:
    """Sources that nothing rests on, which can be told only when every file could be read."""
    used: set[str] = set()
    for _, _, record in records(knowledge):
        used.update(getattr(record, "sources", ()))
    for key in knowledge.sources:
        if key not in used:
            what = "no number or sentence uses this source; use it or take it out"
            yield Fault(_FILE, (key,), what)


# ---- what is no fault, but weak


def copies(knowledge: Knowledge) -> Iterator[Fault]:
    """Sources that were read where somebody copied them."""
    for key, source in knowledge.sources.items():
        if is_on(source, knowledge.hosts.copies):
            yield Fault(_FILE, (key, "url"), f"{source.url} is a copy; name the original")


def searches(knowledge: Knowledge) -> Iterator[Fault]:
    """Papers that only a search of a register for their title leads to."""
    for key, source in knowledge.sources.items():
        if _only_searched(source):
            what = f"{source.url} searches for a title; name the paper's own number or page"
            yield Fault(_FILE, (key, "url"), what)


def _only_searched(source: Source) -> bool:
    return "term=" in urlsplit(source.url).query and not identified(source)


def unofficial_guides(knowledge: Knowledge) -> Iterator[Fault]:
    """Guides whose first source is not official."""
    for id_, guide in knowledge.guides.items():
        key = next(iter(guide.answer.sources), None)
        if key and not is_on(knowledge.sources[key], knowledge.hosts.official):
            what = f"{key} stands first and is not official; begin with a page that is"
            yield Fault(f"guides/{id_}.yaml", ("answer", "sources"), what)


def kinds(knowledge: Knowledge) -> dict[str, list[str]]:
    """The keys of all sources by what their pages are worth, each once."""
    found: dict[str, list[str]] = {one: [] for one in (*_KINDS, "other")}
    for key, source in knowledge.sources.items():
        found[_kind(knowledge, source)].append(key)
    return found


_KINDS = ("copy", "searched", "official", "identified", "publisher")


def _kind(knowledge: Knowledge, source: Source) -> str:
    hosts = knowledge.hosts
    holds = (
        is_on(source, hosts.copies),
        _only_searched(source),
        is_on(source, hosts.official),
        identified(source),
        is_on(source, hosts.publishers),
    )
    return next((kind for kind, one in zip(_KINDS, holds, strict=True) if one), "other")
