"""What the kernel takes of the rules and of the harm: programs over bit planes, and ratios of red
flags."""

from collections.abc import Iterator, Mapping

import numpy as np

from pinprick.cohort.columns import findings, mask, values
from pinprick.cohort.native.layout import axes, by_unit, filled, starts
from pinprick.cohort.native.signs import pairs
from pinprick.knowledge import Level
from pinprick.knowledge.ids import ABSENT, AGE, MAP, PRESENT, SIDE
from pinprick.model.axes import Array, Model
from pinprick.rules import Answered, AnyOf, Atom, Between, Expr, Paints, finding_of, parse
from pinprick.rules.program import Program, compiled
from pinprick.urgency.causes import costs, settled, upgrades
from pinprick.urgency.rules import PATTERN, expressions, of_bar, of_rule, parsed

Fields = Mapping[str, object]
_UNUSED, _CODES, _PAINTED, _NOT_PAINTED, _WITHIN, _NOT_WITHIN = range(6)
_WHEN, _ALARM = "when", "alarm "
_ALONE = 2
"""In how many ways else a red flag is taken: not asked, and absent."""


def program_fields(model: Model) -> Fields:
    """What follows from answers, and last the rules, the upgrades and the red flags."""
    implied = _implied(model)
    programs = [compiled({_WHEN: when}) for when, _ in implied] + [main(model)]
    planes = [_plane(model, one, plane) for one in programs for plane in range(2 * len(one.atoms))]
    steps = [step for one in programs for step in one.steps]
    thens = [(n, *then) for n, (_, each) in enumerate(implied) for then in each]
    return {
        "programs": len(programs),
        "planes": max(2 * len(one.atoms) + len(one.steps) for one in programs),
        "program_planes": starts([2 * len(one.atoms) for one in programs]),
        "program_steps": starts([len(one.steps) for one in programs]),
        "plane_kind": [kind for kind, *_ in planes],
        "plane_column": [column for _, column, *_ in planes],
        "plane_code": starts([len(codes) for _, _, codes, *_ in planes])[:-1],
        "plane_codes": [len(codes) for _, _, codes, *_ in planes],
        "codes": [code for _, _, codes, *_ in planes for code in codes],
        "plane_mask": [regions for *_, regions, _, _ in planes],
        "plane_least": [least for *_, least, _ in planes],
        "plane_under": [under for *_, under in planes],
        "step_kind": [kind for kind, _, _ in steps],
        "step_left": [left for _, left, _ in steps],
        "step_right": [right for *_, right in steps],
        "implied": len(thens),
        "implied_program": [n for n, _, _ in thens],
        "implied_plane": [programs[n].holds[_WHEN] for n, _, _ in thens],
        "implied_column": [column for _, column, _ in thens],
        "implied_code": [code for *_, code in thens],
    }


def _implied(model: Model) -> list[tuple[Expr, list[tuple[int, int]]]]:
    """When something follows from answers, and what: columns with their codes.

    Raises:
        ValueError: when one finding may follow in two ways, or what the kernel keeps for itself."""
    definitions, place = model.knowledge.urgency.definitions, findings(model)
    its, codes = dict(zip(place, values(model), strict=True)), dict[str, str]()
    found = []
    for one in model.knowledge.screen.implies:
        for id_, value in one.then.items():
            if codes.setdefault(id_, value) != value or id_ in (AGE, SIDE, MAP):
                raise ValueError(f"what follows for {id_} is more than the kernel knows")
        thens = [(place.index(id_), its[id_].index(v) + 1) for id_, v in one.then.items()]
        found.append((parse(one.when, definitions), thens))
    return found


def main(model: Model) -> Program:
    """The program of all rules and upgrades, and of the red flags by finding."""
    alarms = {_ALARM + id_: AnyOf(tuple(flags)) for id_, flags in alarming(model).items()}
    return compiled({**expressions(parsed(model.knowledge)), **alarms})


