"""What people tell in Chinese of what they have, had and take, of when it comes and what eases it."""

from pinprick import yamltext
from pinprick.knowledge.ids import PRESENT
from pinprick.story import lexicon
from pinprick.story.understanding import Understanding, understand
from tests.house.files import ROOT
from tests.models import shipped

LEXICON = lexicon.load(None, "zh")
TOLD = yamltext.read((ROOT / "tests" / "told_in_chinese.yaml").read_bytes(), "").data


def read(text: str) -> Understanding:
    return understand(shipped().knowledge, LEXICON, text)


def is_told(key: str, text: str) -> bool:
    finding, _, value = key.partition("=")
    return (finding, value or PRESENT) in [(one.finding, one.value) for one in read(text).proposals]


def test_what_is_told_is_proposed() -> None:
    said = [(key, text) for key, texts in TOLD.items() if key != "harmless" for text in texts]
    missed = [one for one in said if not is_told(*one)]
    assert len(missed) / len(said) <= 0.02, missed


def test_what_is_anothers_past_or_feared_raises_no_red_flag() -> None:
    raised = {
        (text, one.finding)
        for text in TOLD["harmless"]
        for one in read(text).proposals
        if one.red_flag and one.value == PRESENT
    }
    assert raised == set()
