"""The rule language: ordinary logic when all is known, monotone answers, signs that keep their
promise, kind errors."""

from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinprick.case.answers import Painted
from pinprick.rules import faults, holds, mentioned, parse, signs
from pinprick.rules.language import All, Answered, AnyOf, Between, Expr, Not, Paints, Unless
from tests.trees import ANSWERS, DEFINITIONS, FLAGS, KLEENE, POSSIBLE, TREES, UNKNOWN


def _twin(expr: Expr, answers: dict[str, Any]) -> bool | None:
    """What the expression says however the unknown answers turn out, by trying every way; None when
    it depends."""
    open_ = [finding for finding in POSSIBLE if answers.get(finding) in UNKNOWN]
    ways = product(*(POSSIBLE[finding] for finding in open_))
    seen = {_plainly(expr, answers | dict(zip(open_, way, strict=True))) for way in ways}
    return seen.pop() if len(seen) == 1 else None


def _plainly(expr: Expr, answers: dict[str, Any]) -> bool:
    """Ordinary two-valued logic, for answers of which every one is known."""
    match expr:
        case All(parts):
            return all(_plainly(part, answers) for part in parts)
        case AnyOf(parts):
            return any(_plainly(part, answers) for part in parts)
        case Not(part):
            return not _plainly(part, answers)
        case Unless(part, exception):
            return _plainly(part, answers) and not _plainly(exception, answers)
        case Paints(region):
            return bool(answers["numb-regions"].has(region))
        case Answered(finding, values):
            return answers[finding] in values
        case Between(finding, least, under):
            return bool(least <= answers[finding] < under)


@given(TREES, ANSWERS)
def test_with_everything_known_it_is_ordinary_logic(raw: Any, answers: dict[str, Any]) -> None:
    known = {f: ways[0] if answers.get(f) in UNKNOWN else answers[f] for f, ways in POSSIBLE.items()}
    expr = parse(raw, DEFINITIONS)
    assert holds(expr, known) is _plainly(expr, known)


@given(KLEENE, ANSWERS)
def test_what_is_known_without_unless_stays_so_however_the_unknown_turns_out(raw: Any, answers: dict[str, Any]) -> None:
    expr = parse(raw, DEFINITIONS)
    now = holds(expr, answers)
    assert now is None or _twin(expr, answers) is now


@given(KLEENE, ANSWERS, st.sampled_from(sorted(POSSIBLE)), st.integers(0, 1))
def test_one_more_answer_never_turns_true_into_false(raw: Any, answers: dict[str, Any], finding: str, way: int) -> None:
    if answers.get(finding) not in UNKNOWN:
        return
    expr = parse(raw, DEFINITIONS)
    before = holds(expr, answers)
    assert before is None or holds(expr, answers | {finding: POSSIBLE[finding][way]}) is before


@given(TREES, ANSWERS, st.sampled_from(FLAGS))
def test_a_flag_with_positive_sign_alone_never_hinders(raw: Any, answers: dict[str, Any], flag: str) -> None:
    expr = parse(raw, DEFINITIONS)
    if -1 in signs(expr).get(Answered(flag, frozenset(["present"])), frozenset()):
        return
    order = {False: 0, None: 1, True: 2}
    before = order[holds(expr, answers)]
    assert order[holds(expr, answers | {flag: "present"})] >= before


@given(TREES, ANSWERS)
def test_only_what_is_mentioned_matters(raw: Any, answers: dict[str, Any]) -> None:
    expr = parse(raw, DEFINITIONS)
    heard = {finding: answer for finding, answer in answers.items() if finding in mentioned(expr)}
    assert holds(expr, answers) is holds(expr, heard)


@pytest.mark.parametrize("answers", [{}, {"cold": "unknown"}, {"cold": "absent"}])
def test_what_was_not_asked_excuses_nothing(answers: dict[str, Any]) -> None:
    expr = parse({"when": "weak", "unless": "cold"}, {})
    assert holds(expr, {"weak": "present"} | answers) is True
    assert holds(expr, {"weak": "present", "cold": "present"}) is False
    assert holds(parse({"all": ["weak", {"not": "cold"}]}, {}), {"weak": "present"}) is None


