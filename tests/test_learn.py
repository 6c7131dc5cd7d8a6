"""`pinprick learn`: a table in, the same knowledge base out but for its numbers; what is wrong is told at once."""

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result
from msgspec import json
from msgspec.structs import replace

from pinprick import yamltext
from pinprick.cli import main
from pinprick.cohort.labelled import Labels, parts, whole
from pinprick.knowledge.folder import FOLDER, files
from pinprick.knowledge.quantity import Quantity
from pinprick.learning import learned, writing
from pinprick.learning.editing import edited
from pinprick.problems import Problem, ProblemsFound
from tests.models import shipped
from tests.parsing import parse_once

NAMES = ("id", "age", "sex", "foot-drop", "onset", "site", "condition")
ROWS = [
    dict(zip(NAMES, row, strict=True))
    for row in (
        ("a", "61", "female", "present", "weeks", "north", "hnpp"),
        ("b", "44", "male", "absent", "", "south", "hnpp"),
        ("c", "", "female", "unknown", "weeks", "", "meralgia-paresthetica"),
        ("d", "30", "male", "2", "1", "north", "other-cause"),
        ("e", "30", "male", "absent", "", "north", ""),
    )
]
KEY = "the-clinic-of-2025"
NAMED = ("--name", "The “clinic” of 2025", "--url", "https://example.org/clinic", "--keep", "site")


