"""The model of the knowledge base that ships, read once in a process and only when a test needs it."""

from functools import cache

from pinprick import loading
from pinprick.model.axes import Model


@cache
def shipped() -> Model:
    """The model that ships with pinprick."""
    return loading.load()
