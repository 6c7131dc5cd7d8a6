"""What a model sends of a person: answers by the page that asked for them, what the person said
unasked with the person's own words, and how old signs are."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from pinprick.case.answers import Fault, kind_of, unknown_keys
from pinprick.case.case import Case
from pinprick.case.reading import case_from
from pinprick.interview.pages import SCREEN, findings_of
from pinprick.knowledge import Knowledge, Vocabulary
from pinprick.knowledge.ids import MAP_PARTS
from pinprick.problems import did_you_mean, dotted

KEYS = ("asked", "volunteered", "since")
"""The arguments that tell a case."""
_MOST_FAULTS, _MOST_OF_FAULT = 20, 300
"""How many faults are told, and how many characters of each."""
_MOST_PAGES = 300
NOT_NUMB = "not-numb"
"""The part of a map for the regions that the person was asked of and that are not numb."""
_MAP = (*MAP_PARTS, NOT_NUMB)
_NO_PART = "no such part of a map here"
_VOLUNTEERED = ("finding", "answer", "words")


class Wrong(ValueError):
    """Arguments that cannot be used; the message says every fault, where it is, and the cure."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        told = [f"{dotted(path)}: {what}" if path else what for path, what in faults]
        super().__init__("\n".join(one[:_MOST_OF_FAULT] for one in told[:_MOST_FAULTS]))


class Volunteered(Struct, frozen=True):
    """Something that the person said without being asked."""

    finding: str
    words: str


class Sent(Struct, frozen=True):
    """The case that was sent, and what of it was volunteered."""

    case: Case
    volunteered: tuple[Volunteered, ...]


