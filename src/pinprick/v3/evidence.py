"""What a client sends of a person, read into a case: sex, age, and evidence by its id.

What was not sent was not asked. What is not known here is kept apart, to be told back."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from pinprick.case.answers import Fault, kind_of
from pinprick.case.case import Case
from pinprick.case.reading import case_from
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import ABSENT, AGE, MAP_PARTS, PRESENT, SEX, UNKNOWN
from pinprick.v3.ids import Means, meanings

STATES = (PRESENT, ABSENT, UNKNOWN)
YEAR, MONTH = "year", "month"
_MONTHS = 12
_KEYS = (SEX, AGE, "evidence", "extras")
_OF_EVIDENCE = ("id", "choice_id", "source", "initial")
_SINGLY = "disable_groups"
_LONGEST = 100
"""Characters of an id that is told back."""


class Sent(Struct, frozen=True):
    """What was sent of a person.

    `told` is what was said to each id that is known here. `ignored` are the ids of evidence that are
    not, `unused` the keys that say nothing here. `singly` asks for one question at a time."""

    case: Case
    told: Mapping[str, str]
    ignored: tuple[str, ...]
    unused: tuple[str, ...]
    singly: bool


class _Read(Struct):
    """Evidence as it is read."""

    told: dict[str, str] = {}
    ignored: dict[str, None] = {}
    unused: dict[str, None] = {}


def sent(knowledge: Knowledge, data: dict[str, Any], wrong: list[Fault], *others: str) -> Sent:
    """The person that a request is about; `others` are keys that its address takes besides. Faults
    go to `wrong`, each with its place."""
    read = _Read(unused=dict.fromkeys(_short(key) for key in data if key not in (*_KEYS, *others)))
    extras = {} if data.get("extras") is None else data["extras"]
    if not isinstance(extras, dict):
        wrong.append((("extras",), f"takes a mapping, not {kind_of(extras)}"))
        extras = {}
    if not isinstance(singly := extras.get(_SINGLY, False), bool):
        wrong.append((("extras", _SINGLY), "takes true or false"))
    read.unused |= dict.fromkeys(f"extras.{_short(key)}" for key in extras if key != _SINGLY)
    _evidence(knowledge, data.get("evidence", []), read, wrong)
    findings = _findings(knowledge, read.told, wrong)
    findings |= _person(knowledge, data, findings, wrong)
    case, faults = case_from({"findings": findings}, knowledge.vocabulary)
    wrong += [((path[1:] or path), what) for path, what in faults]
    return Sent(case, read.told, tuple(read.ignored), tuple(read.unused), singly is True)


def _short(word: str) -> str:
    return word[:_LONGEST]


# ---- who it is


def _person(
    knowledge: Knowledge, data: dict[str, Any], findings: Mapping[str, Any], wrong: list[Fault]
) -> dict[str, Any]:
    """Age and sex. An age is always told, as it cannot be asked here; a sex that is not told is
    asked."""
    found: dict[str, Any] = {}
    age = _age(data.get(AGE), wrong)
    if age is not None:
        found[AGE] = age
    sex, values = data.get(SEX), knowledge.vocabulary.findings[SEX].values
    if sex is None:
        return found
    if sex not in tuple(values):
        wrong.append(((SEX,), f"takes one of {', '.join(values)}"))
    elif findings.get(SEX, sex) not in (sex, UNKNOWN):
        wrong.append(((SEX,), "is not what the evidence says; send what is right"))
    else:
        found[SEX] = sex
    return found


def _age(given: Any, wrong: list[Fault]) -> float | None:
    """An age in years, of a value with its unit."""
    told = given if isinstance(given, dict) else {}
    value, unit = told.get("value"), told.get("unit")
    if unit not in (YEAR, MONTH, None):
        wrong.append(((AGE, "unit"), f"takes {YEAR} or {MONTH}"))
    elif isinstance(value, bool) or not isinstance(value, int | float):
        wrong.append(((AGE,), 'takes {"value": 34}; whoever asks for somebody knows the age'))
    else:
        return value / _MONTHS if unit == MONTH else value
    return None


# ---- evidence


def _evidence(knowledge: Knowledge, items: Any, read: _Read, wrong: list[Fault]) -> None:
    known = meanings(knowledge)
    if not isinstance(items, list) or len(items) > 2 * len(known):
        what = f"takes a list of at most {2 * len(known)} pieces of evidence"
        wrong.append((("evidence",), what))
        return
    for number, item in enumerate(items):
        place = ("evidence", number)
        if not isinstance(item, dict) or not isinstance(item.get("id"), str):
            wrong.append((place, "takes a mapping with id and choice_id"))
        elif item.get("choice_id") not in STATES:
            wrong.append(((*place, "choice_id"), f"takes one of {', '.join(STATES)}"))
        elif item["id"] not in known:
            read.ignored[_short(item["id"])] = None
        elif read.told.setdefault(item["id"], item["choice_id"]) != item["choice_id"]:
            wrong.append((place, "was answered differently before; send only what is right"))
        else:
            unused = (key for key in item if key not in _OF_EVIDENCE)
            read.unused |= dict.fromkeys(f"evidence.{_short(key)}" for key in unused)


def _findings(knowledge: Knowledge, told: Mapping[str, str], wrong: list[Fault]) -> dict[str, Any]:
    """The answers that evidence comes to, by finding."""
    known, by_finding = meanings(knowledge), defaultdict[str, dict[Means, str]](dict)
    for id_, state in told.items():
        by_finding[known[id_].finding][known[id_]] = state
    found: dict[str, Any] = {}
    for finding, states in by_finding.items():
        kind = knowledge.vocabulary.findings[finding].kind
        if kind == "flag":
            answer: Any = states[Means(finding)]
        elif kind == "choice":
            answer = _choice(knowledge, finding, states, wrong)
        else:
            answer = _map(knowledge, states)
        if answer is not None:
            found[finding] = answer
    return found


def _choice(
    knowledge: Knowledge, finding: str, states: Mapping[Means, str], wrong: list[Fault]
) -> str | None:
    """The value that was chosen; "unknown" where somebody does not know or denies them all; None
    while values are left that nobody was asked for."""
    chosen = [means.value for means, state in states.items() if state == PRESENT]
    if len(chosen) > 1:
        what = f"says {' and '.join(chosen)} of {finding}, which is one of them; send what is right"
        wrong.append((("evidence",), what))
        return None
    if chosen:
        return chosen[0]
    every = len(states) == len(knowledge.vocabulary.findings[finding].values)
    return UNKNOWN if every or UNKNOWN in states.values() else None


def _map(knowledge: Knowledge, states: Mapping[Means, str]) -> Any:
    """The map as a case has it. There whatever is neither painted nor named as not asked is known
    not to be numb: so only a region of which every side was denied, or one that is numb, is asked.
    None where nothing is known of any region and some were not asked for."""
    regions = knowledge.vocabulary.regions
    sides: dict[str, dict[str, str]] = defaultdict(dict)
    for means, state in states.items():
        sides[means.region][means.value] = state
    painted = {
        part: [region for region, said in sides.items() if said.get(part) == PRESENT]
        for part in MAP_PARTS
    }
    numb = {region for of in painted.values() for region in of}
    denied = {
        region
        for region, said in sides.items()
        if list(said.values()) == [ABSENT] * (1 if regions[region].midline else 2)
    }
    if not numb and not denied:
        parts = sum(1 if one.midline else 2 for one in regions.values())
        return UNKNOWN if len(states) == parts else None
    nowhere = {} if numb else {"nowhere": True}
    return {**painted, **nowhere, "not-asked": [one for one in regions if one not in numb | denied]}
