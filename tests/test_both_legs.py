"""Pain down both legs is heard beside numbness of one foot; numbness that runs down both is no pain."""

import pytest

from pinprick.knowledge.ids import PRESENT
from tests.phrases import said


@pytest.mark.parametrize(
    ("language", "words", "heard"),
    [
        ("en", "my left foot has been numb since tuesday and pain shoots down both legs from my back", True),
        ("en", "my foot is numb and pain shoots down both legs", True),
        ("en", "I have sciatica in both legs", True),
        ("zh", "左脚麻，痛从腰往两条腿窜", True),
        ("en", "pins and needles shoot down both legs", False),
        ("en", "numbness running down both legs", False),
        ("zh", "腰疼，麻到两条腿", False),
    ],
)
def test_pain_down_both_legs_is_heard(language: str, words: str, heard: bool) -> None:
    assert (said(words, language).get("pain-both-legs") == PRESENT) is heard
