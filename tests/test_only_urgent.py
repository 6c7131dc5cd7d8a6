"""What no condition of ours has a number for tells how urgent it is and nothing of the cause: not even that
the cause is none of ours."""

import numpy as np
import pytest

from pinprick.case.answers import Answers
from pinprick.case.known import of_answers
from pinprick.knowledge.ids import PRESENT
from pinprick.model.axes import ORIGINS
from pinprick.reasoning import inference
from tests.models import shipped

MODEL = shipped()
OURS = np.array([MODEL.causes[cause] in MODEL.knowledge.conditions for cause in MODEL.units.cause])
STATED = (MODEL.units.origin[OURS] != ORIGINS.index("background")).any(axis=0)
ONLY_URGENT = [id_ for id_, stated in zip(MODEL.findings, STATED, strict=True) if not stated]


def causes(answers: Answers) -> np.ndarray:
    return inference.believe(MODEL, of_answers(MODEL.knowledge, answers)).causes


def test_there_are_some() -> None:
    assert set(ONLY_URGENT) >= {"fluoroquinolone", "newest-warning-sign", "strength-returning", "frozen-since"}


@pytest.mark.parametrize("finding", ONLY_URGENT)
@pytest.mark.parametrize("others", [{}, {"feels-tingling": PRESENT, "onset": "weeks"}, {"foot-drop": PRESENT}])
def test_what_no_condition_states_moves_no_cause(finding: str, others: Answers) -> None:
    for value in MODEL.values[finding]:
        told: Answers = {**others, finding: value}
        usual = {id_: said for id_, said in of_answers(MODEL.knowledge, told).answers.items() if id_ != finding}
        assert np.allclose(causes(told), causes(usual), rtol=1e-12, atol=0), value


def test_a_medicine_still_taken_makes_an_illness_that_nobody_knows_no_likelier() -> None:
    """Of those with neuropathy while they take one a third to under a half have it of the medicine (Etminan
    2014, Morales 2019): it is the first to think of, and not a cause that has no name."""
    told = causes({"feels-tingling": PRESENT, "side": "both-sides-equal", "fluoroquinolone": PRESENT})
    assert MODEL.causes[int(np.argmax(told))] == "drug-induced-neuropathy"
