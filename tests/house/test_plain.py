"""People read what they are told when they are tired and afraid: each sentence is short, and easy
enough for a child of twelve who reads well. An urgency is easier still."""

import re

import pytest

from tests.house import plain
from tests.house.plain import Sentence, sentences

MOST_WORDS = 30
FEWEST_GRADED = 8
"""In a shorter sentence one long word, such as "emergency", makes the grade."""
HARDEST = 12.0
HARDEST_URGENT = 9.0
IN_WORDS = 'in words, such as "about a third"'
TURNS = {
    r"\b\d+(?:\.\d+)? of 100\b": IN_WORDS,
    r"(?<!under )\b\d{2,}(?:\.\d+)? ?%": IN_WORDS,
    r"\bof \d[\d,]+ people\b": IN_WORDS,
    r"\bspeaks? against it|\bcause is none of ours|\bof long standing": "what a person would say of it",
    r"\bhangs? down\b(?! helps)": '"you cannot lift the foot", or "the foot drops"',
    r"\bnumb seat\b|\byour seat\b": '"numb between the legs", or "where you sit"',
    r"\burine will not pass\b": '"you cannot pass urine"',
    r"\b(?:department|number|hospital|once|today|now) with (?:a |an )?(?:fever|pain|weakness)": '"if you have"',
    r"\bwithout let-up|\blead worth|\bcan be mended|\bto be mended": "plain English",
}
"""Turns that made readers stumble, and what is said instead."""
STATISTICS = ("en.po: report.", "en.po: numbers.", "en.po: clinic.")
"""Read by those who work on the model, and by clinicians."""


def faults(sentence: Sentence) -> list[str]:
    """What is hard about a sentence."""
    count, found = len(sentence.words), []
    hardest = HARDEST_URGENT if sentence.urgent else HARDEST
    if count > MOST_WORDS:
        found.append(f"{count} words: make it two")
    if count >= FEWEST_GRADED and sentence.grade > hardest:
        found.append(f"grade {sentence.grade}, not over {hardest}: use shorter words, or make it two")
    for turn, rather in TURNS.items():
        if re.search(turn, sentence.text) and not sentence.where.startswith(STATISTICS):
            found.append(f"say {rather}")
    return found


def test_no_sentence_is_long_or_hard() -> None:
    assert len(sentences()) > 5000
    found = [f"{one.where}: {fault}\n    {one.text}" for one in sentences() for fault in faults(one)]
    assert not found, "\n" + "\n".join(found)


def test_urgencies_are_among_them() -> None:
    told = {one.where for one in sentences() if one.urgent}
    files = {where.partition(":")[0] for where in told}
    assert {"urgency.yaml", "screen.yaml", "rules/spine.yaml", "en.po"} <= files
    page = "conditions/cauda-equina-syndrome.yaml"
    assert {f"{page}: urgency.why", f"{page}: urgency.danger"} <= told
    assert any(".upgrades." in where for where in told)
    assert {one.text for one in sentences() if one.urgent} >= {"Emergency: get help now", "See a doctor today"}


def test_a_name_counts_as_one_plain_word_only_where_it_is_used() -> None:
    told = "\n".join(one.text for one in sentences()).lower()
    unused = [name for name in plain.names() if name.lower() not in told]
    assert not unused, f"take out of {plain.PLAIN.name}: {unused}"


@pytest.mark.parametrize(
    ("urgent", "text"),
    [
        (False, "Chronic disease or metabolic abnormality causes peripheral neuropathy."),
        (False, " ".join(["word"] * 31) + "."),
        (False, "In 0.5 of all investigations metabolic abnormalities, e.g. hypothyroidism, occurred unexpectedly."),
        (True, "Numbness that rises to the body, weak legs or bladder trouble over hours to days is an emergency."),
        (False, "It is worst within 2 weeks in 80 of 100 people."),
        (True, "Call the emergency number with fever."),
    ],
)
def test_what_is_hard_is_found(urgent: bool, text: str) -> None:
    assert faults(Sentence("any", text, urgent))


@pytest.mark.parametrize(
    ("urgent", "text"),
    [
        (True, "See a doctor today. Walk with a stick or hold on to somebody, and do not drive."),
        (True, "Go to an emergency department if your legs get weaker over hours or you cannot pass urine."),
        (False, "Numbness that rises to the body, weak legs or bladder trouble over hours to days is an emergency."),
    ],
)
def test_what_is_plain_is_left_alone(urgent: bool, text: str) -> None:
    assert not any(faults(Sentence("any", one, urgent)) for one in plain.split(text))
