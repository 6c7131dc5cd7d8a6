"""How often the whole level falls where it should not, on random answers that are not all plausible:
`.venv/bin/python -m scripts.levels [CASES] [VOCABULARY]`.

Each case is a few random answers, judged as told and with all other red flags answered "no"; then one
thing is changed that should not make it less urgent. The answers are drawn from a list of findings,
`tests/vocabulary.txt`, so that two versions can be asked the same. docs/safety/hazards.md has the
figures.
"""

import random
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from pinprick import loading, urgency
from pinprick.case.answers import Answer, Answers
from pinprick.case.known import of_answers
from pinprick.knowledge import Level
from pinprick.knowledge.ids import ABSENT, AGE, PRESENT
from pinprick.model.axes import Model
from pinprick.reasoning.inference import believe

VOCABULARY = Path(__file__).parents[1] / "tests" / "vocabulary.txt"
ONSETS = ("months-years", "weeks", "hours-days", "seconds-minutes")
BRIEF = ("under-2-minutes", "2-to-30-minutes", "30-minutes-to-a-day", "over-a-day")
COURSES = ("single-episode", "same-trigger-each-time", "comes-and-goes", "steady")
BOTH = ("both-sides-equal", "both-sides-unequal")
NEWEST = "newest-warning-sign"
FEWEST, MOST, YEARS, PRESENT_IN = 1, 8, 15, 3
"""How many answers a case has, by how much it grows older, and that one flag in three is present."""

Change = tuple[str, Answers, Answers]
"""What is changed, the answers before it and after."""


def listed(vocabulary: Path) -> dict[str, tuple[str, ...]]:
    """The flags and choices of a list of findings, each with its values."""
    lines = (line.split() for line in vocabulary.read_text(encoding="utf-8").splitlines())
    told = ((rest[1], rest[2], rest[3:]) for rest in lines if rest and rest[0] == "finding")
    flag = (PRESENT, *(PRESENT_IN - 1) * (ABSENT,))
    return {
        id_: flag if kind == "flag" else tuple(values)
        for id_, kind, values in told
        if kind in ("flag", "choice")
    }


def drawn(there: Mapping[str, tuple[str, ...]], some: random.Random) -> dict[str, Answer]:
    """A few answers."""
    ids = some.sample(sorted(there), some.randint(FEWEST, MOST))
    return {id_: some.choice(there[id_]) for id_ in ids}


def changes(answers: Answers, flag: str, is_red: bool, some: random.Random) -> Iterator[Change]:
    """One of each kind of change, none of which should make a case less urgent."""
    step = some.randrange(len(ONSETS) - 1)
    years = float(some.randint(18, 80 - YEARS))
    for what, id_, before, after in (
        ("it came one step faster", "onset", ONSETS[step], ONSETS[step + 1]),
        (f"{YEARS} years older", AGE, years, years + YEARS),
        ("it grows worse", "course", some.choice(COURSES), "worsening"),
        ("brief spells become constant", "episode-length", some.choice(BRIEF), "constant"),
        ("one side becomes both", "side", "one-side", some.choice(BOTH)),
        ("the newest sign is of this week", NEWEST, "over-three-months", "within-a-week"),
    ):
        yield what, {**answers, id_: before}, {**answers, id_: after}
    without = {id_: answer for id_, answer in answers.items() if id_ != flag}
    kind = "a red flag" if is_red else "any other sign"
    yield f"{kind} is there, not said before", without, {**without, flag: PRESENT}
    yield f"{kind} goes from no to yes", {**without, flag: ABSENT}, {**without, flag: PRESENT}


def levels(model: Model, answers: Answers) -> tuple[int, int]:
    """The level of the whole, and that of the rules alone."""
    known = of_answers(model.knowledge, answers)
    verdict = urgency.judge(model, known, believe(model, known))
    return verdict.level, verdict.by_rules


def _asks(model: Model) -> set[str]:
    """The findings that a person can answer."""
    findings = model.knowledge.vocabulary.findings
    return {id_ for id_, finding in findings.items() if finding.by == "person"}


def counted(model: Model, count: int, vocabulary: Path, asked: bool) -> dict[str, list[int]]:
    """How often each change was tried, lowered the level, lowered it by two steps or more, took an
    emergency down, and lowered the level of the rules; with all other red flags answered "no" if `asked`."""
    some, there, asks = random.Random(12), listed(vocabulary), _asks(model)
    flags = sorted(id_ for id_, values in there.items() if PRESENT in values and id_ in asks)
    red = urgency.parsed(model.knowledge).asked
    no: Answers = dict.fromkeys(red if asked else (), ABSENT)
    figures: dict[str, list[int]] = {}
    for _ in range(count):
        answers, flag = drawn(there, some), some.choice(flags)
        for what, before, after in changes(answers, flag, flag in red, some):
            was, rules_were = levels(model, {**no, **before})
            now, rules_are = levels(model, {**no, **after})
            down = now < was == Level.EMERGENCY
            seen = (True, now < was, now < was - 1, down, rules_are < rules_were)
            for place, holds in enumerate(seen):
                figures.setdefault(what, [0] * len(seen))[place] += holds
    return figures


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    vocabulary = Path(sys.argv[2]) if len(sys.argv) > 2 else VOCABULARY
    model = loading.load()
    for asked in (False, True):
        print("all other red flags answered no" if asked else "as told")
        for what, (tried, fell, far, down, rules) in counted(
            model, count, vocabulary, asked
        ).items():
            told = f"{fell:4} of {tried}, by two steps {far}, an emergency {down}, by the rules {rules}"
            print(f"  {what:40} {told}")


if __name__ == "__main__":
    main()
