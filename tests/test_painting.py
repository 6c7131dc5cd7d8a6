"""What a painting alone says: the side that is painted, and the nerve whose skin it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinprick.case.answers import Answer, Answers, Painted
from pinprick.case.known import of_answers
from pinprick.interview import opening
from pinprick.knowledge.ids import MAP, OTHER, SIDES
from pinprick.knowledge.quantity import number
from pinprick.model.axes import Array
from pinprick.reasoning import inference
from pinprick.reasoning.painting import log_places
from tests import slow_painting
from tests.models import shipped

MODEL = shipped()
SOLES = frozenset({"great-toe", "sole-inner", "sole-outer", "third-web"})


def _weights(answers: Answers) -> Array:
    return inference.believe(MODEL, of_answers(MODEL.knowledge, answers)).sides


def _by_side(answers: Answers) -> dict[str, float]:
    return dict(zip(SIDES, _weights(answers).sum(axis=1).tolist(), strict=True))


def _causes(answers: Answers) -> list[str]:
    by_cause = inference.believe(MODEL, of_answers(MODEL.knowledge, answers)).causes
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
    """Textbook territories: the cause whose skin alone is painted is one of the first three that are named."""
    named = [id_ for id_ in _causes({MAP: Painted(left=frozenset({region}))}) if id_ != OTHER]
    assert cause in named[:3]


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
    of_cause = MODEL.units.cause == MODEL.causes.index(cause)
    before, after = (_weights(answers)[:, of_cause].sum() for answers in ({}, {"numb-where": word}))
    assert after > 1.5 * before


@pytest.mark.parametrize("pattern", [0, len(MODEL.patterns.site) - 1])
def test_what_is_said_in_words_is_one_of_the_words(pattern: int) -> None:
    told = {word: log_places(MODEL, of_answers(MODEL.knowledge, {"numb-where": word})) for word in WORDS.values}
    p = [float(np.exp(table[pattern, 0])) for table in told.values() if table is not None]
    assert len(p) == len(WORDS.values)
    assert sum(p) == pytest.approx(1)


@pytest.mark.parametrize("painted", [Painted(), Painted(left=SOLES)])
def test_words_count_only_where_no_map_was_painted(painted: Painted) -> None:
    for word in WORDS.values:
        assert np.array_equal(_weights({MAP: painted, "numb-where": word}), _weights({MAP: painted}))
    assert not np.array_equal(_weights({MAP: "unknown", "numb-where": "whole-leg"}), _weights({}))


def test_who_skips_the_map_is_asked_for_words_and_nobody_else() -> None:
    knowledge = MODEL.knowledge
    screen: dict[str, Answer] = dict.fromkeys(knowledge.screen.findings, "absent")
    screen |= dict.fromkeys(knowledge.screen.asked_also, "unknown")
    skipped: list[tuple[Answer, str | None]] = [
        ("unknown", "numb-where"),
        (Painted(left=SOLES), None),
        (Painted(), None),
    ]
    for painted, asked in skipped:
        assert opening(knowledge, of_answers(knowledge, {**screen, MAP: painted})) == asked
    told = of_answers(knowledge, {**screen, MAP: "unknown", "numb-where": "leg"})
    assert opening(knowledge, told) is None


# ---- all at once, and one after the other


IN_WORDS = [id_ for id_, finding in MODEL.knowledge.vocabulary.findings.items() if finding.in_words]
some_regions = st.frozensets(st.sampled_from(MODEL.regions), max_size=6)
midline = {region for region in MODEL.regions if MODEL.knowledge.vocabulary.regions[region].midline}
maps = st.builds(
    lambda left, right, middle, hidden: Painted(
        left - midline - hidden, right - midline - hidden, middle - hidden, hidden
    ),
    some_regions,
    some_regions,
    st.frozensets(st.sampled_from(sorted(midline))),
    some_regions,
)
told_in_words = st.dictionaries(st.sampled_from(IN_WORDS), st.sampled_from(["present", "absent", "unknown"]))
words_for_it = st.sampled_from([*WORDS.values, "unknown"])


@given(st.none() | maps, told_in_words, words_for_it)
def test_the_slow_way_agrees(painted: Painted | None, told: dict[str, Answer], word: str) -> None:
    answers: dict[str, Answer] = {**told, "numb-where": word} | ({MAP: painted} if painted else {})
    known = of_answers(MODEL.knowledge, answers)
    slow = slow_painting.log_places(MODEL, known, MODEL.patterns.one, MODEL.patterns.both)
    fast = log_places(MODEL, known)
    assert (slow is None) == (fast is None)
    if slow is not None:
        assert fast == pytest.approx(slow, abs=1e-10)
