"""Own words as data: the phrases by which people say what can be known, a folder a language."""

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from pinprick.knowledge.joining import together
from pinprick.knowledge.phrases import Parts, is_han, orders

Phrase = str
"""A phrase as `phrases.phrase` reads it."""
Phrases = tuple[Phrase, ...]


class SaidOf(Struct, frozen=True):
    """How a finding is said. A flag and a number have `said`, a choice `values`."""

    said: Phrases = ()
    values: dict[str, Phrases] = field(default_factory=dict)
    """Phrases of each value; where a text says several, the one that stands first is taken."""
    denied: Phrases = ()
    """Phrases that say that a flag is not so: "I can pee normally"."""
    but_not: Phrases = ()
    """What shares a word with it and says something else: "pre diabetes" is no diabetes."""
    ever: bool = False
    """It counts however long ago it was: "I had cancer ten years ago"."""
    of_others: bool = False
    """It is asked of relatives: it counts though it is said of somebody else."""


class SaidPlace(Struct, frozen=True):
    """How a part of the leg is said. `area` is a value of the finding that stands in place of the
    map, with its regions."""

    area: str
    said: Phrases = ()
    both: Phrases = ()
    """Words that mean the part on both sides, where no side is named: "my feet"."""


class Mark(Struct, frozen=True):
    """Words that say how something is meant which stands before or after them, or in their gap."""

    before: Phrases = ()
    beside: Phrases = ()
    """As `before`, but at most two words away: a bare 不 denies only what it stands at."""
    after: Phrases = ()
    around: Phrases = ()
    taken_back: Phrases = ()
    """What takes back all that was named just before: "none of that"."""
    but_not: Phrases = ()
    reach: int = 0
    """How many words may stand between; 0 is up to the end of the clause."""


class Person(Struct, frozen=True):
    """Somebody of whom people speak. `tells` are findings of whoever is called so, `of_teller` those
    of whoever calls somebody so: a husband is a man, and his wife, who tells of him, a woman."""

    said: Phrases = ()
    tells: dict[str, str] = field(default_factory=dict)
    of_teller: dict[str, str] = field(default_factory=dict)


