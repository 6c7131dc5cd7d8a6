"""log P(answers | unit) of many cases as a few rows that are added up.

Findings stand in groups, and a group has a row for every way to answer its findings together. So signs
that come together and flags that chance brings by age need no thought any more: they stand in one
group. Rows are added in the order of the groups, whatever cases stand beside a case: its sum is
always the same to the last bit.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np
from msgspec import Struct

from pinprick.cohort.columns import DO_NOT_KNOW, Codes, Int32, findings
from pinprick.knowledge.ids import AGE
from pinprick.model.axes import Array, Index, Model

_MOST_ROWS = 243
"""Of a group: with more of them there are fewer to add, but they no longer stay near at hand."""


class Sums(Struct, frozen=True):
    """Groups (G) of findings (M).

    `findings` (M,) are their rows of codes, `group` (M,) the group of each. The index of a case in a
    group is `starts` (G,) plus Σ `stride` (M,) · code, where a code that says nothing is 0; `log_p`
    (T, V) has its row there. V are the units, or their ways to be where the site changes nothing.
    `apart` is `log_p` as it would be if no signs came together; it has no rows where none of them
    does.
    """

    findings: Int32
    group: Int32
    stride: Int32
    starts: Int32
    log_p: Array
    apart: Array


class Ways(Struct, frozen=True):
    """The ways to be (W): the units of one cause and variant, which differ in the site alone. Units
    stand in the order of their ways: `starts` (W,) is where those of each begin, and `of_units` (U,)
    the way of each."""

    starts: Int32
    of_units: Int32


def ways(model: Model) -> Ways:
    """The ways to be of a model."""
    named = list(zip(model.units.cause.tolist(), model.units.variant, strict=True))
    number = {name: index for index, name in enumerate(dict.fromkeys(named))}
    of_units = np.array([number[name] for name in named], dtype=np.int32)
    starts = np.flatnonzero(np.diff(of_units, prepend=-1)).astype(np.int32)
    return Ways(starts, of_units)


# ---- making them


class AllSums(Struct, frozen=True):
    """The groups of all findings: of those that vary over the sites of a way to be (`wide`, V = U)
    and of those that do not (`narrow`, V = W); signs that come together stand apart from others."""

    narrow: Sums
    wide: Sums
    narrow_together: Sums
    wide_together: Sums


def sums(model: Model) -> AllSums:
    """The groups of a model."""
    columns, its = ways(model), [_Cluster(model, names) for names in _clusters(model)]
    narrow = columns.starts.astype(np.intp)
    varies = [one.varies(columns) for one in its]
    made = {
        (wide, together): _sums(
            model,
            [
                one.names
                for one, here in zip(its, varies, strict=True)
                if here == wide and one.together == together
            ],
            slice(None) if wide else narrow,
        )
        for wide, together in product((False, True), repeat=2)
    }
    return AllSums(
        narrow=made[False, False],
        wide=made[True, False],
        narrow_together=made[False, True],
        wide_together=made[True, True],
    )


def _clusters(model: Model) -> list[tuple[str, ...]]:
    """Findings whose rows hang together: the age with the flags that it brings, and two signs that
    come together; every other stands alone."""
    by_name: dict[str, tuple[str, ...]] = {id_: (id_,) for id_ in model.findings}
    if AGE in by_name:
        by_name |= dict.fromkeys((AGE, *model.by_age), (AGE, *model.by_age))
    for id_, one in model.beside.items():
        both = tuple(dict.fromkeys((*by_name[id_], *by_name[one.other])))
        by_name |= dict.fromkeys(both, both)
    return list(dict.fromkeys(by_name.values()))


class _Cluster(Struct, frozen=True):
    """Findings that must stand in one group."""

    model: Model
    names: tuple[str, ...]

    @property
    def together(self) -> bool:
        """Whether signs of it come together."""
        return any(id_ in self.model.beside for id_ in self.names)

    def varies(self, columns: Ways) -> bool:
        """Whether any of its rows varies over the sites of a way to be."""
        rows = self.model.log_p[list(self._rows())]
        return bool((rows != rows[:, columns.starts][:, columns.of_units]).any())

    def _rows(self) -> Iterator[int]:
        for answers in answered(self.model, self.names):
            yield from rows_of(self.model, answers).values()


def answered(model: Model, names: Sequence[str]) -> Iterator[dict[str, int]]:
    """Every way to answer some findings, the last one changing fastest: the indexes of the values of
    those that say something."""
    for codes in product(*(range(len(model.values[id_]) + 1) for id_ in names)):
        yield {id_: code - 1 for id_, code in zip(names, codes, strict=True) if code}


def rows_of(model: Model, answers: Mapping[str, int]) -> dict[str, int]:
    """The row of the model for each of some answers, as inference takes them."""
    band = answers.get(AGE)
    rows = {id_: model.row(id_, value, band) for id_, value in answers.items()}
    for id_, one in model.beside.items():
        if not one.leads and id_ in rows and one.other in rows:
            rows[id_] = model.row_beside(id_, answers[id_], answers[one.other])
    return rows


def _sums(model: Model, clusters: Sequence[tuple[str, ...]], columns: slice | Index) -> Sums:
    """The sums of some clusters, of some columns of the model's table."""
    groups = list(_groups(model, clusters))
    names = [id_ for group in groups for id_ in group]
    at = {id_: row for row, id_ in enumerate(findings(model))}
    log_p, apart = _tables(model, groups, columns)
    counts = [int(np.prod([len(model.values[id_]) + 1 for id_ in group])) for group in groups]
    return Sums(
        findings=np.array([at[id_] for id_ in names], dtype=np.int32),
        group=np.array([n for n, group in enumerate(groups) for _ in group], dtype=np.int32),
        stride=np.array([s for group in groups for s in _strides(model, group)], dtype=np.int32),
        starts=np.cumsum([0, *counts[:-1]], dtype=np.int32)[: len(groups)],
        log_p=log_p,
        apart=apart,
    )


