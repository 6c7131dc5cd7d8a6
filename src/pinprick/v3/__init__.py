"""For clients that were written for a `/v3` interface of another service: its shapes, with the ids and
words of this knowledge base.

It translates `account` and decides nothing. Answers travel in the body of a request and nowhere
else; nothing of them is kept or logged."""

from pinprick.extras import needed

with needed("page"):
    from pinprick.v3.refusals import refused
    from pinprick.v3.routes import HEADERS, PREFIX, routes

__all__ = ["HEADERS", "PREFIX", "refused", "routes"]
