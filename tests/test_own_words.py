"""Own words are read as they are meant: texts are made from the lexicon itself, so that every phrase
and every mark is tried and not only those that somebody thought of."""

import logging
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinprick import urgency, yamltext
from pinprick.case.answers import Painted
from pinprick.case.known import of_answers, red_flags_to_ask
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT, SIDE
from pinprick.knowledge.phrases import Element, Parts, PhraseFault, orders, phrase, tokens
from pinprick.lab import own_words
from pinprick.story import lexicon
from pinprick.story.understanding import MOST, TooLong, Understanding
from tests.house.files import ROOT
from tests.phrases import FINDINGS, LEXICON, knowledge, plain_flags, readings, said, understood

_GOOD, _FOUND, _ALARMS = 0.9, 0.95, 2.0


# ---- texts from the lexicon


def is_understood(key: tuple[str, ...], text: str) -> bool:
    """Whether a phrase alone is proposed as its finding; of a choice a value that goes before its
    own may be said by the same words."""
    value = said(text).get(key[1])
    if len(key) < 3:
        return value == PRESENT or isinstance(value, float)
    values = list(LEXICON.said.findings[key[1]].values)
    return value in values[: values.index(key[2]) + 1]


FLAGS = sorted(plain_flags())


def test_most_flags_can_be_said_alone() -> None:
    assert len(FLAGS) > 100


@pytest.mark.parametrize("finding", sorted(LEXICON.said.findings))
def test_every_phrase_alone_is_understood_as_its_own_finding(finding: str) -> None:
    dead = [
        (key, written)
        for key, written in FINDINGS
        if key[1] == finding and not any(is_understood(key, text) for text in readings(written))
    ]
    assert not dead, "phrases that no text can say"


def test_every_red_flag_is_found_and_marked() -> None:
    for finding in red_flags_to_ask(knowledge()):
        told = [key for key, _ in FINDINGS if key == ("finding", finding)]
        assert told, finding
    told_flag = understood("I can't lift my foot").proposals[0]
    assert (told_flag.finding, told_flag.value, told_flag.red_flag) == ("foot-drop", PRESENT, True)


# ---- marks, by kind


@pytest.mark.parametrize("finding", FLAGS)
@pytest.mark.parametrize("before", ["denies", "there is no", "never any", "without"])
def test_what_is_denied_is_not_proposed_as_present(finding: str, before: str) -> None:
    told = [one for one in understood(f"{before} {plain_flags()[finding]}.").proposals if one.finding == finding]
    # Some phrases begin with "no" themselves.
    assert not [one for one in told if one.value == PRESENT and one.start > len(before)]


@pytest.mark.parametrize("finding", FLAGS)
def test_a_denial_ends_with_its_clause(finding: str) -> None:
    assert said(f"no cough whatever. {plain_flags()[finding]}").get(finding) == PRESENT
    assert said(f"not hungry but {plain_flags()[finding]}").get(finding) == PRESENT


@pytest.mark.parametrize("finding", FLAGS)
def test_what_somebody_else_has_is_not_proposed(finding: str) -> None:
    text = f"I write for myself. My neighbour has {plain_flags()[finding]}."
    if not LEXICON.said.findings[finding].of_others:
        assert finding not in said(text)


@pytest.mark.parametrize("finding", FLAGS)
@pytest.mark.parametrize("before", ["could it be", "is it", "I am afraid of", "what if"])
def test_what_is_only_asked_or_feared_is_not_proposed(finding: str, before: str) -> None:
    alone = said(f"{before} nothing")
    assert finding in alone or finding not in said(f"{before} {plain_flags()[finding]}?")


@pytest.mark.parametrize("finding", FLAGS)
def test_what_is_long_past_is_not_proposed_unless_it_was_asked_for(finding: str) -> None:
    told = said(f"ten years ago I had {plain_flags()[finding]}.")
    assert (told.get(finding) == PRESENT) == LEXICON.said.findings[finding].ever


@pytest.mark.parametrize("finding", FLAGS)
def test_what_is_said_of_the_only_person_in_a_text_is_of_the_person(finding: str) -> None:
    """Whoever writes for somebody else says nothing of himself."""
    assert said(f"husband: {plain_flags()[finding]}").get(finding) == PRESENT


# ---- single texts

