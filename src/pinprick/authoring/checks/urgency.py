"""Faults of the rules, the screen and the settings: what is not there, what does not add up."""

from collections.abc import Iterator

from pinprick.authoring.checks.fault import Fault
from pinprick.authoring.checks.numbers import (
    ROUNDING,
    between,
    faults_of_number,
    ids,
    near,
)
from pinprick.case.answers import ages_known
from pinprick.case.known import red_flags_to_ask
from pinprick.knowledge import (
    LEVELS,
    Knowledge,
    Level,
)
from pinprick.knowledge.ids import SIGN_AGE
from pinprick.yamltext import Path


def urgency(knowledge: Knowledge) -> Iterator[Fault]:
    file, findings = "urgency.yaml", knowledge.vocabulary.findings
    for id_, rule in knowledge.rules.items():
        yield from ids(
            "rules/*.yaml",
            ("rules", id_, "think_of"),
            rule.think_of,
            knowledge.conditions,
            "condition",
        )
        if rule.basis != "judgement" and not rule.sources:
            yield Fault(
                "rules/*.yaml",
                ("rules", id_),
                f"basis {rule.basis} without a source; name one, or say judgement",
            )
    for level in LEVELS:
        if level not in knowledge.urgency.levels:
            yield Fault(file, ("levels",), f"misses {level}")
    urgent = knowledge.urgency.levels.get(Level.EMERGENCY)
    if urgent and not urgent.emergency:
        what = "misses emergency: what to say and do until help comes"
        yield Fault(file, ("levels", "emergency"), what)
    yield from ids(
        file, ("self_care", "ask_first"), knowledge.urgency.self_care.ask_first, findings, "finding"
    )
    yield from ids(file, ("excused_by",), knowledge.urgency.excused_by, findings, "finding")
    for index, group in enumerate(knowledge.screen.groups):
        yield from ids(
            "screen.yaml", ("groups", index, "signs"), group.findings, findings, "finding"
        )
    yield from _screen(knowledge)


def _screen(knowledge: Knowledge) -> Iterator[Fault]:
    file, screen, findings = "screen.yaml", knowledge.screen, knowledge.vocabulary.findings
    named = {
        "also": screen.asked_also,
        "early": screen.early,
        "tried": tuple(screen.tried.findings),
        "clarify": (*screen.clarify, *sum(screen.clarify.values(), ())),
        "follow": tuple(id_ for one in screen.follow for id_ in one.ask),
    }
    for key, listed in named.items():
        yield from ids(file, (key,), listed, findings, "finding")
    yield from _first_page(knowledge)
    ages = ages_known(knowledge.vocabulary)
    if screen.since.ages and tuple(screen.since.ages) != ages:
        what = f"takes the values of {SIGN_AGE} in their order: {', '.join(ages) or 'none'}"
        yield Fault(file, ("since", "ages"), what)
    for index, one in enumerate(screen.implies):
        path: Path = ("implies", index, "then")
        yield from ids(file, path, one.then, findings, "finding")
        for id_, value in one.then.items():
            takes = (
                tuple(findings[id_].values) or ("present", "absent")
                if id_ in findings
                else (value,)
            )
            if value not in takes:
                yield Fault(
                    file,
                    (*path, id_),
                    f"takes {', '.join(takes)}, not {value}{near(value, takes)}",
                )


def settings(knowledge: Knowledge) -> Iterator[Fault]:
    file, settings = "model.yaml", knowledge.settings
    groups = knowledge.vocabulary.groups
    yield from ids(file, ("alpha",), settings.alpha, groups, "group of findings")
    yield from ids(
        file, ("harm", "missed"), settings.harm.missed, knowledge.conditions, "condition"
    )
    for level in LEVELS:
        if set(settings.harm.cost.get(level, {})) != set(LEVELS):
            yield Fault(
                file, ("harm", "cost", level), f"needs a cost for each of {', '.join(LEVELS)}"
            )
    ways = sum(way.share for way in settings.other.variants.values())
    if abs(ways + settings.other.akin - 1) > ROUNDING:
        what = "the shares of the variants and `akin` do not sum to 1"
        yield Fault(file, ("other", "variants"), what)
    yield from _together(knowledge)
    visit = [settings.telling.visit] if settings.telling.visit else []
    yield from ids(file, ("telling", "visit"), visit, knowledge.self_care.routines, "routine")
    for index, goal in enumerate(settings.goals):
        yield from between(file, ("goals", index), {"p": goal.p})
    if settings.second is not None:
        yield from ids(
            file, ("second", "of_person"), settings.second.of_person, groups, "group of findings"
        )
    yield from _simulation(knowledge)


def _simulation(knowledge: Knowledge) -> Iterator[Fault]:
    """Faults of how old the warning signs of simulated people are."""
    file, simulation = "model.yaml", knowledge.settings.simulation
    if simulation is None:
        return
    path: Path = ("simulation",)
    choices = {id_: one for id_, one in knowledge.vocabulary.findings.items() if one.values}
    yield from ids(file, (*path, "finding"), [simulation.finding], choices, "choice")
    if simulation.finding in choices:
        values = choices[simulation.finding].values
        yield from faults_of_number(file, (*path, "chance"), simulation.chance, values)
        for index, sign in enumerate(simulation.own):
            yield from faults_of_number(file, (*path, "own", index, "age"), sign.age, values)


def _first_page(knowledge: Knowledge) -> Iterator[Fault]:
    """Faults of what the first pages offer: a red flag is never one of many things to tick."""
    file, screen, findings = "screen.yaml", knowledge.screen, knowledge.vocabulary.findings
    noticed = [one.finding for one in screen.notice]
    red = {*red_flags_to_ask(knowledge), *(id_ for one in screen.groups for id_ in one.findings)}
    yield from ids(file, ("notice",), noticed, findings, "finding")
    for index, id_ in enumerate(noticed):
        where: Path = ("notice", index, "finding")
        if id_ in red:
            yield Fault(file, where, f"{id_} is a red flag, which is asked by itself")
        elif id_ in findings and (findings[id_].kind, findings[id_].by) != ("flag", "person"):
            yield Fault(file, where, f"{id_} cannot be ticked: no flag that a person can tell")
        if id_ in noticed[:index]:
            yield Fault(file, where, f"{id_} stands there twice")
    told = [one.guide for one in screen.stories]
    yield from ids(file, ("stories",), told, knowledge.guides, "guide")
    if len(set(told)) < len(told):
        yield Fault(file, ("stories",), "a guide stands there twice")


def _together(knowledge: Knowledge) -> Iterator[Fault]:
    """Signs that come together and are no flags, are of the person, change with age, or stand in two
    pairs."""
    findings, second = knowledge.vocabulary.findings, knowledge.settings.second
    seen: set[str] = set()
    for name, pair in knowledge.settings.together.items():
        path: Path = ("together", name)
        yield from ids("model.yaml", (*path, "signs"), pair.signs, findings, "finding")
        for id_ in pair.signs:
            record = findings.get(id_)
            of_person = second is not None and record and record.group in second.of_person
            apart = id_ in knowledge.background.by_age or of_person
            if record and (record.kind != "flag" or record.in_words or apart):
                what = f"{id_} is no sign by itself: take a flag that is neither of the person nor told by age"
                yield Fault("model.yaml", (*path, "signs"), what)
            if id_ in seen:
                yield Fault("model.yaml", (*path, "signs"), f"{id_} stands in two pairs")
            seen.add(id_)
        for share in (pair.brought, pair.by_chance):
            if not isinstance(share.p, float) or not 0 < share.p < 1:
                yield Fault("model.yaml", path, "needs shares between 0 and 1")
