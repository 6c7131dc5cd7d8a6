"""What is wrong with an expression as it stands in a file, every fault with its path."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Protocol

from pinprick.problems import did_you_mean
from pinprick.rules.language import Path, shape_fault

Fault = tuple[Path, str]


class FindingShape(Protocol):
    """What the language must know of a finding: its kind, and the values of a choice."""

    @property
    def kind(self) -> str: ...
    @property
    def values(self) -> Collection[str]: ...


def faults(
    raw: Any,
    findings: Mapping[str, FindingShape],
    regions: Collection[str],
    definitions: Mapping[str, Any],
) -> list[Fault]:
    """Every fault of an expression by its path inside it: shapes, unknown names and values,
    definitions in a circle."""
    found: list[Fault] = []
    for path, part in _walk(raw, ()):
        what = (
            _name_fault(part, findings, definitions) if isinstance(part, str) else shape_fault(part)
        )
        if not what and isinstance(part, dict):
            inner, what = _atom_fault(part, findings, regions)
            path = (*path, *inner)
        if what:
            found.append((path, what))
    return found


def _walk(raw: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, raw
    if not isinstance(raw, dict):
        return
    for key in ("all", "any"):
        if isinstance(raw.get(key), list):
            for index, part in enumerate(raw[key]):
                yield from _walk(part, (*path, key, index))
    for key in ("not", "when", "unless"):
        if key in raw:
            yield from _walk(raw[key], (*path, key))


def _name_fault(
    name: str, findings: Mapping[str, FindingShape], definitions: Mapping[str, Any]
) -> str:
    if name in definitions:
        return (
            f"the definition {name} stands inside itself"
            if name in _reached(name, definitions)
            else ""
        )
    finding = findings.get(name)
    if finding is None:
        return (
            f"no such finding or definition: {name}{did_you_mean(name, [*findings, *definitions])}"
        )
    if finding.kind == "flag":
        return ""
    example = {
        "choice": f"{{{name}: {next(iter(finding.values), 'value')}}}",
        "number": f"{{{name}: {{from: 18}}}}",
        "regions": "{region: NAME}",
    }
    return f"{name} is not a flag; write {example.get(finding.kind, 'it as a mapping')}"


def _reached(name: str, definitions: Mapping[str, Any]) -> set[str]:
    """The definitions that `name` uses, directly or through others."""
    reached: set[str] = set()
    open_ = [name]
    while open_:
        for _, part in _walk(definitions[open_.pop()], ()):
            if isinstance(part, str) and part in definitions and part not in reached:
                reached.add(part)
                open_.append(part)
    return reached


def _atom_fault(
    raw: Mapping[str, Any], findings: Mapping[str, FindingShape], regions: Collection[str]
) -> tuple[Path, str]:
    head, body = next(item for item in raw.items() if item[0] != "unless")
    if head in ("all", "any", "not", "when"):
        return (), ""
    if head == "region":
        known = body in regions
        return (head,), "" if known else f"no such region: {body}{did_you_mean(body, regions)}"
    finding = findings.get(head)
    if finding is None:
        return (
            (head,),
            f"no such finding: {head}{did_you_mean(head, [*findings, 'all', 'any', 'not', 'when', 'unless'])}",
        )
    if finding.kind in ("flag", "regions"):
        cure = (
            f"write {head} alone, or {{not: {head}}}"
            if finding.kind == "flag"
            else "write {region: NAME}"
        )
        return (head,), f"{head} takes no value here; {cure}"
    if (finding.kind == "number") != isinstance(body, dict):
        return (
            (head,),
            f"{head} is a {finding.kind}; a number is compared with from and under, a choice has values",
        )
    values = [] if isinstance(body, dict) else [body] if isinstance(body, str) else body
    wrong = next((value for value in values if value not in finding.values), None)
    if wrong is None:
        return (head,), ""
    return (
        (head,),
        f"{wrong} is not a value of {head}; it takes {', '.join(finding.values)}{did_you_mean(wrong, finding.values)}",
    )
