"""What a case comes to: what was given, what follows from that, and what was left open.

Inference, urgency, draws, advice and the interview take this and never raw answers, so that all of
them reason over the same. Only this module makes one.
"""

from collections.abc import Mapping

from msgspec import Struct, field

from pinprick.case.answers import Ages, Answer, Answers, Painted, ages_known, of_signs
from pinprick.case.case import Case
from pinprick.knowledge import Finding, Knowledge
from pinprick.knowledge.ids import MAP, PRESENT, SIDE, SIDE_ANSWERS, SIGN_AGE, UNKNOWN
from pinprick.once import once
from pinprick.rules import Answered, Atom, Expr, Paints, atoms, holds, parse


class Known(Struct, frozen=True):
    """What is known of one person.

    `given` was answered, `implied` follows from that and was not answered otherwise; `answers` is
    both together. `since` is how old the signs are that are there, where that was told. Of the red
    flags that a person can answer, `not_asked` are those of which the answers say nothing, `unsure`
    those that were answered "unknown".
    """

    given: Answers
    implied: Answers
    not_asked: tuple[str, ...]
    unsure: tuple[str, ...]
    answers: Answers
    since: Ages = field(default_factory=dict)

    def get(self, finding: str) -> Answer:
        """What is known of a finding; "unknown" also where it was not asked."""
        return self.answers.get(finding, UNKNOWN)


def known(knowledge: Knowledge, case: Case) -> Known:
    """What a case comes to."""
    return of_answers(knowledge, case.answers, case.since)


def with_answers(knowledge: Knowledge, before: Known, given: Answers) -> Known:
    """What would be known if these answers were given besides, or instead."""
    return of_answers(knowledge, {**before.given, **given}, before.since)


def of_answers(knowledge: Knowledge, given: Answers, since: Ages | None = None) -> Known:
    """What answers come to that were checked before, such as those of a case; `since` is how old
    the signs are among them, and says nothing of others."""
    whole = {**_side_painted(knowledge, given), **given}
    new = {id_: a for id_, a in {**whole, **implied(knowledge, whole)}.items() if id_ not in given}
    answers: dict[str, Answer] = {**new, **given}
    ages = of_signs(since or {}, answers)
    newest = _age_of_newest(knowledge, answers, ages)
    if newest:
        new[SIGN_AGE] = answers[SIGN_AGE] = newest
    open_ = not_known(knowledge, answers)
    unsure = tuple(id_ for id_ in open_ if id_ in answers)
    not_asked = tuple(id_ for id_ in open_ if id_ not in answers)
    return Known(given, new, not_asked, unsure, answers, ages)


# ---- what follows


def implied(knowledge: Knowledge, given: Answers) -> dict[str, Answer]:
    """What holds by definition when these answers do, and what follows from that, in the order of
    the file, whatever was answered."""
    found: dict[str, Answer] = {}
    for when, then in implications(knowledge):
        if holds(when, {**found, **given}) is True:
            found |= then
    return found


def _side_painted(knowledge: Knowledge, given: Answers) -> dict[str, Answer]:
    """That both sides are affected, where both are painted. Of one painted side nothing follows: the
    other may be left out, so it is asked."""
    painted = given.get(MAP)
    if SIDE not in knowledge.vocabulary.findings or not isinstance(painted, Painted):
        return {}
    _, alike, not_alike = SIDE_ANSWERS
    if not (painted.left and painted.right):
        return {}
    return {SIDE: alike if painted.left == painted.right else not_alike}


@once
def implications(knowledge: Knowledge) -> tuple[tuple[Expr, dict[str, str]], ...]:
    """What holds by definition: when, and what then, in the order of the file."""
    definitions = knowledge.urgency.definitions
    return tuple((parse(one.when, definitions), one.then) for one in knowledge.screen.implies)


# ---- how old the newest sign is


def _age_of_newest(knowledge: Knowledge, answers: Answers, since: Ages) -> str | None:
    """How old the newest sign is, as far as the ages of single signs tell.

    One sign that is as new as can be settles it, and none is newer than what was answered of all.
    Otherwise it is known only where it would be asked, and every sign has told its age: a sign
    that says nothing is never taken as old.
    """
    if not since:
        return None
    order = ages_known(knowledge.vocabulary)
    for when in asking_for_age(knowledge):
        signs = signs_present(knowledge, answers)
        told = [since[id_] for atom in signs for id_ in _told_by(knowledge, atom, since)]
        newest = min(told, key=order.index, default=None)
        if newest is None or newest == order[0]:
            return newest
        answered = answers.get(SIGN_AGE)
        if answered is not None:
            older = answered in order and order.index(str(answered)) > order.index(newest)
            return newest if older else None
        all_told = all(_told_by(knowledge, atom, since) for atom in signs)
        return newest if all_told and holds(when, answers) is True else None
    return None


@once
def asking_for_age(knowledge: Knowledge) -> tuple[Expr, ...]:
    """When the age of the newest sign is asked: at most one expression, none where it never is."""
    definitions = knowledge.urgency.definitions
    asking = (one for one in knowledge.screen.follow if SIGN_AGE in one.ask)
    return tuple(parse(one.when, definitions) for one in asking)[:1]


@once
def signs_asked_about(knowledge: Knowledge) -> tuple[Atom, ...]:
    """The signs of which the age is asked: flags and painted regions. Choices beside them say when
    it is asked."""
    found = (atom for when in asking_for_age(knowledge) for atom, _ in atoms(when))
    return tuple(
        dict.fromkeys(
            atom
            for atom in found
            if isinstance(atom, Paints) or (isinstance(atom, Answered) and PRESENT in atom.values)
        )
    )


def signs_present(knowledge: Knowledge, answers: Answers) -> list[Atom]:
    """Of the signs of which the age is asked, those that are there."""
    return [sign for sign in signs_asked_about(knowledge) if holds(sign, answers) is True]


def _told_by(knowledge: Knowledge, sign: Atom, since: Ages) -> list[str]:
    """The flags whose age is that of a sign: its own, or one that says in words what is painted."""
    if not isinstance(sign, Paints):
        return [sign.finding] if sign.finding in since else []
    findings = knowledge.vocabulary.findings
    return [id_ for id_ in since if sign.region in findings[id_].in_words]


@once
def signs_with_age(knowledge: Knowledge) -> frozenset[str]:
    """The flags whose age is asked where they are ticked."""
    signs = signs_asked_about(knowledge)
    return frozenset(sign.finding for sign in signs if isinstance(sign, Answered))


# ---- what is open


@once
def red_flags_to_ask(knowledge: Knowledge) -> dict[str, Finding]:
    """The red flags that a person can answer, in the order of the file."""
    findings, definitions = knowledge.vocabulary.findings, knowledge.urgency.definitions
    flags = [parse(raw, definitions) for raw in knowledge.urgency.red_flags]
    named = [flag.finding for flag in flags if isinstance(flag, Answered)]
    return {id_: findings[id_] for id_ in named if findings[id_].by == "person"}


def not_known(knowledge: Knowledge, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The red flags that a person can answer and of which the answers say nothing; the map answers
    for its regions."""
    asked = red_flags_to_ask(knowledge)
    return tuple(id_ for id_, finding in asked.items() if not _is_known(id_, finding, answers))


def _is_known(id_: str, finding: Finding, answers: Mapping[str, Answer]) -> bool:
    if id_ in answers:
        return answers[id_] != UNKNOWN
    painted = answers.get(MAP)
    if not isinstance(painted, Painted) or not finding.in_words:
        return False
    return all(region not in painted.not_asked for region in finding.in_words)
