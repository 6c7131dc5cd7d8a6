"""What the newest measurement of a kind says."""

from collections.abc import Iterator

from pinprick.fhir.resources import Observation, Quantity
from pinprick.fhir.statements import Statement, Why, code_of, coded
from pinprick.knowledge import Measured
from pinprick.knowledge.codes import stands_for

_UCUM = "http://unitsofmeasure.org"


def measured(
    means: Measured, stated: list[Statement]
) -> Iterator[tuple[Statement, str, Why | None]]:
    """The newest measurements where they mean yes, each with its code; those of one day have to
    agree. One that cannot be judged is told with the reason; what means nothing is not."""
    of_kind = [(one, _loinc(means, one)) for one in stated if one.kind == "measured"]
    matching = [(one, code) for one, code in of_kind if code]
    yield from ((one, code, one.barred) for one, code in matching if one.barred)
    usable = [(one, code) for one, code in matching if not one.barred]
    yield from ((one, code, "no-date") for one, code in usable if one.since is None)
    dated = [(one, code, one.since.last) for one, code in usable if one.since]
    last = max((day for _, _, day in dated), default=None)
    newest = [(one, code, _says(means, one)) for one, code, day in dated if day == last]
    for one, code, says in newest:
        if says is None:
            yield one, code, "other-unit"
        elif all(other is True for _, _, other in newest):
            yield one, code, None


def _loinc(means: Measured, one: Statement) -> str:
    return next(
        (
            f"loinc {code}"
            for system, code in one.codes
            if system == "loinc" and code in means.loinc
        ),
        "",
    )


def _says(means: Measured, one: Statement) -> bool | None:
    """Whether it means yes; None where its unit is none that is known."""
    observation = one.found.resource
    assert isinstance(observation, Observation), "no other is measured"
    marks = {code_of(mark) for mark in observation.interpretation}
    if marks & set(means.marked):
        return True
    for system, code in coded(observation.value_codeable_concept):
        if any(stands_for(system, listed, code) for listed in means.shows.get(system, ())):
            return True
    quantity = observation.value_quantity
    if quantity.value is None or not (means.at_least or means.under):
        return False
    unit = quantity.code if quantity.system == _UCUM else quantity.unit
    if unit not in means.at_least and unit not in means.under:
        return None
    return _is_at_least(quantity, means.at_least.get(unit)) or _is_under(
        quantity, means.under.get(unit)
    )


def _is_at_least(quantity: Quantity, value: float | None) -> bool:
    """Whether it is surely that high: "less than 7" may be anything below."""
    if value is None or quantity.value is None or quantity.comparator.startswith("<"):
        return False
    return quantity.value >= value


def _is_under(quantity: Quantity, value: float | None) -> bool:
    if value is None or quantity.value is None or quantity.comparator.startswith(">"):
        return False
    return quantity.value < value or (quantity.comparator == "<" and quantity.value <= value)
