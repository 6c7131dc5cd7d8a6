"""What would settle it: questions whose answers make a more urgent rule fire.

A rule helps nobody whose finding is not asked. So an interview does not end before each of these is
asked, whatever it tells about the causes.
"""

from collections import Counter
from collections.abc import Iterator

from pinprick.case.answers import Answers
from pinprick.case.known import Known
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import MAP
from pinprick.rules import atoms, completes, holds
from pinprick.rules.language import Answered, Atom, Expr, Paints
from pinprick.urgency.rules import SAME_DAY, Rules, parsed


def settling(knowledge: Knowledge, known: Known, level: int) -> tuple[str, ...]:
    """Findings that a person can answer and that were not asked, of which an answer alone would
    make a rule fire that is above `level` and at least `same-day`; in the order of the vocabulary.
    """
    wanted = {
        _finding(atom)
        for expr in _above(parsed(knowledge), level)
        for atom in completes(expr, known.answers)
    }
    return tuple(id_ for id_ in _open(knowledge, known) if id_ in wanted)


def settling_together(knowledge: Knowledge, known: Known, level: int) -> tuple[str, ...]:
    """The same where it takes two such findings. It is enough to ask one of each two, as the other
    then settles it alone or no more: so those that are part of most come first."""
    open_ = _open(knowledge, known)
    pairs = {
        frozenset((_finding(first), _finding(second)))
        for expr in _above(parsed(knowledge), level)
        if holds(expr, known.answers) is None
        for first, second in _completing(expr, known.answers)
    }
    parts = Counter(id_ for pair in pairs if pair <= open_.keys() for id_ in pair)
    return tuple(id_ for id_, _ in sorted(parts.items(), key=lambda item: (-item[1], item[0])))


def _above(rules: Rules, level: int) -> Iterator[Expr]:
    least = max(level + 1, SAME_DAY)
    return (expr for id_, expr in rules.fires.items() if rules.levels[id_] >= least)


def _completing(expr: Expr, answers: Answers) -> Iterator[tuple[Atom, Atom]]:
    """Two answers to different findings that make an expression hold together."""
    for first, value in _open_answers(expr, answers):
        for second in completes(expr, {**answers, first.finding: value}):
            if _finding(second) != first.finding:
                yield first, second


def _open_answers(expr: Expr, answers: Answers) -> Iterator[tuple[Answered, str]]:
    """Every answer that may help an expression to hold and was not given."""
    for atom in {atom for atom, sign in atoms(expr) if sign == 1}:
        if isinstance(atom, Answered) and atom.finding not in answers:
            yield from ((atom, value) for value in atom.values)


def _finding(atom: Atom) -> str:
    return MAP if isinstance(atom, Paints) else atom.finding


def _open(knowledge: Knowledge, known: Known) -> dict[str, None]:
    """The findings that a person can answer and of which nothing is known."""
    findings = knowledge.vocabulary.findings
    return {
        id_: None
        for id_, finding in findings.items()
        if finding.by == "person" and id_ not in known.answers
    }
