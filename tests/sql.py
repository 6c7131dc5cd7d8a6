"""The rules as SQL: a reader of its own, from expressions as they lie in the knowledge base to conditions of a query.

SQL knows three values of its own: a column that is NULL was not asked, and AND, OR and NOT pass on what is not known.
Nothing of `pinprick.rules` is imported, so that the two can be wrong only apart from each other.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from pinprick.knowledge import Knowledge, Vocabulary

Columns = dict[str, tuple[str, list[Any]]]
"""By its name, the type of a column and its values, None where it is not known."""


# ---- expressions


def condition(raw: Any, definitions: Mapping[str, Any]) -> str:
    """The SQL condition of an expression, the definitions that it names put in."""
    if isinstance(raw, str):
        return condition(definitions[raw], definitions) if raw in definitions else _is_one_of(raw, ["present"])
    if "unless" in raw:
        rest = {key: part for key, part in raw.items() if key != "unless"}
        return unless(condition(rest, definitions), condition(raw["unless"], definitions))
    ((head, body),) = raw.items()
    if head == "when":
        return condition(body, definitions)
    if head == "not":
        return f"(NOT {condition(body, definitions)})"
    if head in ("all", "any"):
        parts = [condition(part, definitions) for part in body]
        return f"({(' AND ' if head == 'all' else ' OR ').join(parts)})"
    if head == "region":
        return _quoted(f"region {body}")
    if isinstance(body, Mapping):
        return _between(head, body)
    return _is_one_of(head, [body] if isinstance(body, str) else body)


def unless(part: str, exception: str) -> str:
    """A condition with an exception, which counts only when it is known to hold."""
    return f"({part} AND ({exception} IS NOT TRUE))"


def _is_one_of(finding: str, values: Sequence[str]) -> str:
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"({_quoted(finding)} IN ({listed}))"


def _between(finding: str, bounds: Mapping[str, float]) -> str:
    signs = {"from": ">=", "under": "<"}
    return f"({' AND '.join(f'{_quoted(finding)} {signs[end]} {bound}' for end, bound in bounds.items())})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


# ---- what a knowledge base asks


def rules(knowledge: Knowledge) -> dict[str, str]:
    """When each rule fires."""
    definitions = knowledge.urgency.definitions
    found = {}
    for id_, rule in knowledge.rules.items():
        found[id_] = condition(rule.when, definitions)
        if rule.unless is not None:
            found[id_] = unless(found[id_], condition(rule.unless, definitions))
    return found


def upgrades(knowledge: Knowledge) -> dict[tuple[str, int], str]:
    """What makes each condition more urgent, by its id and the number of the upgrade."""
    definitions, excused_by = knowledge.urgency.definitions, knowledge.urgency.upgrades_excused_by
    found = {}
    for id_, one in knowledge.conditions.items():
        for number, upgrade in enumerate(one.urgency.upgrades):
            found[id_, number] = condition(upgrade.when, definitions)
            if upgrade.to == "emergency" and excused_by is not None:
                found[id_, number] = unless(found[id_, number], condition(excused_by, definitions))
    return found


# ---- cases


def columns(vocabulary: Vocabulary, cases: Sequence[Mapping[str, Any]]) -> Columns:
    """The answers of cases: a column for each finding, and one for each region of the map."""
    found: Columns = {}
    for id_, finding in vocabulary.findings.items():
        given = [None if case.get(id_) == "unknown" else case.get(id_) for case in cases]
        if finding.kind == "regions":
            for region in vocabulary.regions:
                found[f"region {region}"] = ("BOOLEAN", [_painted(painted, region) for painted in given])
        else:
            found[id_] = ("DOUBLE" if finding.kind == "number" else "VARCHAR", given)
    return found


def _painted(painted: Any, region: str) -> bool | None:
    if painted is None:
        return None
    if any(region in side for side in (painted.left, painted.right, painted.midline)):
        return True
    return None if region in painted.not_asked else False


def values(conditions: Mapping[str, str], given: Columns) -> dict[str, list[bool | None]]:
    """What DuckDB says of each condition in each case."""
    unnested = ", ".join(f"unnest(?::{kind}[]) AS {_quoted(name)}" for name, (kind, _) in given.items())
    wanted = ", ".join(f"{sql} AS {_quoted(name)}" for name, sql in conditions.items())
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE cases AS SELECT {unnested}", [column for _, column in given.values()])
        rows = connection.execute(f"SELECT {wanted} FROM cases").fetchall()
    return {name: list(column) for name, column in zip(conditions, zip(*rows, strict=True), strict=True)}
