"""Faults of own words: ids that are not there, phrases that cannot be read or stand twice, and red
flags and medicines that nobody could tell."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pinprick.authoring.checks.codes import of_medicines
from pinprick.authoring.checks.fault import Fault
from pinprick.authoring.checks.numbers import ids
from pinprick.knowledge import Knowledge, Said, SaidOf
from pinprick.knowledge.phrases import Element, Parts, PhraseFault, is_han, orders, phrase, tokens
from pinprick.knowledge.said import Key, named, of_notes, of_people, phrases

SIDES = ("left", "right", "both", "one", "unequal")
_NAMED = re.compile(r"<[^<> ]*>|\{[^{} ]*\}")
MARKS = ("no", "gone", "past", "possible", "other")
ABOUT = ("self", "contrast", "he", "another", "teller", "asks_for", "reports", "nothing")


def own_words(knowledge: Knowledge) -> Iterator[Fault]:
    """Faults of all files of own words; a knowledge base without any understands nothing."""
    languages: dict[str, dict[str, Said]] = {}
    for name, said in knowledge.said.items():
        languages.setdefault(name.partition("/")[0], {})[f"said/{name}.yaml"] = said
    for files in languages.values():
        whole, of_all = of_people(files.values()), of_notes(files.values())
        people = {file: said for file, said in files.items() if not said.notes}
        notes = {file: said for file, said in files.items() if said.notes}
        for file, said in files.items():
            yield from _ids(knowledge, file, said)
            yield from _kinds(knowledge, file, said)
        yield from _phrases(people, whole)
        of_both = _phrases({**people, **notes}, of_all)
        yield from (one for one in of_both if one.file in notes)
        for some in (people, notes):
            yield from _twice(some)
        yield from _unused(people, whole)
        yield from _unused(notes, of_all)
        yield from _red_flags(knowledge, next(iter(files)), whole)


def _ids(knowledge: Knowledge, file: str, said: Said) -> Iterator[Fault]:
    findings = knowledge.vocabulary.findings
    known = [id_ for id_, one in findings.items() if one.by == "person"]
    sayable, what = (
        (findings, "finding") if said.notes else (known, "finding that a person can tell")
    )
    yield from ids(file, ("findings",), said.findings, sayable, what)
    yield from ids(file, ("sides",), said.sides, SIDES, "side")
    yield from ids(file, ("marks",), said.marks, MARKS, "kind of mark")
    yield from ids(file, ("about",), said.about, ABOUT, "way to speak of somebody")
    a_finding = "finding that a person can tell"
    for id_, person in said.people.items():
        for part in ("tells", "of_teller"):
            told = getattr(person, part)
            yield from ids(file, ("people", id_, part), told, known, a_finding)
    for part in ("felt", "times", "lasting", "history"):
        yield from ids(file, (part,), getattr(said, part), known, a_finding)
    in_words = knowledge.vocabulary.in_place_of_map
    areas = [value for id_ in in_words for value in findings[id_].values]
    for id_, place in said.places.items():
        yield from ids(file, ("places", id_, "area"), [place.area], areas, "value of where it is")


def _kinds(knowledge: Knowledge, file: str, said: Said) -> Iterator[Fault]:
    for id_, of in said.findings.items():
        record = knowledge.vocabulary.findings.get(id_)
        if record is None:
            continue
        path = ("findings", id_)
        if id_ in knowledge.urgency.excused_by:
            yield Fault(file, path, "may excuse a red flag; it is asked and never taken from words")
        yield from ids(file, (*path, "values"), of.values, record.values, "value")
        if record.kind == "choice" and of.said:
            yield Fault(file, (*path, "said"), "is a choice; give the phrases of its `values`")
        elif record.kind == "regions":
            yield Fault(file, path, "is the map; what is said of it stands under `places`")
        elif record.kind == "number":
            yield from _without_number(file, id_, of)


def _without_number(file: str, id_: str, of: SaidOf) -> Iterator[Fault]:
    for index, written in enumerate(of.said):
        if "#" not in written:
            what = "says no number; write # where it stands"
            yield Fault(file, ("findings", id_, "said", index), what)


def _phrases(files: Mapping[str, Said], whole: Said) -> Iterator[Fault]:
    """Phrases that cannot be read, and those that stand for two things."""
    first: dict[tuple[Key, tuple[Element, ...]], Key] = {}
    parts = named(whole)
    for file, said in files.items():
        for key, stand, written in phrases(said):
            try:
                read = phrase(written, parts)
            except PhraseFault as error:
                yield Fault(file, stand, str(error))
                continue
            same = first.setdefault((_kind(key, said.notes), read), key)
            if same != key:
                what = f"{written!r} is said for {' '.join(same[1:])} too; keep one"
                yield Fault(file, stand, what)
        yield from _words(file, said)


def _kind(key: Key, notes: bool) -> Key:
    """Among which phrases a phrase stands for one thing only: one may deny several findings or look
    like them, and a mark may stand before what it marks as well as behind; in a note one may tell
    several, as "areflexic" does of the ankles and the knees."""
    if notes and key[0] == "finding":
        return key[:2]
    return {"but-not": key[:2], "denied": key[:2], "mark": (key[0], *key[2:])}.get(key[0], key[:1])


def _words(file: str, said: Said) -> Iterator[Fault]:
    for name, words in said.words.items():
        if not words:
            yield Fault(file, ("words", name), "is an empty set; give words or take it out")
    for written, read in said.same.items():
        count = len(written.split())
        whole = (1, count) if is_han(read) else (1,)
        if count not in (1, 2) or len(tokens(read)) not in whole:
            what = "takes one or two words, and one word (in Chinese as many) to be read for them"
            yield Fault(file, ("same", written), what)


def _unused(files: Mapping[str, Said], whole: Said) -> Iterator[Fault]:
    """Sets and classes that no phrase names, and phrases of a class that cannot be read."""
    written = [text for _, _, text in phrases(whole)]
    written += [text for texts in whole.classes.values() for text in texts]
    used = {name for text in written for name in _NAMED.findall(text)}
    for file, said in files.items():
        for name in said.words:
            if f"<{name}>" not in used:
                yield Fault(file, ("words", name), "is a set that no phrase names; take it out")
        for name in said.classes:
            if f"{{{name}}}" not in used:
                yield Fault(file, ("classes", name), "is a class that no phrase names; take it out")
            yield from _class_faults(file, name, said, whole)


def _class_faults(file: str, name: str, said: Said, whole: Said) -> Iterator[Fault]:
    others = {id_: one for id_, one in whole.classes.items() if id_ != name}
    rest = Parts(whole.words, others)
    for index, written in enumerate(said.classes[name]):
        try:
            for one in orders(written):
                phrase(one, rest)
        except PhraseFault as error:
            yield Fault(file, ("classes", name, index), str(error))


def _twice(files: Mapping[str, Said]) -> Iterator[Fault]:
    """Findings, sets and places that two files of a language speak of."""
    first: dict[tuple[str, str], str] = {}
    parts = ("findings", "words", "classes", "same", "places", "sides", "marks", "people", "about")
    stand = [
        (file, part, id_)
        for file, said in files.items()
        for part in parts
        for id_ in getattr(said, part)
    ]
    for file, part, id_ in stand:
        other = first.setdefault((part, id_), file)
        if other != file:
            yield Fault(file, (part, id_), f"stands in {other} too; keep one")


def _red_flags(knowledge: Knowledge, file: str, whole: Said) -> Iterator[Fault]:
    """Red flags that a person can answer, and findings of medicines, that no phrase says."""
    findings = knowledge.vocabulary.findings
    for id_ in _by_person(knowledge):
        if not whole.findings.get(id_, SaidOf()).said and not findings[id_].values:
            yield Fault(file, ("findings",), f"no phrase says the red flag {id_}; give one")
    for id_ in of_medicines(knowledge):
        if id_ in findings and not whole.findings.get(id_, SaidOf()).said:
            what = f"no phrase says {id_}, which is of medicines that somebody takes; give one"
            yield Fault(file, ("findings",), what)


def _by_person(knowledge: Knowledge) -> Iterable[str]:
    findings = knowledge.vocabulary.findings
    flags = (one for one in knowledge.urgency.red_flags if isinstance(one, str))
    return (id_ for id_ in flags if id_ in findings and findings[id_].by == "person")