def _groups(model: Model, clusters: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Clusters in groups of no more rows than `_MOST_ROWS`, unless one alone has more."""
    group, rows = tuple[str, ...](), 1
    for names in clusters:
        its = int(np.prod([len(model.values[id_]) + 1 for id_ in names]))
        if group and rows * its > _MOST_ROWS:
            yield group
            group, rows = (), 1
        group, rows = (*group, *names), rows * its
    if group:
        yield group


def _strides(model: Model, group: Sequence[str]) -> list[int]:
    """How many rows one step of the code of each finding is."""
    sizes = [len(model.values[id_]) + 1 for id_ in group]
    return [int(np.prod(sizes[place + 1 :])) for place in range(len(group))]


def _tables(
    model: Model, groups: Sequence[tuple[str, ...]], columns: slice | Index
) -> tuple[Array, Array]:
    """The rows of groups, and the same apart."""
    silent = len(model.log_p) - 1
    taken, loose = [], []
    for group in groups:
        for answers in answered(model, group):
            found = rows_of(model, answers)
            rows = np.array([*found.values(), silent])
            taken.append(model.log_p[rows][:, columns].sum(axis=0))
            if any(id_ in model.beside for id_ in group):
                rows[:-1] = model.rows_apart((*found,), rows[:-1])
                loose.append(model.log_p[rows][:, columns].sum(axis=0))
    width = model.log_p[:, columns].shape[1]
    return np.array(taken).reshape(-1, width), np.array(loose).reshape(-1, width)


# ---- adding them up


def silenced(codes: Codes) -> Codes:
    """The codes where those that say nothing are 0."""
    return np.where(codes == DO_NOT_KNOW, 0, codes).astype(np.uint8)


def indexes(of: Sums, codes: Codes) -> Int32:
    """The rows of each group, shape (G, N), for `silenced` codes (F, N)."""
    found = np.repeat(of.starts[:, None], codes.shape[1], axis=1)
    for row, group, stride in zip(of.findings, of.group, of.stride, strict=True):
        found[group] += codes[row] * stride
    return found


def add(total: Array, rows: Array, at: Int32) -> None:
    """Add to `total` (N, V) those of `rows` (T, V) that are `at` (G, N)."""
    taken = np.empty_like(total)
    for each in at:
        np.take(rows, each, axis=0, out=taken, mode="clip")
        total += taken