class Said(Struct, frozen=True):
    """`said/LANGUAGE/*.yaml`: all files of a language are one lexicon."""

    notes: bool = False
    """Only notes by somebody who examines are read with this file; it adds to what the others have."""
    findings: dict[str, SaidOf] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Sets of words that phrases name as `<set>`."""
    classes: dict[str, Phrases] = field(default_factory=dict)
    """Classes of phrases that phrases name as `{class}`."""
    same: dict[str, str] = field(default_factory=dict)
    """Other spellings, of one or two words, and what is read for them."""
    numbers: dict[str, float] = field(default_factory=dict)
    signs: dict[str, str] = field(default_factory=dict)
    """What is no word, and the word that is read for it: `+ve` as "positive"."""
    places: dict[str, SaidPlace] = field(default_factory=dict)
    sides: dict[str, SaidOf] = field(default_factory=dict)
    """`left`, `right`, `both`, `one`, and `unequal`."""
    felt: tuple[str, ...] = ()
    """Flags that say that a place feels different: a place counts in a sentence with one."""
    times: tuple[str, ...] = ()
    """Choices that tell of time: they say nothing in a clause that tells only of what somebody has
    had, or takes: "vegan for a year"."""
    lasting: tuple[str, ...] = ()
    """Those of them that say nothing beside words that are not known either: "ten years a driver"."""
    marks: dict[str, Mark] = field(default_factory=dict)
    """`no`, `past`, `gone`, `possible` and `other`."""
    ends: Phrases = ()
    """Where a clause ends: what was said to be so no longer holds."""
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """`and` and `or`: how a list goes on, and how one under a "no" does; `told`, words of an item that
    tells something of its own; `so_long`, what may stand between an illness and how long it has been
    there."""
    first_person: Phrases = ()
    people: dict[str, Person] = field(default_factory=dict)
    """Kin and others who may be the one that a text is about."""
    about: dict[str, Phrases] = field(default_factory=dict)
    """From where on a text is about whom, instead of `other` among the marks: `self`, `contrast`
    (oneself, set against others), `he` (who was named last), `another` (who is not the one); what
    is of the `teller` alone, whom somebody `asks_for`, who only `reports`, and who is named and
    changes `nothing`."""
    history: tuple[str, ...] = ()
    """Illnesses and what is taken: that they are said of somebody does not make him the one."""
    idle: tuple[str, ...] = ()
    """Words that tell nothing: what is made of them alone is not told as not understood."""
    asking: Phrases = ()
    """How a question is asked, which tells nothing of what it is about: the search leaves it out."""
    searched_as: dict[str, str] = field(default_factory=dict)
    """Chinese words that the search reads as another: 发麻 and 麻木 tell no more than 麻."""
    short_is: tuple[str, ...] = ()
    """Words that keep an `'s` behind them: "it's" is one word, "my calf's sore" is read as "calf"."""
    never_mended: tuple[str, ...] = ()
    """Words that are right as they stand, however near to one of ours."""


Key = tuple[str, ...]
"""What a phrase stands for: its kind, and the ids below it."""
Stand = tuple[str | int, ...]
"""Where a phrase stands in its file."""


def phrases(said: Said) -> Iterator[tuple[Key, Stand, Phrase]]:
    """Every phrase: what it stands for, where it stands, and the phrase."""
    for id_, of in said.findings.items():
        yield from _each(("finding", id_), ("findings", id_, "said"), of.said)
        for value, texts in of.values.items():
            yield from _each(("finding", id_, value), ("findings", id_, "values", value), texts)
        yield from _each(("denied", id_), ("findings", id_, "denied"), of.denied)
        yield from _each(("but-not", id_), ("findings", id_, "but_not"), of.but_not)
    for id_, place in said.places.items():
        yield from _each(("place", id_), ("places", id_, "said"), place.said)
        yield from _each(("place", id_, "both"), ("places", id_, "both"), place.both)
    for id_, side in said.sides.items():
        yield from _each(("side", id_), ("sides", id_, "said"), side.said)
        yield from _each(("but-not", f"side {id_}"), ("sides", id_, "but_not"), side.but_not)
    for id_, mark in said.marks.items():
        for name in ("before", "beside", "after", "around", "taken_back"):
            yield from _each(("mark", id_, name), ("marks", id_, name), getattr(mark, name))
        yield from _each(("but-not", f"mark {id_}"), ("marks", id_, "but_not"), mark.but_not)
    yield from _each(("ends",), ("ends",), said.ends)
    for id_, person in said.people.items():
        yield from _each(("person", id_), ("people", id_, "said"), person.said)
    for id_, texts in said.about.items():
        yield from _each(("about", id_), ("about", id_), texts)
    yield from _each(("first-person",), ("first_person",), said.first_person)
    yield from _each(("asking",), ("asking",), said.asking)


def _each(key: Key, stand: Stand, texts: Phrases) -> Iterator[tuple[Key, Stand, Phrase]]:
    for index, written in enumerate(texts):
        for one in orders(written):
            yield key, (*stand, index), one


def of_people(files: Iterable[Said]) -> Said:
    """The lexicon by which people are understood, of all files of a language."""
    return together(Said, (one for one in files if not one.notes))


def of_notes(files: Iterable[Said]) -> Said:
    """The lexicon by which notes are understood: that of people, and what the files of notes add."""
    files = tuple(files)
    added = [msgspec.to_builtins(one) for one in files if one.notes]
    return msgspec.convert(reduce(_added, added, msgspec.to_builtins(of_people(files))), Said)


def _added(before: Any, more: Any) -> Any:
    if isinstance(before, dict):
        return {**before, **{key: _added(before.get(key), one) for key, one in more.items()}}
    if isinstance(before, list | tuple):
        return [*before, *more]
    return before or more


def named(said: Said) -> Parts:
    """What its phrases may name."""
    return Parts(said.words, said.classes)


def alike(said: Said) -> dict[int, str]:
    """The Chinese characters that are read as another, as `str.translate` takes them: 疼 as 痛."""
    one_for_one = {one: read for one, read in said.same.items() if len(one) == 1 and is_han(one)}
    return str.maketrans(one_for_one)


def spelt(said: Said) -> Said:
    """With all its phrases as a text is read: what is read as another may be written either way in a
    phrase too."""
    table = alike(said)
    if not table:
        return said

    def read(data: Any) -> Any:
        if isinstance(data, str):
            return data.translate(table)
        if isinstance(data, dict):
            return {key: read(one) for key, one in data.items()}
        return [read(one) for one in data] if isinstance(data, list | tuple) else data

    data = {**msgspec.to_builtins(said), "same": {}}
    return replace(msgspec.convert(read(data), Said), same=said.same)
