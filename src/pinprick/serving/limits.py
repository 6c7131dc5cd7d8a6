"""How often one client may ask what is made for programs: a bucket of tokens for each address, the same for all workers
of a server. Of an address nothing is kept but a keyed digest, until its bucket is full again; none is logged."""

import hashlib
import math
import time
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address

from msgspec import Struct

from pinprick.extras import needed
from pinprick.problems import Problem, ProblemsFound
from pinprick.words import say

with needed("page"):
    from starlette.datastructures import Headers
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from pinprick.serving.ledger import Ledger
    from pinprick.serving.refusals import Busy, Refusing, TooOften
    from pinprick.serving.state import language_of

RATE = "PINPRICK_RATE"
"""The environment variable that says how many requests a second one address may make in the long run; without it
there is no limit."""
BURST = "PINPRICK_BURST"
"""The one that says how many it may make at once."""
CLIENT_HEADER = "PINPRICK_CLIENT_HEADER"
"""The one that names the header in which the proxy writes the address of its client; without it no header counts."""
_USUAL_BURST = 40
_MOST_RATE, _MOST_BURST = 100_000.0, 1_000_000
MOST_CLIENTS = 20_000
"""How many addresses are remembered, those that asked last; a digest and a time each."""
_SOMETIMES = 64
"""After so many requests that were let through those that are too many are forgotten."""
_OF_ONE_PLACE = 64
"""The bits of an IPv6 address that one place has; the others are its own to choose."""


class Limit(Struct, frozen=True):
    """How often a client may ask: `rate` times a second, and `burst` times at once. `header`, in lower case, is
    where a proxy says who asks."""

    rate: float
    burst: int
    header: str | None = None


def asked_for(environment: Mapping[str, str], language: str) -> Limit | None:
    """The limit that an environment names, None where it names none; what is wrong is said in `language`.

    Raises:
        ProblemsFound: when a value is none that can be used.
    """
    rate, burst = environment.get(RATE, ""), environment.get(BURST, "")
    header = environment.get(CLIENT_HEADER, "").strip().lower() or None
    if not rate:
        without = [name for name, value in ((BURST, burst), (CLIENT_HEADER, header)) if value]
        if without:
            raise ProblemsFound(
                [_wrong(language, name, "without-rate", rate=RATE) for name in without]
            )
        return None
    wrong = []
    often = _number(rate)
    if not 0 < often <= _MOST_RATE:
        wrong.append(_wrong(language, RATE, "rate", value=repr(rate)))
    at_once = _number(burst) if burst else _USUAL_BURST
    if at_once != int(at_once) or not 1 <= at_once <= _MOST_BURST:
        wrong.append(_wrong(language, BURST, "burst", value=repr(burst)))
    if wrong:
        raise ProblemsFound(wrong)
    return Limit(often, int(at_once), header)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0


def _wrong(language: str, name: str, key: str, **values: str) -> Problem:
    return Problem(name, 0, 0, "", say(language, f"serve.{key}", **values))


class Buckets:
    """The bucket of each client in a ledger: when it will be full again."""

    def __init__(self, limit: Limit, ledger: Ledger) -> None:
        self._interval = 1 / limit.rate
        self._room = (limit.burst - 1) * self._interval
        self._ledger = ledger

    def take(self, address: str, now: float) -> float:
        """Takes a token at `now` (seconds of a clock that never goes back and that all processes share), and gives 0;
        where there is none, the seconds until there is one.

        Raises:
            Busy: see `Ledger.turn`.
        """
        client = hashlib.blake2b(_place(address), key=self._ledger.key, digest_size=16).digest()
        with self._ledger.turn() as base:
            # who has a full bucket is as if they had never come
            base.execute("DELETE FROM buckets WHERE full <= ?", (now,))
            found = base.execute("SELECT full FROM buckets WHERE client = ?", (client,)).fetchone()
            full: float = found[0] if found else now
            wait = full - now - self._room
            if wait > self._interval * 1e-6:  # the sums of intervals are not exact
                return wait
            # to the end, with those who asked last
            told = (client, full + self._interval)
            place = base.execute(
                "REPLACE INTO buckets (client, full) VALUES (?, ?)", told
            ).lastrowid
            if place is not None and place % _SOMETIMES == 0:
                last = "SELECT place FROM buckets ORDER BY place DESC LIMIT -1 OFFSET ?"
                base.execute(f"DELETE FROM buckets WHERE place IN ({last})", (MOST_CLIENTS,))
        return 0.0


def _place(address: str) -> bytes:
    """What is counted as one client: an address, and of IPv6 the network that a place is given."""
    read = _read(address)
    if read is None:
        return address.encode(errors="replace")
    if isinstance(read, IPv6Address):
        mapped = read.ipv4_mapped
        return mapped.packed if mapped else read.packed[: _OF_ONE_PLACE // 8]
    return read.packed


def _read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address.partition("%")[0])
    except ValueError:
        return None


class Limited:
    """Refuses who asks too often for what begins with one of the prefixes, and nothing else that is served."""

    def __init__(
        self,
        app: ASGIApp,
        refused: Refusing,
        prefixes: tuple[str, ...],
        limit: Limit,
        ledger: Ledger,
    ) -> None:
        self.app, self.refused, self.prefixes = app, refused, prefixes
        self.header, self.buckets = limit.header, Buckets(limit, ledger)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        of_programs = scope["type"] == "http" and scope["path"].startswith(self.prefixes)
        error = self._too_much(scope) if of_programs else None
        answer = await self.refused(Request(scope), error) if error else self.app
        await answer(scope, receive, send)

    def _too_much(self, scope: Scope) -> Exception | None:
        """Why a request is not served now."""
        try:
            wait = self.buckets.take(self._client(scope), time.monotonic())
        except Busy as busy:
            return busy
        if not wait:
            return None
        seconds = math.ceil(wait)
        told = say(language_of(Request(scope)), "serve.too-often", seconds=seconds)
        return TooOften(told, seconds)

    def _client(self, scope: Scope) -> str:
        """The address of who asks: what the proxy wrote last into its header, where there is one; else whoever is
        connected."""
        named = Headers(scope=scope).getlist(self.header) if self.header else []
        last = named[-1].rpartition(",")[2].strip() if named else ""
        if _read(last):
            return last
        return scope["client"][0] if scope.get("client") else ""