TOLD: dict[str, dict[str, object]] = {
    "No weakness, no back pain, I'm pregnant": {"pregnant": PRESENT, "low-back-pain": ABSENT},
    "It is not only numb": {"feels-numb": PRESENT},
    "no fever, weight loss or headache": {"fever": ABSENT, "weight-loss": ABSENT, "headache": ABSENT},
    "My mother has diabetes and I have numb feet": {"feels-numb": PRESENT, "diabetes": None},
    "is it diabetes?": {"diabetes": None},
    "I no longer have headaches": {"headache": None},
    "I no longer have chest pain": {"chest-pain": PRESENT},
    "I had cancer ten years ago": {"cancer": PRESENT},
    "I have prediabetes": {"diabetes": None, "prediabetes-obesity": PRESENT},
    "numb for 3 months": {"known-for": "months"},
    "My right foot has been cold and numb since this morning": {"feels-cold": PRESENT, "feels-numb": PRESENT},
    "I sat on the plane for nine hours": {"recent-immobility": PRESENT},
    "I was in the car for two hours": {"recent-immobility": None},
    "my foot has been numb and I have a cold": {"feels-cold": None},
    "numb since Tuesday": {"known-for": "days"},
    "my foot tingles every few weeks": {"known-for": None, "course": "comes-and-goes"},
    "it comes every two days": {"known-for": None, "course": "comes-and-goes"},
    "both my legs hurt and my foot is numb": {SIDE: "one-side"},
    "numb feet, absent feeling in my toes": {"feels-numb": PRESENT},
    "my hba1c is normal": {"diabetes": None},
    "my hba1c was too high": {"diabetes": PRESENT},
    "I'm 54": {"age": 54.0},
    "54 y/o man": {"age": 54.0, "sex": "male"},
    "I'm 30 weeks pregnant": {"age": None, "pregnant": PRESENT},
    "woke up with it": {"woke-with-it": PRESENT},
    "no numbness in my hands": {"numb-arm-or-hand": ABSENT, "feels-numb": None},
    "I can pee normally": {"bladder-retention": ABSENT},
    "My back is fine and my foot is numb": {"low-back-pain": ABSENT, "feels-numb": PRESENT},
    "my back was fine until yesterday": {"low-back-pain": None},
    "my back is fine apart from the pain": {"low-back-pain": None},
    "bilateral numb feet, worse on the left": {SIDE: "both-sides-unequal"},
    "my feet are nubm": {"feels-numb": PRESENT},
    "my leg is tinglng": {"feels-tingling": PRESENT},
    "numb right now": {SIDE: None},
    "my leg suddenly went cold and white": {"sudden-pale-painful": PRESENT},
    "between my legs feel numb": {"numb-saddle": PRESENT, SIDE: None},
    "I have no chest pain today. Yesterday chest pain": {"chest-pain": PRESENT},
    "chest pain yesterday. I have no chest pain": {"chest-pain": PRESENT},
    "My calf's swollen and hot": {"calf-tender-swollen-one": PRESENT, "both-legs-weak": None},
    "I haven't been able to raise my foot": {"foot-drop": PRESENT},
    "Asked whether I had lost control of my bladder. I have none of that. My toe is numb": {"bladder-urgency": None},
    "Saddle numbness: none. Fever: nil.": {"numb-saddle": ABSENT, "fever": ABSENT},
    "No saddle anaesthesia, no bladder or bowel disturbance": {
        "bladder-retention": ABSENT,
        "bowel-incontinence": ABSENT,
    },
    "I have been vegan for ten years": {"known-for": None},
    "My dad's foot is cold and blue": {"pale-cold-foot": PRESENT},
    "can a stroke cause foot drop?": {"foot-drop": None},
    "I had to cancel my medical": {"cancer": None},
    "Suddenly, without any pain, my left leg gave way": {"leg-suddenly-weak": PRESENT},
    "Suddenly it rained. My leg is weak": {"leg-suddenly-weak": None, "leg-weak": PRESENT},
    "All of a sudden it was better, and I have no weakness in my leg": {"leg-suddenly-weak": None},
    "Monday I couldn't move my toes, today my hips won't work": {"weakness-climbing": PRESENT},
    "Monday my toes tingled, today my hips tingle": {"weakness-climbing": None},
    "": {},
}


@pytest.mark.parametrize("text", TOLD)
def test_a_text_says(text: str) -> None:
    told = said(text)
    assert {finding: told.get(finding) for finding in TOLD[text]} == TOLD[text]


AREAS = {
    "my left foot is numb": ("whole-foot", ""),
    "both feet tingle": ("whole-foot", "whole-foot"),
    "the toes of my right foot are numb": ("", "toes-or-ball"),
    "numb outside of my left thigh": ("outer-thigh", ""),
    "soles of both feet burn": ("sole-or-heel", "sole-or-heel"),
}


