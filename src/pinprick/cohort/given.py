"""A batch of rows as the columns of codes that engines take, and what is wrong with rows.

Codes, words, true and false are taken, in whatever width: Spark knows no unsigned numbers and
widens them. What is wrong is told in the words in which a case file is faulted; a row with a fault
is not assessed, as half a case may miss the one sign that matters.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pinprick.case.answers import answer_from
from pinprick.cohort.columns import (
    DO_NOT_KNOW,
    NOT_ASKED,
    Coded,
    Codes,
    aged,
    ages,
    empty,
    findings,
    values,
    years,
)
from pinprick.cohort.layout import MASKS, SINCE, is_text, painted
from pinprick.extras import needed
from pinprick.knowledge.ids import ABSENT, AGE, PRESENT, UNKNOWN
from pinprick.model.axes import Model
from pinprick.problems import did_you_mean, shown

with needed("batch"):
    import pyarrow as pa
    import pyarrow.compute  # makes pa.compute known

NOTHING = "none"
"""What a text says of a part of the map in which no region is."""
_MOST_WRONG = 20
"""Faults of one row that are told."""

Wrong = dict[int, list[str]]
"""What is wrong with rows, by their place in the batch."""
Look = Callable[[object], tuple[float, str]]
"""What a value comes to, and what is wrong with it, if anything."""


def coded(model: Model, batch: pa.RecordBatch) -> tuple[Coded, Wrong]:
    """The rows of a batch as columns of codes. Rows in which something is wrong count as people of
    whom nothing is known; they are not for any engine."""
    into, wrong = empty(model, batch.num_rows), Wrong()
    named = dict(zip(batch.schema.names, batch.columns, strict=True))
    for row, (id_, its) in enumerate(zip(findings(model), values(model), strict=True)):
        if id_ == AGE and id_ in named:
            _read_age(model, named[id_], into, (row, wrong))
        elif id_ in named:
            into.codes[row] = _codes(model, named[id_], (id_, its), wrong)
    _read_since(model, named, into, wrong)
    _read_map(model, named, into, wrong)
    if wrong:
        _blank(into, [*wrong])
    return into, wrong


def _blank(into: Coded, rows: Sequence[int]) -> None:
    for name in Coded.__struct_fields__:
        getattr(into, name)[..., rows] = np.nan if name == "age" else 0


def fault(wrong: Wrong, n: int | np.integer[Any], column: str, what: str) -> None:
    """Note what is wrong with a column of a row."""
    told = wrong.setdefault(int(n), [])
    if len(told) < _MOST_WRONG:
        told.append(f"{column}: {shown(what)}")


# ---- one value after the other, each that differs once


def _looked_up(
    array: pa.Array, column: str, look: Look, wrong: Wrong
) -> npt.NDArray[np.float64] | Codes:
    """What the values of a column come to, (N,), 0 where there is none; each distinct value is looked
    at once."""
    places, distinct = _distinct(array)
    table = np.zeros(len(distinct) + 1)
    for place, value in enumerate(distinct):
        table[place], what = look(value)
        if what:
            for n in np.flatnonzero(places == place):
                fault(wrong, n, column, what)
    return table[places]


def _distinct(array: pa.Array) -> tuple[npt.NDArray[np.intp], list[object]]:
    """Each row's place among the distinct values, (N,), -1 where there is none; and those values."""
    if pa.types.is_null(array.type):
        return np.full(len(array), -1), []
    if pa.types.is_floating(array.type):
        array = pa.compute.if_else(pa.compute.is_nan(array), None, array)
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    places = array.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.intp)
    return places, _plain(array.dictionary)


def _plain(distinct: pa.Array) -> list[object]:
    """Values as those of Python; bytes that are no text become characters that fit no word."""
    if not is_text(distinct.type):
        found: list[object] = distinct.to_pylist()
        return found
    raw = distinct.cast(pa.large_binary()).to_pylist()
    return [None if each is None else each.decode(errors="replace") for each in raw]


def _codes(model: Model, array: pa.Array, of: tuple[str, Sequence[str]], wrong: Wrong) -> Codes:
    """The codes of a finding; numbers that are codes are taken as they are."""
    id_, its = of
    numbers = _whole(array)
    if numbers is not None:
        odd = numbers > len(its)
        if numbers.dtype.kind == "i":
            odd |= numbers < NOT_ASKED
        if np.all(numbers[odd] == DO_NOT_KNOW):
            return numbers.astype(np.uint8, copy=False)
    return _looked_up(array, id_, _finding(model, id_, its), wrong).astype(np.uint8)


