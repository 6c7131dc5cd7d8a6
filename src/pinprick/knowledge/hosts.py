"""Whose page an address is."""

from urllib.parse import urlsplit

from msgspec import Struct

from pinprick.knowledge.quantity import Source


class Hosts(Struct, frozen=True):
    """`hosts.yaml`: hosts by what a page on them is worth; `nhs.uk` stands for all below it too,
    `github.com/opensafely` for what is below that path.

    `official`: health services, authorities, makers of guidelines and registers of papers.
    `publishers`: journals, societies, clinics and textbooks on their own pages. `copies`: what
    stands there was first said elsewhere, or is put together by nobody who answers for it."""

    official: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


def is_on(source: Source, hosts: tuple[str, ...]) -> bool:
    """Whether its address is one of these hosts or paths, or below one."""
    address = urlsplit(source.url)
    host = f".{(address.hostname or '').rstrip('.')}"
    parts = (one.partition("/") for one in hosts)
    return any(host.endswith(f".{one}") and _below(address.path, path) for one, _, path in parts)


def _below(path: str, wanted: str) -> bool:
    """Whether a path of an address is the wanted one, or below it; all are below an empty one."""
    return not wanted or f"{path}/".startswith(f"/{wanted}/")


def identified(source: Source) -> bool:
    """Whether it has a number that finds it wherever it stands."""
    return bool(source.doi or source.pmid or source.nice)
