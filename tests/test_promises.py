"""The promises of the knowledge base: each is kept as it ships, and one that is broken is told."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from pinprick import loading, urgency
from pinprick.knowledge import Knowledge, Promise, Promises
from pinprick.urgency import promises
from tests.models import shipped, written

RULES = sorted(shipped().knowledge.rules)
CONDITIONS = sorted(shipped().knowledge.conditions)
Change = Callable[[Knowledge], Knowledge]


def of(id_: str) -> Promise:
    return written().promises.rules[id_]


# ---- as it ships


@pytest.mark.parametrize("id_", RULES)
def test_a_rule_catches_its_stories_at_its_level_and_leaves_near_misses_alone(id_: str) -> None:
    rules, promise = urgency.parsed(written()), of(id_)
    assert promise.least == rules.levels[id_], "the level was raised: raise the promise too"
    for expected, lines in ((True, promise.catches), (False, promise.misses)):
        told = [story for line in lines for story in promises.stories(line)]
        assert told
        for story in told:
            known, wrong = promises.told(written(), story)
            said = urgency.said_by_rules(rules, known)
            assert not wrong
            assert (id_ in said.rules) is expected, story
            assert not expected or said.level >= promise.least, story


@pytest.mark.parametrize("id_", RULES)
def test_a_near_miss_shares_an_answer_with_a_story_that_is_caught_or_is_of_a_near_sign(id_: str) -> None:
    caught = [story for line in of(id_).catches for story in promises.stories(line)]
    missed = [story for line in of(id_).misses for story in promises.stories(line)]
    assert not [story for story in missed if story in caught]


@pytest.mark.parametrize("id_", CONDITIONS)
def test_the_least_level_of_a_condition_is_its_own(id_: str) -> None:
    promise = written().promises.conditions[id_]
    assert promise.least == written().conditions[id_].urgency.level
    assert not list(promises.of_condition(written(), id_, promise))


def test_every_red_flag_and_every_line_of_the_first_page_is_promised() -> None:
    base = written()
    assert set(map(str, base.promises.red_flags)) == set(map(str, base.urgency.red_flags))
    first = set(base.screen.findings) | set(base.screen.asked_also)
    assert set(base.promises.screen) == first
    assert set(base.promises.ask_first) == set(base.urgency.self_care.ask_first)


def test_a_compiled_model_keeps_no_promises() -> None:
    assert loading.load().knowledge.promises == Promises()


def test_a_knowledge_base_without_promises_breaks_none() -> None:
    assert not list(promises.faults(replace(written(), promises=Promises())))


# ---- what is broken is told


def _rule(id_: str, **new: Any) -> Change:
    return lambda base: replace(base, rules={**base.rules, id_: replace(base.rules[id_], **new)})


def _without(id_: str) -> Change:
    return lambda base: replace(base, rules={key: one for key, one in base.rules.items() if key != id_})


def _urgency(**new: Any) -> Change:
    return lambda base: replace(base, urgency=replace(base.urgency, **new))


def _gate(**new: Any) -> Change:
    return lambda base: _urgency(self_care=replace(base.urgency.self_care, **new))(base)


def _condition(id_: str, **new: Any) -> Change:
    def change(base: Knowledge) -> Knowledge:
        one = base.conditions[id_]
        raised = replace(one, urgency=replace(one.urgency, **new))
        return replace(base, conditions={**base.conditions, id_: raised})

    return change


def _promise(id_: str, **new: Any) -> Change:
    """One rule is promised and no other, and that otherwise."""

    def change(base: Knowledge) -> Knowledge:
        rules = {id_: replace(base.promises.rules[id_], **new)}
        return replace(base, promises=replace(base.promises, rules=rules))

    return change


def _level_text(level: str, name: str, of_: str) -> Change:
    def change(base: Knowledge) -> Knowledge:
        levels = dict(base.urgency.levels)
        levels[level] = replace(levels[level], **{name: getattr(levels[of_], name)})  # type: ignore[index]
        return _urgency(levels=levels)(base)

    return change


def _red_flags_but_foot_drop(base: Knowledge) -> Knowledge:
    return _urgency(red_flags=tuple(flag for flag in base.urgency.red_flags if flag != "foot-drop"))(base)


def _screen_but_fever(base: Knowledge) -> Knowledge:
    groups = (
        replace(group, signs=tuple(one for one in group.signs if "fever" not in one.findings))
        for group in base.screen.groups
    )
    return replace(base, screen=replace(base.screen, groups=tuple(groups)))


APPOINTMENT = {"en": "Book an ordinary appointment. Call the emergency number if it gets worse."}
BROKEN: list[tuple[str, Change, str, str]] = [
    ("a red flag", _red_flags_but_foot_drop, "red_flags", "urgency.yaml no longer has it"),
    ("the first page", _screen_but_fever, "screen", "screen.yaml no longer has it"),
    ("asked first", _gate(ask_first=("age",)), "ask_first", "urgency.yaml no longer has it"),
    ("the default", _urgency(default="self-care"), "default", "self-care where nothing else"),
    ("a rule", _without("frozen"), "rules.frozen", "there is no such rule"),
    ("a rule without", _promise("frozen"), "rules", "misses stroke-now"),
    ("a level", _rule("frozen", level="soon"), "rules.frozen.least", "the rule says soon"),
    ("a witness", _rule("stiff-neck", when="feels-numb"), "rules.stiff-neck.catches", "no longer catches it"),
    ("a near miss", _rule("stiff-neck", unless=None), "rules.stiff-neck.misses", "catches it now"),
    ("a story", _promise("frozen", catches=({"frzen": "present"},)), "rules.frozen.catches.0", ""),
    ("no story", _promise("frozen", misses=()), "rules.frozen.misses", "holds no story"),
    ("a condition", _condition("ischaemic-stroke", level="soon"), "conditions.ischaemic-stroke.least", "says soon"),
    ("an upgrade", _condition("chilblains", upgrades=()), "conditions.chilblains.raised", "no upgrade raises it"),
    ("a bar", _gate(unless=()), "self_care.barred", "is self-care now"),
    ("harmless", _gate(pattern="foot-drop"), "self_care.said", "is routine now"),
    ("what is told", _rule("stroke-now", tell=APPOINTMENT), "rules.stroke-now.tell", "says routine first"),
    ("nothing told", _rule("stroke-now", tell={"en": "Rest."}), "rules.stroke-now.tell", "says no urgency first"),
    ("a level's words", _level_text("emergency", "means", "routine"), "levels.emergency.means", "calmer level"),
    ("within", _level_text("same-day", "within", "soon"), "levels.same-day.within", "calmer level"),
]


def told(base: Knowledge) -> Iterator[str]:
    for file, path, what in promises.faults(base):
        yield f"{file} {'.'.join(map(str, path))}: {what}"


def test_no_promise_is_broken_as_it_ships() -> None:
    assert not list(told(written()))


@pytest.mark.parametrize(("change", "place", "what"), [pytest.param(*rest, id=name) for name, *rest in BROKEN])
def test_a_broken_promise_is_told_with_its_place(change: Change, place: str, what: str) -> None:
    found = list(told(change(written())))
    pattern = rf"(promises|rules|urgency)\S* {re.escape(place)}\S*: .*{re.escape(what)}"
    assert any(re.match(pattern, line) for line in found), found


def test_each_of_a_story_is_a_story_of_its_own() -> None:
    line = {"fever": "present", "each": ["cancer", {"known-for": "days"}]}
    assert list(promises.stories(line)) == [
        {"fever": "present", "cancer": "present"},
        {"fever": "present", "known-for": "days"},
    ]
