"""Tables in Arrow: what is read of them, what is refused, and what comes out."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from pinprick.assessment import assess
from pinprick.cohort.arrow import WRONG, assessed, over
from pinprick.cohort.columns import Coded, decode, findings
from pinprick.cohort.given import coded
from pinprick.cohort.layout import MASKS, Wanted, columns, painted, schema
from pinprick.cohort.on_spark import widened
from pinprick.problems import ProblemsFound
from tests.models import shipped
from tests.tables import of_codes, of_words, people

WANTED = Wanted(top=3)


def batch(**given: Any) -> pa.RecordBatch:
    """A batch of columns, in which _ stands for a hyphen and __ for a dot."""
    named = {name.replace("__", ".").replace("_", "-"): values for name, values in given.items()}
    return pa.RecordBatch.from_pydict(named)


def wrong(given: pa.RecordBatch) -> dict[int, list[str]]:
    return coded(shipped(), given)[1]


def same(one: Coded, other: Coded) -> None:
    for name in Coded.__struct_fields__:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


@pytest.mark.parametrize("form", [of_codes, of_words])
def test_a_table_is_read_to_the_cases_that_it_was_made_of(form: Any) -> None:
    model = shipped()
    made = people(model, 200)
    (given,) = form(model, made).combine_chunks().to_batches()
    read, faults = coded(model, given)
    assert not faults
    same(read, made)


def test_wider_numbers_and_dictionaries_say_the_same() -> None:
    """Spark has no unsigned numbers, pandas no whole ones beside gaps, and many a file repeats its words."""
    model = shipped()
    made = people(model, 50)
    table = of_codes(model, made)
    wide = table.cast(widened(table.schema))
    floating = [field.with_type(pa.float64()) if pa.types.is_uint8(field.type) else field for field in table.schema]
    words = of_words(model, made)
    (dictionaries,) = pa.table(
        [column.dictionary_encode() for column in words.columns], words.column_names
    ).to_batches()
    for given in (wide.to_batches()[0], table.cast(pa.schema(floating)).to_batches()[0], dictionaries):
        read, faults = coded(model, given)
        assert not faults
        same(read, made)


def test_every_row_says_what_one_case_says() -> None:
    model = shipped()
    made = people(model, 40, seed=2)
    out = assessed(model, of_codes(model, made).to_batches()[0], WANTED)
    for n, row in enumerate(out.to_pylist()):
        told = assess(model, decode(model, made, n))
        assert row["id"] == f"person {n}"
        assert row[WRONG] is None
        assert row["level"] == told.urgency.level
        assert (row["by_rules"], row["by_causes"]) == (told.urgency.by_rules, told.urgency.by_causes)
        assert (row["complete"], row["not_asked"]) == (told.urgency.complete, len(told.urgency.not_asked))
        assert set(row["rules"]) == set(told.urgency.rules)
        likely = list(told.likely.items())[:3]
        assert [row[f"cause_{k}"] for k in (1, 2, 3)] == [id_ for id_, _ in likely]
        assert [row[f"probability_{k}"] for k in (1, 2, 3)] == pytest.approx([p for _, p in likely], abs=1e-9)
        assert row["unexplained"] == pytest.approx(told.unexplained, abs=1e-9)
        assert (row["site"], row["side"]) == (told.places[0].site, told.places[0].side)


def test_rows_come_to_the_same_however_they_are_cut() -> None:
    model = shipped()
    table = of_codes(model, people(model, 60))
    whole = pa.Table.from_batches(over(model, table.to_batches(), WANTED))
    parts = pa.Table.from_batches(over(model, table.to_batches(max_chunksize=7), WANTED))
    assert parts.equals(whole)


def test_an_age_in_words_may_be_unknown() -> None:
    read, told = coded(shipped(), batch(age=["unknown", "34", None, " 71.5 "]))
    assert not told
    assert read.codes[findings(shipped()).index("age")].tolist() == [255, 1, 0, 3]
    np.testing.assert_array_equal(read.age, np.array([np.nan, 34, np.nan, 71.5], np.float32))


# ---- columns that are refused


def faults(given: pa.RecordBatch, wanted: Wanted = WANTED) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        assessed(shipped(), given, wanted)
    return [f"{each.path}: {each.what}" for each in found.value.problems]


def test_every_column_that_is_not_known_is_told_at_once_with_the_nearest() -> None:
    told = faults(batch(foot_drp=[1], numb_sadle=[1], ward=["x"]))
    assert "foot-drp: no such finding; did you mean foot-drop?" in told
    assert "numb-sadle: no such finding; did you mean numb-saddle?" in told
    assert "ward: no such finding; --keep ward keeps it unread" in told


@pytest.mark.parametrize(
    ("given", "wanted", "says"),
    [
        (batch(id=["a"]), WANTED, "no column is a finding"),
        (batch(foot_drop=[1], numb_regions=[1]), WANTED, "a map is told by map-left"),
        (batch(map_left=[1]), WANTED, "map-right, map-midline, map-not-asked is missing"),
        (
            batch(map_left=[1], map_right=[1], map_midline=[0], map_not_asked=[0], left__heel=[True]),
            WANTED,
            "not by both",
        ),
        (batch(age=[True]), WANTED, "age: holds bool, which cannot be read"),
        (batch(foot_drop=[[1]]), WANTED, "which cannot be read"),
        (batch(foot_drop=[1]), Wanted(keep=("ward",)), "ward: there is no such column"),
        (batch(foot_drop=[1]), Wanted(id="foot-drop"), "is a finding, which is read"),
        (pa.RecordBatch.from_arrays([pa.array([1])] * 2, ["fever", "fever"]), WANTED, "stands twice"),
    ],
)
def test_columns_that_cannot_be_are_refused(given: pa.RecordBatch, wanted: Wanted, says: str) -> None:
    assert any(says in each for each in faults(given, wanted)), faults(given, wanted)


# ---- rows that are refused

MAP = {"map_left": [1], "map_right": [0], "map_midline": [0], "map_not_asked": [0]}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (batch(foot_drop=["presnt"]), "foot-drop: 'presnt' is not an answer; it takes present, absent or unknown"),
        (batch(foot_drop=["yes"]), "did you mean present?"),
        (batch(foot_drop=[3]), "foot-drop: 3 is not a code; it takes 0 for not asked, 1 to 2, or 255 unknown"),
        (batch(foot_drop=[-1]), "-1 is not a code"),
        (batch(foot_drop=[1.5]), "1.5 is not a code"),
        (batch(foot_drop=["7"]), "7 is not a code"),
        (batch(sex=[True]), "True is not a code"),
        (batch(foot_drop=pa.array([b"\xff"]).view(pa.string())), "is not an answer"),
        (batch(age=[-1]), "age: -1 is out of range"),
        (batch(age=["old"]), "age: takes a number"),
        (batch(age=["inf"]), "out of range"),
        (batch(foot_drop=[2], since__foot_drop=[1]), "foot-drop is not answered present"),
        (batch(foot_drop=[1], since__foot_drop=["last-week"]), "is not an age; it takes within-a-week"),
        (batch(**MAP | {"map_right": [None]}), "map-right: is empty beside a map"),
        (batch(**MAP | {"map_left": [1 << 40]}), "has other bits than those of the 23 regions"),
        (batch(**MAP | {"map_left": ["great-toes"]}), "'great-toes' is not a region; did you mean great-toe?"),
        (batch(**MAP | {"map_midline": [1]}), "great-toe has a side"),
        (batch(**MAP | {"map_left": ["saddle"]}), "saddle has no side"),
        (batch(**MAP | {"map_not_asked": [1]}), "great-toe is painted as well as not asked"),
        (batch(left__heel=["perhaps"]), "'perhaps' is not an answer"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(given: pa.RecordBatch, says: str) -> None:
    told = wrong(given)
    assert says in "; ".join(told[0]), told


def test_a_row_with_a_fault_has_no_assessment_and_spoils_no_other() -> None:
    model = shipped()
    table = of_words(model, people(model, 6))
    whole = assessed(model, table.to_batches()[0], WANTED)
    told = table["foot-drop"].to_pylist()
    spoilt = table.set_column(
        table.column_names.index("foot-drop"), "foot-drop", pa.array([*told[:2], "maybe", *told[3:]])
    )
    out = assessed(model, spoilt.to_batches()[0], WANTED)
    row = out.slice(2, 1).to_pylist()[0]
    assert row["id"] == "person 2"
    assert [name for name, value in row.items() if value is not None] == ["id", WRONG]
    assert out.slice(0, 2).equals(whole.slice(0, 2))
    assert out.slice(3).equals(whole.slice(3))


# ---- the map


def test_a_region_of_which_a_side_was_not_asked_is_not_known_to_be_free() -> None:
    model = shipped()
    names = [name for name, (region, _) in painted(model).items() if region != "heel"]
    given: dict[str, Any] = {name: [False, False, None] for name in names}
    given |= {"left.heel": [False, True, None], "right.heel": [None, None, None]}
    read, told = coded(model, pa.RecordBatch.from_pydict(given))
    assert not told
    heel = 1 << model.regions.index("heel")
    assert read.not_asked.tolist() == [heel, 0, 0]
    assert read.left.tolist() == [0, heel, 0]
    assert read.shown.tolist() == [True, True, False]


def test_a_region_without_a_column_was_not_asked() -> None:
    model = shipped()
    read, _ = coded(model, pa.RecordBatch.from_pydict({"left.heel": [True], "right.heel": [False]}))
    heel = 1 << model.regions.index("heel")
    assert read.left.tolist() == [heel]
    assert read.not_asked.tolist() == [(1 << len(model.regions)) - 1 - heel]


def test_lists_of_regions_are_a_map() -> None:
    model = shipped()
    lists = pa.array([["heel", "great-toe"], [], None], pa.list_(pa.string()))
    nothing = pa.array([[], [], None], pa.list_(pa.string()))
    given = dict.fromkeys(MASKS.values(), nothing) | {"map-left": lists}
    read, told = coded(model, pa.RecordBatch.from_pydict(given))
    assert not told
    assert read.left.tolist() == [1 | 1 << model.regions.index("heel"), 0, 0]
    assert read.shown.tolist() == [True, True, False]


def test_the_schema_names_every_column_and_what_it_takes() -> None:
    model = shipped()
    told = schema(model)
    assert told.names == ["id", *(one.name for one in columns(model))]
    assert told.field("sex").metadata[b"takes"] == b"1 female, 2 male, 255 unknown"
    assert told.metadata[b"regions"].decode().split() == list(model.regions)
    empty = pa.RecordBatch.from_pylist([{"id": "a", "sex": 1}], schema=told)
    assert not wrong(empty.drop_columns([name for name in told.names if "." in name]))


def test_true_and_false_are_answers_in_words_too() -> None:
    read, told = coded(shipped(), batch(foot_drop=["true", "false"]))
    assert not told
    assert read.codes[findings(shipped()).index("foot-drop")].tolist() == [1, 2]
    assert wrong(batch(sex=["true"]))
