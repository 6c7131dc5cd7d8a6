"""What the workers of a server remember together: one limit and one use of a token for all of them, whichever
answers; nothing of it outlives them, and only digests are in it."""

import http.client
import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from benchmarks.server import free_port, wait
from pinprick.hooks.door import CLIENTS
from pinprick.hooks.tokens import Seen
from pinprick.problems import ProblemsFound
from pinprick.serving import ledger
from pinprick.serving.ledger import SHARED, Ledger, ledger_of, shared
from pinprick.serving.limits import BURST, RATE, Buckets, Limit
from pinprick.serving.refusals import Busy
from tests.hooks_signed import ADDRESS, CURVE, file_of, jwks, token

VERSION, SERVICES, AT_ONCE = "/api/v1/version", "/cds-services", 9
REFUSED = re.compile(r'pinprick_requests_total\{[^}]*status="429"\} (\d+)')
BEGUN = re.compile(r'pinprick_requests_created\{[^}]*route="/metrics"[^}]*\} (\S+)')


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[int]:
    """The port of a server of two processes, with a limit and a client that it knows."""
    named = file_of(tmp_path, {"set.json": jwks(CURVE)})
    ours = {RATE: "0.0001", BURST: str(AT_ONCE), CLIENTS: str(named), "TMPDIR": str(tmp_path)}
    port = free_port()
    command = [sys.executable, "-m", "pinprick", "serve", "--workers", "2", "--port", str(port)]
    with subprocess.Popen(command, env=os.environ | ours, stdout=subprocess.DEVNULL) as server:
        try:
            wait(f"http://127.0.0.1:{port}")
            yield port
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def got(connection: http.client.HTTPConnection, path: str, **headers: str) -> tuple[int, str]:
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def over_both(held: ExitStack, port: int) -> list[http.client.HTTPConnection]:
    """Connections that are held open: a dozen, and as many more as it takes until both workers have some. The second
    may still be starting."""
    opened, seen = list[http.client.HTTPConnection](), set[str]()
    while len(opened) < 12 or len(seen) < 2:
        assert len(opened) < 500, "one worker alone answers"
        one = held.enter_context(closing(http.client.HTTPConnection("127.0.0.1", port)))
        opened.append(one)
        got(one, "/metrics")
        seen.update(BEGUN.findall(got(one, "/metrics")[1]))
        time.sleep(0.05)
    return opened


def test_two_workers_keep_one_limit_and_take_a_token_once(workers: int) -> None:
    signed = f"Bearer {token(ADDRESS + SERVICES)}"
    with ExitStack() as held:
        asking = over_both(held, workers)
        taken = [got(one, SERVICES, authorization=signed)[0] for one in asking]
        assert (taken.count(200), taken.count(401)) == (1, AT_ONCE - 1), "a token is used once"
        assert taken.count(429) == len(asking) - AT_ONCE, "and both share one limit"
        assert {got(one, VERSION)[0] for one in asking} == {429}
        counts = [sum(map(int, REFUSED.findall(got(one, "/metrics")[1]))) for one in asking]
    assert 0 < max(counts) < 2 * len(asking) - AT_ONCE, "both have answered"


# ---- the ledger


def test_ledgers_of_one_server_are_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight threads, each with a ledger of its own as a worker has, take what is left; none twice."""
    monkeypatch.setattr(ledger, "_IN_MEMORY", tmp_path)
    environment: dict[str, str] = {}
    with shared(environment, "en"):
        ours = [ledger_of(environment) for _ in range(8)]

        def take(one: Ledger) -> tuple[int, int]:
            buckets, seen = Buckets(Limit(0.001, 50), one), Seen(one)
            let = sum(not buckets.take("192.0.2.1", 0.0) for _ in range(20))
            return let, sum(seen.take("i", str(number), 100.0, 0.0) for number in range(20))

        with ThreadPoolExecutor(8) as threads:
            each = list(threads.map(take, ours))
        assert [sum(column) for column in zip(*each, strict=True)] == [50, 20]
        (folder,) = tmp_path.iterdir()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        content = b"".join(file.read_bytes() for file in folder.iterdir())
        assert content
        assert b"192.0.2.1" not in content
        assert ours[0].key not in content, "digests beside their key can be guessed back"
    assert not list(tmp_path.iterdir())
    assert SHARED not in environment


def test_who_is_named_no_ledger_has_its_own() -> None:
    one, other = ledger_of({}), ledger_of({})
    assert Seen(one).take("i", "1", 100.0, 0.0)
    assert Seen(other).take("i", "1", 100.0, 0.0)


def test_a_ledger_that_is_not_to_be_had_lets_nobody_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit or a token that cannot be looked up is not passed over."""
    monkeypatch.setattr(ledger, "_WAIT", 0.01)
    one, other = (Ledger(str(tmp_path / "ledger"), b"k" * 32) for _ in range(2))
    with one.turn(), pytest.raises(Busy):
        Seen(other).take("i", "1", 100.0, 0.0)
    assert Seen(other).take("i", "1", 100.0, 0.0)


def test_where_there_is_no_place_for_it_the_server_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_IN_MEMORY", tmp_path / "missing")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    environment: dict[str, str] = {}
    with pytest.raises(ProblemsFound) as found, shared(environment, "en"):
        pass
    assert "serve by one worker" in found.value.problems[0].what
    assert not environment
