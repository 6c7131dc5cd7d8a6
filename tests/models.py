"""The model of the knowledge base that ships and its records, read once in a process and only when a test needs
them."""

from functools import cache

from pinprick import loading
from pinprick.authoring import validation
from pinprick.knowledge import Knowledge
from pinprick.model.axes import Model


@cache
def shipped() -> Model:
    """The model that ships with pinprick."""
    return loading.load()


@cache
def written() -> Knowledge:
    """The knowledge base that ships, read from its files: with its promises, which a compiled one no longer has."""
    return validation.load_knowledge()
