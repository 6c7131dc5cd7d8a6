"""Whose page an address is."""

from urllib.parse import urlsplit

from msgspec import Struct

from pinprick.knowledge.quantity import Source


class Hosts(Struct, frozen=True):
    """`hosts.yaml`: hosts by what a page on them is worth; `nhs.uk` stands for all below it too.

    `official`: health services, authorities, makers of guidelines and registers of papers.
    `publishers`: journals, societies, clinics and textbooks on their own pages. `copies`: what
    stands there was first said elsewhere, or is put together by nobody who answers for it."""

    official: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


def is_on(source: Source, hosts: tuple[str, ...]) -> bool:
    """Whether its address is one of these hosts, or below one."""
    host = f".{(urlsplit(source.url).hostname or '').rstrip('.')}"
    return any(host.endswith(f".{one}") for one in hosts)


def identified(source: Source) -> bool:
    """Whether it has a number that finds it wherever it stands."""
    return bool(source.doi or source.pmid or source.nice)
