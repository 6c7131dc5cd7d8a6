"""A case: what is known of one person, in the ids of the vocabulary; to and from files.

Unknown is not absent: a finding that is not named was not asked, `unknown` was asked and is not
known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pinprick import yamltext
from pinprick.knowledge import LEVELS, Finding, Level, Vocabulary
from pinprick.knowledge.ids import ABSENT, MAP_PARTS, PRESENT, UNKNOWN
from pinprick.problems import ProblemsFound, did_you_mean
from pinprick.yamltext import Path

Fault = tuple[Path, str]


@dataclass(frozen=True, slots=True)
class Painted:
    """A painted map. Regions that are neither painted nor under `not_asked` are known not to be
    numb."""

    left: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    midline: frozenset[str] = frozenset()
    not_asked: frozenset[str] = frozenset()

    def has(self, region: str) -> bool | None:
        """Whether the region is painted on any side; None when its view was never shown."""
        if region in self.left | self.right | self.midline:
            return True
        return None if region in self.not_asked else False


Answer = str | float | Painted
Answers = Mapping[str, Answer]


ADULT = 18.0
"""Years. Shares and numbers of the knowledge base are of adults; below this the age is no
evidence."""


@dataclass(frozen=True, slots=True)
class Expect:
    """The known answer of an evaluation case; the engine never reads it."""

    cause: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    at_least: Level = "self-care"
    at_most: Level = "emergency"


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one person, and for evaluation what is expected of the assessment."""

    id: str = ""
    title: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    stage: str = ""
    expect: Expect | None = None
    source: dict[str, str] = field(default_factory=dict)


def is_child(case: Case) -> bool:
    """Whether the person is known to be under 18."""
    age = case.answers.get("age", UNKNOWN)
    return isinstance(age, float) and age < ADULT


def read_cases(content: bytes, file: str, vocabulary: Vocabulary) -> tuple[list[Case], bool]:
    """The cases in a file's content (YAML or JSON), and whether it is a list of cases.

    Raises:
        ProblemsFound: every fault with file, line, column and cure.
    """
    document = yamltext.read(content, file)
    if document.problems:
        raise ProblemsFound(document.problems)
    cases, faults = cases_from(document.data, vocabulary)
    if faults:
        raise ProblemsFound(document.problem(path, what) for path, what in faults)
    return cases, isinstance(document.data, list)


def cases_from(data: Any, vocabulary: Vocabulary) -> tuple[list[Case], list[Fault]]:
    """The cases of a file's data (one case or a list of cases), and every fault in them by its
    path."""
    if data is None:
        return [], [((), "the file is empty; a case has at least `findings:`")]
    if not isinstance(data, list):
        case, faults = case_from(data, vocabulary)
        return [case], faults
    cases, all_faults = [], []
    for index, item in enumerate(data):
        case, faults = case_from(item, vocabulary)
        cases.append(
            case
            if case.id
            else Case(str(index + 1), case.title, case.answers, case.stage, case.expect)
        )
        all_faults += [((index, *path), what) for path, what in faults]
    return cases, all_faults


def case_from(data: Any, vocabulary: Vocabulary) -> tuple[Case, list[Fault]]:
    """One case from plain data, and every fault in it by its path."""
    if not isinstance(data, dict):
        return Case(), [((), f"a case is a mapping with `findings:`, not {_kind(data)}")]
    known = ("id", "title", "stage", "findings", "expect", "source")
    faults: list[Fault] = [
        ((key,), f"no such key in a case{did_you_mean(key, known)}")
        for key in data
        if key not in known
    ]
    answers: dict[str, Answer] = {}
    findings = data.get("findings")
    if not isinstance(findings, dict):
        faults.append((("findings",), "misses `findings:`, a mapping of finding ids to answers"))
        findings = {}
    for id_, value in findings.items():
        answer, wrong = _answer(id_, value, vocabulary)
        faults += [(("findings", id_, *path), what) for path, what in wrong]
        if answer is not None:
            answers[id_] = answer
    expect, wrong = _expect(data.get("expect"))
    faults += [(("expect", *path), what) for path, what in wrong]
    words = [str(data.get(key) or "") for key in ("id", "title", "stage")]
    source = (
        {str(k): str(v) for k, v in data["source"].items()}
        if isinstance(data.get("source"), dict)
        else {}
    )
    return Case(words[0], words[1], answers, words[2], expect, source), faults


def to_data(case: Case) -> dict[str, Any]:
    """The case as plain data that `case_from` reads back to an equal one."""
    findings = {id_: _plain(answer) for id_, answer in case.answers.items()}
    words = {"id": case.id, "title": case.title, "stage": case.stage}
    return {key: word for key, word in words.items() if word} | {"findings": findings}


def _plain(answer: Answer) -> Any:
    if not isinstance(answer, Painted):
        return answer
    sides: dict[str, Any] = {side: sorted(getattr(answer, side)) for side in MAP_PARTS}
    if not any(sides.values()):
        sides["nowhere"] = True
    return sides | {"not-asked": sorted(answer.not_asked)}


