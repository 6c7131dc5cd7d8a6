"""The messages of a language, looked up by key and filled in with values.

Each language is one file of gettext messages (`en.po`), compiled to the file beside it (`en.mo`,
by `make words`), which the standard library reads. A message is a whole sentence with named
places, `{cause}`; one with the place `{count}` has a form for each plural of its language.
"""

from functools import cache
from gettext import GNUTranslations
from operator import index
from pathlib import Path
from string import Formatter
from typing import Any

ENGLISH = "en"
COUNT = "count"
"""The place whose number chooses the plural form of a message."""
HERE = Path(__file__).parent


class NoWords(LookupError):
    """A language, a key or a value that is not there: a fault of the code that asks."""


@cache
def languages() -> tuple[str, ...]:
    """The languages that there are messages in, as their files are called."""
    return tuple(sorted(path.stem for path in HERE.glob("*.mo")))


def say(language: str, key: str, /, **values: Any) -> str:
    """The message of a key in a language, with the values in their places.

    Raises:
        NoWords: when there is no such language or key, or the values are not those of its places.
    """
    return message(language, key, values).format(**values) if values else _plain(language, key)


@cache
def _plain(language: str, key: str) -> str:
    """A message without places."""
    return message(language, key, {}).format()


def message(language: str, key: str, values: dict[str, Any]) -> str:
    """The message of a key as it is written, in the plural that its values want.

    Raises:
        NoWords: as `say` does.
    """
    if COUNT in values:
        # numpy's whole numbers count as well; a fraction is an error, not a wrong plural
        found = _read(language).ngettext(key, key, index(values[COUNT]))
    else:
        found = _read(language).gettext(key)
    if found == key:
        raise NoWords(f"there is no message {key!r} in {language!r}")
    if places(found) != values.keys():
        named, given = sorted(places(found)), sorted(values)
        raise NoWords(f"the message {key!r} in {language!r} has the places {named}, given {given}")
    return found


@cache
def places(words: str) -> frozenset[str]:
    """The names of the places of a message."""
    return frozenset(name for _, name, _, _ in Formatter().parse(words) if name is not None)


def missing(language: str) -> tuple[str, ...]:
    """The keys of English that a language has no message for; all of them where it has no file."""
    if language not in languages():
        return tuple(_keys(ENGLISH))
    return tuple(key for key in _keys(ENGLISH) if key not in _keys(language))


@cache
def _keys(language: str) -> dict[str, None]:
    """The keys of the messages of a language itself."""
    listed: dict[Any, str] = getattr(_own(language), "_catalog")  # noqa: B009 - nothing else lists them
    keys = (key[0] if isinstance(key, tuple) else key for key in listed)
    return dict.fromkeys(key for key in keys if key)


@cache
def _read(language: str) -> GNUTranslations:
    """The messages of a language. What a draft has none for is told in English: a language is not
    offered before it has them all (`offered`)."""
    found = _own(language)
    if language != ENGLISH:
        found.add_fallback(_read(ENGLISH))
    return found


def _own(language: str) -> GNUTranslations:
    if language not in languages():
        raise NoWords(f"there are no messages in {language!r}, only in {', '.join(languages())}")
    with (HERE / f"{language}.mo").open("rb") as file:
        return GNUTranslations(file)
