"""Whoever is stopped goes on: at whatever moment `pinprick batch` is killed, the table comes out as if nobody had
been."""

import os
import random
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from pinprick.cli import main
from pinprick.cohort import parts
from tests.commands import with_cache
from tests.models import shipped
from tests.tables import of_words, people

COUNT, SMALL = 40, 3
RUN = f"""
import sys
from pinprick.cohort import blocks
from pinprick.cli import main
if __name__ == "__main__":
    blocks.ROWS = {SMALL}
    main(["batch", *sys.argv[1:]])
"""
_WAIT = 100


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slowest, so that there is time to be killed; and small pieces."""
    monkeypatch.setenv("PINPRICK_ENGINE", "exact")
    monkeypatch.setattr("pinprick.cohort.blocks.ROWS", SMALL)


@cache
def made() -> pa.Table:
    return of_words(shipped(), people(shipped(), COUNT, seed=4))


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A table in which two rows are wrong."""
    table = made()
    words = table["foot-drop"].to_pylist()
    words[5] = words[33] = "perhaps"
    at = table.column_names.index("foot-drop")
    pq.write_table(table.set_column(at, "foot-drop", [words]), tmp_path / "in.parquet", row_group_size=10)
    return tmp_path / "in.parquet"


def batch(*arguments: str | Path, status: int = 1) -> Result:
    result = CliRunner().invoke(main, ["batch", "--jobs", "1", *map(str, arguments)])
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.exit_code == status, result.output
    return result


def begun(script: Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
    """The command as a program of its own, with all its processes in one group."""
    script.write_text(RUN)
    command = [sys.executable, str(script), *map(str, arguments)]
    return subprocess.Popen(command, env=with_cache(PINPRICK_ENGINE="exact"), start_new_session=True)


def alive(group: int) -> list[str]:
    """The processes of a group that live."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its = path.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its) == group and state not in "ZX":
            found.append(path.parent.name)
    return found


def wait_for(what: Any) -> None:
    until = time.monotonic() + _WAIT
    while not what():
        assert time.monotonic() < until
        time.sleep(0.005)


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="NO /proc IS HERE: no process was killed")
def test_whenever_it_is_killed_the_table_comes_out_the_same(given: Path, tmp_path: Path) -> None:
    whole, out, moments = tmp_path / "whole.parquet", tmp_path / "out.parquet", random.Random(os.getpid())
    batch(given, whole)
    folder = parts.folder_of(out)
    for jobs, least in ((2, 1), (1, moments.randint(4, 9))):
        running = begun(tmp_path / "run.py", given, out, "--jobs", str(jobs))
        wait_for(lambda least=least: len(list(folder.glob("*.arrow"))) >= least)
        time.sleep(moments.random() / 50)
        running.kill()
        running.wait()
        assert not out.exists()
        wait_for(lambda group=running.pid: not alive(group))
    done = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.arrow")}
    (folder / "00000014.arrow.1.writing").write_bytes(b"half")
    told = begun(tmp_path / "run.py", given, out, "--jobs", "2")
    wait_for(lambda: told.poll() is not None or len(list(folder.glob("*.arrow"))) > len(done))
    assert (
        done.items() <= {path.name: path.stat().st_mtime_ns for path in folder.glob("*.arrow")}.items() or out.exists()
    )
    assert told.wait() == 1
    assert out.read_bytes() == whole.read_bytes()
    for name in (whole, out):
        assert len(name.with_name(f"{name.name}.rejects.ndjson").read_text().splitlines()) == 2
    rejects = [name.with_name(f"{name.name}.rejects.ndjson").read_bytes() for name in (whole, out)]
    assert rejects[0] == rejects[1]
    assert not folder.exists()
    assert not list(tmp_path.glob(".*"))


def test_a_part_that_is_there_is_taken(given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that another run made of other rows would be told in the table: so it was not made anew."""
    out = tmp_path / "out.csv"
    _stop(given, out, monkeypatch)
    folder = parts.folder_of(out)
    parts.part(folder, 0).write_bytes(parts.part(folder, 4).read_bytes())
    batch(given, out)
    ids = [line.split(",")[0] for line in out.read_text().splitlines()[1:]]
    assert ids[:SMALL] == [f'"person {n}"' for n in range(10, 10 + SMALL)]


KEEP = parts.keep


def _stop(given: Path, out: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> None:
    """A run that ends after five parts."""

    def keep(folder: Path, number: int, content: bytes) -> None:
        if number == 5:
            raise KeyboardInterrupt
        KEEP(folder, number, content)

    with monkeypatch.context() as patch:
        patch.setattr(parts, "keep", keep)
        assert "Call it again to go on" in batch(given, out, *more, status=130).output


def test_parts_of_something_else_are_refused_with_the_cure(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.csv"
    _stop(given, out, monkeypatch)
    assert "another options;" in batch(given, out, "--top", "2", status=2).output
    with monkeypatch.context() as patch:
        patch.setenv("PINPRICK_ENGINE", "numpy")
        assert "another engine;" in batch(given, out, status=2).output
    manifest = parts.folder_of(out) / parts.MANIFEST
    before = manifest.read_text()
    manifest.write_text(before.replace(shipped().knowledge.hash, "other"))
    assert "another knowledge base;" in batch(given, out, status=2).output
    manifest.write_text(before)
    os.utime(given, (1, 1))
    told = batch(given, out, "--top", "2", status=2).output
    assert "another input, options; give what was given then to go on with them, or --restart" in told
    batch(given, out, "--restart", "--top", "2")
    assert "cause_3" not in out.read_text().splitlines()[0]
    assert not parts.folder_of(out).exists()


def test_two_at_once_do_not_write_the_same_parts(given: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with parts.kept(parts.folder_of(out), {}, False):
        assert "somebody else is writing" in batch(given, out, status=2).output


def test_a_full_disk_leaves_what_is_done(given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.csv"

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        told = batch(given, out, status=2).output
    assert "No space left on device" in told
    assert not out.exists()
    batch(given, out)


def test_the_parts_are_for_their_owner_alone(given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _stop(given, tmp_path / "out.csv", monkeypatch)
    assert parts.folder_of(tmp_path / "out.csv").stat().st_mode & 0o077 == 0


def test_a_process_that_is_lost_is_told(given: Path, tmp_path: Path) -> None:
    code = RUN.replace("blocks.ROWS", "import os; os.environ['X_DIE'] = '1'; blocks.ROWS")
    code = "import os\nif 'X_DIE' in os.environ: os._exit(9)\n" + code
    (tmp_path / "dies.py").write_text(code)
    command = [sys.executable, str(tmp_path / "dies.py"), str(given), str(tmp_path / "out.csv"), "--jobs", "2"]
    ran = subprocess.run(command, env=with_cache(PINPRICK_ENGINE="exact"), capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "a process was lost" in ran.stderr
    assert "Traceback" not in ran.stderr
