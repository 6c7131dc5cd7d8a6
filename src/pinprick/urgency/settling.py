"""What would settle it: questions whose answers make a more urgent rule fire.

A rule helps nobody whose finding is not asked. So an interview does not end before each of these is
asked, whatever it tells about the causes.
"""

from collections import Counter
from collections.abc import Iterator

from pinprick.case.known import Known
from pinprick.knowledge import Knowledge
from pinprick.rules import completes, completes_together, finding_of
from pinprick.rules.language import Expr
from pinprick.urgency.rules import SAME_DAY, Rules, parsed


def settling(knowledge: Knowledge, known: Known, level: int) -> tuple[str, ...]:
    """Findings that a person can answer and that were not asked, of which an answer alone would
    make a rule fire that is above `level` and at least `same-day`; in the order of the vocabulary.
    """
    wanted = {
        finding_of(atom)
        for expr in _above(parsed(knowledge), level)
        for atom in completes(expr, known.answers)
    }
    return tuple(id_ for id_ in _open(knowledge, known) if id_ in wanted)


def settling_together(knowledge: Knowledge, known: Known, level: int) -> tuple[str, ...]:
    """The same where it takes two such findings. It is enough to ask one of each two, as the other
    then settles it alone or no more: so those that are part of most come first."""
    open_ = _open(knowledge, known)
    pairs = {
        frozenset((finding_of(first), finding_of(second)))
        for expr in _above(parsed(knowledge), level)
        for first, second in completes_together(expr, known.answers)
    }
    asked = (pair for pair in pairs if len(pair) > 1 and pair <= open_.keys())
    parts = Counter(id_ for pair in asked for id_ in pair)
    return tuple(id_ for id_, _ in sorted(parts.items(), key=lambda item: (-item[1], item[0])))


def _above(rules: Rules, level: int) -> Iterator[Expr]:
    least = max(level + 1, SAME_DAY)
    return (expr for id_, expr in rules.fires.items() if rules.levels[id_] >= least)


def _open(knowledge: Knowledge, known: Known) -> dict[str, None]:
    """The findings that a person can answer and of which nothing is known."""
    findings = knowledge.vocabulary.findings
    return {
        id_: None
        for id_, finding in findings.items()
        if finding.by == "person" and id_ not in known.answers
    }