@pytest.mark.parametrize("text", AREAS)
def test_a_part_of_the_leg_is_painted_on_its_side_and_the_rest_not_asked(text: str) -> None:
    areas = knowledge().vocabulary.findings["numb-where"].areas
    painted = said(text)[MAP]
    assert isinstance(painted, Painted)
    left, right = (frozenset(areas.get(one, ())) for one in AREAS[text])
    assert (painted.left, painted.right) == (left, right)
    assert painted.not_asked == frozenset(knowledge().vocabulary.regions) - left - right


def test_the_words_that_did_it_stand_where_it_says() -> None:
    text = "Well,  my LEFT foot’s gone numb; no back pain. Zebras graze quietly."
    told = understood(text)
    assert stands(told, text)
    assert [one.words for one in told.not_understood] == ["Zebras graze quietly"]
    assert next(one for one in told.proposals if one.value == ABSENT).words == "no back pain"


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("My left foot is numb. My foot looks like a pizza.", ["My foot looks like a pizza"]),
        ("Numb toes. My mother has big feet.", ["My mother has big feet"]),
        ("Numb toes. My mother has diabetes.", []),
        ("No fever, no cancer. None of that.", []),
    ],
)
def test_a_sentence_of_which_nothing_is_told_is_not_understood(text: str, lost: list[str]) -> None:
    assert [one.words for one in understood(text).not_understood] == lost


def stands(told: Understanding, text: str) -> bool:
    """Whether all words stand in the text where it is said."""
    at = [(one.words, one.start, one.end) for one in told.proposals]
    at += [(one.words, one.start, one.end) for one in told.aside]
    at += [(one.words, one.start, one.end) for one in told.not_understood]
    return all(text[start:end] == words for words, start, end in at)


# ---- kinds of words that tell something else, or nothing


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the only tablet I take is metformin", {"diabetes"}),
        ("on metformin for six years", {"diabetes", "b12-risk"}),
        ("glimepiride in the morning", {"diabetes"}),
        ("my doctor wants to start me on metformin", set()),
        ("they offered me pantoprazole", set()),
        ("I take aspirin", set()),
        ("a nap of three hours", {"long-nap"}),
        ("after a nap", {"on-waking"}),
        ("I dozed off for five minutes", {"episode-length"}),
        ("my foot falls asleep", {"feels-numb", "numb-where", "side"}),
        ("I could not lift my foot", {"foot-drop"}),
        ("I am 33 weeks pregnant", {"pregnant", "sex"}),
        ("my friends can understand me", set()),
        ("my wife could not make out what I was saying", {"speech-trouble"}),
        ("half of my face was sunburnt", set()),
        ("it wasn't there, numb around my bottom", {"numb-saddle", "feels-numb"}),
        ("I was hoping to walk it off", set()),
        ("I thought I could shake it off", set()),
        ("I can shake it off", {"moving-relieves"}),
        ("a hot bath will do me good", set()),
        ("maybe a hot bath", set()),
        ("a hot bath brings it on", {"heat-worsens"}),
    ],
)
def test_a_kind_of_words_tells_this_and_no_more(text: str, told: set[str]) -> None:
    assert set(said(text)) == told


# ---- the language of phrases


PARTS = Parts(
    {"foot": ("foot", "toe")},
    {"cannot": ("cant", "no longer able"), "lift": ("lift .. up", "raise"), "round": ("{cannot}", "{round}")},
)


@pytest.mark.parametrize(
    ("written", "text", "at"),
    [
        ("{cannot} <foot>", "no longer able foot", (0, 1, 2, 3)),
        ("{cannot} <foot>", "cant foot", (0, 1)),
        ("{cannot} <foot>", "no longer foot", ()),
        ("{cannot} {lift}|bend <foot>", "cant lift it all up foot", (0, 1, 4, 5)),
        ("{cannot} {lift}|bend <foot>", "cant bend foot", (0, 1, 2)),
        ("cant .. foot", "cant a b c foot", (0, 4)),
        ("cant .. foot", "cant a b c d foot", ()),
        ("cant ... foot", "cant a b c d foot", (0, 5)),
        ("cant ... foot", "cant a , b foot", ()),
        ("cant .... foot", "cant a , b foot", (0, 4)),
        ("cant .... foot", "cant a b c d e f g h i j foot", (0, 11)),
        ("cant .... foot", "cant a b c d e f g h i j k foot", ()),
        ("cant .... foot", "cant a . foot", ()),
    ],
)
def test_a_class_stands_for_any_of_its_phrases(written: str, text: str, at: tuple[int, ...]) -> None:
    assert lexicon.Reading(tokens(text)).matched(phrase(written, PARTS), 0) == at


