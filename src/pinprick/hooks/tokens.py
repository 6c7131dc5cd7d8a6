"""The token of a client: signed by one of its keys, for this address, not over, and used once."""

import hashlib
import time
from collections.abc import Iterable, Mapping
from typing import Any

from pinprick.extras import needed
from pinprick.hooks.clients import Client, Clients, Key
from pinprick.serving.refusals import Busy, Faulty

with needed("page"):
    from starlette.requests import Request

    from pinprick.serving.ledger import Ledger

LEEWAY = 30
"""Seconds that the clock of a client may differ from ours."""
LONGEST = 900
"""Seconds that a token may be good for: so long it is remembered, that nobody uses it again."""
MOST = 100_000
"""Tokens that are remembered at once."""
_NEEDED = ("iss", "aud", "exp", "iat", "jti")
_FEEDBACK = "/feedback"


class Seen:
    """The tokens that were used and are still good, in a ledger: all workers of a server take each once.
    What is kept of one is a keyed hash."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def take(self, issuer: str, id_: str, until: float, now: float) -> bool:
        """Whether it is used for the first time; from now on it was used.

        Raises:
            Busy: too many are remembered, and none that is still good is forgotten; or see `Ledger.turn`.
        """
        told = repr((issuer, id_)).encode()
        name = hashlib.blake2b(told, key=self._ledger.key, digest_size=32).digest()
        with self._ledger.turn() as base:
            base.execute("DELETE FROM tokens WHERE until <= ?", (now,))
            if base.execute("SELECT 1 FROM tokens WHERE name = ?", (name,)).fetchone():
                return False
            if base.execute("SELECT count(*) FROM tokens").fetchone()[0] >= MOST:
                raise Busy
            base.execute("INSERT INTO tokens VALUES (?, ?)", (name, until))
        return True


def check(clients: Clients, seen: Seen, request: Request) -> None:
    """Hold the token of a request against the clients that may ask.

    Raises:
        Faulty: it is not good, and why (401); nothing of it is repeated.
        Busy: see `Seen.take`.
    """
    with needed("hooks"):
        import jwt  # where no client is named nobody needs it

    token = _bearer(request)
    try:
        head = jwt.get_unverified_header(token)
        issuer = jwt.decode(token, options={"verify_signature": False}).get("iss")
        client = next((one for one in clients.clients if one.issuer == issuer), None)
        if client is None:
            raise _refused("its issuer (iss) is not among the clients of this server")
        claims = _verified(token, _keys(client, head), client, _audience(clients, request))
    except jwt.InvalidTokenError as error:
        raise _refused(_why(error, jwt)) from None
    _once(claims, seen)


def _bearer(request: Request) -> str:
    given = request.headers.getlist("authorization")
    kind, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    if kind.lower() != "bearer" or not token.strip():
        raise _refused("send it as Authorization: Bearer and the token")
    return token.strip()


def _keys(client: Client, head: Mapping[str, Any]) -> list[Key]:
    """The keys of a client that a token may be signed by. A key from a PEM file has no id."""
    if str(head.get("typ", "")).upper() != "JWT":
        raise _refused("its header says another typ than JWT")
    id_, algorithm = head.get("kid"), head.get("alg")
    if not isinstance(id_, str) or not id_:
        raise _refused("its header names no key (kid)")
    found = [one for one in client.keys if one.id in (None, id_) and one.algorithm == algorithm]
    if not found:
        raise _refused("no key of its issuer has that kid and alg; ES384 and RS384 are taken")
    return found


def _verified(
    token: str, keys: Iterable[Key], client: Client, audience: list[str]
) -> dict[str, Any]:
    """What a token says, signed by one of the keys."""
    import jwt

    wrong: Exception | None = None
    for key in keys:
        try:
            return jwt.decode(
                token,
                key.public,
                algorithms=[key.algorithm],
                audience=audience,
                issuer=client.issuer,
                leeway=LEEWAY,
                options={"require": list(_NEEDED)},
            )
        except jwt.InvalidSignatureError as error:
            wrong = error
    assert wrong is not None, "there is at least one key"
    raise wrong


def _audience(clients: Clients, request: Request) -> list[str]:
    """The addresses that a token may be for: the one that is asked, and for feedback that of its
    service. The host that a request names is no part of it, as anybody may name any."""
    path = request.url.path
    return [clients.address + one for one in dict.fromkeys((path, path.removesuffix(_FEEDBACK)))]


def _once(claims: Mapping[str, Any], seen: Seen) -> None:
    now, until = time.time(), float(claims["exp"])
    if until - float(claims["iat"]) > LONGEST:
        raise _refused(f"it is good for longer than {LONGEST} seconds (exp less iat)")
    if not isinstance(claims["jti"], str) or not claims["jti"]:
        raise _refused("its id (jti) is no text")
    if not seen.take(str(claims["iss"]), claims["jti"], until + LEEWAY, now):
        raise _refused("it was used before (jti); sign a new one for each request")


def _why(error: Exception, jwt: Any) -> str:
    """What was wrong, in words that repeat nothing of the token."""
    reasons = {
        jwt.ExpiredSignatureError: "it is over (exp)",
        jwt.ImmatureSignatureError: "it is from the future (iat, nbf); set the clock",
        jwt.InvalidAudienceError: "it is for another address (aud); it takes the one that is asked",
        jwt.MissingRequiredClaimError: f"one of {', '.join(_NEEDED)} is not in it",
        jwt.InvalidSignatureError: "it is not signed by the key that it names",
    }
    return next(
        (why for kind, why in reasons.items() if isinstance(error, kind)), "it is no such token"
    )


def _refused(why: str) -> Faulty:
    return Faulty([((), f"needs a token of a client (JWT): {why}")], 401)
