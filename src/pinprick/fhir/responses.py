"""A response to a questionnaire, read into a case; every fault of it at its place."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pinprick.case.answers import Answer, Fault, answer_from, kind_of, unknown_keys
from pinprick.case.case import Case, made
from pinprick.fhir.items import NOWHERE, SIDE, UNKNOWN_OF, codes
from pinprick.fhir.questionnaires import URL, is_told, sections
from pinprick.fhir.systems import Json
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import MAP_PARTS, UNKNOWN
from pinprick.problems import did_you_mean
from pinprick.yamltext import Path

KIND = "QuestionnaireResponse"
_DEEPEST = 12
"""How many items may stand in one another; ours stand in two."""
_MOST_FAULTS = 50
"""After which a response is read no further, and no nearest word is looked for."""
_FEW = 12
"""Codes of an item that are told by name where another was sent."""
_ELEMENT = ("id", "extension", "_linkId", "_text", "_definition")
_ITEM = ("linkId", "text", "definition", "answer", "item", *_ELEMENT)
_STATUS = ("in-progress", "completed", "amended", "stopped")
_CHOSEN, _NUMBER, _YES = ("valueCoding",), ("valueDecimal", "valueInteger"), ("valueBoolean",)

Found = tuple[Path, list[Any]]
"""Where the answers of an item stand, and what they are."""


def case_of(data: Any, knowledge: Knowledge, language: str) -> tuple[Case, list[Fault]]:
    """The case that a response holds, and every fault of it by its path.

    An item without an answer was not asked: it is never taken as no."""
    if not isinstance(data, dict) or data.get("resourceType") != KIND:
        return made({}, {}), [((), f"takes a resource of the type {KIND}")]
    faults = _head(data)
    found = _answers_of(data, knowledge, faults)
    answers: dict[str, Answer] = {}
    for link, (path, given) in found.items():
        id_ = link.removesuffix(UNKNOWN_OF)
        answer = _answer(knowledge, link, given, (path, faults), language)
        if answer is not None and id_ in answers:
            faults.append((path, f"says that {id_} is not known, and it is answered as well"))
        elif answer is not None:
            answers[id_] = answer
    return made(answers, {}), faults


def _head(data: Json) -> list[Fault]:
    faults: list[Fault] = []
    if data.get("status") not in _STATUS:
        faults.append((("status",), f"takes {', '.join(_STATUS)}"))
    of = data.get("questionnaire", URL)
    if not isinstance(of, str) or (of.partition("|")[0] != URL and not of.startswith("#")):
        faults.append((("questionnaire",), f"is another questionnaire; ours is {URL}"))
    if not isinstance(data.get("contained", []), list):
        faults.append((("contained",), "takes a list of resources"))
    return faults + _changing(data, ())


def _changing(data: Json, path: Path) -> list[Fault]:
    """What would change the meaning of what stands here, which cannot be passed over."""
    there = (key for key in ("modifierExtension", "implicitRules") if key in data)
    return [((*path, key), "changes the meaning, in a way that is not known here") for key in there]


# ---- items


def _answers_of(data: Json, knowledge: Knowledge, faults: list[Fault]) -> dict[str, Found]:
    """The answers of each item that has some, by its `linkId`."""
    known = _links(knowledge)
    found: dict[str, Found] = {}
    for path, item in _items(data.get("item", []), ("item",), faults):
        link, given = item.get("linkId"), item.get("answer", [])
        if not isinstance(link, str) or not (link in known or is_told(link)):
            near = _near(link, known, faults)
            faults.append(((*path, "linkId"), f"{link!r} is no item of ours{near}"))
        elif not isinstance(given, list):
            faults.append(((*path, "answer"), f"takes a list of answers, not {kind_of(given)}"))
        elif given and link in found:
            faults.append((path, f"{link} is answered twice"))
        elif given:
            found[link] = ((*path, "answer"), given)
    return found


def _links(knowledge: Knowledge) -> dict[str, bool]:
    """Every `linkId` of ours, and whether it can be answered."""
    findings = knowledge.vocabulary.findings
    numbers = (id_ for id_, one in findings.items() if one.kind == "number")
    links = dict.fromkeys(sections(knowledge), False) | dict.fromkeys(findings, True)
    return links | {f"{id_}{UNKNOWN_OF}": True for id_ in numbers}


def _items(
    items: Any, path: Path, faults: list[Fault], depth: int = 0
) -> Iterator[tuple[Path, Json]]:
    """Every item with its path, those inside others and inside answers too."""
    if not isinstance(items, list) or depth > _DEEPEST:
        faults.append((path, f"takes a list of items, at most {_DEEPEST} in one another"))
        return
    for index, item in enumerate(items):
        if len(faults) > _MOST_FAULTS:
            return
        here = (*path, index)
        if not isinstance(item, dict):
            faults.append((here, f"takes an item, not {kind_of(item)}"))
            continue
        # an answer under a misspelt key would be lost, and a red flag with it
        wrong = unknown_keys(item, (*_ITEM, "modifierExtension"), "no such key in an item")
        faults += [((*here, *where), what) for where, what in wrong]
        faults += _changing(item, here)
        yield here, item
        yield from _items(item.get("item", []), (*here, "item"), faults, depth + 1)
        answers = item.get("answer", [])
        for number, answer in enumerate(answers if isinstance(answers, list) else []):
            if isinstance(answer, dict) and "item" in answer:
                inside = (*here, "answer", number, "item")
                yield from _items(answer["item"], inside, faults, depth + 1)


# ---- answers

_At = tuple[Path, list[Fault]]
"""Where answers stand, and where their faults go."""


def _answer(
    knowledge: Knowledge, link: str, given: list[Any], at: _At, language: str
) -> Answer | None:
    """The answer that an item holds; None where it holds none, or a fault."""
    id_ = link.removesuffix(UNKNOWN_OF)
    path, faults = at
    finding = knowledge.vocabulary.findings.get(id_)
    if finding is None:
        faults.append((path, f"{link} takes no answer"))
        return None
    if finding.kind == "regions":
        return _map(knowledge, id_, given, at, language)
    if len(given) > 1:
        faults.append((path, "takes one answer"))
        return None
    where = (*path, 0)
    if link != id_:
        said = _value(given[0], _YES, (where, faults))
        if said is not None and not isinstance(said, bool):
            faults.append(((*where, "value"), "takes true or false"))
        return UNKNOWN if said is True else None
    if finding.kind == "number":
        value = _value(given[0], _NUMBER, (where, faults))
    else:
        value = _code(given[0], codes(knowledge, id_, language), (where, faults))
    if value is None:
        return None
    answer, wrong = answer_from(id_, value, knowledge.vocabulary)
    faults += [((*where, "value"), what) for _, what in wrong]
    return None if wrong else answer


def _value(answer: Any, takes: tuple[str, ...], at: _At) -> Any:
    """The value of an answer under one of the keys that it takes, None with a fault else."""
    where, faults = at
    if not isinstance(answer, dict):
        faults.append((where, f"takes an answer, not {kind_of(answer)}"))
        return None
    faults += _changing(answer, where)
    values = [key for key in answer if key.startswith("value")]
    if len(values) != 1 or values[0] not in takes or answer[values[0]] is None:
        faults.append((where, f"takes {' or '.join(takes)}; leave the answer out where none is"))
        return None
    return answer[values[0]]


def _code(answer: Any, there: Mapping[str, Json], at: _At) -> str | None:
    """The code that was chosen, of those that are there."""
    chosen = _value(answer, _CHOSEN, at)
    if chosen is None:
        return None
    where, faults = (*at[0], "value"), at[1]
    code = chosen.get("code") if isinstance(chosen, dict) else None
    if not isinstance(code, str) or code not in there:
        takes = f"; takes one of {', '.join(there)}" if len(there) <= _FEW else ""
        near = _near(code, there, faults)
        faults.append((where, f"{code!r} is no code of this item{takes}{near}"))
        return None
    system = chosen.get("system", there[code]["system"])
    if system != there[code]["system"]:
        faults.append(((*where, "system"), f"is another system; ours is {there[code]['system']}"))
        return None
    return code


def _near(word: object, known: Iterable[str], faults: list[Fault]) -> str:
    """The nearest right word, while there are few faults: each is compared with all that are."""
    return did_you_mean(word, known) if len(faults) < _MOST_FAULTS else ""


def _map(knowledge: Knowledge, id_: str, given: list[Any], at: _At, language: str) -> Answer | None:
    """The map: the regions that were ticked, all others are not numb."""
    path, faults = at
    there, before = codes(knowledge, id_, language), len(faults)
    ticked = [_code(one, there, ((*path, index), faults)) for index, one in enumerate(given)]
    if len(faults) > before:
        return None
    chosen = {code for code in ticked if code is not None}
    if len(chosen) > 1 and chosen & {NOWHERE, UNKNOWN}:
        faults.append((path, f"takes {NOWHERE} or {UNKNOWN} alone, or the regions that are numb"))
        return None
    if chosen & {UNKNOWN}:
        return UNKNOWN
    painted: dict[str, Any] = {part: [] for part in MAP_PARTS} | {"nowhere": NOWHERE in chosen}
    for part, _, region in (code.partition(SIDE) for code in sorted(chosen - {NOWHERE})):
        painted[part].append(region)
    answer, wrong = answer_from(id_, painted, knowledge.vocabulary)
    faults += [(path, what) for _, what in wrong]
    return answer


def fhirpath(path: Path, root: str = KIND) -> str:
    """A path into a resource as FHIRPath: `QuestionnaireResponse.item[0].answer[0].value`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return root + "".join(steps)
