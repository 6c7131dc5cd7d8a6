"""The bounds of the server: how long a request may take to come, how many are served at once, and
what of it all is logged."""

from pinprick.serving.calm import lifespan
from pinprick.serving.middleware import MOST_BYTES, Failures, Headers, Whole

__all__ = ["MOST_BYTES", "Failures", "Headers", "Whole", "lifespan"]
