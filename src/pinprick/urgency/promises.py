"""Whether a knowledge base keeps what it promises: red flags, levels, and stories by rule.

The proofs look at the shape of the rules; these look at what the rules are about, which no proof
can know.
"""

import re
from collections.abc import Iterator, Sequence

from pinprick.case.known import Known, of_answers
from pinprick.case.reading import case_from
from pinprick.knowledge import ConditionPromise, Knowledge, Level, LevelText, Promise, Story
from pinprick.knowledge.ids import ABSENT, PRESENT
from pinprick.problems import did_you_mean
from pinprick.rules import holds
from pinprick.urgency.rules import Rules, parsed, said_by_rules

Path = tuple[str | int, ...]
Broken = tuple[Path, str]
_FILE = "promises/*.yaml"


def faults(knowledge: Knowledge) -> Iterator[tuple[str, Path, str]]:
    """Every promise that is broken, as (file, path, what)."""
    for part in (_pinned, _rules, _conditions, _self_care):
        for path, what in part(knowledge):
            yield _FILE, path, what
    yield from _faults_of_words(knowledge)


def stories(story: Story) -> Iterator[Story]:
    """The stories that one line stands for: itself, or one for each of `each`. A line whose `each`
    is not a list of answers stands as it is, so that who reads it says what is wrong."""
    each = story.get("each", [{}])
    if not (isinstance(each, list) and each and all(isinstance(one, str | dict) for one in each)):
        yield story
        return
    rest = {finding: answer for finding, answer in story.items() if finding != "each"}
    for one in each:
        yield rest | ({one: PRESENT} if isinstance(one, str) else one)


def told(knowledge: Knowledge, story: Story) -> tuple[Known, list[str]]:
    """What is known of somebody who tells a story, and what is wrong in it."""
    case, wrong = case_from({"findings": story}, knowledge.vocabulary)
    return of_answers(knowledge, case.answers), [what for _, what in wrong]


def _each(
    knowledge: Knowledge, lines: Sequence[Story], path: Path
) -> Iterator[tuple[Path, Story, Known, list[str]]]:
    """Every story of some lines, with the path of its line and what is `told` by it."""
    for index, line in enumerate(lines):
        for story in stories(line):
            yield ((*path, index), story, *told(knowledge, story))


# ---- lists that are pinned


def _pinned(knowledge: Knowledge) -> Iterator[Broken]:
    promises, urgency = knowledge.promises, knowledge.urgency
    screen = knowledge.screen
    if promises.default is not None and _lower(urgency.default, promises.default):
        yield ("default",), f"urgency.yaml says {urgency.default} where nothing else is said"
    first = {*screen.findings, *screen.asked_also}
    for key, promised, there, file in (
        ("red_flags", promises.red_flags, urgency.red_flags, "urgency.yaml"),
        ("screen", promises.screen, first, "screen.yaml"),
        ("ask_first", promises.ask_first, urgency.self_care.ask_first, "urgency.yaml"),
    ):
        for index, id_ in enumerate(promised):
            if id_ not in there:
                yield (key, index), f"{file} no longer has it; put it back, or argue here why not"


def _lower(level: Level, least: Level) -> bool:
    return level < least


# ---- rules


def _rules(knowledge: Knowledge) -> Iterator[Broken]:
    rules, promised = parsed(knowledge), knowledge.promises.rules
    for id_, promise in promised.items():
        if id_ not in rules.fires:
            what = f"there is no such rule{did_you_mean(id_, rules.fires)}"
            yield ("rules", id_), f"{what}; put it back, or argue here why not"
            continue
        yield from of_rule(knowledge, rules, id_, promise)
    for id_ in knowledge.rules if promised else ():
        if id_ not in promised:
            what = f"misses {id_}; say its least level, what it catches and what it misses"
            yield ("rules",), what


def of_rule(knowledge: Knowledge, rules: Rules, id_: str, promise: Promise) -> Iterator[Broken]:
    """What a rule no longer keeps of its promise, by path."""
    path: Path = ("rules", id_)
    if rules.levels[id_] < promise.least:
        yield (*path, "least"), f"the rule says {rules.levels[id_]}, which is less"
    for key, lines in (("catches", promise.catches), ("misses", promise.misses)):
        if not lines:
            yield (*path, key), "holds no story; tell at least one"
        for place, story, known, wrong in _each(knowledge, lines, (*path, key)):
            yield from ((place, what) for what in wrong)
            fires = holds(rules.fires[id_], known.answers) is True
            if not wrong and fires != (key == "catches"):
                what = "no longer catches it" if key == "catches" else "catches it now"
                yield place, f"the rule {what}: {_shown(story)}"


