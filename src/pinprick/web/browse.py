"""Pages made from the knowledge base: everything it holds, with its numbers and sources; and the
search."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pinprick import urgency
from pinprick.account.maps import site_maps
from pinprick.knowledge import Condition, Finding, Knowledge, Rule, Site, sources_of
from pinprick.knowledge.quantity import Quantity, Source
from pinprick.rules import mentioned
from pinprick.serving import work
from pinprick.serving.state import language_of, model_of
from pinprick.web import lookup, requests
from pinprick.web.fixed import for_everybody
from pinprick.web.pages import page
from pinprick.words import say
from pinprick.words.wording import text

_COMMON = 12
"""The most conditions that the page of a finding lists."""


class Number(Struct, frozen=True):
    """A number of the knowledge base as a table shows it."""

    label: str
    value: str
    p: float
    low: float | None
    high: float | None
    basis: str
    note: str
    sources: tuple[Source, ...]
    link: str = ""


class Kind(Struct, frozen=True):
    """A kind of thing that has pages: where its records are, how one is called, and what its page
    shows besides."""

    records: Callable[[Knowledge], Mapping[str, Any]]
    name: Callable[[str, Any, str], str]
    """What a record is called in a language, given its id and itself."""
    context: Callable[[Knowledge, str, str], dict[str, Any]]


class Listed(Struct, frozen=True):
    """A kind as a list shows it: its folder, its title, and the name and id of each record."""

    folder: str
    title: str
    records: list[tuple[str, str]]


def routes() -> list[BaseRoute]:
    """The index, a list of every kind, a page for every record of it, and the search."""
    made: list[BaseRoute] = [
        Route("/browse", for_everybody(index), methods=["GET"]),
        Route("/search", lookup.find, methods=["POST"]),
        Route("/read", read, methods=["POST"]),
    ]
    for kind in _ALL:
        made.append(Route(f"/{kind}", for_everybody(_list(kind)), methods=["GET"]))
    for kind in KINDS:
        made.append(Route(f"/{kind}/{{id}}", for_everybody(_page(kind)), methods=["GET"]))
    return made


async def index(request: Request) -> Response:
    """Everything there is, by kind."""
    knowledge, language = model_of(request).knowledge, language_of(request)
    kinds = [_listed(knowledge, kind, language) for kind in _ALL]
    return page(request, "browse.html", kinds=kinds)


def _list(kind: str) -> Callable[[Request], Awaitable[Response]]:
    async def shown(request: Request) -> Response:
        listed = _listed(model_of(request).knowledge, kind, language_of(request))
        return page(request, "kind.html", kind=listed)

    return shown


def _listed(knowledge: Knowledge, kind: str, language: str) -> Listed:
    """All records of a kind by their names; guides have pages of another module."""
    if kind == _GUIDES:
        named = [(text(one.title, language), id_) for id_, one in knowledge.guides.items()]
    else:
        what = KINDS[kind]
        records = what.records(knowledge).items()
        named = [(what.name(id_, record, language), id_) for id_, record in records]
    return Listed(kind, say(language, f"kind.{kind}"), sorted(named))


def _page(kind: str) -> Callable[[Request], Awaitable[Response]]:
    async def shown(request: Request) -> Response:
        return _thing(request, kind, request.path_params["id"])

    return shown


async def read(request: Request) -> Response:
    """The page of a record that an answer leads to. Which one comes in the body: in an address it would
    tell whoever reads the history of the browser what the answer was."""
    thing = dict(await requests.pairs(request)).get("thing", "")
    return await work.heavy(request, _read, request, thing)


def _read(request: Request, thing: str) -> Response:
    _, _, address = thing.partition("/")
    kind, _, id_ = address.partition("/")
    if kind not in KINDS:
        raise HTTPException(404)
    return _thing(request, kind, id_, private=True)


def _thing(request: Request, kind: str, id_: str, private: bool = False) -> Response:
    """The page of a record."""
    knowledge, language = model_of(request).knowledge, language_of(request)
    record = KINDS[kind].records(knowledge).get(id_)
    if record is None:
        raise HTTPException(404)
    name = KINDS[kind].name(id_, record, language)
    context = KINDS[kind].context(knowledge, id_, language)
    shared = {"id": id_, "record": record, "name": name, "title": say(language, f"kind.{kind}")}
    return page(request, f"{kind}.html", folder=kind, private=private, **shared, **context)


# ---- what each kind of page shows


def _condition(knowledge: Knowledge, id_: str, language: str) -> dict[str, Any]:
    condition = knowledge.conditions[id_]
    return {
        "sources": sources_of(knowledge, condition),
        "numbers": list(_findings_of(knowledge, condition, language)),
        "shares": list(_shares(knowledge, condition, language)),
        "rules": [rule for rule in knowledge.rules.items() if id_ in rule[1].think_of],
        "medicines": [
            one
            for one in knowledge.medicines.items()
            if id_ in one[1].conditions and one[1].role != "not-recommended"
        ],
        "routines": [
            one for one in knowledge.self_care.routines.items() if id_ in one[1].conditions
        ],
    }


def _findings_of(knowledge: Knowledge, condition: Condition, language: str) -> Iterator[Number]:
    for finding, quantity in condition.findings.items():
        record = knowledge.vocabulary.findings[finding]
        for value, p in _values(quantity):
            shown = text(record.values[value], language) if value else ""
            yield _number(
                text(record.label, language),
                shown,
                (p, quantity),
                knowledge.sources,
                f"/findings/{finding}",
            )


def _shares(knowledge: Knowledge, condition: Condition, language: str) -> Iterator[Number]:
    yield _number(
        say(language, "numbers.share"),
        "",
        (_one(condition.share), condition.share),
        knowledge.sources,
        "",
    )
    for name, quantity in (
        (say(language, "numbers.age"), condition.age),
        (say(language, "numbers.women"), condition.female),
    ):
        for value, p in _values(quantity):
            yield _number(name, value, (p, quantity), knowledge.sources, "")
    for value, p in _values(condition.sides):
        side = say(language, f"numbers.side.{value}")
        number = (p, condition.sides)
        yield _number(say(language, "numbers.side"), side, number, knowledge.sources, "")
    for site, p in _values(condition.sites):
        label = text(knowledge.sites[site].label, language)
        yield _number(
            say(language, "numbers.sits-in"),
            label,
            (p, condition.sites),
            knowledge.sources,
            f"/sites/{site}",
        )


def _one(quantity: Quantity) -> float:
    return quantity.p if isinstance(quantity.p, float | int) else max(quantity.p.values())


def _values(quantity: Quantity) -> Iterator[tuple[str, float]]:
    if isinstance(quantity.p, dict):
        yield from sorted(quantity.p.items(), key=lambda pair: -pair[1])
    else:
        yield "", quantity.p


def _number(
    label: str, value: str, number: tuple[float, Quantity], known: Mapping[str, Source], link: str
) -> Number:
    p, quantity = number
    low, high = quantity.range or (None, None)
    sources = tuple(known[key] for key in quantity.sources)
    return Number(label, value, p, low, high, quantity.basis, quantity.note, sources, link)


def _finding(knowledge: Knowledge, id_: str, language: str) -> dict[str, Any]:
    record = knowledge.vocabulary.findings[id_]
    background = knowledge.background.findings.get(id_)
    stated = {one.id: one for one in knowledge.conditions.values() if id_ in one.findings}
    ranked = sorted(stated, key=lambda one: -_one(stated[one].findings[id_]))
    numbers = []
    if background:
        for value, p in _values(background):
            label = text(record.values[value], language) if value in record.values else value
            numbers.append(
                _number(
                    say(language, "numbers.unexplained"),
                    label,
                    (p, background),
                    knowledge.sources,
                    "",
                )
            )
    for one in ranked[:_COMMON] if record.kind == "flag" else ():
        quantity = stated[one].findings[id_]
        name = text(stated[one].name.plain, language)
        numbers.append(
            _number(name, "", (_one(quantity), quantity), knowledge.sources, f"/conditions/{one}")
        )
    return {"numbers": numbers, "rules": list(_rules_that_ask(knowledge, id_)), "of": len(stated)}


def _rules_that_ask(knowledge: Knowledge, finding: str) -> Iterator[tuple[str, Rule]]:
    for id_, expr in urgency.parsed(knowledge).fires.items():
        if finding in mentioned(expr):
            yield id_, knowledge.rules[id_]


def _site(knowledge: Knowledge, id_: str, language: str) -> dict[str, Any]:
    site = knowledge.sites[id_]
    here = [
        one
        for one in knowledge.conditions.values()
        if isinstance(one.sites.p, dict) and id_ in one.sites.p
    ]
    regions = sorted(site.regions.items(), key=lambda pair: -pair[1])
    labelled = [
        (text(knowledge.vocabulary.regions[region].label, language), p) for region, p in regions
    ]
    return {
        "conditions": here,
        "regions": labelled,
        "maps": site_maps(knowledge, id_),
        "sources": sources_of(knowledge, site),
    }


def _medicine(knowledge: Knowledge, id_: str, _: str) -> dict[str, Any]:
    return {"sources": sources_of(knowledge, knowledge.medicines[id_])}


def _rule(knowledge: Knowledge, id_: str, _: str) -> dict[str, Any]:
    rule = knowledge.rules[id_]
    used = _definitions(knowledge, [rule.when, rule.unless])
    return {
        "sources": sources_of(knowledge, rule),
        "definitions": {name: knowledge.urgency.definitions[name] for name in used},
    }


def _rule_name(id_: str, rule: Rule, language: str) -> str:
    name, level = id_.replace("-", " ").capitalize(), say(language, f"level.short.{rule.level}")
    return say(language, "rule.name", rule=name, level=level)


def _definitions(knowledge: Knowledge, raw: object) -> list[str]:
    """The definitions that an expression uses, and those that they use."""
    found: list[str] = []
    waiting = [raw]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str) and part in knowledge.urgency.definitions and part not in found:
            found.append(part)
            waiting.append(knowledge.urgency.definitions[part])
        elif isinstance(part, dict):
            waiting += part.values()
        elif isinstance(part, list | tuple):
            waiting += part
    return found


def _routine(knowledge: Knowledge, id_: str, _: str) -> dict[str, Any]:
    routine = knowledge.self_care.routines[id_]
    return {"sources": sources_of(knowledge, routine)}


def _reading(knowledge: Knowledge, id_: str, _: str) -> dict[str, Any]:
    return {"sources": sources_of(knowledge, knowledge.pages[id_])}


def _labelled(_: str, record: Finding | Site, language: str) -> str:
    return text(record.label, language)


KINDS: dict[str, Kind] = {
    "conditions": Kind(
        lambda k: k.conditions,
        lambda _, one, language: text(one.name.plain, language),
        _condition,
    ),
    "findings": Kind(lambda k: k.vocabulary.findings, _labelled, _finding),
    "sites": Kind(lambda k: k.sites, _labelled, _site),
    "medicines": Kind(
        lambda k: k.medicines, lambda _, one, language: text(one.name, language), _medicine
    ),
    "rules": Kind(lambda k: k.rules, _rule_name, _rule),
    "routines": Kind(
        lambda k: k.self_care.routines,
        lambda _, one, language: text(one.title, language),
        _routine,
    ),
    "pages": Kind(lambda k: k.pages, lambda _, one, language: text(one.title, language), _reading),
}
"""The kinds of things, by the folder of their pages and the key of their name."""
_GUIDES = "guides"
_ALL = (*KINDS, _GUIDES)
