"""Red flags that no phrase hears are asked where a text is like what others wrote of them."""

from collections import Counter
from itertools import pairwise
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pinprick import yamltext
from pinprick.account.heard import warning
from pinprick.authoring.checks.likeness import likeness as faults
from pinprick.case.known import red_flags_to_ask
from pinprick.knowledge import Weights
from pinprick.knowledge.ids import PRESENT
from pinprick.knowledge.phrases import Token, tokens
from pinprick.story.likeness import WINDOW, grams, likeness, windows
from pinprick.story.understanding import Proposal, understand
from scripts.likeness import EVALUATION, examples, fit, hash_of, words_of
from tests.models import shipped
from tests.phrases import lexicon_of

KNOWLEDGE = shipped().knowledge
ZH = lexicon_of("zh")
WEIGHTS = Weights(
    asked_from=0.5,
    base={"fever": -2.0, "fainting": -2.0},
    rarity={"a": 1.0, "b": 2.0, "a b": 3.0, "c": 1.0},
    words={"a": {"fever": 6.0}, "a b": {"fainting": 5.0, "fever": -1.0}},
)


def text_of(words: str) -> list[Token]:
    return tokens(words)


def slowly(words: str) -> dict[str, float]:
    """What one window of words is like, by the formula and nothing else."""
    said = words.split()
    here = Counter([*said, *(" ".join(two) for two in pairwise(said))])
    vector = {gram: rarity for gram, rarity in WEIGHTS.rarity.items() if here[gram]}
    length = sum(one**2 for one in vector.values()) ** 0.5
    odds = {
        flag: start + sum(WEIGHTS.words.get(gram, {}).get(flag, 0) * one / length for gram, one in vector.items())
        for flag, start in WEIGHTS.base.items()
    }
    return {flag: 1 / (1 + exp(-one)) for flag, one in odds.items()}


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=WINDOW))
def test_likeness_is_what_the_formula_says(words: list[str]) -> None:
    found = likeness(WEIGHTS, text_of(" ".join(words)))
    assert {flag: one.probability for flag, one in found.items()} == pytest.approx(slowly(" ".join(words)))


@given(st.lists(st.sampled_from([*"abcd", "一", ",", ".", "、"]), max_size=200))
def test_windows_have_every_word_once_and_are_no_longer_than_they_may_be(words: list[str]) -> None:
    text = text_of(" ".join(words))
    found = list(windows(text))
    assert [at for first, last in found for at in range(first, last + 1)] == list(range(len(text)))
    for first, last in found:
        assert last - first < WINDOW or not any(one.stops for one in text[first:last])


def test_words_and_pairs_count_once_and_a_number_is_any_number() -> None:
    assert grams(text_of("a b 3 a b")) == ["a", "b", "#", "a b", "b #", "# a"]


def test_a_language_without_weights_likens_nothing() -> None:
    assert likeness(Weights(), text_of("a b")) == {}
    assert likeness(WEIGHTS, []) == {}


def asked(text: str) -> dict[str, Proposal]:
    """What is asked of a text by likeness alone."""
    found = understand(KNOWLEDGE, ZH, text).proposals
    return {one.finding: one for one in found if one.likeness is not None}


HARMLESS = "我在超市做收银，每天站八个小时。脚麻是穿新鞋那天起的，换回旧鞋就好一些。"
UNHEARD = [
    ("hand-clumsy", "手里那碗冷不丁哐当就掉地上了"),
    ("weakness-climbing", "禮拜一腳底麻，禮拜二兩邊膝蓋軟掉從馬桶上站不起來"),
    ("foot-ulcer", "昨天洗脚才看见后跟扎着个图钉流着脓"),
]


@pytest.mark.parametrize(("flag", "text"), UNHEARD)
def test_what_no_phrase_hears_is_asked_with_the_words_that_say_it(flag: str, text: str) -> None:
    assert flag not in {one.finding for one in understand(KNOWLEDGE, replace(ZH, weights=Weights()), text).proposals}
    found = asked(text)[flag]
    assert found.red_flag
    assert found.value == PRESENT
    assert found.words in text
    assert text[found.start : found.end] == found.words
    assert "，" not in found.words
    assert found.words not in [one.words for one in understand(KNOWLEDGE, ZH, text).not_understood]