def _kind(value: Any) -> str:
    names = {
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a mapping",
    }
    return "nothing" if value is None else names.get(type(value), "that")


def _answer(id_: str, value: Any, vocabulary: Vocabulary) -> tuple[Answer | None, list[Fault]]:
    finding = vocabulary.findings.get(id_)
    if finding is None:
        return None, [((), f"no such finding{did_you_mean(id_, vocabulary.findings)}")]
    if value == UNKNOWN:
        return UNKNOWN, []
    if finding.kind == "regions":
        return _painted(value, vocabulary)
    if finding.kind == "number":
        return _number(value, finding)
    values = tuple(finding.values) if finding.kind == "choice" else (PRESENT, ABSENT)
    if value in values:
        return str(value), []
    meant = {"yes": PRESENT, "true": PRESENT, "no": ABSENT, "false": ABSENT}.get(str(value).lower())
    hint = f"; did you mean {meant}?" if meant in values else did_you_mean(value, values)
    return None, [
        ((), f"{value!r} is not an answer; it takes {', '.join(values)} or {UNKNOWN}{hint}")
    ]


def _number(value: Any, finding: Finding) -> tuple[Answer | None, list[Fault]]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        cure = " without quotes" if str(value).strip().isdigit() else ""
        return None, [((), f"takes a number of {finding.unit}{cure} or {UNKNOWN}, not {value!r}")]
    most = finding.most if finding.most is not None else float("inf")
    if not 0 <= value <= most:
        return None, [((), f"{value} is out of range; it takes 0 to {most:g} {finding.unit}")]
    return float(value), []


def _painted(value: Any, vocabulary: Vocabulary) -> tuple[Answer | None, list[Fault]]:
    if not isinstance(value, dict):
        return None, [
            ((), "takes a mapping with left, right, midline and not-asked, each a list of regions")
        ]
    known = (*MAP_PARTS, "not-asked", "nowhere")
    faults: list[Fault] = [
        ((key,), f"no such part of a map{did_you_mean(key, known)}")
        for key in value
        if key not in known
    ]
    sets: dict[str, frozenset[str]] = {}
    for part in (*MAP_PARTS, "not-asked"):
        regions = value.get(part) or []
        if not isinstance(regions, list):
            faults.append(((part,), "takes a list of regions"))
            regions = []
        faults += _region_faults(part, regions, vocabulary)
        sets[part] = frozenset(str(region) for region in regions)
    faults += _contradictions(sets, value.get("nowhere", False))
    return Painted(sets["left"], sets["right"], sets["midline"], sets["not-asked"]), faults


def _contradictions(sets: Mapping[str, frozenset[str]], nowhere: object) -> Iterator[Fault]:
    painted = sets["left"] | sets["right"] | sets["midline"]
    for region in sorted(painted & sets["not-asked"]):
        yield (
            ("not-asked",),
            f"{region} is painted as well; a region is either painted or not asked",
        )
    if nowhere not in (True, False):
        yield ("nowhere",), "takes true or false"
    elif nowhere and painted:
        yield ("nowhere",), "regions are painted as well; leave out `nowhere` or the regions"
    elif not nowhere and not painted:
        yield (
            (),
            "nothing is painted; write `nowhere: true` when the map was shown, else leave it out",
        )


def _region_faults(part: str, regions: Iterable[Any], vocabulary: Vocabulary) -> list[Fault]:
    faults: list[Fault] = []
    for index, id_ in enumerate(regions):
        region = vocabulary.regions.get(id_) if isinstance(id_, str) else None
        if region is None:
            faults.append(
                ((part, index), f"{id_!r} is no region{did_you_mean(id_, vocabulary.regions)}")
            )
        elif region.midline and part in ("left", "right"):
            faults.append(((part, index), f"{id_} has no side; write it under midline"))
        elif not region.midline and part == "midline":
            faults.append(((part, index), f"{id_} has a side; write it under left or right"))
    return faults


def _expect(data: Any) -> tuple[Expect | None, list[Fault]]:
    if data is None:
        return None, []
    if not isinstance(data, dict):
        return None, [((), "takes a mapping with cause and urgency")]
    faults: list[Fault] = []
    known = ("cause", "family", "urgency")
    faults += [
        ((key,), f"no such key{did_you_mean(key, known)}") for key in data if key not in known
    ]
    lists = {key: data.get(key) or [] for key in ("cause", "family")}
    faults += [
        ((key,), "takes a list of ids") for key, ids in lists.items() if not isinstance(ids, list)
    ]
    urgency = data.get("urgency") or {}
    levels: dict[str, Level] = {"at_least": "self-care", "at_most": "emergency"}
    for key, level in urgency.items() if isinstance(urgency, dict) else ():
        if key not in levels or level not in LEVELS:
            faults.append(
                (("urgency", key), f"takes at_least and at_most, each one of {', '.join(LEVELS)}")
            )
        else:
            levels[key] = level
    if faults:
        return None, faults
    return Expect(
        tuple(lists["cause"]), tuple(lists["family"]), levels["at_least"], levels["at_most"]
    ), []