def _plane(
    model: Model, program: Program, plane: int
) -> tuple[int, int, list[int], int, float, float]:
    """How a plane of an atom is seen: its kind, column, codes, regions, and the ages it lies
    between."""
    used = {left for _, left, _ in program.steps} | {right for *_, right in program.steps}
    if plane not in used and plane not in program.holds.values():
        return _UNUSED, 0, [], 0, 0.0, 0.0
    atom, holds = program.atoms[plane // 2], plane % 2 == 0
    if isinstance(atom, Paints):
        kind = _PAINTED if holds else _NOT_PAINTED
        return kind, 0, [], mask(model, (atom.region,)), 0.0, 0.0
    if isinstance(atom, Between):
        if atom.finding != AGE:
            raise ValueError(f"the kernel knows no number but the age, not {atom.finding}")
        return (_WITHIN if holds else _NOT_WITHIN), 0, [], 0, atom.least, atom.under
    column = findings(model).index(atom.finding)
    its = values(model)[column]
    codes = [n for n, value in enumerate(its, 1) if (value in atom.values) == holds]
    return _CODES, column, codes, 0, 0.0, 0.0


def urgency_fields(model: Model) -> Fields:
    """The planes of what is judged, and what each level costs."""
    rules, program, its = parsed(model.knowledge), main(model), settled(model)
    raised, groups = upgrades(model), axes(model).group_of
    cost = np.array([_harm(model)[np.flatnonzero(groups == g)[0]] for g in range(groups.max() + 1)])
    place = findings(model)
    asked = [(place.index(id_), mask(model, one.in_words)) for id_, one in rules.asked.items()]
    return {
        "rules": len(rules.levels),
        "rule_plane": [program.holds[of_rule(id_)] for id_ in rules.levels],
        "rule_level": [level.rank for level in rules.levels.values()],
        "upgrades": len(raised),
        "upgrade_plane": [program.holds[name] for _, _, name in raised],
        "upgrade_cause": [cause for cause, _, _ in raised],
        "upgrade_level": [level.rank for _, level, _ in raised],
        "bars": len(rules.bars),
        "bar_plane": [program.holds[of_bar(n)] for n in range(len(rules.bars))],
        "harmless_plane": program.holds[PATTERN],
        "asked": len(asked),
        "asked_column": [column for column, _ in asked],
        "asked_mask": [regions for _, regions in asked],
        "default_level": rules.default.rank,
        "other_level": model.knowledge.settings.other.level.rank,
        "most_red_flags": model.knowledge.settings.harm.most_red_flags,
        "cause_level": its.levels,
        "cause_missed": its.missed,
        "cost": costs(model.knowledge),
        "group_cost": filled(cost),
    }


def _harm(model: Model) -> Array:
    """What each level given costs for each cause at its own level, shape (causes, 5)."""
    its = settled(model)
    given = np.arange(len(Level))
    own: Array = its.cost[its.levels] * np.where(
        given < its.levels[:, None], its.missed[:, None], 1.0
    )
    return own


# ---- the red flags that are varied


def alarming(model: Model) -> dict[str, list[Atom]]:
    """The red flags by the finding whose evidence holds them, in the order of the vocabulary.

    Raises:
        ValueError: when one of them is no flag, or hangs on age."""
    rules = parsed(model.knowledge)
    found: dict[str, list[Atom]] = {}
    for flag in rules.red_flags:
        id_ = finding_of(flag)
        found.setdefault(MAP if id_ in rules.in_words else id_, []).append(flag)
    for id_, flags in found.items():
        if id_ == MAP:
            continue
        present = all(isinstance(f, Answered) and f.values == {PRESENT} for f in flags)
        if not present or model.values[id_] != (PRESENT, ABSENT) or id_ in model.by_age:
            raise ValueError(f"the red flag {id_} is of a kind that the kernel does not know")
    # in a fixed order, as a set has none
    order = list(model.knowledge.vocabulary.findings)
    return {id_: sorted(found[id_], key=repr) for id_ in sorted(found, key=order.index)}


def alarm_fields(model: Model) -> Fields:
    """The red flags of which the ways are taken; that of the map stands among them."""
    program, ids = main(model), list(alarming(model))
    its = [_pair_of(model, id_) for id_ in ids]
    return {
        "alarms": len(ids),
        "alarm_plane": [program.holds[_ALARM + id_] for id_ in ids],
        "alarm_is_map": [int(id_ == MAP) for id_ in ids],
        "alarm_pair": [pair for pair, _ in its],
        "alarm_place": [place for _, place in its],
        "alarm_ways": np.concatenate([*_ways(model, ids)]),
    }


def _pair_of(model: Model, id_: str) -> tuple[int, int]:
    """The pair that a flag is in, and its place there; -1 where it is in none."""
    for number, pair in enumerate(pairs(model)):
        if id_ in pair:
            return number, pair.index(id_)
    return -1, 0


def _ways(model: Model, ids: list[str]) -> Iterator[Array]:
    """What the weights of units are multiplied by when a flag is taken as not asked, and as
    absent, for each flag."""
    for id_ in ids:
        if id_ == MAP:
            yield np.ones((_ALONE, len(axes(model).units)))
        else:
            present, absent = model.log_p_at(id_, None)
            yield by_unit(model, np.exp([-present, absent - present]), 1.0)
