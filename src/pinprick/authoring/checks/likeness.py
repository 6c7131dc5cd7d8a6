"""Faults of the weights by which own words are likened: flags that are none, and odd limits."""

from collections.abc import Iterator

from pinprick.authoring.checks.fault import Fault
from pinprick.authoring.checks.numbers import ids
from pinprick.case.known import red_flags_to_ask
from pinprick.knowledge import Knowledge
from pinprick.knowledge.folder import likeness_file


def likeness(knowledge: Knowledge) -> Iterator[Fault]:
    """Faults of the weights of every language; a knowledge base may have none."""
    flags = red_flags_to_ask(knowledge)
    for language, weights in knowledge.likeness.items():
        file = likeness_file(language)
        yield from ids(file, ("base",), weights.base, flags, "red flag that a person is asked")
        for word, some in weights.words.items():
            yield from ids(file, ("words", word), some, weights.base, "red flag of `base`")
        if not 0 < weights.asked_from <= 1:
            yield Fault(file, ("asked_from",), "is no probability; give one above 0, up to 1")
