"""Own words in Chinese: each character is a word, a phrase is a run of them, and what holds in English
holds here: a warning sign is seen, a "no" denies no more than it says, and nothing is taken for "no"."""

import pytest

from pinprick.knowledge.phrases import Parts, phrase, tokens
from pinprick.story import lexicon, search
from pinprick.story.understanding import Understanding, understand
from tests.models import shipped

LEXICON = lexicon.load(None, "zh")


def read(text: str) -> Understanding:
    return understand(shipped().knowledge, LEXICON, text)


def told(text: str) -> dict[str, object]:
    return {one.finding: one.value for one in read(text).proposals}


def test_a_character_is_a_word_and_what_is_not_chinese_is_read_as_ever() -> None:
    assert [one.word for one in tokens("左脚麻3个月，B12低。I can't")] == [
        *"左脚麻", "3", *"个月", ",", "b12", "低", ".", "i", "cant",
    ]  # fmt: skip


def test_an_alternative_may_be_of_several_characters() -> None:
    (one,) = phrase("脚|脚背|小腿", Parts())
    assert one.words == {"脚"}
    assert [[element.words for element in run] for run in one.runs] == [
        [frozenset("脚"), frozenset("背")], [frozenset("小"), frozenset("腿")]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "red_flag"),
    [
        ("坐着的地方发麻，小便排不出来", "bladder-retention"),
        ("会阴部没有知觉", "numb-saddle"),
        ("突然左边手脚没力", "one-side-face-arm-leg"),
        ("右脚抬不起来了", "foot-drop"),
        ("嘴歪了，说话不清楚", "speech-trouble"),
        ("这两天解小便要使劲半天才尿", "bladder-retention"),
        ("左手突然拿不住碗，左腿也抬不起来", "one-side-face-arm-leg"),
        ("从肚脐眼往下都没只觉了", "numb-trunk"),
        ("两腿没力，从脚往上走，喘不上气", "swallow-breath-trouble"),
    ],
)
def test_a_warning_sign_is_seen(text: str, red_flag: str) -> None:
    assert red_flag in [one.finding for one in read(text).proposals if one.red_flag]


def test_a_no_denies_what_it_stands_before_and_nothing_else() -> None:
    answers = told("没有腰痛，大小便正常，就是左大腿外侧麻木")
    assert answers["low-back-pain"] == answers["bladder-retention"] == "absent"
    assert answers["feels-numb"] == "present"
    assert "foot-drop" not in answers


def test_no_feeling_is_no_denial() -> None:
    assert told("脚没有感觉，腿没力") == told("脚没感觉，腿没有力气")
    assert told("脚没有感觉")["feels-numb"] == "present"


def test_what_is_only_feared_is_left_aside() -> None:
    found = read("担心是多发性硬化")
    assert found.proposals == ()
    assert [one.why for one in found.aside] == ["possible"]


@pytest.mark.parametrize("text", ["我脚麻，要是以后大小便失禁了咋办", "我两只脚冰凉", "我脚麻，怕得癌"])
def test_no_alarm_is_raised_by_what_is_feared_or_only_cold(text: str) -> None:
    assert not [one.finding for one in read(text).proposals if one.red_flag]


def test_what_follows_a_denied_thing_is_still_said() -> None:
    answers = told("我不喝酒不抽烟，也没有糖尿病，可脚还是一样麻")
    assert answers["diabetes"] == answers["smoker"] == answers["heavy-alcohol"] == "absent"
    assert answers["feels-numb"] == "present"


def test_a_plain_phrase_is_understood_as_its_own_finding() -> None:
    """One of each finding that has one; the check holds that every red flag has a phrase."""
    said = LEXICON.said.findings
    for id_, of in said.items():
        plain = next((one for one in of.said if all("\u4e00" <= letter <= "\u9fff" for letter in one)), "")
        if plain:
            assert id_ in told(f"我{plain}"), (id_, plain)


def test_pairs_of_characters_are_searched() -> None:
    assert search.stems("午睡脚麻 B12") == ["午睡", "睡脚", "脚麻", "b12"]
    assert search.stems("麻") == ["麻"]