def _whole(array: pa.Array) -> npt.NDArray[np.integer[Any]] | None:
    """Whole numbers, 0 where there is none; None where a column holds something else."""
    if not pa.types.is_integer(array.type):
        return None
    found: npt.NDArray[np.integer[Any]]
    if not array.null_count:
        found = array.to_numpy(zero_copy_only=False)
        return found
    valid, content = array.buffers()  # what Arrow's own functions do, at a fifth of the time
    end = array.offset + len(array)
    numbers = np.frombuffer(content, array.type.to_pandas_dtype(), end)
    there = np.unpackbits(np.frombuffer(valid, np.uint8), count=end, bitorder="little")
    found = numbers[array.offset :] * there[array.offset :].astype(numbers.dtype, copy=False)
    return found


def _finding(model: Model, id_: str, its: Sequence[str]) -> Look:
    """What a value says of a finding, as a code."""
    codes = {value: float(code) for code, value in enumerate(its, 1)} | {
        UNKNOWN: float(DO_NOT_KNOW)
    }
    flag = tuple(its) == (PRESENT, ABSENT)
    if flag:  # as texts say what is true
        codes |= {"true": codes[PRESENT], "false": codes[ABSENT]}

    def look(value: object) -> tuple[float, str]:
        if value is None:
            return NOT_ASKED, ""
        if isinstance(value, bool) and flag:
            return codes[PRESENT if value else ABSENT], ""
        if isinstance(value, str):
            word = value.strip()
            if word in codes or not word:
                return codes.get(word, NOT_ASKED), ""
            if not word.isdecimal():
                _, faults = answer_from(id_, word, model.knowledge.vocabulary)
                return NOT_ASKED, "".join(what for _, what in faults)
            value = int(word)
        return _code(value, len(its), f"{DO_NOT_KNOW} {UNKNOWN}")

    return look


def _code(value: object, most: int, besides: str) -> tuple[float, str]:
    """A number that has to be a code from 0 to `most`, or the one that `besides` begins with."""
    other = besides.split()[:1]
    try:
        number = -1.0 if isinstance(value, bool) else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = -1.0
    if number in range(most + 1) or f"{number:g}" in other:
        return number, ""
    more = f", or {besides}" if besides else ""
    return NOT_ASKED, f"{value!r} is not a code; it takes 0 for not asked, 1 to {most}{more}"


def _read_age(model: Model, array: pa.Array, into: Coded, where: tuple[int, Wrong]) -> None:
    row, wrong = where
    vocabulary = model.knowledge.vocabulary

    def look(value: object) -> tuple[float, str]:
        word = value.strip() if isinstance(value, str) else value
        if word is None or word == "":
            return np.nan, ""
        if word == UNKNOWN:
            return np.inf, ""
        try:
            number: object = float(word)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            number = word
        _, faults = answer_from(AGE, number, vocabulary)
        what = "".join(what for _, what in faults)
        return (np.nan, what) if what else (float(number), "")  # type: ignore[arg-type]

    if pa.types.is_integer(array.type) or pa.types.is_floating(array.type):
        plain = array.cast(pa.float64()).fill_null(np.nan).to_numpy(zero_copy_only=False)
        most = vocabulary.findings[AGE].most or np.inf
        if np.all(np.isnan(plain) | ((plain >= 0) & (plain <= most))):
            into.age[:], into.codes[row] = years(model, plain)
            return
    places, distinct = _distinct(array)
    found = np.append(np.full(len(distinct), np.nan), np.nan)
    for place, value in enumerate(distinct):
        found[place], what = look(value)
        if what:
            for n in np.flatnonzero(places == place):
                fault(wrong, n, AGE, what)
    told = found[places]
    not_known = np.isinf(told)
    into.age[:], bands = years(model, np.where(not_known, np.nan, told))
    into.codes[row] = np.where(not_known, DO_NOT_KNOW, bands)


def _read_since(model: Model, named: dict[str, pa.Array], into: Coded, wrong: Wrong) -> None:
    rows = {id_: row for row, id_ in enumerate(findings(model))}
    known = ages(model)

    def look(value: object) -> tuple[float, str]:
        word = value.strip() if isinstance(value, str) else value
        if word is None or word == "":
            return NOT_ASKED, ""
        if word in known:
            return known.index(str(word)) + 1, ""
        if isinstance(word, str) and not word.isdecimal():
            near = did_you_mean(word, known)
            return NOT_ASKED, f"{word!r} is not an age; it takes {', '.join(known)}{near}"
        return _code(word, len(known), "")

    for row, id_ in enumerate(aged(model)):
        column = f"{SINCE}{id_}"
        if column not in named:
            continue
        into.since[row] = _looked_up(named[column], column, look, wrong).astype(np.uint8)
        present = into.codes[rows[id_]] == values(model)[rows[id_]].index(PRESENT) + 1
        for n in np.flatnonzero((into.since[row] > 0) & ~present):
            fault(
                wrong, n, column, f"{id_} is not answered present, so it has no age; leave it out"
            )


