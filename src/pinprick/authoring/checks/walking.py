"""Going through a knowledge base: its records, numbers, expressions and lines for people."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import fields

from pinprick.knowledge import (
    Caution,
    Check,
    Interaction,
    Knowledge,
    Routine,
    Sign,
    Step,
    System,
    Test,
    Treatment,
    walk,
)
from pinprick.knowledge.quantity import Quantity, Statement
from pinprick.once import once
from pinprick.yamltext import Path


def parts(knowledge: Knowledge) -> Iterator[tuple[str, Any]]:
    """The part of the knowledge base in each file that can name sources."""
    for id_, condition in knowledge.conditions.items():
        yield f"conditions/{id_}.yaml", condition
    for id_, site in knowledge.sites.items():
        yield f"sites/{id_}.yaml", site
    yield "families.yaml", knowledge.families
    yield "mechanisms.yaml", knowledge.mechanisms
    yield "background.yaml", knowledge.background
    for id_, medicine in knowledge.medicines.items():
        yield f"medicines/{id_}.yaml", medicine
    yield "self_care.yaml", knowledge.self_care
    yield "urgency.yaml", knowledge.urgency
    yield "countries.yaml", knowledge.countries
    yield "scope.yaml", knowledge.scope
    yield "skin.yaml", knowledge.skin
    yield "codes.yaml", knowledge.codes
    yield "pages.yaml", knowledge.pages
    yield "rules/*.yaml", System(knowledge.rules)
    for id_, guide in knowledge.guides.items():
        yield f"guides/{id_}.yaml", guide


def expressions(knowledge: Knowledge) -> Iterator[tuple[str, Path, Any]]:
    """Every expression of the knowledge base with its file and path."""
    for name, definition in knowledge.urgency.definitions.items():
        yield "urgency.yaml", ("definitions", name), definition
    for index, flag in enumerate(knowledge.urgency.red_flags):
        yield "urgency.yaml", ("red_flags", index), flag
    for index, bar in enumerate(knowledge.urgency.self_care.unless):
        yield "urgency.yaml", ("self_care", "unless", index), bar
    yield "urgency.yaml", ("self_care", "pattern"), knowledge.urgency.self_care.pattern
    for index, one in enumerate(knowledge.screen.implies):
        yield "screen.yaml", ("implies", index, "when"), one.when
    for index, never in enumerate(knowledge.screen.never_both):
        yield "screen.yaml", ("never_both", index), never
    for index, then in enumerate(knowledge.screen.follow):
        yield "screen.yaml", ("follow", index, "when"), then.when
    for index, sign in enumerate(knowledge.screen.call_at_once):
        if sign.when is not None:
            yield "screen.yaml", ("call_at_once", index, "when"), sign.when
    simulation = knowledge.settings.simulation
    for index, own in enumerate(simulation.own if simulation else ()):
        yield "model.yaml", ("simulation", "own", index, "when"), own.when
    for file, path, record in records(knowledge):
        required = required_of(record.__class__)
        for name in _EXPRESSIONS:
            value = getattr(record, name, None)
            wanted = value is not None or name in required
            if wanted and not isinstance(value, tuple):
                yield file, (*path, name), value


_EXPRESSIONS = ("when", "unless", "avoid_when", "only_when", "needs")


@cache
def required_of(record: type[Struct]) -> frozenset[str]:
    """What a record cannot do without: an empty expression or text there is a fault."""
    return frozenset(field.name for field in fields(record) if field.required)


def records(knowledge: Knowledge) -> Iterator[tuple[str, Path, Any]]:
    """Every record of the files that name sources, with its file and path."""
    yield from _records(knowledge)


@once
def _records(knowledge: Knowledge) -> tuple[tuple[str, Path, Any], ...]:
    """All records, gone through once for the many checks that look at each of them."""
    return tuple(
        (file, path, record) for file, part in parts(knowledge) for path, record in walk(part)
    )


def signs(knowledge: Knowledge) -> Iterator[tuple[str, Path, Any, Sign]]:
    """Every line that names an urgency, with its file, its path and the record that it is of."""
    for index, sign in enumerate(knowledge.screen.call_at_once):
        yield "screen.yaml", ("call_at_once", index), knowledge.screen, sign
    for file, path, record in records(knowledge):
        for part in ("urgencies", "box", "come_back", "dangers"):
            for index, sign in enumerate(getattr(record, part, ())):
                yield file, (*path, part, index), record, sign


def quantities(knowledge: Knowledge) -> Iterator[tuple[str, Path, Quantity]]:
    """Every number with a basis, with its file and path."""
    for file, path, record in records(knowledge):
        if isinstance(record, Quantity):
            yield file, path, record


def clinical_lines(knowledge: Knowledge) -> Iterator[tuple[str, Path, Any]]:
    """Every line for people that needs a source to be shown."""
    for file, path, record in records(knowledge):
        if isinstance(
            record, Statement | Test | Treatment | Caution | Interaction | Check | Routine
        ):
            yield file, path, record
        elif isinstance(record, Step) and file.startswith("conditions/"):
            yield file, path, record
