"""The same assessments by other people's clusters: Dask, of which a worker is killed in the middle, and Spark."""

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from pinprick.cli import main
from pinprick.cohort import parts
from pinprick.cohort.arrow import over
from pinprick.cohort.layout import Wanted
from tests.models import shipped
from tests.tables import of_codes, of_words, people

COUNT = 40


def batch(*arguments: str | Path, status: int = 0) -> str:
    result = CliRunner().invoke(main, ["batch", *map(str, arguments)])
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.exit_code == status, result.output
    return result.output


# ---- Dask


@pytest.mark.skipif(not find_spec("distributed"), reason="NO DASK IS HERE: no cluster was tried")
@pytest.mark.filterwarnings("ignore")  # those of others
def test_a_worker_of_dask_that_is_killed_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    monkeypatch.setenv("PINPRICK_ENGINE", "exact")
    monkeypatch.setattr("pinprick.cohort.blocks.ROWS", 4)
    given, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(of_words(shipped(), people(shipped(), COUNT, seed=5)), given)
    batch(given, tmp_path / "here.parquet", "--jobs", "1")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        first = cluster.workers[0].process.pid
        killing = threading.Thread(target=_kill_in_the_middle, args=(first, parts.folder_of(out)))
        killing.start()
        batch(given, out, "--dask", cluster.scheduler_address)
        killing.join()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert out.read_bytes() == (tmp_path / "here.parquet").read_bytes()


def _kill_in_the_middle(process: int, folder: Path) -> None:
    until = time.monotonic() + 100
    while not list(folder.glob("*.arrow")) and time.monotonic() < until:
        time.sleep(0.002)
    os.kill(process, signal.SIGKILL)


@pytest.mark.skipif(not find_spec("distributed"), reason="NO DASK IS HERE: no cluster was tried")
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pinprick.cohort.on_dask._WAIT", "100ms")
    (tmp_path / "in.csv").write_text("foot-drop\n1\n")
    for address in ("tcp://127.0.0.1:1", "no address"):
        told = batch(tmp_path / "in.csv", tmp_path / "out.csv", "--dask", address, status=2)
        assert f"{address}: no scheduler of Dask answers there" in told


# ---- Spark


SPARK = all(map(find_spec, ("pyspark", "pandas"))) and shutil.which("java")


@pytest.fixture(scope="module")
def spark() -> Iterator[object]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable  # else it takes whichever Python comes first
    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    yield session
    session.stop()


@pytest.mark.skipif(not SPARK, reason="NO SPARK IS HERE (pyspark with pandas, and Java): it was not tried")
@pytest.mark.filterwarnings("ignore")
def test_a_frame_of_spark_says_the_same(spark: object, tmp_path: Path) -> None:
    """It widens the codes, knows no dictionaries, and cuts rows as it likes."""
    from pinprick.cohort.on_spark import assessed

    table = of_codes(shipped(), people(shipped(), COUNT, seed=5))
    pq.write_table(table, tmp_path / "in.parquet")
    frame = spark.read.parquet(str(tmp_path / "in.parquet"))  # type: ignore[attr-defined]
    found = assessed(frame, Wanted()).orderBy("id").toArrow()
    (here,) = over(shipped(), table.combine_chunks().to_batches(), Wanted())
    expected = sorted(here.to_pylist(), key=lambda row: row["id"])
    assert found.to_pylist() == expected