# ---- the map


def _read_map(model: Model, named: dict[str, pa.Array], into: Coded, wrong: Wrong) -> None:
    if MASKS["left"] in named:
        _read_masks(model, named, into, wrong)
    elif any(name in named for name in painted(model)):
        _read_regions(model, named, into, wrong)
    for n, what in _contradictions(model, into):
        fault(wrong, n, "map", what)


def _read_masks(model: Model, named: dict[str, pa.Array], into: Coded, wrong: Wrong) -> None:
    given = {
        part: ~named[name].is_null().to_numpy(zero_copy_only=False) for part, name in MASKS.items()
    }
    into.shown[:] = np.logical_or.reduce([*given.values()])
    for part, name in MASKS.items():
        for n in np.flatnonzero(into.shown & ~given[part]):
            fault(wrong, n, name, f"is empty beside a map; write 0, or {NOTHING} in words")
        getattr(into, part)[:] = _bits(model, named[name], name, wrong)


def _bits(model: Model, array: pa.Array, column: str, wrong: Wrong) -> npt.NDArray[np.uint32]:
    regions = model.regions

    def look(value: object) -> tuple[float, str]:
        if isinstance(value, str) and not value.strip().isdecimal():
            value = [word for word in value.replace(",", " ").split() if word != NOTHING]
        if isinstance(value, list):
            unknown = [word for word in value if word not in regions]
            if unknown:
                near = did_you_mean(unknown[0], regions)
                return 0, f"{unknown[0]!r} is not a region{near}"
            return sum(1 << regions.index(word) for word in {*value}), ""
        number = int(value) if isinstance(value, int | float | str) else 0
        if not 0 <= number < 1 << len(regions):
            return 0, f"{number} has other bits than those of the {len(regions)} regions"
        return number, ""

    numbers = _whole(array)
    if numbers is not None and np.all((numbers >= 0) & (numbers < 1 << len(regions))):
        return numbers.astype(np.uint32)
    if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
        array = _joined(array)
    return _looked_up(array, column, look, wrong).astype(np.uint32)


def _joined(lists: pa.Array) -> pa.Array:
    """Lists of regions as texts."""
    words = pa.list_(pa.string())
    joined = pa.compute.binary_join(lists.cast(words), " ")
    return pa.compute.if_else(pa.compute.equal(joined, ""), NOTHING, joined)


def _read_regions(model: Model, named: dict[str, pa.Array], into: Coded, wrong: Wrong) -> None:
    """A column a region and side: a region of which one side was not asked is not known to be free."""
    asked = {region: np.ones(len(into), np.bool_) for region in model.regions}
    for name, (region, part) in painted(model).items():
        bit = np.uint32(1 << model.regions.index(region))
        if name not in named:
            asked[region][:] = False
            continue
        said = _looked_up(named[name], name, _yes_or_no, wrong)
        getattr(into, part)[:] |= np.where(said == 1, bit, np.uint32(0))
        into.shown[:] |= said > 0
        asked[region] &= said > 0
    for r, region in enumerate(model.regions):
        bit = np.uint32(1 << r)
        painted_ = ((into.left | into.right | into.midline) & bit) > 0
        open_ = into.shown & ~asked[region] & ~painted_
        into.not_asked[:] |= np.where(open_, bit, np.uint32(0))


def _yes_or_no(value: object) -> tuple[float, str]:
    """1 for painted, 2 for not, 0 for not asked."""
    word = value.strip() if isinstance(value, str) else value
    if word is None or word == "":
        return 0, ""
    if word in (True, 1, "1", "true", PRESENT):
        return 1, ""
    if word in (False, 0, "0", "false", ABSENT):
        return 2, ""
    return 0, f"{word!r} is not an answer; it takes true, false, or nothing where not asked"


def _contradictions(model: Model, into: Coded) -> Iterator[tuple[int, str]]:
    midline = sum(1 << r for r, id_ in enumerate(model.regions) if _is_midline(model, id_))
    sided = (1 << len(model.regions)) - 1 - midline
    painted_ = into.left | into.right | into.midline
    for bits, what in (
        ((into.left | into.right) & np.uint32(midline), "{} has no side; paint it in the midline"),
        (into.midline & np.uint32(sided), "{} has a side; paint it left or right"),
        (painted_ & into.not_asked, "{} is painted as well as not asked; it can be but one"),
    ):
        for n in np.flatnonzero(bits):
            first = int(bits[n]) & -int(bits[n])
            yield int(n), what.format(model.regions[first.bit_length() - 1])


def _is_midline(model: Model, id_: str) -> bool:
    return model.knowledge.vocabulary.regions[id_].midline