def test_parts_joined_by_an_and_may_stand_in_any_order() -> None:
    assert orders("numb & my foot") == ["numb .. my foot", "my foot .. numb"]
    assert orders("numb && my foot") == ["numb .... my foot", "my foot .... numb"]
    assert orders("numb foot") == ["numb foot"]


def test_a_class_that_names_itself_is_a_fault() -> None:
    with pytest.raises(PhraseFault, match="round"):
        phrase("{round} foot", PARTS)


# ---- never calmer, never a crash, never kept


TEXTS = st.lists(st.sampled_from(list(plain_flags().values())), min_size=1, max_size=4).map(". ".join)
PRESENT_ONES = st.dictionaries(st.sampled_from(FLAGS), st.sampled_from([PRESENT, ABSENT]), max_size=4)


@given(TEXTS, PRESENT_ONES)
def test_what_is_confirmed_as_present_never_lowers_the_rules(text: str, answers: dict[str, str]) -> None:
    rules = urgency.parsed(knowledge())
    present = {one.finding: PRESENT for one in understood(text).proposals if one.red_flag and one.value == PRESENT}
    before = urgency.said_by_rules(rules, of_answers(knowledge(), dict(answers)))
    after = urgency.said_by_rules(rules, of_answers(knowledge(), {**answers, **present}))
    assert after.level >= before.level


def test_nothing_that_excuses_a_red_flag_is_taken_from_words() -> None:
    assert not set(knowledge().urgency.excused_by) & set(LEXICON.said.findings)


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: raw.decode("latin-1")))
def test_any_text_is_taken(text: str) -> None:
    told = understood(text)
    assert stands(told, text)


def test_a_long_text_is_refused() -> None:
    understood("a" * MOST)
    with pytest.raises(TooLong):
        understood("a" * (MOST + 1))


@pytest.mark.parametrize(
    "piece", ["no numb foot ", "numb, ", "my mother has no ", "for 3 months no pain or ", "left " * 3]
)
def test_the_work_grows_with_the_text(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = [0]
    takes = Element.takes

    def counted(self: Element, token: object) -> bool:
        looked[0] += 1
        return takes(self, token)  # type: ignore[arg-type]

    monkeypatch.setattr(Element, "takes", counted)
    work = []
    for size in (MOST // 4, MOST // 2, MOST):
        looked[0] = 0
        understood((piece * size)[:size])
        work.append(looked[0])
    assert work[2] < 2.5 * work[1] < 6.5 * work[0]


def test_a_long_text_takes_no_more_than_moments() -> None:
    start = time.process_time()
    understood(("no numb foot and no left leg pain or weak hands for 3 months " * 200)[:MOST])
    assert time.process_time() - start < 5


def test_nothing_is_logged_or_printed(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.NOTSET):
        understood("my left foot is numb and I am scared")
    assert not caplog.records
    assert capsys.readouterr() == ("", "")


# ---- how well


def test_most_ways_to_tell_a_red_flag_are_found_and_harmless_stories_raise_none() -> None:
    told = yamltext.read((ROOT / "evaluation" / "examples" / "en" / "red-flags.yaml").read_bytes(), "").data
    harmless, not_so = told.pop("harmless"), told.pop("not-so")
    assert set(told) == set(red_flags_to_ask(knowledge()))
    found = [said(text).get(flag) == PRESENT for flag, texts in told.items() for text in texts]
    assert sum(found) / len(found) >= _FOUND
    alarms = [text for text in harmless if any(one.red_flag for one in understood(text).proposals)]
    assert not alarms
    assert not [
        text for text in not_so if any(one.red_flag and one.value == PRESENT for one in understood(text).proposals)
    ]


def test_stories_of_the_half_for_fitting_are_understood() -> None:
    files = sorted((ROOT / "evaluation" / "words").glob("*.yaml"))
    stories = [one for file in files for one in own_words.read(file.read_bytes(), file.name, knowledge())]
    assert len({story.id for story in stories}) == len(stories) > 400
    heard = [own_words.heard(knowledge(), LEXICON, story) for story in stories]
    fitted = own_words.summary(knowledge(), heard)[own_words.FOR_FITTING]
    assert min(fitted["precision"], fitted["recall"], fitted["red_flags_found"]) >= _GOOD
    assert fitted["false_alarms_per_100"] <= _ALARMS
