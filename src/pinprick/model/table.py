"""The rows of a model: P(value | unit) of each finding, at each age band, and beside the sign it comes
together with."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct

from pinprick.knowledge import Finding, Knowledge
from pinprick.knowledge.ids import AGE
from pinprick.model import together
from pinprick.model.axes import ORIGINS, Array, Beside
from pinprick.model.tempering import alpha, temper
from pinprick.model.units import ANYWHERE, Unit


def values_of(id_: str, finding: Finding) -> tuple[str, ...]:
    """The values of a finding; of the age its bands."""
    if id_ == AGE:
        edges = [f"{edge:g}" for edge in finding.bins]
        last = [f"{float(edge) - 1:g}" for edge in edges[1:]]
        return (
            *(f"{low}-{high}" for low, high in zip(edges[:-1], last, strict=True)),
            f"{edges[-1]}+",
        )
    return tuple(finding.values) if finding.kind == "choice" else ("present", "absent")


class Table(Struct, frozen=True):
    """The rows of a model, finding after finding: see `Model`."""

    first: dict[str, int]
    by_age: dict[str, int]
    beside: dict[str, Beside]
    raw: list[Array]
    log_p: list[Array]


def made(knowledge: Knowledge, units: Sequence[Unit], raw: Mapping[str, Array]) -> Table:
    """The table of P(value | unit) by finding, `raw` (values, U)."""
    table = Table({}, {}, {}, [], [])

    def add(id_: str, p: Array) -> int:
        """Add the rows of P(value | unit), and say where they begin."""
        first = sum(map(len, table.raw))
        table.raw.append(p)
        exponent = alpha(knowledge, knowledge.vocabulary.findings[id_].group)
        table.log_p.append(np.log(temper(p, exponent)))
        return first

    for id_, p in raw.items():
        table.first[id_] = add(id_, p)
    for id_, bands in _by_age(knowledge, units, raw):
        table.by_age[id_], *_ = [add(id_, p) for p in bands]
    for name in knowledge.settings.together:
        _add_together(knowledge, units, raw, table, name)
    silent = np.ones((1, len(units)))
    table.raw.append(silent)
    table.log_p.append(np.log(silent))
    return table


def _add_together(
    knowledge: Knowledge,
    units: Sequence[Unit],
    raw: Mapping[str, Array],
    table: Table,
    name: str,
) -> None:
    """Add the rows of each of two signs given the other."""
    pair = knowledge.settings.together[name]
    origin = {id_: np.array([unit.origin[id_] for unit in units]) for id_ in pair.signs}
    share = together.shares(knowledge, name, together.brought(origin, *pair.signs))
    tempered = {
        id_: temper(raw[id_], alpha(knowledge, knowledge.vocabulary.findings[id_].group))
        for id_ in pair.signs
    }
    for other, id_ in (pair.signs, pair.signs[::-1]):
        first = sum(map(len, table.raw))
        table.beside[id_] = Beside(other, first, id_ == pair.signs[0], share)
        of_raw = together.given(raw[other][0], raw[id_][0], share)
        of_tempered = together.given(tempered[other][0], tempered[id_][0], share)
        table.raw.append(of_raw.reshape(4, -1))
        table.log_p.append(np.log(of_tempered).reshape(4, -1))


def _by_age(
    knowledge: Knowledge, units: Sequence[Unit], raw: Mapping[str, Array]
) -> Iterator[tuple[str, Array]]:
    """For each flag that chance brings by age: P(value | unit) by age band, shape (bands, values,
    U). Only units that take the background's number differ from band to band."""
    bands = values_of(AGE, knowledge.vocabulary.findings[AGE])
    ways = knowledge.settings.other.variants
    for id_, rates in knowledge.background.by_age.items():
        assert isinstance(rates.p, dict)  # the checks hold this
        chance = np.array([[rates.p[band], 1 - rates.p[band]] for band in bands])
        table = np.array([raw[id_]] * len(bands))
        for index, unit in enumerate(units):
            shrink = ways[unit.variant].alpha if unit.site == ANYWHERE else 1.0
            if ORIGINS[unit.origin[id_]] == "background":
                table[:, :, index] = temper(chance.T, shrink).T
        yield id_, table
