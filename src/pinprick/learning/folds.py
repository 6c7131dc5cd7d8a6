"""How good counted numbers are for people from whom they were not counted, beside those before."""

import zlib
from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from pinprick.cohort.columns import Coded
from pinprick.cohort.labelled import Labelled, some
from pinprick.cohort.scored import Scored, scored
from pinprick.lab.bootstrap import logistic
from pinprick.learning.learned import Data, changed, numbers
from pinprick.model.axes import Array, Flags, Index, Model
from pinprick.model.compiler import compile_model
from pinprick.watching import Watch, unwatched

_LEAST = 1e-9
_NORMAL_95 = 1.96


class Held(Struct, frozen=True):
    """The same cases (N) scored by the numbers before, and by those counted from the other folds;
    `weight` (N,)."""

    before: Scored
    after: Scored
    weight: Array


def held(
    model: Model, labelled: Labelled, data: Data, folds: int, watch: Watch = unwatched
) -> Held:
    """Each fold scored by what is counted from all others. Who is in which fold hangs on the answers
    alone, so the order of cases changes nothing, and two cases alike never part."""
    fold = fold_of(labelled.coded, folds)
    parts, order = list[Scored](), list[Index]()
    for each in watch(range(folds), "Holding out"):
        out = np.flatnonzero(fold == each)
        if len(out):
            learned = numbers(model, some(labelled, fold != each), data)
            other = compile_model(changed(model.knowledge, learned))
            parts.append(scored(other, some(labelled, out)))
            order.append(out)
    back = np.argsort(np.concatenate(order))
    names = Scored.__struct_fields__
    after = {name: np.concatenate([getattr(one, name) for one in parts])[back] for name in names}
    return Held(scored(model, labelled), Scored(**after), labelled.weight)


def fold_of(coded: Coded, folds: int) -> Index:
    """The fold of each case, shape (N,), by a checksum of all that it tells."""
    columns = [getattr(coded, name) for name in Coded.__struct_fields__]
    rows = [np.ascontiguousarray(one if one.ndim == 1 else one.T) for one in columns]
    sums = [zlib.crc32(b"".join(one[n].tobytes() for one in rows)) for n in range(len(coded))]
    return np.array(sums, dtype=np.intp) % folds


class Figures(Struct, frozen=True):
    """Figures of cases: the mean log2 of the probability of the right cause, the shares that come
    first and among the first three, the Brier score, and the slope of calibration, which is 1 where
    the first cause is as often right as is said."""

    log_score: float
    top1: float
    top3: float
    brier: float
    slope: float


def figures(of: Scored, weight: Array) -> Figures:
    """The figures of some cases, each by its weight."""
    p = np.clip(of.p_first, 1e-6, 1 - 1e-6)
    right = (of.rank == 1).astype(np.float64)
    return Figures(
        log_score=_mean(_bits(of), weight),
        top1=_mean(right, weight),
        top3=_mean(of.rank <= 3, weight),
        brier=_mean(of.brier, weight),
        slope=float(logistic(np.log(p / (1 - p)), right, weight[None])[0, 1]),
    )


def gained(of: Held) -> tuple[float, float, float]:
    """The bits by which the log score grew, and its 95 % interval."""
    more = _bits(of.after) - _bits(of.before)
    mean = _mean(more, of.weight)
    part = of.weight / of.weight.sum()
    error = _NORMAL_95 * float(np.sqrt((part**2 * (more - mean) ** 2).sum()))
    return mean, mean - error, mean + error


def _bits(of: Scored) -> Array:
    bits: Array = np.log2(np.maximum(of.p_right, _LEAST))
    return bits


def _mean(values: Array | Flags, weight: Array) -> float:
    return float(np.average(values, weights=weight))


def reliability(of: Scored, weight: Array, bins: int = 5) -> Iterator[tuple[float, float, int]]:
    """What is said of the first cause and how often it is right, in bins of cases: the mean
    probability, the share that is right, and how many."""
    order = np.argsort(of.p_first, kind="stable")
    for part in np.array_split(order, bins):
        if len(part):
            right = of.rank[part] == 1
            yield _mean(of.p_first[part], weight[part]), _mean(right, weight[part]), len(part)
