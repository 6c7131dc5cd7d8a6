"""How many of a cohort there are: counted as rows are, and small counts cannot be found from what is shown."""

import json
from collections import Counter, defaultdict
from itertools import product
from pathlib import Path
from typing import Any

import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pinprick.cli import main
from pinprick.cohort.counted import ALL, CAUSE, LEVEL, Cell, covered, hidden
from tests.models import shipped
from tests.tables import of_words, people


def batch(*arguments: str | Path, status: int = 0) -> None:
    result = CliRunner().invoke(main, ["batch", "--jobs", "1", *map(str, arguments)])
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.exit_code == status, result.output


BANDS = {18: "18-39", 40: "40-59", 60: "60-74", 75: "75+"}


def _band(age: float | None) -> str:
    if age is None:
        return "not-asked"
    return next((band for least, band in reversed(BANDS.items()) if age >= least), "below-the-first-band")


def test_a_summary_counts_the_rows_and_names_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held to counting the rows that come out without it."""
    monkeypatch.setattr("pinprick.cohort.blocks.ROWS", 16)
    table = of_words(shipped(), people(shipped(), 40, seed=6)).slice(0, 40)
    ages = [*table["age"].to_pylist()[:-2], 12.0, None]
    table = table.set_column(table.column_names.index("age"), "age", pa.array(ages, pa.float32()))
    words = ["perhaps", *table["foot-drop"].to_pylist()[1:]]
    table = table.set_column(table.column_names.index("foot-drop"), "foot-drop", pa.array(words))
    pq.write_table(table, tmp_path / "in.parquet")
    batch(tmp_path / "in.parquet", tmp_path / "rows.parquet", status=1)
    batch(tmp_path / "in.parquet", tmp_path / "counts.parquet", "--summary", "--least", "0", status=1)
    people_ = {row["id"]: row for row in polars.from_arrow(table).to_dicts()}  # type: ignore[union-attr]
    expected: Counter[tuple[Any, ...]] = Counter()
    for row in polars.read_parquet(tmp_path / "rows.parquet").to_dicts():
        one = people_[row["id"]]
        stratum = _band(one["age"]), one["sex"] or "not-asked"
        expected[(*stratum, "level", row["level"])] += 1
        expected[(*stratum, "first-cause", row["cause_1"])] += 1
    told = polars.read_parquet(tmp_path / "counts.parquet").rows()
    assert {row[:4]: row[4] for row in told} == dict(expected)
    assert not {*people_} & {str(value) for row in told for value in row}


def test_what_is_hidden_is_missing_in_every_kind(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("age,sex,foot-drop\n" + "34,male,present\n" * 12 + "80,male,present\n")
    batch(tmp_path / "in.csv", tmp_path / "out.csv", "--summary")
    batch(tmp_path / "in.csv", tmp_path / "out.ndjson", "--summary")
    lines = (tmp_path / "out.ndjson").read_text().splitlines()
    assert {row["count"] for row in map(json.loads, lines)} == {None}
    assert polars.read_csv(tmp_path / "out.csv").rows() == [
        ("18-39", "male", "all", "hidden", None),
        ("75+", "male", "all", "hidden", None),
    ]
    batch(tmp_path / "in.csv", tmp_path / "out.csv", "--summary", "--least", "1")
    assert sorted(polars.read_csv(tmp_path / "out.csv")["count"].to_list()) == [1, 1, 12, 12]


# ---- small counts

LEAST, MOST = 3, 7


def _shown(counts: tuple[int, ...]) -> tuple[Any, ...]:
    """What somebody sees of a stratum: of its causes it tells the total, of its levels what may be told."""
    levels = {Cell("75+", "male", LEVEL, f"{n}"): count for n, count in enumerate(counts) if count}
    told = hidden(levels | {Cell("75+", "male", CAUSE, "one"): sum(counts)}, LEAST)
    return tuple(sorted(told.items()))


@pytest.mark.parametrize("cells", [1, 2, 3])
def test_no_small_count_can_be_found_from_what_is_shown(cells: int) -> None:
    """Every table is tried: whoever knows how it is done is left with more than one for each cell."""
    seen: defaultdict[tuple[Any, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(MOST + 1), repeat=cells):
        if any(counts):
            seen[_shown(counts)].append(counts)
    for shown, several in seen.items():
        for cell, count in shown:
            assert count is None or count >= LEAST
            if cell.what == ALL:
                assert all(len({each[n] for each in several}) > 1 for n in range(cells))
            elif count is None and cell.what == LEVEL:
                assert len({each[int(cell.value)] for each in several}) > 1, (shown, several)


def test_a_stratum_cannot_be_found_from_how_many_rows_there_were() -> None:
    strata: defaultdict[tuple[Any, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(1, MOST + 1), repeat=3):
        named = {(f"{n}",): count for n, count in enumerate(counts)}
        away = covered(named, LEAST)
        told = tuple(None if key in away else count for key, count in named.items())
        strata[(sum(counts), *told)].append(counts)
    for (_, *shown), several in strata.items():
        for n, count in enumerate(shown):
            if count is None and None in shown and shown.count(None) < len(shown):
                assert len({each[n] for each in several}) > 1, (shown, several)


CELLS = st.dictionaries(
    st.builds(Cell, *(st.sampled_from(names) for names in (["18-39", "75+"], ["female", "male"], [LEVEL], "abc"))),
    st.integers(1, 30),
    min_size=1,
)


@given(CELLS, st.integers(2, 12))
def test_what_is_shown_is_true_and_what_is_small_is_not(cells: dict[Cell, int], least: int) -> None:
    told = hidden(cells, least)
    strata = {cell[:2] for cell in cells}
    closed = {cell[:2] for cell in told if cell.what == ALL}
    assert {cell for cell in told if cell.what != ALL} == {cell for cell in cells if cell[:2] not in closed}
    for cell, count in told.items():
        assert count is None or least <= count == cells[cell]
    for stratum in strata:
        its = {cell: count for cell, count in cells.items() if cell[:2] == stratum}
        away = [count for cell, count in its.items() if stratum not in closed and told[cell] is None]
        assert not away or (len(away) > 1 and sum(away) >= least)
        assert stratum in closed or sum(its.values()) >= least
