"""How many single clinical mistakes `pinprick check` notices, written to docs/safety/mutants.md.

A mistake lowers the level when, of some least story that makes a rule, an upgrade or a bar hold, or
of random answers, the level falls; a list of red flags, the screen and the words of a level count
always. All is done in this process: a mistake is killed when the checks or the proofs refuse it.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from pinprick import urgency
from pinprick.authoring import checks, validation
from pinprick.case.answers import Answers
from pinprick.case.known import Known, of_answers
from pinprick.cli.common import progress
from pinprick.knowledge import Knowledge, Level, Promises
from pinprick.knowledge.ids import ABSENT, PRESENT
from pinprick.once import once
from pinprick.rules import parse
from pinprick.rules.language import Expr, Unless
from pinprick.rules.logic import holds
from pinprick.urgency import lines, promises, proofs
from scripts.mutations import EXCUSES, Mutant, mutants

PAGE = Path(__file__).parents[1] / "docs" / "safety" / "mutants.md"
WAYS = 4000
"""How many of the ways in which an expression can hold are looked at, at most ..."""
STORIES = 80
"""... and how many stories are made of them, spread evenly."""
RANDOM = 2000
EXCUSED = 3
"""How many stories of a rule are told with each of the excuses beside."""
_ALWAYS = ("red_flags", "screen", "ask_first", "tell", "levels", "default")
"""Parts of which a mistake counts as lowering the level, whatever the stories say."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What is known of one person, the level by rules, and the rules that make it so."""

    known: Known
    level: Level
    top: frozenset[str]


# ---- stories


