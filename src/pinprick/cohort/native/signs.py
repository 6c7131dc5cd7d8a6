"""What the kernel takes of the table of answers: rows of ratios, and the pairs of signs."""

from collections.abc import Mapping

import numpy as np
from msgspec import Struct

from pinprick.cohort.columns import findings
from pinprick.cohort.native.layout import axes, by_unit, by_variant, starts
from pinprick.knowledge.ids import ABSENT, AGE, PRESENT
from pinprick.model.axes import Array, Model
from pinprick.once import once

Fields = Mapping[str, object]


class Sign(Struct, frozen=True):
    """A finding as evidence: its row of codes, and that of another on which its rows hang, or -1.

    `rows` (codes, U) is the log-likelihood of each code; they stand `step` apart for each code of the
    other. `base` is the code that stands for "absent", 0 for a finding that is not a person's flag."""

    column: int
    by: int
    step: int
    base: int
    rows: Array


@once
def signs(model: Model) -> tuple[Sign, ...]:
    """All findings of the table that say something of their own."""
    place = {id_: row for row, id_ in enumerate(findings(model))}
    return tuple(_sign(model, id_, place) for id_ in model.findings)


def _sign(model: Model, id_: str, place: Mapping[str, int]) -> Sign:
    first, count = model.first[id_], len(model.values[id_])
    its, silent = [*range(first, first + count)], len(model.log_p) - 1
    by, pair = -1, model.beside.get(id_)
    if pair is not None and id_ in model.by_age:
        raise ValueError(f"{id_} hangs on a sign and on age: the kernel knows no such finding")
    if pair is not None and not pair.leads:
        by = place[pair.other]
        its += [model.row_beside(id_, value, other) for other in (0, 1) for value in (0, 1)]
    elif id_ in model.by_age:
        by, bands = place[AGE], len(model.values[AGE])
        its += [model.row(id_, value, band) for band in range(bands) for value in range(count)]
    rows = model.log_p[[silent, *its]]
    # A constant over all units says nothing: each row is what it says more than of the first unit.
    return Sign(
        place[id_], by, count, _base(model, id_, pair is not None and by >= 0), rows - rows[:, :1]
    )


def _base(model: Model, id_: str, paired: bool) -> int:
    """The code for "absent", in a pair with the other absent too, where a person can tell both."""
    named, told = model.knowledge.vocabulary.findings, model.values[id_] == (PRESENT, ABSENT)
    if named[id_].by != "person" or not told or id_ in model.by_age:
        return 0
    return 6 if paired and named[model.beside[id_].other].by == "person" else 2


def sign_fields(model: Model) -> Fields:
    """The rows of the signs: of those that are alike for all units of a variant by variant, else by
    unit."""
    own = axes(model).own
    alike, differing = list[Sign](), list[Sign]()
    for sign in signs(model):
        if sign.rows.any():
            (alike if (sign.rows == sign.rows[:, own]).all() else differing).append(sign)
    every = [*alike, *differing]
    rows = [
        *starts([len(s.rows) for s in alike])[:-1],
        *starts([len(s.rows) for s in differing])[:-1],
    ]
    from_base = [sign.rows - sign.rows[sign.base] for sign in every]
    base = [sign.rows[sign.base] for sign in every]
    of, room, none = len(alike), len(model.log_p[0]), np.zeros((1, len(model.log_p[0])))
    return {
        "signs": len(every),
        "sign_column": [sign.column for sign in every],
        "sign_by": [sign.by for sign in every],
        "sign_step": [sign.step for sign in every],
        "sign_base": [sign.base for sign in every],
        "sign_row": rows,
        "sign_varies": [0] * of + [1] * len(differing),
        "variant_rows": by_variant(model, np.concatenate([none, *(s.rows for s in alike)])[1:]),
        "variant_rows_from_base": by_variant(model, np.concatenate([none, *from_base[:of]])[1:]),
        "variant_base": by_variant(model, np.sum([np.zeros(room), *base[:of]], axis=0)),
        "unit_rows": _linear(model, np.concatenate([none, *(s.rows for s in differing)])[1:]),
        "unit_rows_from_base": _linear(model, np.concatenate([none, *from_base[of:]])[1:]),
        "unit_base": _linear(model, np.sum([np.zeros(room), *base[of:]], axis=0)),
    }


def _linear(model: Model, logs: Array) -> Array:
    return by_unit(model, np.exp(logs), 1.0)


# ---- signs that come together


@once
def pairs(model: Model) -> tuple[tuple[str, str], ...]:
    """The pairs of signs that come together, each in the order of its names."""
    both = {tuple(sorted((id_, one.other))) for id_, one in model.beside.items()}
    return tuple((first, second) for first, second in sorted(both))


def pair_fields(model: Model) -> Fields:
    """Of each pair: how likely the answers are together, and how much likelier each by itself."""
    place = {id_: row for row, id_ in enumerate(findings(model))}
    units = len(model.units.cause)
    together = [_together(model, *pair) for pair in pairs(model)]
    apart = [_apart(model, *pair) for pair in pairs(model)]
    joint = np.array(together).reshape(-1, 3, 3, units)
    return {
        "pairs": len(pairs(model)),
        "pair_columns": [place[id_] for pair in pairs(model) for id_ in pair],
        "pair_apart": _linear(model, np.array(apart).reshape(-1, units)),
        "pair_joint": _linear(model, joint.reshape(-1, units)),
        "pair_inverse": _linear(model, -joint[:, 1:, 1:].reshape(-1, units)),
    }


def _together(model: Model, first: str, second: str) -> Array:
    """log P(answers | unit) of a pair, shape (3 codes of the first, 3 of the second, U)."""
    silent = np.zeros((1, len(model.units.cause)))
    one = np.concatenate([silent, model.log_p_at(first, None)])
    other = np.concatenate([silent, model.log_p_at(second, None)])
    logs: Array = one[:, None] + other[None]
    for code in (0, 1):
        row = model.row_beside(second, 0, code)
        logs[code + 1, 1:] = one[code + 1] + model.log_p[row : row + 2]
    return logs


def _apart(model: Model, first: str, second: str) -> Array:
    """What log P(answers | unit) changes by when each sign stands for itself, shape (2, 2, U)."""
    later = first if not model.beside[first].leads else second
    alone, logs = model.log_p_at(later, None), np.zeros((2, 2, len(model.units.cause)))
    for code in (0, 1):
        row = model.row_beside(later, 0, code)
        changed = alone - model.log_p[row : row + 2]
        if later == second:
            logs[code] = changed
        else:
            logs[:, code] = changed
    return logs
