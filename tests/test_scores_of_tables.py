"""Scores of a table are those of the same cases as files, whatever its length and order; small groups stay hidden."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import json
from msgspec.structs import replace
from scipy import stats

from pinprick.case.case import Expect, made
from pinprick.cli import main
from pinprick.cohort import blocks, tallied
from pinprick.cohort.columns import decode, encode, findings
from pinprick.cohort.labelled import Labelled, Labels, parts, some
from pinprick.cohort.scored import scored
from pinprick.knowledge import Level
from pinprick.knowledge.ids import AGE, OTHER, OTHER_CAUSE
from pinprick.lab import evaluate, simulate, summary
from pinprick.model.compiler import compile_model
from pinprick.problems import ProblemsFound
from tests import counting
from tests.drawing import quantity
from tests.models import shipped

SMALL = compile_model(counting.base())


@cache
def alone() -> list[evaluate.Score]:
    """Simulated people, each scored by itself."""
    return [evaluate.score(shipped(), case) for case in simulate.people(shipped(), 40, 7)]


def labelled() -> Labelled:
    """The cases with what is expected of them, as a table has it."""
    causes = [one.expect.cause[0] for one in alone()]
    index = [shipped().causes.index(OTHER if id_ == OTHER_CAUSE else id_) for id_ in causes]
    level = np.array([one.expect.at_least.rank for one in alone()], np.int8)
    by = {"site": np.array(["north", "south"] * 20, dtype=object)}
    return Labelled(encode(shipped(), [one.case for one in alone()]), np.array(index), np.ones(40), level, by)


def table(folder: Path) -> Path:
    """The same as a file."""
    its, file = labelled(), folder / "cases.parquet"
    columns: dict[str, object] = {
        id_: its.coded.age if id_ == AGE else its.coded.codes[row] for row, id_ in enumerate(findings(shipped()))
    }
    for part in ("left", "right", "midline", "not_asked"):
        columns[f"map-{part.replace('_', '-')}"] = getattr(its.coded, part)
    columns["condition"] = [one.expect.cause[0] for one in alone()]
    columns["right"] = [str(one.expect.at_least) for one in alone()]
    columns["site"] = list(its.by["site"])
    pa.parquet.write_table(pa.table(columns), file)
    return file


def scores(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["evaluate", *map(str, arguments)])


# ---- the same as of files


@pytest.mark.parametrize("name", ["numpy", "exact"])
def test_each_case_has_the_scores_that_it_has_alone(name: str) -> None:
    found = scored(shipped(), some(labelled(), np.arange(40 if name == "numpy" else 6)), name)
    for n in range(len(found)):
        one = alone()[n]
        assert found.rank[n] == one.rank
        assert (found.given[n], found.by_rules[n], found.by_causes[n]) == (
            one.given.rank,
            one.by_rules.rank,
            one.by_causes.rank,
        )
        for name_ in ("p_right", "p_first", "brier"):
            assert getattr(found, name_)[n] == pytest.approx(getattr(one, name_), abs=1e-9), name_


def test_none_of_ours_has_its_place_among_the_causes() -> None:
    base = counting.base()
    other = replace(base.settings.other, share=quantity(0.5))
    model = compile_model(replace(base, settings=replace(base.settings, other=other)))
    people = counting.people(model, 80, 3)
    found, after_none = scored(model, people, "numpy"), 0
    for n in range(len(people)):
        right = model.causes[people.cause[n]].replace(OTHER, OTHER_CAUSE)
        expect = Expect((right,), (), Level.SELF_CARE, Level.EMERGENCY)
        one = evaluate.score(model, made(decode(model, people.coded, n).answers, {"expect": expect}))
        assert found.rank[n] == one.rank
        assert found.p_first[n] == pytest.approx(one.p_first)
        after_none += one.rank > 1 and one.first == OTHER_CAUSE
    assert after_none > 3


def test_the_command_says_of_a_table_what_it_says_of_files(tmp_path: Path) -> None:
    told = scores(table(tmp_path), "--level", "right", "--keep", "site", "--json", "--least", 0)
    assert told.exit_code == 0, told.output
    data, whole = json.decode(told.stdout), summary.summarise(alone())
    assert whole is not None
    for name in ("top1", "top3", "top5", "log_score", "brier", "safe", "safe_rules", "safe_causes"):
        assert data[name][0] == pytest.approx(getattr(whole, name).value, abs=1e-9), name
    assert data["calibration_slope"] == pytest.approx(whole.calibration_slope.value, abs=0.01)
    assert data["calibration_intercept"] == pytest.approx(whole.calibration_intercept.value, abs=0.01)
    exact = [n for n, one in enumerate(alone()) if one.expect.at_least == one.expect.at_most]
    over = [one.over(one.given) for one in alone()]
    its = tallied.tallied(shipped(), [some(labelled(), np.array(exact))])
    assert tallied.figures(its.all)["over"].value == pytest.approx(np.mean([over[n] for n in exact]))
    assert data["groups"]["sex"].keys() <= {"female", "male", "not-told"}
    assert sum(one["n"] for one in data["groups"]["condition"].values()) == 40


def test_without_a_level_no_urgency_is_scored(tmp_path: Path) -> None:
    told = scores(table(tmp_path), "--keep", "right", "--by", "site", "--write", tmp_path / "out.md")
    assert told.exit_code == 0, told.output
    page = (tmp_path / "out.md").read_text()
    assert "| urgency safe (at least as expected) | none |" in page
    assert "| north | 20 |" in page


# ---- any length


@settings(max_examples=8)
@given(st.lists(st.integers(0, 60), max_size=4))
def test_how_rows_are_cut_changes_nothing(cuts: list[int]) -> None:
    people = replace(counting.people(SMALL, 60, 1), level=np.arange(60, dtype=np.int8) % 5)
    edges = [0, *sorted(cuts), 60]
    cut = (some(people, np.arange(a, b)) for a, b in pairwise(edges))
    one, other = tallied.tallied(SMALL, [people], "numpy"), tallied.tallied(SMALL, cut, "numpy")
    assert one.groups.keys() == other.groups.keys()
    for by, its in {**one.groups, "": {"": one.all}}.items():
        for name, tally in its.items():
            again = other.all if not by else other.groups[by][name]
            assert tally.cases == again.cases
            assert tally.sums == pytest.approx(again.sums)
            assert tally.squares == pytest.approx(again.squares)
    assert one.first == pytest.approx(other.first)


def test_a_table_is_read_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = table(tmp_path)
    monkeypatch.setattr(blocks, "ROWS", 16)
    labels = Labels(level="right", kept=("site",))
    assert [len(part) for part in parts(shipped(), file, labels)] == [16, 16, 8]


def test_an_engine_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINPRICK_ENGINE", "nunpy")
    told = scores(table(tmp_path), "--level", "right", "--keep", "site")
    assert (told.exit_code, "did you mean numpy?" in told.output) == (2, True)


# ---- groups and intervals


@given(st.integers(1, 400), st.data())
def test_a_share_has_the_interval_of_wilson(count: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, count))
    ours, theirs = tallied.wilson(yes, count), stats.binomtest(yes, count).proportion_ci(method="wilson")
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-4)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.integers(0, 10))
def test_no_group_of_few_can_be_told_from_the_rest(counts: list[int], least: int) -> None:
    nothing = np.zeros(len(tallied.FIGURES))
    groups = {str(n): tallied.Tally(count, nothing, nothing, nothing) for n, count in enumerate(counts)}
    told = tallied.shown(groups, least)
    hidden = [groups[name].cases for name, one in told.items() if one is None]
    assert all(one is None or not 0 < one.cases < least for one in told.values())
    assert not hidden or sum(hidden) >= least or len(hidden) == len([count for count in counts if count])


def test_a_column_of_names_is_no_group() -> None:
    people = counting.people(SMALL, 300, 1)
    named = replace(people, by={"name": np.array([str(n) for n in range(300)], dtype=object)})
    with pytest.raises(ProblemsFound, match="more than 200 values"):
        tallied.tallied(SMALL, [named], "numpy")


HEAD = "foot-drop,condition,right\n"


@pytest.mark.parametrize(("row", "more", "says"), [
    ("1,hnpp,rutine", (), "row 1: right: no name is 'rutine'; did you mean routine?"),
    ("1,,routine", (), "no row names a condition"),
    ("1,hnpp,", ("--by", "sites"), "sites: there is no such column"),
    ("1,hnpp,", ("x.yaml",), "a table is scored alone"),
])  # fmt: skip
def test_what_is_wrong_with_a_table_is_told(row: str, more: tuple[str, ...], says: str, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(f"{HEAD}{row}\n")
    told = scores(file, *more, "--level", "right")
    assert told.exit_code == 2
    assert says in told.output
    assert "Traceback" not in told.output