def least(expr: Expr, findings: frozenset[str], most: int | None = None) -> list[Answers]:
    """Answers that alone make an expression hold, spread over all its ways."""
    some: list[Answers] = list(islice(proofs.cases(expr, findings), WAYS))
    most = most or STORIES
    return some[:: max(1, len(some) // most)][:most]


def samples(knowledge: Knowledge) -> list[Sample]:
    """Least stories of every rule, some with an excuse beside, and random answers."""
    rules, findings = urgency.parsed(knowledge), frozenset(knowledge.vocabulary.findings)
    stories: list[Answers] = []
    excuses = [parse(raw, knowledge.urgency.definitions) for raw in EXCUSES]
    for expr in rules.fires.values():
        own = least(expr, findings)
        calm = (proofs.witness(excuse, findings) for excuse in excuses)
        stories += [*own, *({**excuse, **story} for excuse in calm for story in own[:EXCUSED])]
    stories += _random(knowledge)
    return [sample(knowledge, story) for story in stories]


def sample(knowledge: Knowledge, story: Answers) -> Sample:
    """What the rules say of a story."""
    known, rules = of_answers(knowledge, story), urgency.parsed(knowledge)
    said = urgency.said_by_rules(rules, known)
    top = frozenset(id_ for id_ in said.rules if rules.levels[id_] == said.level)
    return Sample(known, said.level, top)


def _random(knowledge: Knowledge) -> Iterator[Answers]:
    chance = random.Random(1)
    findings = [
        (id_, tuple(one.values) or (PRESENT,))
        for id_, one in knowledge.vocabulary.findings.items()
        if one.kind in ("flag", "choice") and not one.areas
    ]
    for _ in range(RANDOM):
        some = chance.sample(findings, chance.randint(2, 8))
        yield {id_: chance.choice(values) for id_, values in some}


# ---- whether a mistake lowers the level


def lowers(knowledge: Knowledge, mutant: Mutant, among: Iterable[Sample]) -> bool:
    """Whether a mistake lowers the level of a story."""
    if mutant.part in _ALWAYS or mutant.kind == "level":
        return True
    changed = mutant.make(knowledge)
    if mutant.part == "conditions":
        return _lowers_upgrade(knowledge, changed, mutant.id_)
    if mutant.part == "self_care":
        return _lowers_bar(knowledge, changed)
    return _lowers_rules(knowledge, changed, among)


def _lowers_rules(knowledge: Knowledge, changed: Knowledge, among: Iterable[Sample]) -> bool:
    rules = urgency.parsed(knowledge)
    new = fires(changed, affected(knowledge, changed))
    gone = frozenset(rules.fires) - frozenset(changed.rules)
    touched = gone | frozenset(new)
    for one in among:
        if one.level == Level.SELF_CARE or not one.top or not one.top <= touched:
            continue
        if all(id_ in gone or holds(new[id_], one.known.answers) is not True for id_ in one.top):
            levels = [
                rules.levels[id_]
                for id_, expr in {**rules.fires, **new}.items()
                if id_ not in gone and holds(expr, one.known.answers) is True
            ]
            if max([rules.default, *levels]) < one.level:
                return True
    return False


def affected(knowledge: Knowledge, changed: Knowledge) -> list[str]:
    """The rules of a changed knowledge base that may fire otherwise."""
    before, after = knowledge.urgency.definitions, changed.urgency.definitions
    names = {name for name, raw in after.items() if before.get(name) is not raw}
    while more := {n for n, raw in after.items() if n not in names and _names(raw) & names}:
        names |= more
    return [
        id_
        for id_, rule in changed.rules.items()
        if rule is not knowledge.rules.get(id_) or (_names(rule.when) | _names(rule.unless)) & names
    ]


def _names(raw: Any) -> set[str]:
    if isinstance(raw, str):
        return {raw}
    if isinstance(raw, Mapping):
        return set().union(*map(_names, raw.values()))
    return set().union(*map(_names, raw)) if isinstance(raw, list | tuple) else set()


def fires(knowledge: Knowledge, ids: Iterable[str]) -> dict[str, Expr]:
    """When each of some rules fires, its exceptions within."""
    definitions, found = knowledge.urgency.definitions, {}
    for id_ in ids:
        rule = knowledge.rules[id_]
        found[id_] = parse(rule.when, definitions)
        if rule.unless is not None:
            found[id_] = Unless(found[id_], parse(rule.unless, definitions))
    return found


def _lowers_upgrade(knowledge: Knowledge, changed: Knowledge, id_: str) -> bool:
    findings, definitions = frozenset(knowledge.vocabulary.findings), knowledge.urgency.definitions
    before, after = (
        [(parse(up.when, definitions), up.to) for up in one.conditions[id_].urgency.upgrades]
        for one in (knowledge, changed)
    )
    own = changed.conditions[id_].urgency.level
    for expr, _ in before:
        for story in least(expr, findings):
            known = of_answers(knowledge, story)
            was, now = (_raised(ups, known, own) for ups in (before, after))
            if now < was:
                return True
    return False


def _raised(ups: list[tuple[Expr, Level]], known: Known, own: Level) -> Level:
    levels = [to for when, to in ups if holds(when, known.answers) is True]
    return max([own, *levels])


def _lowers_bar(knowledge: Knowledge, changed: Knowledge) -> bool:
    """Whether a calm story that was barred is self-care now, or one of another pattern is."""
    rules, new = urgency.parsed(knowledge), urgency.parsed(changed)
    for story in calm_stories(knowledge):
        was = urgency.said_by_rules(rules, of_answers(knowledge, story)).level
        now = urgency.said_by_rules(new, of_answers(changed, story)).level
        if now < was:
            return True
    return False


@once
def calm_stories(knowledge: Knowledge) -> list[Answers]:
    """Harmless stories of every pattern, and one with each way to bar it; every red flag that is
    not told is answered no."""
    rules, findings = urgency.parsed(knowledge), frozenset(knowledge.vocabulary.findings)
    calm = least(rules.pattern, findings)
    barred = [{**calm[0], **way} for bar in rules.bars for way in least(bar, findings, 400)]
    no = dict.fromkeys(rules.asked, ABSENT)
    return [{**no, **story} for story in (*calm, *barred)]


# ---- whether a mistake is noticed


def killed_by_promises(changed: Knowledge, mutant: Mutant) -> bool:
    """Whether a promise refuses a mistake; only those that it may break are looked at."""
    if not changed.promises.rules:
        return False
    if mutant.part not in ("rules", "definitions", "conditions"):
        return any(True for _ in promises.faults(changed))
    if mutant.part == "conditions":
        promise = changed.promises.conditions[mutant.id_]
        return any(True for _ in promises.of_condition(changed, mutant.id_, promise))
    rules, promised = urgency.parsed(changed), changed.promises.rules
    return set(promised) > set(rules.fires) or any(
        True
        for id_, promise in promised.items()
        if mutant.part == "definitions" or id_ == mutant.id_
        for _ in promises.of_rule(changed, rules, id_, promise)
    )


def killed_by_check(changed: Knowledge) -> bool:
    """Whether anything else that `pinprick check` looks at refuses a mistake."""
    without = replace(changed, promises=Promises())
    if checks.faults(without) or any(True for _ in checks.unused_sources(without)):
        return True
    return any(True for _ in lines.faults(without))


# ---- the report


def main(share: float) -> None:
    """Judge all mistakes, or a part of them drawn at random, and write the page."""
    knowledge = validation.load_knowledge()
    drawn = random.Random(2)
    among, every = samples(knowledge), list(mutants(knowledge))
    falls = [one for one in progress(every, "Making") if lowers(knowledge, one, among)]
    some = [one for one in falls if drawn.random() < share]
    by: dict[str, list[Mutant]] = {"promises": [], "check": [], "nothing": []}
    for one in progress(some, "Checking"):
        changed = one.make(knowledge)
        kept = not killed_by_promises(changed, one)
        how = "promises" if not kept else "check" if killed_by_check(changed) else "nothing"
        by[how].append(one)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(_page(len(every), len(falls), by))
    print(PAGE.read_text())


def line(mutant: Mutant) -> str:
    """A mistake as the page lists it."""
    return f"- {mutant.part} `{mutant.id_}`: {mutant.what}"


def _page(every: int, falls: int, by: Mapping[str, list[Mutant]]) -> str:
    alive = by["nothing"]
    tried = sum(map(len, by.values()))
    caught = tried - len(alive)
    rows = Counter((one.part, one.kind) for ones in by.values() for one in ones)
    left = Counter((one.part, one.kind) for one in alive)
    table = "\n".join(
        f"| {part} | {kind} | {number - left[part, kind]} of {number} |"
        for (part, kind), number in sorted(rows.items())
    )
    survivors = "\n".join(map(line, alive)) or "None."
    return _TEXT.format(
        every=every,
        falls=falls,
        tried=tried,
        caught=caught,
        share=100 * caught / tried,
        promises=len(by["promises"]),
        check=len(by["check"]),
        table=table,
        survivors=survivors,
    )


_TEXT = """# What `pinprick check` notices

Written by `make mutants`: single mistakes that an author could make in the rules, definitions, lists, texts
and levels, each made alone, and whether `pinprick check` refuses it. A mistake lowers the level when it does
so in the least stories of the rules, upgrades and bars, or in random answers; the red flags, the screen and
the words of a level count always. The stories of the promises were chosen with these mistakes in mind, so the
share is no estimate for mistakes of other kinds. Not made are: an exception by a finding that no story
tells, two mistakes at once, shares and probabilities, costs, numbers to call, and what a question asks.

- {every} mistakes were made; {falls} lower a level, of which {tried} were tried.
- {caught} of {tried} are refused ({share:.1f} %): {promises} by the promises, {check} more by the other checks.

| part | mistake | refused |
|---|---|---|
{table}

## Not refused

{survivors}
"""


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
