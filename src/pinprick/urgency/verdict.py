"""The verdict: how urgent it is, why, and what was not asked.

Two voices, of which the more urgent wins. The rules look at findings alone and need no probability.
The causes weigh the harm of each level over what is likely; see `causes` for what bounds them.
"""

from msgspec import Struct

from pinprick.case.known import Known
from pinprick.knowledge import Level
from pinprick.model.axes import Model
from pinprick.reasoning.inference import Belief
from pinprick.reasoning.weights import weights_of_evidence
from pinprick.rules import made_by
from pinprick.rules.program import Standing
from pinprick.urgency.causes import SaidByCauses, said_by_causes
from pinprick.urgency.rules import Rules, parsed, said_by_rules, stands_in
from pinprick.urgency.settling import settling


class Reason(Struct, frozen=True):
    """Why a level was given: a rule that fired, or a condition that what was told fits.

    `findings` are the answers that made the rule fire, or that point most to the condition; of the
    map, its own finding. `level` is that of the rule, or the one the condition calls for.
    """

    level: Level
    findings: tuple[str, ...]
    rule: str | None = None
    condition: str | None = None


class Verdict(Struct, frozen=True):
    """How urgent it is: the more urgent of `by_rules` and `by_causes`.

    While a red flag that a person can answer is in `not_asked` it is not `complete`: the level is
    then the least it may be, and never self-care. At `soon` and above `reasons` is never empty: the
    reason for the level comes first, those of lower rules that fired follow. `settles` are the
    questions of which a single answer would make a more urgent rule fire.
    """

    level: Level
    by_rules: Level
    by_causes: Level
    complete: bool
    reasons: tuple[Reason, ...]
    not_asked: tuple[str, ...]
    unsure: tuple[str, ...]
    settles: tuple[str, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that fired, most urgent first."""
        return tuple(reason.rule for reason in self.reasons if reason.rule)


def judge(model: Model, known: Known, belief: Belief, now: Standing | None = None) -> Verdict:
    """How urgent it is, by the rules and by the causes; `belief` is that of the same answers, and
    so is `now`, what `stands` says of them, where it is known already."""
    rules = parsed(model.knowledge)
    now = now or stands_in(model, known)
    said = said_by_rules(rules, known, now)
    causes = said_by_causes(model, rules, known, belief, now)
    level = max(said.level, causes.level)
    reasons = [_of_rule(rules, id_, known) for id_ in said.rules]
    if level > said.level and level >= Level.SOON:
        reasons = [*_of_causes(model, belief, causes), *reasons]
    return Verdict(
        level=level,
        by_rules=said.level,
        by_causes=causes.level,
        complete=not known.not_asked,
        reasons=tuple(reasons),
        not_asked=known.not_asked,
        unsure=known.unsure,
        settles=settling(model.knowledge, known, level, now),
    )


def level_of(model: Model, known: Known, belief: Belief) -> Level:
    """The level that `judge` gives, without its reasons."""
    rules = parsed(model.knowledge)
    now = stands_in(model, known)
    said = said_by_rules(rules, known, now).level
    return max(said, said_by_causes(model, rules, known, belief, now).level)


def _of_rule(rules: Rules, id_: str, known: Known) -> Reason:
    findings = made_by(rules.fires[id_], known.answers)
    return Reason(rules.levels[id_], findings, rule=id_)


def _of_causes(model: Model, belief: Belief, causes: SaidByCauses) -> list[Reason]:
    most, found = model.knowledge.settings.harm.most_pointing, belief.evidence
    reasons = []
    for id_, row in zip(
        causes.carried_by, weights_of_evidence(model, found, causes.carried_by), strict=True
    ):
        pointing = tuple(found.findings[index] for index in (-row).argsort() if row[index] > 0)
        reasons.append(Reason(causes.level, pointing[:most], condition=id_))
    return reasons
