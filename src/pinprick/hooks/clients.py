"""The clients that may ask, from a file: the address of this server, and the issuer and public keys of
each."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from pinprick import files, yamltext
from pinprick.extras import needed
from pinprick.problems import Problem, ProblemsFound
from pinprick.yamltext import Document

LEAST_BITS = 2048
"""Of an RSA key."""
_MOST_BYTES = 100_000
"""Of a file of keys."""
_PEM = b"-----BEGIN"
_FORM = "takes `issuer` (a text) and `keys` (a list of files: a JWK Set, or a public key as PEM)"


class Key(Struct, frozen=True):
    """A public key, with its id where its file gives one, and the one algorithm that it is for."""

    id: str | None
    algorithm: str
    public: Any


class Client(Struct, frozen=True):
    """One client: who signs, and by which keys."""

    issuer: str
    keys: tuple[Key, ...]


class Clients(Struct, frozen=True):
    """All of them, and the address at which they ask."""

    address: str
    clients: tuple[Client, ...]


def named(file: str | None) -> Clients | None:
    """The clients of a file; None where no file is named.

    Raises:
        ProblemsFound: the file or one that it names cannot be used; every fault with the cure.
        MissingExtra: the package that checks tokens is not there.
    """
    if not file:
        return None
    with needed("hooks"):
        import jwt  # noqa: F401 - asked for before the first request is
    path = Path(file)
    document = yamltext.read(_content(path), file)
    problems = list(document.problems)
    found = _clients(document, path.parent, problems)
    if problems:
        raise ProblemsFound(problems)
    return found


def _content(path: Path) -> bytes:
    try:
        return files.read(path)
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        raise ProblemsFound([Problem(str(path), 0, 0, "", what)]) from None


def _clients(document: Document, folder: Path, problems: list[Problem]) -> Clients:
    data = document.data if isinstance(document.data, dict) else {}
    for key in data.keys() - {"address", "clients"}:
        problems.append(document.problem((key,), "is not known; takes `address` and `clients`"))
    address = data.get("address")
    if not isinstance(address, str) or not address.startswith("https://"):
        what = "takes the address at which clients ask, beginning with https://; tokens are made for it"
        problems.append(document.problem(("address",), what))
    listed = data.get("clients")
    if not isinstance(listed, list) or not listed:
        problems.append(document.problem(("clients",), f"takes a list, of which each {_FORM}"))
        listed = []
    found = tuple(
        client
        for index, one in enumerate(listed)
        for client in _client(document, index, one, folder, problems)
    )
    issuers = [one.issuer for one in found]
    for index, issuer in enumerate(issuers):
        if issuer in issuers[:index]:
            problems.append(document.problem(("clients", index, "issuer"), "is named twice"))
    return Clients(str(address).rstrip("/"), found)


def _client(
    document: Document, index: int, one: Any, folder: Path, problems: list[Problem]
) -> Iterator[Client]:
    place = ("clients", index)
    given = one if isinstance(one, dict) else {}
    issuer, names = given.get("issuer"), given.get("keys")
    if not isinstance(issuer, str) or not isinstance(names, list):
        issuer, names = "", []
    if not issuer or not names or given.keys() - {"issuer", "keys"}:
        problems.append(document.problem(place, _FORM))
        return
    keys: list[Key] = []
    for number, name in enumerate(names):
        try:
            keys += _keys(folder / str(name))
        except _Unusable as error:
            problems.append(document.problem((*place, "keys", number), str(error)))
    yield Client(issuer, tuple(keys))


# ---- keys


class _Unusable(Exception):
    """Why a file of keys cannot be used."""


def _keys(path: Path) -> list[Key]:
    try:
        content = files.read(path, _MOST_BYTES)
    except OSError as error:
        raise _Unusable(f"{path} cannot be read: {error.strerror}") from None
    keys = [_of_pem(content)] if content.lstrip().startswith(_PEM) else _of_set(content)
    return [Key(id_, _algorithm(public), public) for id_, public in keys]


def _of_pem(content: bytes) -> tuple[str | None, Any]:
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    if b"PRIVATE KEY" in content:
        raise _Unusable(
            "holds a private key, which belongs to the client alone; take the public one"
        )
    try:
        return None, load_pem_public_key(content)
    except Exception:
        raise _Unusable("is no public key in PEM") from None


def _of_set(content: bytes) -> list[tuple[str | None, Any]]:
    import msgspec

    try:
        data = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _Unusable("is neither a JWK Set (JSON) nor a public key in PEM") from None
    listed = data.get("keys") if isinstance(data, dict) else None
    if not isinstance(listed, list) or not listed:
        raise _Unusable("holds no list of keys under `keys`, as a JWK Set does")
    return [_of_entry(one) for one in listed]


def _of_entry(one: Any) -> tuple[str | None, Any]:
    import jwt

    if not isinstance(one, dict) or not isinstance(one.get("kid"), str) or not one["kid"]:
        raise _Unusable("has a key without an id (kid), by which a token names it")
    if "d" in one or "k" in one:
        raise _Unusable("holds a private or shared key; take the public one of the client")
    if one.get("use", "sig") != "sig":
        raise _Unusable("has a key that is not for signing (use)")
    try:
        algorithm = {"EC": "ES384", "RSA": "RS384"}.get(str(one.get("kty")), "")
        found: str = one.get("alg", algorithm)
        if found != algorithm:
            raise _Unusable("has a key for another algorithm than ES384 or RS384")
        return one["kid"], jwt.PyJWK(one, algorithm).key
    except jwt.PyJWTError:
        raise _Unusable("has a key that cannot be read") from None


def _algorithm(public: Any) -> str:
    """The one algorithm that a key is for."""
    from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    if isinstance(public, EllipticCurvePublicKey) and isinstance(public.curve, SECP384R1):
        return "ES384"
    if isinstance(public, RSAPublicKey) and public.key_size >= LEAST_BITS:
        return "RS384"
    raise _Unusable(f"has a key that is neither on the curve P-384 nor RSA with {LEAST_BITS} bits")
