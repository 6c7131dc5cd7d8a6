"""`pinprick batch`: each kind of table says what the exact engine says, and what cannot be read is told."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from pinprick.assessment import assess
from pinprick.cli import main
from pinprick.cohort import texts
from pinprick.cohort.arrow import engine_name
from pinprick.cohort.blocks import cut
from pinprick.cohort.columns import Coded, decode
from pinprick.cohort.hands import Hands
from pinprick.cohort.layout import Wanted
from pinprick.cohort.sources import known, pieces
from pinprick.cohort.table import Order, written
from pinprick.cohort.work import Work
from tests.models import shipped
from tests.tables import of_codes, of_words, people

COUNT, TOP = 30, 3


def batch(*arguments: str | Path, status: int = 0) -> Result:
    """The command, by one process."""
    result = CliRunner().invoke(main, ["batch", "--jobs", "1", *map(str, arguments)])
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.exit_code == status, result.output
    return result


@cache
def made() -> Coded:
    return people(shipped(), COUNT, seed=3)


@cache
def expected() -> list[dict[str, Any]]:
    """What every face says of each of them."""
    return [_row(n) for n in range(COUNT)]


def _row(n: int) -> dict[str, Any]:
    told = assess(shipped(), decode(shipped(), made(), n))
    likely = list(told.likely.items())[:TOP]
    row: dict[str, Any] = {"id": f"person {n}", "level": str(told.urgency.level), "complete": told.urgency.complete}
    row |= {"rules": sorted(told.urgency.rules), "not_asked": len(told.urgency.not_asked)}
    row |= {"site": told.places[0].site, "side": told.places[0].side}
    row |= {f"cause_{k}": id_ for k, (id_, _) in enumerate(likely, 1)}
    row |= {f"probability_{k}": pytest.approx(p, abs=1e-9) for k, (_, p) in enumerate(likely, 1)}
    return row | {"unexplained": pytest.approx(told.unexplained, abs=1e-9)}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row that was read, of any kind of file, by the columns that are compared."""
    found = {name: row[name] for name in expected()[0]}
    told = found["rules"]
    found["rules"] = sorted(told.split() if isinstance(told, str) else told or ())
    return found


# ---- kinds of files


def _ndjson(table: pa.Table) -> str:
    """Of each person what is known, in its own type."""
    rows_ = ({name: value for name, value in row.items() if value is not None} for row in table.to_pylist())
    return "\n".join(map(json.dumps, rows_))


def _write(path: Path, table: pa.Table) -> list[str]:
    """Write a table; the options that it takes to read it."""
    match path.suffix:
        case ".parquet":
            polars.from_arrow(table).write_parquet(path)  # type: ignore[union-attr]
        case ".arrow":
            polars.from_arrow(table).write_ipc(path)  # type: ignore[union-attr]
        case ".csv":
            pa.csv.write_csv(table, path)
        case ".ndjson":
            path.write_text(_ndjson(table))
        case ".duckdb":
            with duckdb.connect(str(path)) as database:
                database.register("given", table)
                database.execute('CREATE TABLE "the cases" AS SELECT * FROM given')
            return ["--table", "the cases"]
    return []


READ: dict[str, Callable[[Path], list[dict[str, Any]]]] = {
    ".parquet": lambda path: polars.read_parquet(path).to_dicts(),
    ".arrow": lambda path: polars.read_ipc(path).to_dicts(),
    ".csv": lambda path: polars.read_csv(path).to_dicts(),
    ".ndjson": lambda path: [json.loads(line) for line in path.read_text().splitlines()],
    ".duckdb": lambda path: _of_database(path, "SELECT * FROM assessments"),
}


def _of_database(path: Path, query: str) -> list[dict[str, Any]]:
    with duckdb.connect(str(path), read_only=True) as database:
        found: list[dict[str, Any]] = database.sql(query).to_arrow_table().to_pylist()
        return found


@pytest.mark.parametrize("form", [of_codes, of_words])
@pytest.mark.parametrize("kind", READ)
def test_every_kind_says_what_one_case_says(kind: str, form: Any, tmp_path: Path) -> None:
    given, out = tmp_path / f"in{kind}", tmp_path / f"out{kind}"
    table = form(shipped(), made())
    extra = _write(given, table.append_column("ward", pa.array([f'ward "{n}", east' for n in range(COUNT)])))
    batch(given, out, "--top", str(TOP), "--keep", "ward", *extra)
    found = READ[kind](out)
    assert [_plain(row) for row in found] == expected()
    assert [row["ward"] for row in found] == [f'ward "{n}", east' for n in range(COUNT)]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [given.name, out.name] + [f"{out.name}.meta.json"] * (kind in (".csv", ".ndjson"))
    )


