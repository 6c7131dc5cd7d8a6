"""Cases from files and to files."""

from collections.abc import Mapping
from typing import Any

from pinprick import yamltext
from pinprick.case.answers import (
    Answer,
    Fault,
    ages_from,
    answer_from,
    kind_of,
    plain,
    unknown_keys,
)
from pinprick.case.case import Case, Expect, made
from pinprick.knowledge import LEVELS, Level, Vocabulary
from pinprick.problems import ProblemsFound


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
    if not data:
        return [], [((), "the list is empty; it takes cases, each with `findings:`")]
    cases: list[Case] = []
    all_faults: list[Fault] = []
    for index, item in enumerate(data):
        if len(all_faults) > _MOST_FAULTS:
            all_faults.append(((index,), "more may be wrong from here on; mend these first"))
            break
        case, faults = case_from(item, vocabulary, default_id=str(index + 1))
        cases.append(case)
        all_faults += [((index, *path), what) for path, what in faults]
    return cases, all_faults


_MOST_FAULTS = 100
"""After which a list of cases is read no further."""


def case_from(data: Any, vocabulary: Vocabulary, default_id: str = "") -> tuple[Case, list[Fault]]:
    """One case from plain data, and every fault in it by its path."""
    if not isinstance(data, dict):
        return made({}, {}), [((), f"a case is a mapping with `findings:`, not {kind_of(data)}")]
    known = ("id", "title", "stage", "findings", "since", "finished", "expect", "source")
    faults = unknown_keys(data, known, "no such key in a case")
    answers, wrong = _answers(data.get("findings"), vocabulary)
    faults += [(("findings", *path), what) for path, what in wrong]
    since, wrong = ages_from(data.get("since", {}), answers, vocabulary)
    faults += [(("since", *path), what) for path, what in wrong]
    expect, wrong = _expect(data.get("expect"))
    faults += [(("expect", *path), what) for path, what in wrong]
    finished = data.get("finished", False)
    if not isinstance(finished, bool):
        faults.append((("finished",), "takes true or false: whether the interview was finished"))
    words, wrong = _words({key: data.get(key) for key in ("id", "title", "stage")})
    faults += wrong
    source, wrong = _source(data.get("source"))
    faults += [(("source", *path), what) for path, what in wrong]
    rest = {
        **words,
        "id": words["id"] or default_id,
        "finished": finished is True,
        "expect": expect,
        "since": since,
        "source": source,
    }
    return made(answers, rest), faults


def _words(data: Mapping[str, Any]) -> tuple[dict[str, str], list[Fault]]:
    """Each value as text, and a fault for each that is none."""
    faults: list[Fault] = [
        ((key,), f"takes words or a number, not {kind_of(value)}")
        for key, value in data.items()
        if isinstance(value, bool) or not isinstance(value, str | int | float | None)
    ]
    return {key: "" if value is None else str(value) for key, value in data.items()}, faults


def _source(data: Any) -> tuple[dict[str, str], list[Fault]]:
    if data is None:
        return {}, []
    if not isinstance(data, dict):
        what = f"takes a mapping that says where the case is from, not {kind_of(data)}"
        return {}, [((), what)]
    return _words(data)


def _answers(findings: Any, vocabulary: Vocabulary) -> tuple[dict[str, Answer], list[Fault]]:
    if not isinstance(findings, dict):
        return {}, [((), "misses `findings:`, a mapping of finding ids to answers")]
    if len(findings) > len(vocabulary.findings):
        what = f"holds more findings than the {len(vocabulary.findings)} there are"
        return {}, [((), what)]
    answers: dict[str, Answer] = {}
    faults: list[Fault] = []
    for id_, value in findings.items():
        answer, wrong = answer_from(id_, value, vocabulary)
        faults += [((id_, *path), what) for path, what in wrong]
        if answer is not None:
            answers[id_] = answer
    return answers, faults


def to_data(case: Case) -> dict[str, Any]:
    """The case as plain data that `case_from` reads back to an equal one."""
    findings = {id_: plain(answer) for id_, answer in case.answers.items()}
    words = {"id": case.id, "title": case.title, "stage": case.stage, "finished": case.finished}
    since = {"since": dict(case.since)} if case.since else {}
    return {key: word for key, word in words.items() if word} | {"findings": findings} | since


def _expect(data: Any) -> tuple[Expect | None, list[Fault]]:
    if data is None:
        return None, []
    if not isinstance(data, dict):
        return None, [((), "takes a mapping with cause and urgency")]
    faults = unknown_keys(data, ("cause", "family", "urgency"), "no such key")
    lists = {key: data.get(key) or [] for key in ("cause", "family")}
    faults += [((key,), "takes a list of ids") for key, ids in lists.items() if not _ids(ids)]
    urgency = data.get("urgency")
    urgency = {} if urgency is None else urgency
    levels: dict[str, Level] = {"at_least": Level.SELF_CARE, "at_most": Level.EMERGENCY}
    if not isinstance(urgency, dict) or len(urgency) > len(levels):
        return None, [*faults, (("urgency",), "takes a mapping with at_least and at_most")]
    for key, level in urgency.items():
        if key not in levels or level not in LEVELS:
            faults.append(
                (("urgency", key), f"takes at_least and at_most, each one of {', '.join(LEVELS)}")
            )
        else:
            levels[key] = Level(level)
    if levels["at_least"] > levels["at_most"]:
        faults.append((("urgency",), "at_least is more urgent than at_most"))
    if faults:
        return None, faults
    return Expect(
        tuple(lists["cause"]), tuple(lists["family"]), levels["at_least"], levels["at_most"]
    ), []


def _ids(ids: Any) -> bool:
    return isinstance(ids, list) and all(isinstance(one, str) for one in ids)
