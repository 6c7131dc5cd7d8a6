"""Imports of what only an extra brings: one that is missing is told by the name of its extra."""

from collections.abc import Iterator
from contextlib import contextmanager


class MissingExtra(ImportError):
    """A package is not installed that only one of the extras brings; the message names the
    extra."""


@contextmanager
def needed(extra: str) -> Iterator[None]:
    """Imports in this block need an extra of pinprick: `page`, `command`, ...

    Raises:
        MissingExtra: a package is not installed; says how to install the extra that brings it.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "pinprick":
            raise
        raise MissingExtra(
            f"This needs the package {error.name}, which is not installed: "
            f'pip install "pinprick[{extra}]"',
            name=error.name,
        ) from None
