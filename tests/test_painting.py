"""What a painting alone says: the side that is painted, and the nerve whose skin it is."""

import numpy as np
import pytest

from pinprick.case.answers import Answer, Answers, Painted
from pinprick.case.known import of_answers
from pinprick.interview import opening
from pinprick.knowledge.ids import MAP, SIDES
from pinprick.knowledge.quantity import number
from pinprick.model.axes import Array
from pinprick.reasoning import inference
from pinprick.reasoning.painting import log_areas
from tests.models import shipped

MODEL = shipped()
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


# ---- words in place of the map


WORDS = MODEL.knowledge.vocabulary.findings["numb-where"]


@pytest.mark.parametrize(
    ("word", "cause"),
    [
        ("outer-thigh", "meralgia-paresthetica"),
        ("inner-edge", "saphenous-neuropathy"),
        ("toes-or-ball", "morton-neuroma"),
        ("outer-edge", "sural-neuropathy"),
    ],
)
def test_a_word_for_an_area_speaks_for_the_nerve_of_its_skin(word: str, cause: str) -> None:
    index = MODEL.causes.index(cause)
    before, after = (inference.by_cause(MODEL, _weights(answers))[index] for answers in ({}, {"numb-where": word}))
    assert after > 1.5 * before


@pytest.mark.parametrize("pattern", [0, len(MODEL.patterns.site) - 1])
def test_what_is_said_in_words_is_one_of_the_words(pattern: int) -> None:
    told = log_areas(MODEL, WORDS, MODEL.patterns.one)
    assert set(told) == set(WORDS.values)
    assert sum(float(np.exp(told[word][pattern])) for word in told) == pytest.approx(1)


@pytest.mark.parametrize("painted", [Painted(), Painted(left=SOLES)])
def test_words_count_only_where_no_map_was_painted(painted: Painted) -> None:
    for word in WORDS.values:
        assert np.array_equal(_weights({MAP: painted, "numb-where": word}), _weights({MAP: painted}))
    assert not np.array_equal(_weights({MAP: "unknown", "numb-where": "whole-leg"}), _weights({}))


def test_who_skips_the_map_is_asked_for_words_and_nobody_else() -> None:
    knowledge = MODEL.knowledge
    screen: dict[str, Answer] = {id_: "absent" for group in knowledge.screen.groups for id_ in group.findings}
    screen |= dict.fromkeys(knowledge.screen.also, "unknown")
    skipped: list[tuple[Answer, str | None]] = [
        ("unknown", "numb-where"),
        (Painted(left=SOLES), None),
        (Painted(), None),
    ]
    for painted, asked in skipped:
        assert opening(knowledge, of_answers(knowledge, {**screen, MAP: painted})) == asked
    told = of_answers(knowledge, {**screen, MAP: "unknown", "numb-where": "leg"})
    assert opening(knowledge, told) is None