def _shown(story: Story) -> str:
    return ", ".join(f"{finding}: {answer}" for finding, answer in story.items())


# ---- conditions and self-care


def _conditions(knowledge: Knowledge) -> Iterator[Broken]:
    promised = knowledge.promises.conditions
    for id_, promise in promised.items():
        if id_ not in knowledge.conditions:
            what = f"there is no such condition{did_you_mean(id_, knowledge.conditions)}"
            yield ("conditions", id_), what
            continue
        yield from of_condition(knowledge, id_, promise)


def of_condition(knowledge: Knowledge, id_: str, promise: ConditionPromise) -> Iterator[Broken]:
    """What a condition no longer keeps of its promise, by path."""
    path: Path = ("conditions", id_)
    own = knowledge.conditions[id_].urgency.level
    if _lower(own, promise.least):
        yield (*path, "least"), f"the condition says {own}, which is less"
    for level, lines in promise.raised.items():
        for place, story, known, wrong in _each(knowledge, lines, (*path, "raised", level)):
            yield from ((place, what) for what in wrong)
            upgrades = parsed(knowledge).upgrades[id_]
            to = [to for to, when in upgrades if holds(when, known.answers) is True]
            if not wrong and max(to, default=Level.SELF_CARE) < level:
                yield place, f"no upgrade raises it so far: {_shown(story)}"


def _self_care(knowledge: Knowledge) -> Iterator[Broken]:
    promise, rules = knowledge.promises.self_care, parsed(knowledge)
    if promise is None:
        return
    for key, lines in (("said", promise.said), ("barred", promise.barred)):
        for place, story, known, wrong in _each(knowledge, lines, ("self_care", key)):
            yield from ((place, what) for what in wrong)
            no = dict.fromkeys((*known.not_asked, *known.unsure), ABSENT)
            said = said_by_rules(rules, of_answers(knowledge, {**no, **known.given}))
            if not wrong and (said.level == Level.SELF_CARE) != (key == "said"):
                yield place, f"is {said.level} now: {_shown(story)}"


# ---- words


def first_verb(knowledge: Knowledge, text: str) -> Level | None:
    """The level whose verb stands first in a text; None where none does."""
    found = [
        (match.start(), level)
        for level, patterns in knowledge.promises.verbs.items()
        for pattern in patterns
        if (match := re.search(pattern, text, re.IGNORECASE))
    ]
    return min(found)[1] if found else None


def _wrong_patterns(knowledge: Knowledge) -> Iterator[Broken]:
    for level, patterns in knowledge.promises.verbs.items():
        for index, pattern in enumerate(patterns):
            try:
                re.compile(pattern)
            except re.error as error:
                yield ("verbs", level, index), f"is not a pattern: {error.msg}"


def _faults_of_words(knowledge: Knowledge) -> Iterator[tuple[str, Path, str]]:
    if not knowledge.promises.verbs:
        return
    wrong = list(_wrong_patterns(knowledge))
    if wrong:
        yield from ((_FILE, path, what) for path, what in wrong)
        return
    for id_, rule in knowledge.rules.items():
        said = first_verb(knowledge, rule.tell["en"])
        if said != rule.level:
            what = f"says {said or 'no urgency'} first, but the rule is {rule.level}"
            cure = "begin with what to do at that level, in one of the `verbs` of promises/"
            yield "rules/*.yaml", ("rules", id_, "tell"), f"{what}; {cure}"
    for level, words in knowledge.urgency.levels.items():
        for name in _misworded(knowledge, level, words):
            what = f"names a calmer level first, or none, but is of {level}; see `verbs`"
            yield "urgency.yaml", ("levels", level, name), what


def _misworded(knowledge: Knowledge, level: Level, words: LevelText) -> Iterator[str]:
    """The texts of a level that a calmer level could say; `means` must name its own, `who` and
    `within` may say nothing of it."""
    for name in ("means", "who", "within"):
        said = first_verb(knowledge, getattr(words, name)["en"])
        if (name == "means") if said is None else _lower(said, level):
            yield name
