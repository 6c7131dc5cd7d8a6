"""Faults of numbers: probabilities, distributions, ids that are not there."""

from collections.abc import Iterable, Iterator, Mapping

from pinprick.authoring.checks.fault import Fault
from pinprick.knowledge import (
    Finding,
)
from pinprick.knowledge.quantity import Quantity
from pinprick.problems import did_you_mean
from pinprick.yamltext import Path

ROUNDING = 1e-6


_NOT_IN_CONDITIONS = ("age", "sex", "numb-regions")


def near(word: object, known: Iterable[str]) -> str:
    return did_you_mean(word, known)


def ids(
    file: str, path: Path, ids: Iterable[str], known: Iterable[str], what: str
) -> Iterator[Fault]:
    known = list(known)
    for id_ in ids:
        if id_ not in known:
            yield Fault(file, (*path, id_), f"{id_} is not a {what}{near(id_, known)}")


def faults_of_number(
    file: str, path: Path, quantity: Quantity, values: Iterable[str] | None
) -> Iterator[Fault]:
    """Faults of a number: `values` are those of a distribution, None for a single probability."""
    if quantity.basis != "estimate" and not quantity.sources:
        yield Fault(
            file,
            path,
            f"basis {quantity.basis} without a source; name one, or say `basis: estimate`",
        )
    if values is None:
        yield from _probability(file, path, quantity)
    elif not isinstance(quantity.p, dict):
        yield Fault(
            file, (*path, "p"), f"takes a distribution over {', '.join(values)}, not one number"
        )
    else:
        yield from _distribution(file, (*path, "p"), quantity.p, tuple(values))


def _probability(file: str, path: Path, quantity: Quantity) -> Iterator[Fault]:
    if isinstance(quantity.p, dict):
        yield Fault(file, (*path, "p"), "takes one probability, not a distribution")
        return
    if not 0 < quantity.p < 1:
        cure = "a question is misread and a sign is false now and then, so not 0 or 1 either"
        yield Fault(
            file, (*path, "p"), f"{quantity.p:g} is not a probability between 0 and 1; {cure}"
        )
    if quantity.range is not None:
        low, high = quantity.range
        if not 0 <= low <= quantity.p <= high <= 1:
            yield Fault(
                file,
                (*path, "range"),
                f"{low:g} to {high:g} does not hold {quantity.p:g} within 0 to 1",
            )


def _distribution(
    file: str, path: Path, p: Mapping[str, float], values: tuple[str, ...]
) -> Iterator[Fault]:
    yield from ids(file, path, p, values, f"value; it takes {', '.join(values)}")
    for value in values:
        if value not in p:
            yield Fault(file, path, f"misses {value}; every value needs a number")
    for value, number in p.items():
        if not 0 < number <= 1:
            yield Fault(
                file, (*path, value), f"{number:g} is not a probability above 0 and up to 1"
            )
    if abs(sum(p.values()) - 1) > ROUNDING:
        yield Fault(file, path, f"sums to {sum(p.values()):g}, not 1")


def finding_numbers(
    file: str, path: Path, numbers: Mapping[str, Quantity], known: Mapping[str, Finding]
) -> Iterator[Fault]:
    for id_, quantity in numbers.items():
        finding = known.get(id_)
        if finding is None or finding.in_words or finding.areas or id_ in _NOT_IN_CONDITIONS:
            why = (
                "no such finding"
                if finding is None
                else "given by age, female, sites and patterns, not here"
            )
            yield Fault(file, (*path, id_), f"{why}{near(id_, known) if finding is None else ''}")
        else:
            yield from faults_of_number(
                file, (*path, id_), quantity, finding.values if finding.kind == "choice" else None
            )


def between(file: str, path: Path, numbers: Mapping[str, float]) -> Iterator[Fault]:
    for key, p in numbers.items():
        if not 0 < p < 1:
            yield Fault(file, (*path, key), f"{p:g} is not a probability between 0 and 1")
