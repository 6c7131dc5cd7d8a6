"""A case: what is known of one person, in the ids of the vocabulary.

Unknown is not absent: a finding that is not named was not asked, `unknown` was asked and is not
known. A case is checked when it is made, so that nothing further down can meet a misspelt red flag.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Protocol

from msgspec import Struct

from pinprick.case.answers import Ages, Answer, Answers, ages_from, answer_from, of_signs
from pinprick.knowledge import Knowledge, Level
from pinprick.knowledge.ids import AGE
from pinprick.problems import Problem, ProblemsFound, dotted

ADULT = 18.0
"""Years. Shares and numbers of the knowledge base are of adults; below this the age is no
evidence."""


class Knowing(Protocol):
    """What has a knowledge base, as a model does."""

    @property
    def knowledge(self) -> Knowledge: ...


class Expect(Struct, frozen=True):
    """The known answer of an evaluation case; the engine never reads it."""

    cause: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    at_least: Level = Level.SELF_CARE
    at_most: Level = Level.EMERGENCY


@dataclass(frozen=True, slots=True, init=False)
class Case:
    """What is known of one person, and for evaluation what is expected of the assessment.

    `answers` are by finding: a flag "present" or "absent", a choice its value, a number a float,
    the map a `Painted`, any of them "unknown". `finished` says that the interview was: red flags
    that it left open then count as "I don't know". `since` is how old single signs are, of flags
    that are "present": a value of `newest-warning-sign` each."""

    answers: Answers
    id: str
    title: str
    finished: bool
    stage: str
    expect: Expect | None
    source: Mapping[str, str]
    since: Ages

    def __init__(self, *_: object, **__: object) -> None:
        raise TypeError("a case is checked when it is made: use Case.of(model, answers)")

    @classmethod
    def of(
        cls,
        model: Knowing,
        answers: Mapping[str, Any],
        id: str = "",
        title: str = "",
        finished: bool = False,
        since: Mapping[str, Any] | None = None,
    ) -> "Case":
        """A case of plain answers, as a case file has them: `{"age": 34, "foot-drop": "absent"}`.

        `since` is how old signs are: `{"unsteady": "over-three-months"}`.

        Raises:
            ProblemsFound: every answer that cannot be, each with the nearest right word.
        """
        rest = {"id": id, "title": title, "finished": finished, "since": since or {}}
        return checked(model, answers, rest)


_DEFAULTS: dict[str, Any] = {
    "id": "",
    "title": "",
    "finished": False,
    "stage": "",
    "expect": None,
    "source": {},
    "since": {},
}


def checked(model: Knowing, answers: Mapping[str, Any], rest: Mapping[str, Any]) -> Case:
    """A case whose other fields are in `rest`, its answers checked; see `Case.of`."""
    vocabulary = model.knowledge.vocabulary
    taken: dict[str, Answer] = {}
    problems = []
    for finding, value in answers.items():
        answer, faults = answer_from(finding, value, vocabulary)
        if answer is not None:
            taken[finding] = answer
        for path, what in faults:
            problems.append(Problem("case", 0, 0, dotted((finding, *path)), what))
    since, faults = ages_from(rest.get("since", {}), taken, vocabulary)
    problems += [Problem("case", 0, 0, dotted(("since", *path)), what) for path, what in faults]
    if problems:
        raise ProblemsFound(problems)
    return made(taken, {**rest, "since": since})


def made(answers: Mapping[str, Answer], rest: Mapping[str, Any]) -> Case:
    """A case of answers that were checked one by one; for `checked` and the reading of files."""
    case = object.__new__(Case)
    for name, value in {**_DEFAULTS, **rest, "answers": dict(answers)}.items():
        object.__setattr__(case, name, value)
    return case


def changed(model: Knowing, case: Case, **new: Any) -> Case:
    """The same case with other answers or other fields, its answers checked anew. The age of a
    sign that is no longer there goes with it."""
    whole = {field.name: getattr(case, field.name) for field in fields(Case)} | new
    if "since" not in new:
        whole["since"] = of_signs(case.since, whole["answers"])
    return checked(model, whole.pop("answers"), whole)


def is_child(answers: Answers) -> bool:
    """Whether the person is known to be under 18."""
    age = answers.get(AGE)
    return isinstance(age, float) and age < ADULT
