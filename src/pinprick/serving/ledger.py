"""What all workers of a server remember together: how often clients asked, and which tokens were used.

It is a file of SQLite in a folder that only the user of the server may enter, in memory where the system
has such a place, and gone with the server; one process alone needs no file. It holds digests and times,
and the key of the digests is never in it."""

import os
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pinprick.problems import Problem, ProblemsFound
from pinprick.serving.refusals import Busy
from pinprick.words import say

SHARED = "PINPRICK_SHARED"
"""The environment variable by which `pinprick serve` tells its workers the key, and after it the file."""
_ALONE = ":memory:"
_IN_MEMORY = Path("/dev/shm")
_WAIT = 1.0
"""Seconds to wait for another worker; each needs microseconds."""
_TABLES = """
PRAGMA journal_mode = WAL; -- whoever is killed leaves it whole
PRAGMA synchronous = OFF; -- it need not outlive the machine
CREATE TABLE IF NOT EXISTS buckets (place INTEGER PRIMARY KEY, client BLOB UNIQUE, full REAL);
CREATE INDEX IF NOT EXISTS full ON buckets (full);
CREATE TABLE IF NOT EXISTS tokens (name BLOB PRIMARY KEY, until REAL);
CREATE INDEX IF NOT EXISTS until ON tokens (until);
"""


class Ledger:
    """The ledger of one server, and the `key` (bytes) of its digests."""

    def __init__(self, file: str = _ALONE, key: bytes | None = None) -> None:
        self.key = key or secrets.token_bytes(32)
        self._base = sqlite3.connect(
            file, timeout=_WAIT, isolation_level=None, check_same_thread=False
        )
        self._base.executescript(_TABLES)

    @contextmanager
    def turn(self) -> Iterator[sqlite3.Connection]:
        """The ledger for one change, while no other worker has it.

        Raises:
            Busy: it is not to be had or to be written in time; nothing was changed.
        """
        try:
            self._base.execute("BEGIN IMMEDIATE")
            with self._base:
                yield self._base
        except sqlite3.Error:
            raise Busy from None


@contextmanager
def shared(environment: MutableMapping[str, str], language: str) -> Iterator[None]:
    """Have the workers that are started meanwhile share one ledger; it is removed in the end;
    what goes wrong is said in `language`.

    Raises:
        ProblemsFound: there is no place for it.
    """
    with ExitStack() as kept:
        try:
            file = kept.enter_context(_folder()) / "ledger"
            Ledger(str(file))
        except (OSError, sqlite3.Error) as error:
            told = say(language, "serve.no-ledger", reason=error)
            raise ProblemsFound([Problem(tempfile.gettempdir(), 0, 0, "", told)]) from None
        environment[SHARED] = f"{secrets.token_hex(32)} {file}"
        try:
            yield
        finally:
            del environment[SHARED]


@contextmanager
def _folder() -> Iterator[Path]:
    place = _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK | os.X_OK) else None
    with tempfile.TemporaryDirectory(
        prefix="pinprick-", dir=place, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def ledger_of(environment: Mapping[str, str]) -> Ledger:
    """The ledger that the environment names, one of its own where it names none."""
    key, _, file = environment.get(SHARED, "").partition(" ")
    return Ledger(file, bytes.fromhex(key)) if file else Ledger()
