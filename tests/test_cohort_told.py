"""What many cases come to is what each of them comes to."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pinprick.case.answers import Answer, Painted
from pinprick.case.case import Case, made
from pinprick.case.known import known
from pinprick.cohort import columns
from pinprick.cohort.told import told
from pinprick.knowledge.ids import ABSENT, AGE, MAP, PRESENT, SIDE, SIGN_AGE, UNKNOWN
from tests.cohorts import cases
from tests.models import shipped


def _agrees(several: list[Case]) -> None:
    model = shipped()
    coded = columns.encode(model, several)
    found = told(model, coded)
    for n, case in enumerate(several):
        its = known(model.knowledge, case)
        answers = {id_: a for id_, a in its.answers.items() if id_ != MAP}
        whole = columns.encode(model, [made({**answers, **_map(case)}, {})])
        np.testing.assert_array_equal(found.codes[:, n], whole.codes[:, 0])
        assert found.not_asked[n] == len(its.not_asked)
        assert found.unsure[n] == len(its.unsure)
        assert found.complete[n] == (not its.not_asked)
        side = columns.findings(model).index(SIDE)
        assert found.side[n] == coded.codes[side, n]


def _map(case: Case) -> dict[str, Painted]:
    painted = case.answers.get(MAP)
    return {MAP: painted} if isinstance(painted, Painted) else {}


@given(st.lists(cases(), min_size=1, max_size=5))
def test_random_cases_come_to_what_each_comes_to(several: list[Case]) -> None:
    _agrees(several)


def test_what_holds_by_definition_is_not_written_over_an_answer() -> None:
    both = Painted(left=frozenset({"heel"}), right=frozenset({"heel"}))
    unlike = Painted(left=frozenset({"heel"}), right=frozenset({"dorsum"}))
    answered: tuple[dict[str, Answer], ...] = (
        {"sex": "male"},
        {"sex": "male", "pregnant": PRESENT},
        {"sex": "male", "pregnant": UNKNOWN},
        {"chemotherapy": PRESENT},
        {"calf-tender-swollen-one": PRESENT, "leg-swelling": ABSENT},
        {AGE: 9.5},
        {AGE: 71.0},
        {MAP: both},
        {MAP: unlike},
        {MAP: both, SIDE: "one-side"},
        {MAP: both, SIDE: UNKNOWN},
    )
    _agrees([made(given, {}) for given in answered])


def test_the_map_answers_for_what_it_shows() -> None:
    shown, hidden = Painted(), Painted(not_asked=frozenset({"saddle"}))
    _agrees(
        [made({MAP: painted, **more}, {}) for painted in (shown, hidden) for more in ({}, {"numb-saddle": UNKNOWN})]
    )


def test_the_newest_sign_is_as_old_as_its_signs_tell() -> None:
    newest, *_, oldest = columns.ages(shipped())
    signs = {"foot-drop": PRESENT, "unsteady": PRESENT}
    _agrees(
        [
            made(given, {"since": since})
            for since in ({}, {"foot-drop": newest}, {"foot-drop": oldest}, dict.fromkeys(signs, oldest))
            for given in (
                signs,
                {**signs, "known-for": "months"},
                {**signs, SIGN_AGE: UNKNOWN},
                {**signs, SIGN_AGE: newest},
                {**signs, SIGN_AGE: oldest},
            )
        ]
    )
