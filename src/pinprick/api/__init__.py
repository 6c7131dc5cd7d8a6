"""The HTTP interface for programs: JSON in, JSON out, described by `/api/v1/openapi.json`.

It translates `account` and decides nothing. Answers travel in the body of a request and nowhere
else; nothing of them is kept or logged."""

from pinprick.extras import needed

with needed("page"):
    from pinprick.api.elsewhere import PREFIX, FromElsewhere
    from pinprick.api.problems import refused
    from pinprick.api.routes import routes

__all__ = ["PREFIX", "FromElsewhere", "refused", "routes"]
