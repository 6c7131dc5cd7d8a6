"""Who may ask: the clients that a file names, by a signed token; without a file this machine alone."""

import ipaddress

from pinprick.extras import needed
from pinprick.hooks.clients import Clients
from pinprick.hooks.counted import Outcomes
from pinprick.hooks.tokens import Seen, check
from pinprick.serving.refusals import Faulty

with needed("page"):
    from prometheus_client import CollectorRegistry
    from starlette.requests import Request

    from pinprick.serving.ledger import Ledger

CLIENTS = "PINPRICK_CLIENTS"
"""The environment variable that names the file of the clients that may ask."""
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""What a proxy says of a request that it passes on."""
_CLOSED = (
    "is open to this machine alone, as no client is named; let a file name the address of this server and "
    f"the clients with their keys, and {CLIENTS} name the file (docs/cds-hooks.md)"
)


class Door:
    """The clients of an application, the tokens that were seen, and what became of cards."""

    def __init__(
        self, clients: Clients | None, registry: CollectorRegistry, ledger: Ledger
    ) -> None:
        self.clients, self.seen, self.outcomes = clients, Seen(ledger), Outcomes(registry)

    def admit(self, request: Request) -> None:
        """Let a request in.

        Raises:
            Faulty: no client is named and it does not come from this machine (403), or its token is
                none of a client, is not for this address or was used (401).
            Busy: more tokens than can be remembered are still good.
        """
        if self.clients is None:
            if not _from_this_machine(request):
                raise Faulty([((), _CLOSED)], 403)
            return
        check(self.clients, self.seen, request)

    def address(self, request: Request) -> str:
        """What links to our pages begin with: the address that the file names, or the one that was
        asked from this machine."""
        return self.clients.address if self.clients else str(request.base_url).rstrip("/")


def door_of(request: Request) -> Door:
    """The door of the application that serves a request."""
    found: Door = request.app.state.hooks
    return found


def _from_this_machine(request: Request) -> bool:
    """Whether a request was made here, to an address of this machine and by a name of it, and was not
    passed on by a proxy, which sends from here too."""
    server, client = request.scope.get("server"), request.client
    if not server or not client or any(name in request.headers for name in _FORWARDED):
        return False
    asked = request.url.hostname
    return (
        _is_here(server[0]) and _is_here(client.host) and (asked == "localhost" or _is_here(asked))
    )


def _is_here(host: object) -> bool:
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False
