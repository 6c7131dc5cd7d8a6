"""Many cases by the kernel in C: the same columns as `many`, many times as fast.

It must say the same as the exact engine. So the few cases of which it cannot be sure, where two levels
would do nearly the same harm, are left to that."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from pinprick.cohort.columns import Coded, Codes, chosen, findings
from pinprick.cohort.exact import exact
from pinprick.cohort.native.block import Bytes, aligned, block
from pinprick.cohort.native.library import RESULTS, Cases, Outcomes, library
from pinprick.cohort.outcome import Outcome, blank, write
from pinprick.cohort.told import told
from pinprick.knowledge.ids import SIGN_AGE
from pinprick.model.axes import Model
from pinprick.once import once

NAME = "kernel"
_PART = 4096
"""Cases of one call, so that threads end together."""


def is_ready(model: Model) -> bool:
    """Whether there is a kernel on this machine that knows all that the model holds."""
    return tables(model) is not None


@once
def tables(model: Model) -> Bytes | None:
    """The tables of a model for the kernel; None where there is no kernel, or the model holds what it
    does not know."""
    of = library()
    if of is None:
        return None
    try:
        made = block(model, of.kernel_layout().decode())
    except ValueError:
        return None
    return made if of.kernel_workspace(made.ctypes.data) > 0 else None


def kernel(model: Model, coded: Coded, top: int, threads: int = 1) -> Outcome:
    """The assessments of cases, with the `top` causes of each; so many `threads` work at once.

    Raises:
        RuntimeError: when the kernel is not ready.
    """
    its, of = tables(model), library()
    if its is None or of is None:
        raise RuntimeError("there is no kernel here that knows this model")
    coded = chosen(coded, slice(None))  # in one piece each, as C reads them; copied only where not
    found, near = blank(model, len(coded), top, NAME), np.zeros(len(coded), np.uint8)
    codes = _codes(model, coded)
    cases, results = _cases(coded, codes), _results(found, near)
    room = of.kernel_workspace(its.ctypes.data)

    def run(starts: range) -> None:
        work = aligned(room)
        for start in starts:
            end = min(start + _PART, len(coded))
            of.kernel_run(its.ctypes.data, cases, start, end, work.ctypes.data, results)

    parts = range(0, len(coded), _PART)
    if threads > 1:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(run, [parts[first::threads] for first in range(threads)]))
    else:
        run(parts)
    left = np.flatnonzero(near)
    if len(left):
        write(found, left, exact(model, chosen(coded, left), top))
    return found


def _codes(model: Model, coded: Coded) -> Codes:
    """The codes with how old the newest sign is, which the ages of single signs tell."""
    if not coded.since.any():
        return coded.codes
    codes, row = coded.codes.copy(), findings(model).index(SIGN_AGE)
    codes[row] = told(model, coded).codes[row]
    return codes


def _cases(coded: Coded, codes: Codes) -> Cases:
    names = ("age", "left", "right", "midline", "not_asked", "shown")
    return Cases(
        codes=codes.ctypes.data,
        stride=codes.shape[1],
        **{name: getattr(coded, name).ctypes.data for name in names},
    )


def _results(found: Outcome, near: Bytes) -> Outcomes:
    arrays = {name: getattr(found, name) for name in RESULTS if name != "near"} | {"near": near}
    return Outcomes(
        top=found.causes.shape[1], **{name: array.ctypes.data for name, array in arrays.items()}
    )
