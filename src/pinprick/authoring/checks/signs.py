"""Faults of the lines that name an urgency: one that no rule computes, or a rule of another
level."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from pinprick.authoring.checks.fault import Fault
from pinprick.authoring.checks.walking import signs
from pinprick.knowledge import Knowledge, Sign
from pinprick.problems import did_you_mean


def lines(knowledge: Knowledge) -> Iterator[Fault]:
    """Faults of every line that names an urgency, wherever it stands."""
    for file, path, record, sign in signs(knowledge):
        for what in _faults(knowledge, sign):
            yield Fault(file, path, what)
        for language in _misquoted(record, sign) if path[-2] == "urgencies" else ():
            what = "stands in no text of this record; quote the text to the letter"
            yield Fault(file, (*path, "says", language), what)


def _misquoted(record: Any, sign: Sign) -> list[str]:
    """The languages in which a line does not stand in the record."""
    return [
        language
        for language, says in sign.says.items()
        if _one_line(says) not in _said(record, language)
    ]


def _faults(knowledge: Knowledge, sign: Sign) -> Iterator[str]:
    if bool(sign.rules) == bool(sign.apart):
        yield "names an urgency: cite the `rules` that compute it, or say in `apart` why none does"
    if sign.apart and sign.when is not None:
        yield "has a `when`, so a rule can compute it; cite the rule instead of `apart`"
    for id_ in sign.rules:
        rule = knowledge.rules.get(id_)
        if rule is None:
            yield f"{id_} is not a rule{did_you_mean(id_, knowledge.rules)}"
        elif rule.level != sign.to:
            yield f"the rule {id_} says {rule.level}, the line {sign.to}; one situation, one urgency"


def _said(record: Any, language: str) -> str:
    """All that a record tells in a language, its lines on urgency left out."""
    return "\n".join(_one_line(one) for one in _words(record, language))


def _words(value: Any, language: str) -> Iterator[str]:
    if isinstance(value, Struct) and not isinstance(value, Sign):
        for name in value.__struct_fields__:
            yield from _words(getattr(value, name), language)
    elif isinstance(value, Mapping) and language in value:
        yield from _words(value[language], language)
    elif isinstance(value, tuple):
        for part in value:
            yield from _words(part, language)
    elif isinstance(value, str):
        yield value


def _one_line(words: str) -> str:
    return " ".join(words.split())
