"""How good it is: scores of verdicts and causes against cases with known answers.

Half of the cases, by a hash of the id, may be read and fitted on; the other half is only ever
scored."""

import hashlib
from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from pinprick import urgency
from pinprick.case.answers import Painted
from pinprick.case.case import Case, Expect, changed
from pinprick.case.known import known as what_is_known
from pinprick.case.known import of_answers
from pinprick.knowledge import Knowledge, Level, OtherVariant, Segment
from pinprick.knowledge.ids import ABSENT, MAP, OTHER, OTHER_CAUSE, UNEXPLAINED
from pinprick.model.axes import Model
from pinprick.reasoning.inference import Belief, believe, by_family
from pinprick.reasoning.outlook import by_id

_LEAST = 1e-9
"""A probability of 0 would make the log score infinite; none that we give is that small but by
rounding."""


class Score(Struct, frozen=True, dict=True):
    """How one case did. `rank` is that of the first right cause, 1 is best; `p_right` sums the
    right causes. `screen_none` is the level `given` if the red-flag page is answered "none" where
    the case tells nothing."""

    case: Case
    first: str
    p_first: float
    rank: int
    p_right: float
    brier: float
    family: bool | None
    given: Level
    by_rules: Level
    by_causes: Level
    screen_none: Level

    @cached_property
    def expect(self) -> Expect:
        """What is expected of the case."""
        return _expected(self.case)

    def safe(self, given: Level) -> bool:
        """Whether a level is at least as urgent as expected."""
        return given >= self.expect.at_least

    def over(self, given: Level) -> bool:
        """Whether a level is more urgent than expected."""
        return given > self.expect.at_most


def is_for_fitting(case: Case) -> bool:
    """Whether a case is of the half that may be read and fitted on."""
    return is_for_fitting_id(case.id)


def is_for_fitting_id(id_: str) -> bool:
    """Whether what has this id is of the half that may be read and fitted on."""
    return int(hashlib.sha256(id_.encode()).hexdigest()[0], 16) % 2 == 0


def score(model: Model, case: Case) -> Score:
    """The score of a case that has an `expect`: what `assess` says of its level and causes, without
    all that is told besides."""
    expect = _expected(case)
    verdict, belief = _judged(model, case)
    p = _by_cause(model, belief)
    ranked = sorted(p, key=lambda id_: (-p[id_], id_))
    right = [id_ for id_ in ranked if id_ in expect.cause]
    p_right = sum(p[id_] for id_ in right)
    screened = with_screen_none(model, case)
    none = verdict if screened.answers == case.answers else _judged(model, screened)[0]
    return Score(
        case=case,
        first=ranked[0],
        p_first=p[ranked[0]],
        rank=ranked.index(right[0]) + 1 if right else len(ranked) + 1,
        p_right=p_right,
        brier=(1 - p_right) ** 2 + sum(p[id_] ** 2 for id_ in ranked if id_ not in right),
        family=_family(by_family(model, belief.causes), expect),
        given=verdict.level,
        by_rules=verdict.by_rules,
        by_causes=verdict.by_causes,
        screen_none=none.level,
    )


def p_right(model: Model, case: Case) -> float:
    """The probability that a model gives to the right causes of a case, its verdict apart."""
    p = _by_cause(model, believe(model, what_is_known(model.knowledge, case)))
    return sum(p[id_] for id_ in p if id_ in _expected(case).cause)


def with_screen_none(model: Model, case: Case) -> Case:
    """The case of somebody who sees the red-flag page and answers "none": each of its findings of
    which the case tells nothing is absent. A choice that belongs to the page stays as told, and so
    does what was answered "I don't know"."""
    knowledge = model.knowledge
    told, findings = of_answers(knowledge, case.answers).answers, knowledge.vocabulary.findings
    painted = told.get(MAP)
    open_ = [
        id_
        for id_ in knowledge.screen.findings
        if id_ not in told
        and not (isinstance(painted, Painted) and any(map(painted.has, findings[id_].in_words)))
    ]
    return changed(model, case, answers={**case.answers, **dict.fromkeys(open_, ABSENT)})


def _expected(case: Case) -> Expect:
    assert case.expect is not None, "only a case with `expect` can be scored"
    return case.expect


def _judged(model: Model, case: Case) -> tuple[urgency.Verdict, Belief]:
    known = what_is_known(model.knowledge, case)
    belief = believe(model, known)
    return urgency.judge(model, known, belief), belief


def _by_cause(model: Model, belief: Belief) -> dict[str, float]:
    named = by_id(model, belief.causes)
    return {OTHER_CAUSE if id_ == OTHER else id_: p for id_, p in named.items()}


def _family(families: Mapping[str, float], expect: Expect) -> bool | None:
    if not expect.family:
        return None
    first = next(id_ for id_ in families if id_ != UNEXPLAINED)
    return first in expect.family and sum(families.get(id_, 0) for id_ in expect.family) >= 0.5


def plain(knowledge: Knowledge) -> Knowledge:
    """The same evidence as a plain product model weighs it: exact territories, regions apart,
    nothing tempered."""
    settings, regions = knowledge.settings, knowledge.vocabulary.regions
    never = replace(settings.map.vague, p=_LEAST, range=None)
    always = replace(never, p=1 - _LEAST)
    exact = replace(
        settings.map,
        vague=never,
        core=always,
        elsewhere=always,
        second_side=1.0,
        segments=dict.fromkeys(regions, Segment(1.0, 1.0)),
    )
    other = replace(settings.other, variants={"ordinary": OtherVariant(1.0, 1.0)}, akin=0.0)
    sites = {id_: replace(site, patterns=()) for id_, site in knowledge.sites.items()}
    alone = {id_: replace(region, segment=id_) for id_, region in regions.items()}
    return replace(
        knowledge,
        vocabulary=replace(knowledge.vocabulary, regions=alone),
        settings=replace(settings, alpha={}, together={}, map=exact, other=other),
        sites=sites,
    )