class _Taken:
    """The answers as they are read, one to a finding, and where each stands."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.places: dict[str, tuple[str | int, ...]] = {}
        self.faults: list[Fault] = []

    def take(self, finding: str, answer: Any, place: tuple[str | int, ...]) -> None:
        if finding in self.answers and self.answers[finding] != answer:
            what = (
                f"differs from {dotted(self.places[finding])}; ask which is right, send only that"
            )
            self.faults.append((place, what))
        self.answers.setdefault(finding, answer)
        self.places.setdefault(finding, place)


def sent(knowledge: Knowledge, given: Mapping[str, Any]) -> Sent:
    """The case that the arguments of a tool tell.

    Raises:
        Wrong: with every fault of them.
    """
    taken = _Taken()
    taken.faults += unknown_keys(given, KEYS, f"no such argument; takes {', '.join(KEYS)}")
    _asked(knowledge, _given(given, "asked", {}), taken)
    vocabulary = knowledge.vocabulary
    said = _volunteered(_given(given, "volunteered", []), vocabulary, taken)
    findings = {id_: _shown(answer, vocabulary) for id_, answer in taken.answers.items()}
    for id_, answer in taken.answers.items():
        taken.faults += _map_faults(answer, taken.places[id_], vocabulary)
    data = {"findings": findings, "since": _given(given, "since", {})}
    case, faults = case_from(data, vocabulary)
    taken.faults += [(_place(path, taken), what) for path, what in faults]
    if taken.faults:
        raise Wrong(taken.faults)
    return Sent(case, said)


def _given(given: Mapping[str, Any], key: str, nothing: Any) -> Any:
    """An argument; null is none."""
    return nothing if given.get(key) is None else given[key]


def _place(path: tuple[str | int, ...], taken: _Taken) -> tuple[str | int, ...]:
    """Where in the arguments the answer stands that a path into a case leads to."""
    if len(path) > 1 and path[0] == "findings" and path[1] in taken.places:
        return (*taken.places[str(path[1])], *path[2:])
    return path


def _asked(knowledge: Knowledge, pages: Any, taken: _Taken) -> None:
    if not isinstance(pages, dict) or len(pages) > _MOST_PAGES:
        what = "takes a mapping of the pages that next_questions gave to the answers on each"
        taken.faults.append((("asked",), what))
        return
    for page, answers in pages.items():
        there = findings_of(knowledge, page)
        if not there:
            near = did_you_mean(page, (SCREEN, *knowledge.vocabulary.findings))
            what = f"no such page{near}; send answers under the name that next_questions gave"
            taken.faults.append((("asked", page), what))
        elif not isinstance(answers, dict):
            what = f"takes a mapping of findings to answers, not {kind_of(answers)}"
            taken.faults.append((("asked", page), what))
        else:
            _of_page(page, answers, there, knowledge.vocabulary, taken)


def _of_page(
    page: str,
    answers: dict[str, Any],
    there: tuple[str, ...],
    vocabulary: Vocabulary,
    taken: _Taken,
) -> None:
    for finding, answer in answers.items():
        place = ("asked", page, finding)
        if finding in there:
            taken.take(finding, answer, place)
            continue
        what = (
            "this page does not ask that: leave it out until it is asked, or send it under "
            "volunteered with the person's own words"
        )
        if finding not in vocabulary.findings:
            what = f"no such finding{did_you_mean(finding, there)}"
        taken.faults.append((place, what))


def _volunteered(said: Any, vocabulary: Vocabulary, taken: _Taken) -> tuple[Volunteered, ...]:
    if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
        what = "takes a list of mappings, each with finding, answer and words"
        taken.faults.append((("volunteered",), what))
        return ()
    kept = []
    for number, one in enumerate(said):
        place = ("volunteered", number)
        unknown = unknown_keys(one, _VOLUNTEERED, "no such key")
        taken.faults += [((*place, *path), what) for path, what in unknown]
        finding, words = one.get("finding"), one.get("words")
        if not isinstance(finding, str) or "answer" not in one:
            taken.faults.append((place, "misses the id of a finding, or its answer"))
            continue
        if not isinstance(words, str) or not words.strip():
            what = "takes the person's own words for it; where they said none, leave it out and ask"
            taken.faults.append(((*place, "words"), what))
            if finding not in vocabulary.findings:
                near = did_you_mean(finding, vocabulary.findings)
                taken.faults.append(((*place, "finding"), f"no such finding{near}"))
            continue
        taken.take(finding, one["answer"], (*place, "answer"))
        kept.append(Volunteered(finding, words.strip()))
    return tuple(kept)


# ---- the map


def _shown(answer: Any, vocabulary: Vocabulary) -> Any:
    """A map as a case has it. There whatever is not painted and not named as not asked is known not
    to be numb; here only what is under `not-numb` is."""
    if not isinstance(answer, dict):
        return answer
    named = {region for part in _MAP for region in _list(answer.get(part))}
    painted = any(answer.get(part) for part in MAP_PARTS)
    nowhere = {"nowhere": True} if answer.get(NOT_NUMB) and not painted else {}
    not_asked = [region for region in vocabulary.regions if region not in named]
    return (
        {part: answer[part] for part in MAP_PARTS if part in answer}
        | nowhere
        | {"not-asked": not_asked}
    )


def _map_faults(answer: Any, place: tuple[str | int, ...], vocabulary: Vocabulary) -> list[Fault]:
    """What of a map a case has no place for, and would not be missed there."""
    if not isinstance(answer, dict):
        return []
    faults = [((*place, *path), what) for path, what in unknown_keys(answer, _MAP, _NO_PART)]
    painted = {region for part in MAP_PARTS for region in _list(answer.get(part))}
    if not isinstance(answer.get(NOT_NUMB, []), list):
        faults.append(((*place, NOT_NUMB), "takes a list of regions"))
    for region in _list(answer.get(NOT_NUMB)):
        if region not in vocabulary.regions:
            near = did_you_mean(region, vocabulary.regions)
            faults.append(((*place, NOT_NUMB), f"{region!r} is not a region{near}"))
        elif region in painted:
            what = f"{region} is numb as well; it belongs here only when no side of it is numb"
            faults.append(((*place, NOT_NUMB), what))
    return faults


def _list(regions: Any) -> list[str]:
    return [one for one in regions if isinstance(one, str)] if isinstance(regions, list) else []