@pytest.mark.parametrize(("flag", "text"), UNHEARD)
@pytest.mark.parametrize("more", [2, 20])
def test_a_sentence_that_nearly_fills_a_window_is_not_drowned_by_a_long_story(flag: str, text: str, more: int) -> None:
    sentence = f"{text}，{text}"
    assert flag in asked(f"{HARMLESS * more}{sentence}。{HARMLESS * more}")


@pytest.mark.parametrize("before", ["我没有", "我爸以前", "我怕以后会"])
@pytest.mark.parametrize(("flag", "text"), UNHEARD)
def test_what_is_denied_feared_or_long_past_is_not_asked(flag: str, text: str, before: str) -> None:
    assert flag not in asked(f"{before}{text.partition('，')[0]}")


def test_what_a_phrase_denies_is_not_asked_by_likeness() -> None:
    for flag, texts in yamltext.read((EVALUATION / "examples/zh/red-flags.yaml").read_bytes(), "").data.items():
        if flag == "not-so":
            assert [one for text in texts for one in asked(text)] == []


def test_a_search_is_no_story_that_is_likened() -> None:
    assert lexicon_of("en").weights != Weights()
    assert lexicon_of("en").by_phrases.weights == Weights()
    assert warning(KNOWLEDGE, lexicon_of("en"), "dead leg", "en") is None


def test_likeness_adds_questions_and_takes_none_away() -> None:
    alone = replace(ZH, weights=Weights())
    for one in examples("zh", KNOWLEDGE)[::25]:
        before = {told.finding for told in understand(KNOWLEDGE, alone, one.said).proposals if told.red_flag}
        after = {told.finding for told in understand(KNOWLEDGE, ZH, one.said).proposals if told.red_flag}
        assert before <= after, one.said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_weights_are_of_the_examples_that_are_there(language: str) -> None:
    weights = lexicon_of(language).weights
    assert weights.made_of == hash_of(examples(language, KNOWLEDGE)), f"run `python -m scripts.likeness {language}`"
    assert set(weights.base) <= set(red_flags_to_ask(KNOWLEDGE))


def test_nothing_is_fitted_to_what_is_only_scored() -> None:
    scored = {
        text
        for path in (EVALUATION / "examples").glob("*/scored/*.yaml")
        for texts in yamltext.read(path.read_bytes(), str(path)).data.values()
        for text in texts
    }
    fitted = {one.said for language in ("en", "zh") for one in examples(language, KNOWLEDGE)}
    assert scored
    assert scored.isdisjoint(fitted)


def test_scikit_learn_says_the_same_of_what_it_fitted() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    some = examples("zh", KNOWLEDGE)[::20]
    read = [words_of(ZH, one.said)[:WINDOW] for one in some]
    told = ["fever" in one.told for one in some]
    rows = TfidfVectorizer(analyzer=grams, min_df=2).fit(read)
    model = LogisticRegression(C=300.0, solver="liblinear").fit(rows.transform(read), told)
    weights = fit(read, [one.told for one in some], ["fever"], least_weight=0.0)
    theirs = model.predict_proba(rows.transform(read))[:, 1]
    for text, p in zip(read, theirs, strict=True):
        if len(list(windows(text))) == 1:
            assert likeness(weights, text)["fever"].probability == pytest.approx(p, abs=0.02)


def test_check_tells_of_flags_that_are_none() -> None:
    wrong = Weights(asked_from=0.0, base={"diabetes": 1.0}, words={"a": {"fever": 1.0}})
    told = {one.path: one.what for one in faults(replace(KNOWLEDGE, likeness={"zh": wrong}))}
    assert set(told) == {("base", "diabetes"), ("words", "a", "fever"), ("asked_from",)}
