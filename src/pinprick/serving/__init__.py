"""The bounds of the server: how long a request may take to come, how many are served at once, and
what of it all is logged; and what watches it."""

from pinprick.extras import needed

with needed("page"):
    from pinprick.serving.calm import lifespan
    from pinprick.serving.health import routes
    from pinprick.serving.languages import Spoken
    from pinprick.serving.ledger import Ledger, ledger_of, shared
    from pinprick.serving.limits import Limited, asked_for
    from pinprick.serving.metrics import Counted, Metrics
    from pinprick.serving.middleware import MOST_BYTES, Failures, Headers, Whole
    from pinprick.serving.work import Pools

__all__ = [
    "MOST_BYTES",
    "Counted",
    "Failures",
    "Headers",
    "Ledger",
    "Limited",
    "Metrics",
    "Pools",
    "Spoken",
    "Whole",
    "asked_for",
    "ledger_of",
    "lifespan",
    "routes",
    "shared",
]
