"""What would settle it: questions of which a single answer makes a more urgent rule fire.

A rule helps nobody whose finding is not asked. So an interview does not end before each of these
is, whatever it tells about the causes.
"""

from pinprick.case.known import Known
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import MAP
from pinprick.rules import completes
from pinprick.rules.language import Paints
from pinprick.urgency.rules import SAME_DAY, parsed


def settling(knowledge: Knowledge, known: Known, level: int) -> tuple[str, ...]:
    """Findings that a person can answer and that were not asked, of which an answer alone would
    make a rule fire that is above `level` and at least `same-day`; in the order of the vocabulary.
    """
    rules, findings = parsed(knowledge), knowledge.vocabulary.findings
    least = max(level + 1, SAME_DAY)
    wanted = {
        MAP if isinstance(atom, Paints) else atom.finding
        for id_, expr in rules.fires.items()
        if rules.levels[id_] >= least
        for atom in completes(expr, known.answers)
    }
    return tuple(
        id_
        for id_, finding in findings.items()
        if id_ in wanted and finding.by == "person" and id_ not in known.answers
    )
