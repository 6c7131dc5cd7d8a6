"""What a painting alone says: the side that is painted, and the nerve whose skin it is."""

import pytest

from pinprick import loading
from pinprick.case.answers import Answers, Painted
from pinprick.case.known import of_answers
from pinprick.knowledge.ids import MAP, SIDES
from pinprick.knowledge.quantity import number
from pinprick.model.axes import Array
from pinprick.reasoning import inference

MODEL = loading.load()
SOLES = frozenset({"great-toe", "sole-inner", "sole-outer", "third-web"})


def _weights(answers: Answers) -> Array:
    return inference.posterior(MODEL, inference.evidence(MODEL, of_answers(MODEL.knowledge, answers)))


def _by_side(answers: Answers) -> dict[str, float]:
    sums = inference.group_sums(_weights(answers), MODEL.hypotheses.side, len(SIDES))
    return dict(zip(SIDES, sums, strict=True))


def _causes(answers: Answers) -> list[str]:
    by_cause = inference.by_cause(MODEL, _weights(answers))
    return [MODEL.causes[index] for index in (-by_cause).argsort()]


@pytest.mark.parametrize("region", [region for region in MODEL.regions if region not in ("saddle", "trunk")])
def test_the_side_that_is_not_painted_is_hardly_ever_the_one(region: str) -> None:
    """A side is told once: painting one region of it is enough, and the other keeps about the
    chance of a mistake."""
    by_side = _by_side({MAP: Painted(left=frozenset({region}))})
    assert by_side["right"] < 2 * number(MODEL.knowledge.settings.map.wrong_side) < by_side["left"]


def test_what_is_painted_on_both_sides_is_on_both() -> None:
    assert _by_side({MAP: Painted(left=SOLES, right=SOLES)})["both"] > 0.8


def test_more_of_the_same_segment_is_not_more_evidence_of_the_side() -> None:
    """The other side of nine painted regions is about as likely as that of one."""
    one, nine = (
        _by_side({MAP: Painted(left=regions)})["right"]
        for regions in (frozenset({"heel"}), frozenset(MODEL.regions[:9]))
    )
    assert one / 10 < nine < one * 10


@pytest.mark.parametrize(
    ("region", "cause"),
    [
        ("thigh-outer", "meralgia-paresthetica"),
        ("third-web", "morton-neuroma"),
        ("first-web", "deep-peroneal-neuropathy"),
        ("shin-inner", "saphenous-neuropathy"),
    ],
)
def test_skin_of_one_nerve_names_the_nerve(region: str, cause: str) -> None:
    """Textbook territories: the cause whose skin alone is painted is one of the first three."""
    assert cause in _causes({MAP: Painted(left=frozenset({region}))})[:3]