def _about(out: Path) -> dict[str, str]:
    """What made a file."""
    match out.suffix:
        case ".parquet":
            told = pq.read_schema(out).metadata
        case ".arrow":
            told = pa.ipc.open_file(str(out)).schema.metadata
        case ".duckdb":
            told = json.loads(_of_database(out, "SELECT comment FROM duckdb_tables()")[0]["comment"])
        case _:
            told = json.loads(out.with_name(f"{out.name}.meta.json").read_text())
    text = {_text(key): _text(value) for key, value in told.items()}
    return {key: value for key, value in text.items() if key.startswith("pinprick.")}


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


@pytest.mark.parametrize("kind", READ)
def test_a_file_says_what_made_it(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINPRICK_ENGINE", "exact")
    given, out = tmp_path / "in.csv", tmp_path / f"out{kind}"
    given.write_text("id,foot-drop\na,present\n")
    batch(given, out)
    knowledge = shipped().knowledge
    assert _about(out)["pinprick.hash"] == knowledge.hash
    assert _about(out)["pinprick.knowledge"] == knowledge.settings.version
    assert _about(out)["pinprick.engine"] == "exact"


def test_rows_without_names_are_numbered_past_those_that_are_refused(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("foot-drop\npresent\nperhaps\nabsent\n")
    batch(tmp_path / "in.csv", tmp_path / "out.csv", status=1)
    assert polars.read_csv(tmp_path / "out.csv")["id"].to_list() == [1, 3]


def test_a_table_without_rows_is_one_again(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("id,foot-drop\n")
    batch(tmp_path / "in.csv", tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0


# ---- how tables are cut


@pytest.mark.parametrize(
    ("sizes", "found"),
    [
        ([], []),
        ([3, 3, 3], [(0, 6, 0, 2), (0, 3, 2, 3)]),
        ([8], [(0, 8, 0, 1)]),
        ([20], [(0, 8, 0, 1), (8, 16, 0, 1), (16, 20, 0, 1)]),
        ([3, 20, 3], [(0, 3, 0, 1), (0, 8, 1, 2), (8, 16, 1, 2), (16, 20, 1, 2), (0, 3, 2, 3)]),
        ([0, 0, 2, 0], [(0, 2, 2, 4)]),
    ],
)
def test_small_blocks_are_taken_together_and_large_ones_apart(
    sizes: list[int], found: list[tuple[int, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pinprick.cohort.blocks.ROWS", 8)
    cut_ = list(cut(sizes))
    assert [(one.start, one.stop, one.first, one.last) for one in cut_] == found
    assert [one.number for one in cut_] == list(range(len(cut_)))


@pytest.mark.parametrize("kind", READ)
def test_a_table_in_many_pieces_says_the_same(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks that are larger than a piece, and texts that are cut at the ends of rows alone."""
    given = tmp_path / f"in{kind}"
    extra = _write(given, of_words(shipped(), made()))
    batch(given, tmp_path / f"whole{kind}", *extra)
    monkeypatch.setattr("pinprick.cohort.blocks.ROWS", 7)
    monkeypatch.setattr("pinprick.cohort.texts.BYTES", 12_000)
    batch(given, tmp_path / f"cut{kind}", *extra)
    source = known(given, extra[1] if extra else "", Wanted()).source
    assert len(list(pieces(source))) > 3
    assert READ[kind](tmp_path / f"cut{kind}") == READ[kind](tmp_path / f"whole{kind}")


def test_a_row_that_never_ends_is_told_and_not_swallowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pinprick.cohort.texts.BYTES", 100)
    monkeypatch.setattr("pinprick.cohort.texts._LONGEST", 800)
    (tmp_path / "in.csv").write_text('id,foot-drop\na,present\n"b,absent\n' + "c,absent\n" * 200)
    told = batch(tmp_path / "in.csv", tmp_path / "out.csv", status=2).output
    assert "in.csv:3:1: this row does not end" in told
    assert not (tmp_path / "out.csv").exists()


# ---- rows that are refused


def rejects(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.with_name(f"{out.name}.rejects.ndjson").read_text().splitlines()]


def _told(out: Path) -> list[tuple[Any, ...]]:
    return [
        (one["row"], one.get("line"), one["id"], fault["column"], fault["what"])
        for one in rejects(out)
        for fault in one["wrong"]
    ]


NOT_ONE = "is not an answer; it takes present, absent or unknown"


def test_rows_of_a_csv_are_refused_with_their_line(tmp_path: Path) -> None:
    given = (
        b"\xef\xbb\xbfid,age,foot-drop,note\r\n"
        b'a,34,present,"two\nlines"\r\n'
        b"\r\n"
        b"b,34,presnt,\r\n"
        b"c,34\r\n"
        b'd,340,absent,"a ""word"""\r\n'
        b"e,34,true,\xff\r\n"
        b"f,34,1,x"
    )
    (tmp_path / "in.csv").write_bytes(given)
    out = tmp_path / "out.csv"
    result = batch(tmp_path / "in.csv", out, "--keep", "note", status=1)
    assert _told(out) == [
        (2, 5, "b", "foot-drop", f"{NOT_ONE}; did you mean present?"),
        (3, 6, None, "row", "has 2 columns, and the header 4"),
        (4, 7, "d", "age", "is out of range; it takes 0 to 120 years"),
        (5, 8, "e", "note", "is not text in UTF-8"),
    ]
    assert "4 of 6 rows" in result.output
    assert not {"presnt", "340"} & {*result.output.split()}
    assert polars.read_csv(out)["id"].to_list() == ["a", "f"]


def test_rows_of_ndjson_are_refused_with_their_line(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "age": 34, "foot-drop": "present", "map-left": ["heel"], "map-right": []},
        "",
        {"id": "b", "foot-drop": True, "age": 34.0},
        {"id": "c", "foot-drop": 7},
        ["no", "object"],
        {"id": "d", "foot-drop": {"deep": 1}},
    ]
    text = "\n".join(json.dumps(line) if line else "" for line in lines) + "\n{no json\n" + "  \n"
    (tmp_path / "in.ndjson").write_text(text + json.dumps({"id": "e", "foot-drop": 1, "numb-sadle": 1}) + "\n")
    out = tmp_path / "out.ndjson"
    (tmp_path / "out.ndjson.rejects.ndjson").write_text("of an earlier run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "BYTES", len(text))  # what the last line names is not seen at first
        batch(tmp_path / "in.ndjson", out, status=1)
    map_ = "is empty beside a map; write 0, or none in words"
    assert _told(out) == [
        (1, 1, "a", "map-midline", map_),
        (1, 1, "a", "map-not-asked", map_),
        (3, 4, "c", "foot-drop", "is not a code; it takes 0 for not asked, 1 to 2, or 255 unknown"),
        (4, 5, None, "row", "is no object of JSON"),
        (5, 6, "d", "foot-drop", NOT_ONE),
        (6, 7, None, "row", "is no object of JSON"),
        (7, 9, "e", "numb-sadle", "no such finding; did you mean numb-saddle?"),
    ]
    assert [row["id"] for row in READ[".ndjson"](out)] == ["b"]


def test_no_value_of_a_row_is_told(tmp_path: Path) -> None:
    """However long or odd it is."""
    odd = ["Jane Doe 7", "x" * 3000, 'it\'s "Jane"', "-7", "Jane is 7", "\x1bJane"]
    table = pa.table({"id": [f"{n}" for n in range(6)], "foot-drop": odd, "age": odd, "map-left": odd})
    table = table.append_column("map-right", pa.array(odd)).append_column("map-midline", pa.array(odd))
    pq.write_table(table.append_column("map-not-asked", pa.array(odd)), tmp_path / "in.parquet")
    batch(tmp_path / "in.parquet", tmp_path / "out.csv", status=1)
    told = [fault for one in rejects(tmp_path / "out.csv") for fault in one["wrong"]]
    assert len(told) >= 18
    assert not any(word in fault["what"] for fault in told for word in ("Jane", "Doe", "xx", "-7"))


def test_rejects_of_an_earlier_run_go(tmp_path: Path) -> None:
    given, out = tmp_path / "in.csv", tmp_path / "out.parquet"
    given.write_text("foot-drop\nperhaps\n")
    batch(given, out, status=1)
    given.write_text("foot-drop\npresent\n")
    batch(given, out)
    assert not (tmp_path / "out.parquet.rejects.ndjson").exists()


# ---- what cannot be done


def test_all_that_is_wrong_is_told_at_once_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("id,foot-drp,ward,level\na,1,x,y\n")
    told = batch(tmp_path / "in.csv", tmp_path / "out.xls", "--keep", "level", "--keep", "wrd", status=2).output
    assert "foot-drp: no such finding; did you mean foot-drop?" in told
    assert "ward: no such finding; --keep ward keeps it unread" in told
    assert "wrd: there is no such column; did you mean ward?" in told
    assert "level: is also the name of a column that is written" in told
    assert "out.xls: is no kind of table that is known: name a file in .parquet, .arrow" in told
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize(
    ("given", "content", "says"),
    [
        (["none.csv", "out.csv"], None, "none.csv: there is no such file"),
        (["in.parquet", "out.csv"], b"PAR", "cannot be read as parquet"),
        (["in.arrow", "out.csv"], b"ARROW", "cannot be read as arrow"),
        (["in.duckdb", "out.csv"], b"DUCK", "cannot be read as duckdb"),
        (["in.csv", "out.csv"], b"", "no column is a finding"),
        (["in.csv", "in.csv"], b"foot-drop\n1\n", "is the table that is read"),
        (["in.csv", "out.csv", "--table", "t"], b"foot-drop\n1\n", "leave --table out"),
        (["in.csv", "no/out.csv"], b"foot-drop\n1\n", "No such file or directory"),
        (["in.csv", "/dev/null/out.csv"], b"foot-drop\n1\n", "Not a directory"),
        (["in.csv"], b"", "name the table to read and the file to write"),
    ],
)
def test_what_cannot_be_done_is_told(given: list[str], content: bytes | None, says: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / given[0]).write_bytes(content)
    paths = [str(tmp_path / each) if "." in each else each for each in given]
    told = batch(*paths, status=2).output
    assert says in told
    assert "Traceback" not in told


def test_a_database_says_which_tables_it_has_and_is_not_written_over(tmp_path: Path) -> None:
    _write(tmp_path / "in.duckdb", pa.table({"foot-drop": [1]}))
    told = batch(tmp_path / "in.duckdb", tmp_path / "out.csv", status=2).output
    assert "say by --table which is meant: the cases" in told
    told = batch(tmp_path / "in.duckdb", tmp_path / "out.csv", "--table", "the case", status=2).output
    assert "has no table 'the case'" in told
    (tmp_path / "in.csv").write_text("foot-drop\n1\n")
    assert "may hold other tables" in batch(tmp_path / "in.csv", tmp_path / "in.duckdb", status=2).output


def test_lists_that_are_kept_have_no_room_in_csv(tmp_path: Path) -> None:
    pq.write_table(pa.table({"foot-drop": [1], "notes": [["a", "b"]]}), tmp_path / "in.parquet")
    told = batch(tmp_path / "in.parquet", tmp_path / "out.csv", "--keep", "notes", status=2).output
    assert "notes: holds lists or records" in told
    batch(tmp_path / "in.parquet", tmp_path / "out.ndjson", "--keep", "notes")
    assert READ[".ndjson"](tmp_path / "out.ndjson")[0]["notes"] == ["a", "b"]


def test_an_engine_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINPRICK_ENGINE", "kernal")
    (tmp_path / "in.csv").write_text("foot-drop\n1\n")
    assert "did you mean kernel?" in batch(tmp_path / "in.csv", tmp_path / "out.csv", status=2).output


def test_the_columns_are_printed_for_people_and_for_programs() -> None:
    told = batch("--schema").output
    assert "1 female, 2 male, 255 unknown" in told
    assert "probability_5" in told
    data = json.loads(batch("--schema", "--json", "--top", "2").output)
    assert {"name": "foot-drop", "type": "uint8", "takes": "1 present, 2 absent, 255 unknown"} in data["in"]
    assert [one["name"] for one in data["out"]][-4:] == ["unexplained", "site", "side", "site_probability"]
    assert "cause_3" not in {one["name"] for one in data["out"]}
    assert data["regions"] == list(shipped().regions)


def test_no_more_than_a_few_pieces_are_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pinprick.cohort.blocks.ROWS", 300)
    given, held = tmp_path / "in.parquet", list[int]()
    pq.write_table(pa.concat_tables([of_codes(shipped(), made())] * 200), given, row_group_size=300)
    engine = engine_name(shipped(), Wanted())
    work = Work("", shipped().knowledge.hash, Wanted(engine=engine))
    order = Order(known(given, "", work.wanted), work, tmp_path / "out.parquet")
    written(order, Hands(), False, lambda far: held.append(pa.total_allocated_bytes()))
    assert len(held) == 20
    assert max(held[10:]) < 1.5 * max(held[:5]), held