def table(folder: Path, rows: list[dict[str, str]], suffix: str = ".csv") -> Path:
    """A table with these rows, of a kind."""
    file = folder / f"cases{suffix}"
    columns = {name: [row[name] or None for row in rows] for name in rows[0]}
    arrow = pa.table({name: pa.array(words, pa.string()) for name, words in columns.items()})
    if suffix == ".csv":
        with file.open("w", newline="") as lines:
            writer = csv.DictWriter(lines, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    elif suffix == ".ndjson":
        told = ({name: word for name, word in row.items() if word} for row in rows)
        file.write_bytes(b"\n".join(map(json.encode, told)))
    elif suffix == ".parquet":
        pa.parquet.write_table(arrow, file)
    else:
        with pa.ipc.new_file(str(file), arrow.schema) as writer_:
            writer_.write_table(arrow)
    return file


def learn(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["learn", *map(str, arguments)])


def read(file: Path, labels: Labels) -> list[learned.Number]:
    labelled = whole(list(parts(shipped(), file, labels)))
    return learned.numbers(shipped(), labelled, learned.Data(KEY))


LABELS = Labels(kept=("site",))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What the command writes and says of five people. It holds what it writes to all that `pinprick check` does."""
    folder = tmp_path_factory.mktemp("learn")
    with pytest.MonkeyPatch.context() as patch:
        parse_once(patch)
        told = learn(table(folder, ROWS), folder / "out", *NAMED, "--folds", 0)
    assert told.exit_code == 0, told.output
    return folder / "out", told.output


def test_what_is_written_holds_just_the_numbers_that_were_counted(made: tuple[Path, str], tmp_path: Path) -> None:
    out, _ = made
    for one in read(table(tmp_path, ROWS), LABELS):
        data = yamltext.read((out / one.file).read_bytes(), one.file).data
        for step in one.path:
            data = data[step]
        assert data.pop("note")
        found = json.decode(json.encode(data), type=Quantity)
        assert json.encode(found) == json.encode(replace(one.after, note="")), (one.file, one.path)


def test_comments_order_and_all_else_stay(made: tuple[Path, str]) -> None:
    out, _ = made
    changed = {name for name in files(FOLDER) if (FOLDER / name).read_bytes() != (out / name).read_bytes()}
    assert changed == {"model.yaml", "sources.yaml"} | {
        name for name in files(FOLDER) if name.startswith("conditions/")
    }
    for name in changed - {"sources.yaml"}:
        was, now = ((folder / name).read_text().splitlines() for folder in (FOLDER, out))
        for mark in ("#", "- ", "text:", "about:"):
            starts = [[line for line in lines if line.strip().startswith(mark)] for lines in (was, now)]
            assert [line for line in starts[0] if line in starts[1]] == starts[0], name
    assert (out / "sources.yaml").read_text().startswith((FOLDER / "sources.yaml").read_text())
    assert {path.name for path in out.iterdir()} == {path.name for path in FOLDER.iterdir()}


def test_what_it_rests_on_is_told(made: tuple[Path, str]) -> None:
    out, page = made
    data = yamltext.read((out / "conditions/hnpp.yaml").read_bytes(), "").data
    assert data["findings"]["foot-drop"]["note"].startswith("1 of 2 counted in The “clinic” of 2025, beside")
    assert data["findings"]["foot-drop"]["sources"][-1] == KEY
    assert f'\n{KEY}:\n  title: "The “clinic” of 2025"\n' in (out / "sources.yaml").read_text()
    assert 'says: "4 people' in (out / "sources.yaml").read_text()
    assert "1 more rows name no condition" in page
    assert "| hnpp | 2 |" in page


@pytest.mark.parametrize("suffix", [".parquet", ".arrow", ".ndjson"])
def test_every_kind_of_table_says_the_same(suffix: str, tmp_path: Path) -> None:
    assert read(table(tmp_path, ROWS, suffix), LABELS) == read(table(tmp_path, ROWS), LABELS)


def test_nobody_with_a_known_cause_leaves_every_byte(tmp_path: Path) -> None:
    told = learn(table(tmp_path, [ROWS[-1]]), tmp_path / "out", *NAMED)
    assert told.exit_code == 0, told.output
    assert "nothing is changed" in told.output
    for name in files(FOLDER):
        assert (tmp_path / "out" / name).read_bytes() == (FOLDER / name).read_bytes(), name


def test_all_that_is_wrong_with_a_table_is_told_at_once(tmp_path: Path) -> None:
    rows = [
        ROWS[0] | {"condition": "hnp", "foot-drop": "presnt"},
        ROWS[0],
        ROWS[1] | {"condition": "stroke", "age": "-4"},
    ]
    told = learn(table(tmp_path, rows), tmp_path / "out", *NAMED)
    assert told.exit_code == 2
    for said in (
        "row 1: condition: no name is 'hnp'; did you mean hnpp?",
        "row 1: foot-drop",
        "row 3: age",
        "'stroke'",
    ):
        assert said in told.output, told.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("names", "more", "says"), [
    (("foot-dorp", "condition"), (), "foot-dorp: no such finding; did you mean foot-drop?"),
    (("foot-drop", "conditions"), (), "condition: there is no such column; did you mean conditions?"),
    (("foot-drop", "condition"), ("--weight", "site"), "row 1: site: 'x' is no weight"),
])  # fmt: skip
def test_a_column_that_is_not_known_is_told(
    names: tuple[str, str], more: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    row = dict(zip((*names, "site"), ("present", "hnpp", "x"), strict=True))
    told = learn(table(tmp_path, [row]), tmp_path / "out", *NAMED, *more)
    assert told.exit_code == 2
    assert says in told.output


def test_what_cannot_be_used_of_the_options_is_told_at_once(tmp_path: Path) -> None:
    told = learn(table(tmp_path, ROWS), FOLDER, "--name", "aafp", "--url", "example.org", "--folds", 1)
    assert told.exit_code == 2
    assert len(told.output.splitlines()) == 4, told.output
    for suffix in (".xls", ".parquet", ".csv"):
        file = tmp_path / f"no{suffix}"
        file.write_bytes(b"\xff\xfe")
        told = learn(file, tmp_path / "out", *NAMED)
        assert (told.exit_code, "Traceback" in told.output) == (2, False)
        assert str(file) in told.output


def test_a_knowledge_base_that_would_not_pass_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(folder: Path, _: object) -> None:
        file = folder / "conditions/hnpp.yaml"
        assert file.read_bytes() != (FOLDER / "conditions/hnpp.yaml").read_bytes()
        raise ProblemsFound([Problem(str(file), 1, 1, "share.p", "wrong")])

    monkeypatch.setattr(writing, "load_knowledge", refused)
    told = learn(table(tmp_path, ROWS[:1]), tmp_path / "out", *NAMED, "--folds", 0)
    assert told.exit_code == 2
    assert told.output.strip() == f"{tmp_path}/out/conditions/hnpp.yaml:1:1 share.p: wrong"
    assert [path.name for path in tmp_path.iterdir()] == ["cases.csv"]


PLACES = """\
# above
flow: {p: 0.5, basis: estimate} # beside
block:
  # inside
  p:
    {one: 0.5, # first
     two: 0.5}
  basis: estimate
  sources:
    # of these
    - old
  note: >-
    folded
    words

  # after
last: {p: 0.1, range: [0.05, 0.2], basis: review, sources: [old], note: 'it''s "so"'}
"""


def test_only_numbers_change_where_they_stand() -> None:
    some = Quantity(0.25, "study", ("old", "new"), (0.2, 0.3), 'é "x"')
    two = Quantity({"one": 0.75, "two": 0.25}, "study", ("old", "new"), None, "n", 12.0)
    text = edited(PLACES, [(("flow",), some), (("block",), two), (("last",), some)])
    assert (
        text
        == """\
# above
flow: {p: 0.25, basis: study, range: [0.2, 0.3], sources: [old, new], note: "é \\"x\\""} # beside
block:
  # inside
  p:
    {one: 0.75, # first
     two: 0.25}
  basis: study
  people: 12
  sources:
    # of these
    - new
    - old
  note: "n"

  # after
last: {p: 0.25, range: [0.2, 0.3], basis: study, sources: [old, new], note: "é \\"x\\""}
"""
    )
