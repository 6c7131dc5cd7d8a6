"""A check of the whole model: where a foot that hangs comes from, set against two nerve test departments. Nothing is
bent to it: those who ask at home are not those whom a doctor sends for nerve tests."""

import pytest

from pinprick.case.answers import Answers
from pinprick.case.known import of_answers
from pinprick.knowledge.ids import PRESENT
from pinprick.reasoning import inference
from pinprick.reasoning.outlook import by_id
from tests.models import shipped

ASKED: Answers = {"foot-drop": PRESENT}
SENT_FOR_TESTS: Answers = {**ASKED, "episode-length": "constant", "known-for": "weeks"}
"""A department sees a foot that has hung for weeks, hardly ever one that woke up within minutes."""

NERVE_AT_KNEE = ("common-peroneal-neuropathy", "deep-peroneal-neuropathy")
ROOT = ("lumbar-disc-radiculopathy", "lumbar-spinal-stenosis")
COUNTED: dict[tuple[str, ...], tuple[float, float]] = {NERVE_AT_KNEE: (0.306, 70 / 155), ROOT: (0.197, 42 / 155)}
"""The share of two series: 217 people in Belgium, 1989 (PMID 2721427, of all or of the peripheral ones, the abstract
leaves open) and 155 in China, 2015 (J Int Neurol Neurosurg 42:496)."""


def _shares(answers: Answers) -> dict[str, float]:
    model = shipped()
    belief = inference.believe(model, of_answers(model.knowledge, answers))
    return by_id(model, belief.causes)


@pytest.mark.parametrize(("answers", "factor"), [(SENT_FOR_TESTS, 1.5), (ASKED, 2)], ids=["sent", "asked"])
@pytest.mark.parametrize("causes", COUNTED, ids=["nerve-at-knee", "root"])
def test_a_hanging_foot_comes_from_where_nerve_tests_found_it(
    causes: tuple[str, ...], answers: Answers, factor: float
) -> None:
    """Those who ask differ more from those tested: feet that fell asleep are among them."""
    shares = _shares(answers)
    low, high = COUNTED[causes]
    assert low / factor <= sum(shares[cause] for cause in causes) <= high * factor


def test_the_nerve_at_the_knee_comes_before_the_root() -> None:
    shares = _shares(SENT_FOR_TESTS)
    assert sum(shares[id_] for id_ in NERVE_AT_KNEE) > sum(shares[id_] for id_ in ROOT)
