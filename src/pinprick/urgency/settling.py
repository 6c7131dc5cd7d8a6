"""What would settle it: questions whose answers make a more urgent rule fire.

A rule helps nobody whose finding is not asked. So an interview does not end before each of these is
asked, whatever it tells about the causes.
"""

from collections import Counter

from pinprick.case.known import Known
from pinprick.knowledge import Knowledge, Level
from pinprick.rules import finding_of
from pinprick.rules.program import Standing, completing_pairs
from pinprick.urgency.rules import of_rule, parsed


def settling(knowledge: Knowledge, known: Known, level: Level, now: Standing) -> tuple[str, ...]:
    """Findings that a person can answer and that were not asked, of which an answer alone would
    make a rule fire that is above `level` and at least `same-day`; in the order of the vocabulary.
    """
    wanted = {finding_of(atom) for atom in now.completes(_above(knowledge, level))}
    return tuple(id_ for id_ in _open(knowledge, known) if id_ in wanted)


def settling_together(
    knowledge: Knowledge, known: Known, level: Level, now: Standing
) -> tuple[str, ...]:
    """The same where it takes two such findings. It is enough to ask one of each two, as the other
    then settles it alone or no more: the fewest that are part of all, those of most first. What
    only follows other answers is not chosen, as the other answer calls for it."""
    open_ = _open(knowledge, known)
    pairs = {
        frozenset(finding_of(atom) for atom in pair)
        for pair in completing_pairs(now, _above(knowledge, level), open_)
    }
    left, chosen = [pair for pair in pairs if len(pair) > 1], list[str]()
    follows = {id_ for one in knowledge.screen.follow for id_ in one.ask}
    while left:
        parts = Counter(id_ for pair in left for id_ in pair - follows or pair)
        chosen.append(min(parts, key=lambda id_: (-parts[id_], id_)))
        left = [pair for pair in left if chosen[-1] not in pair]
    return tuple(chosen)


def _above(knowledge: Knowledge, level: Level) -> list[str]:
    """The rules that are more urgent, by their names in the program."""
    levels = parsed(knowledge).levels
    return [of_rule(id_) for id_, its in levels.items() if its > level and its >= Level.SAME_DAY]


def _open(knowledge: Knowledge, known: Known) -> dict[str, None]:
    """The findings that a person can answer and of which nothing is known."""
    findings = knowledge.vocabulary.findings
    return {
        id_: None
        for id_, finding in findings.items()
        if finding.by == "person" and id_ not in known.answers
    }
