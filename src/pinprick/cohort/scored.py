"""How many cases did against their causes, as columns: what `lab.evaluate.score` says of one."""

import numpy as np
from msgspec import Struct

from pinprick.cohort.engines import ENGINE, engine
from pinprick.cohort.labelled import Labelled, some
from pinprick.cohort.outcome import Outcome, Small
from pinprick.knowledge.ids import OTHER_CAUSE
from pinprick.model.axes import Array, Flags, Index, Model
from pinprick.problems import Problem, ProblemsFound

_BLOCK = 8192
"""Cases that are assessed at once with all of their causes."""


class Scored(Struct, frozen=True):
    """How cases (N) did: `rank` (N,) is that of the right cause, 1 is best, `p_right`, `p_first` and
    `brier` (N,) as in `lab.evaluate.Score`; `given`, `by_rules` and `by_causes` (N,) ranks of levels,
    and whether every red flag was asked."""

    rank: Index
    p_right: Array
    p_first: Array
    brier: Array
    given: Small
    by_rules: Small
    by_causes: Small
    complete: Flags

    def __len__(self) -> int:
        return len(self.rank)


def scored(model: Model, labelled: Labelled, name: str = "") -> Scored:
    """The scores of cases by the engine of a name, else by the fastest.

    Raises:
        ProblemsFound: when that engine is not there.
    """
    try:
        reckon = engine(model, name)
    except ValueError as error:
        raise ProblemsFound([Problem(ENGINE, 0, 0, "", str(error))]) from None
    parts = []
    for start in range(0, max(len(labelled), 1), _BLOCK):
        part = some(labelled, np.arange(start, min(start + _BLOCK, len(labelled))))
        parts.append(_scored(model, part, reckon(model, part.coded, len(model.causes))))
    return Scored(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in Scored.__struct_fields__
        )
    )


def _scored(model: Model, labelled: Labelled, found: Outcome) -> Scored:
    other = len(model.causes) - 1
    p, none = found.probabilities, found.unexplained
    last = np.array([id_ > OTHER_CAUSE for id_ in model.causes])[found.causes]
    # `none of ours` stands among the others as `other-cause` does, by probability and then by id
    after_none = (none[:, None] > p) | ((none[:, None] == p) & last)
    is_right = found.causes == labelled.cause[:, None]
    place = is_right.argmax(axis=1)
    lines = np.arange(len(labelled))
    unexplained = labelled.cause == other
    p_right = np.where(unexplained, none, p[lines, place])
    rank = np.where(
        unexplained, (~after_none).sum(axis=1) + 1, place + 1 + after_none[lines, place]
    )
    squares = (p**2).sum(axis=1) + none**2
    return Scored(
        rank=rank,
        p_right=p_right,
        p_first=np.maximum(p[:, 0], none),
        brier=(1 - p_right) ** 2 + squares - p_right**2,
        given=found.level,
        by_rules=found.by_rules,
        by_causes=found.by_causes,
        complete=found.complete,
    )