def test_a_region_of_a_view_that_was_not_shown_is_not_known() -> None:
    expr = parse({"region": "saddle"}, {})
    assert holds(expr, {"numb-regions": Painted(not_asked=frozenset(["saddle"]))}) is None
    assert holds(expr, {"numb-regions": Painted(midline=frozenset(["saddle"]))}) is True
    assert holds(expr, {"numb-regions": Painted()}) is False


@pytest.mark.parametrize(("age", "expected"), [(17.9, True), (18.0, False), ("unknown", None)])
def test_under_is_exclusive(age: Any, expected: bool | None) -> None:
    assert holds(parse({"age": {"under": 18}}, {}), {"age": age}) is expected
    assert holds(parse({"age": {"from": 18}}, {}), {"age": 18.0}) is True


@dataclass(frozen=True)
class _Finding:
    kind: str
    values: dict[str, str] = field(default_factory=dict)


FINDINGS = {
    "foot-drop": _Finding("flag"),
    "onset": _Finding("choice", {"fast": "", "slow": ""}),
    "age": _Finding("number"),
    "numb-regions": _Finding("regions"),
}
CIRCLE = {"a": {"any": ["foot-drop", "b"]}, "b": {"not": "a"}, "c": {"any": ["foot-drop"]}}


@pytest.mark.parametrize(
    ("raw", "path", "says"),
    [
        ("foot-drip", (), "did you mean foot-drop?"),
        ("foot_drop", (), "did you mean foot-drop?"),
        ({"all": ["foot-drop", {"any": ["foot-drop", "fot-drop"]}]}, ("all", 1, "any", 1), "did you mean foot-drop?"),
        ({"onset": "fasr"}, ("onset",), "did you mean fast?"),
        ({"onsett": "fast"}, ("onsett",), "did you mean onset?"),
        ({"onset": {"from": 3}}, ("onset",), "is a choice"),
        ({"age": "old"}, ("age",), "is a number"),
        ({"age": {"above": 3}}, (), "from: 18"),
        ({"region": "sadle"}, ("region",), "did you mean saddle?"),
        ({"foot-drop": "present"}, ("foot-drop",), "takes no value"),
        ("onset", (), "write {onset: fast}"),
        ("age", (), "write {age: {from: 18}}"),
        ({"any": []}, (), "takes a list"),
        ({"any": ["foot-drop"], "all": ["foot-drop"]}, (), "takes one of"),
        ({"not": "foot-drop", "unless": "c"}, (), "`unless` stands beside"),
        ({"when": "foot-drop", "unless": "foot-drap"}, ("unless",), "did you mean foot-drop?"),
        (3, (), "an expression is"),
        ("a", (), "stands inside itself"),
        ({"any": ["c", "b"]}, ("any", 1), "stands inside itself"),
    ],
)
def test_each_fault_is_told_where_it_stands(raw: Any, path: tuple[Any, ...], says: str) -> None:
    ((where, what),) = faults(raw, FINDINGS, ("saddle", "heel"), CIRCLE)
    assert where == path
    assert says in what


def test_sound_expressions_have_no_fault_and_all_faults_come_at_once() -> None:
    sound = {"any": ["foot-drop", "c", {"onset": ["fast"]}, {"age": {"under": 18}}], "unless": {"region": "heel"}}
    assert faults(sound, FINDINGS, ("saddle", "heel"), CIRCLE) == []
    assert len(faults({"any": ["x", "y", {"onset": "z"}]}, FINDINGS, (), {})) == 3


@pytest.mark.parametrize("raw", ["a", 3, {"any": []}, {}, {"all": ["c"], "any": ["c"]}])
def test_what_is_no_expression_does_not_parse(raw: Any) -> None:
    with pytest.raises(ValueError, match=r"inside itself|takes|an expression is"):
        parse(raw, CIRCLE)
