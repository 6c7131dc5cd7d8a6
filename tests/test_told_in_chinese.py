"""What people tell in Chinese of what they have, had and take, of when it comes and what eases it."""

from pinprick import yamltext
from pinprick.knowledge.ids import PRESENT
from tests.house.files import ROOT
from tests.phrases import understood

TOLD = yamltext.read((ROOT / "evaluation" / "examples" / "zh" / "told.yaml").read_bytes(), "").data


def is_told(key: str, text: str) -> bool:
    finding, _, value = key.partition("=")
    return (finding, value or PRESENT) in [(one.finding, one.value) for one in understood(text, "zh").proposals]


def test_what_is_told_is_proposed() -> None:
    said = [(key, text) for key, texts in TOLD.items() if key != "harmless" for text in texts]
    missed = [one for one in said if not is_told(*one)]
    assert len(missed) / len(said) <= 0.02, missed


def test_what_is_anothers_past_or_feared_raises_no_red_flag() -> None:
    raised = {
        (text, one.finding)
        for text in TOLD["harmless"]
        for one in understood(text, "zh").proposals
        if one.red_flag and one.value == PRESENT
    }
    assert raised == set()
