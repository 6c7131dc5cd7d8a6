"""Tables of made people for tests: many cases in Arrow, as codes, as words, and with a map."""

from typing import Any

import numpy as np
import pyarrow as pa

from pinprick.cohort.columns import DO_NOT_KNOW, Coded, aged, encode, findings, values
from pinprick.cohort.layout import MASKS, SINCE
from pinprick.knowledge.ids import AGE, PERSON, UNKNOWN
from pinprick.lab import simulate
from pinprick.model.axes import Model


def people(model: Model, count: int, seed: int = 1) -> Coded:
    """Made people, as columns of codes; every third answer of theirs was not asked."""
    drawn = encode(model, list(simulate.people(model, count, seed, PERSON)))
    left_out = np.random.default_rng(seed).random(drawn.codes.shape) < 1 / 3
    age = findings(model).index(AGE)
    left_out[age] = drawn.codes[age] == DO_NOT_KNOW  # which numbers alone cannot say
    drawn.codes[left_out] = 0
    return drawn


def names(count: int) -> pa.Array:
    """Names of so many people."""
    return pa.array([f"person {n}" for n in range(count)])


def of_codes(model: Model, coded: Coded) -> pa.Table:
    """A table of codes."""
    columns: dict[str, Any] = {"id": names(len(coded))}
    for row, id_ in enumerate(findings(model)):
        columns[id_] = _age(coded) if id_ == AGE else _there(coded.codes[row])
    for row, id_ in enumerate(aged(model)[: len(coded.since)]):
        if coded.since[row].any():
            columns[f"{SINCE}{id_}"] = _there(coded.since[row])
    for part, name in MASKS.items():
        columns[name] = pa.array(getattr(coded, part), mask=~coded.shown)
    return pa.table(columns)


def of_words(model: Model, coded: Coded) -> pa.Table:
    """The same in words, the map as texts of regions."""
    columns: dict[str, Any] = {"id": names(len(coded))}
    for row, (id_, its) in enumerate(zip(findings(model), values(model), strict=True)):
        words = dict(enumerate(its, 1)) | {DO_NOT_KNOW: UNKNOWN}
        told = [words.get(code) for code in coded.codes[row].tolist()]
        columns[id_] = _age(coded) if id_ == AGE else pa.array(told, pa.string())
    for part, name in MASKS.items():
        columns[name] = pa.array(_regions(model, getattr(coded, part), coded), pa.string())
    return pa.table(columns)


def _regions(model: Model, bits: Any, coded: Coded) -> list[str | None]:
    def said(n: int) -> str:
        found = (region for r, region in enumerate(model.regions) if int(bits[n]) >> r & 1)
        return " ".join(found) or "none"

    return [said(n) if coded.shown[n] else None for n in range(len(coded))]


def _age(coded: Coded) -> pa.Array:
    return pa.array(coded.age, mask=np.isnan(coded.age))


def _there(codes: Any) -> pa.Array:
    return pa.array(codes, mask=codes == 0)
