"""Own words in Chinese: each character is a word, a phrase is a run of them, and what holds in English
holds here: a warning sign is seen, a "no" denies no more than it says, and nothing is taken for "no"."""

from functools import partial

import pytest
import yaml

from pinprick import yamltext
from pinprick.case.known import red_flags_to_ask
from pinprick.knowledge.ids import PRESENT
from pinprick.knowledge.phrases import Parts, phrase, tokens
from pinprick.lab import own_words
from pinprick.lab.evaluate import is_for_fitting_id
from pinprick.story import search
from tests.house.files import ROOT
from tests.models import shipped
from tests.phrases import lexicon_of, looked_up, said, understood

LEXICON = lexicon_of("zh")
read, told = partial(understood, language="zh"), partial(said, language="zh")


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
        ("我左脚麻，而且抬不起来", "foot-drop"),
        ("右腿疼，抬不起来", "leg-weak"),
        ("左腿麻，还使不上劲", "leg-weak"),
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


@pytest.mark.parametrize(
    "text",
    [
        "我脚麻，要是以后大小便失禁了咋办",
        "我两只脚冰凉",
        "我脚麻，怕得癌",
        "脚麻，头也抬不起来",
        "右脚麻，昨天箱子太重抬不动",
    ],
)
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


def test_the_words_that_are_quoted_end_with_no_stop() -> None:
    quoted = {one.finding: one.words for one in read("我妈六十八，昨天右脚麻，大小便都正常。").proposals}
    assert quoted["age"] == "我妈六十八"
    assert not [words for words in quoted.values() if words[-1] in "，。"]


def test_pairs_of_characters_are_searched() -> None:
    assert search.stems("午睡脚麻 B12") == ["午睡", "睡脚", "脚麻", "b12"]
    assert search.stems("麻") == ["麻"]


def flags(text: str) -> set[str]:
    """The red flags that a text is taken to tell."""
    return {one.finding for one in read(text).proposals if one.red_flag and one.value == PRESENT}


def test_red_flags_are_found_as_people_tell_them() -> None:
    told_of = yamltext.read((ROOT / "evaluation" / "examples" / "zh" / "red-flags.yaml").read_bytes(), "").data
    harmless, not_so = told_of.pop("harmless"), told_of.pop("not-so")
    assert set(told_of) == set(red_flags_to_ask(shipped().knowledge))
    found = [flag in flags(text) for flag, texts in told_of.items() for text in texts]
    assert sum(found) / len(found) >= 0.98
    assert not [text for text in harmless if any(one.red_flag for one in read(text).proposals)]
    assert not [text for text in not_so if flags(text)]


BY_OTHERS = ("zh-fifth", "zh-sixth", "zh-seventh")
"""How the ids of stories begin that others wrote than whoever wrote the phrases."""


@pytest.mark.parametrize(
    ("by_others", "precision", "recall", "found", "alarms"),
    [(False, 0.9, 0.9, 0.9, 4.0), (True, 0.8, 0.65, 0.85, 2.5)],
)
def test_stories_that_may_be_read_are_understood(
    by_others: bool, precision: float, recall: float, found: float, alarms: float
) -> None:
    files = sorted((ROOT / "evaluation" / "words" / "zh").glob("*.yaml"))
    knowledge = shipped().knowledge
    stories = [one for file in files for one in own_words.read(file.read_bytes(), file.name, knowledge)]
    assert len({story.id for story in stories}) == len(stories) >= 310
    of = [one for one in stories if one.id.startswith(BY_OTHERS) == by_others and is_for_fitting_id(one.id)]
    assert len(of) >= 80
    scores = own_words.summary(knowledge, [own_words.heard(knowledge, LEXICON, one) for one in of])
    reached = scores[own_words.FOR_FITTING]
    assert reached["precision"] >= precision
    assert reached["recall"] >= recall
    assert reached["red_flags_found"] >= found
    assert reached["false_alarms_per_100"] <= alarms


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("两只脚没力站不起来", "both-legs-weak"),
        ("腿没有力气", "both-legs-weak"),
        ("手没有力气", "hand-clumsy"),
        ("下身没有感觉", "numb-saddle"),
        ("神志不太清楚", "jerking-or-blackout"),
        ("尿尿是可樂色", "bladder-retention"),
        ("吃了药脸发麻是正常的吗", "facial-weakness"),
        ("看东西不太清楚", "vision-loss-or-blur"),
    ],
)
def test_a_no_within_a_warning_sign_is_no_denial(text: str, flag: str) -> None:
    assert told(text).get(flag) != "absent"


@pytest.mark.parametrize(
    "text",
    ["坐久了脚麻正常吗", "脚麻尿检正常", "泡热水也没知觉", "脚麻是不是不正常", "不知道为什么脚麻", "没去医院，脚麻"],
)
def test_a_question_or_another_thing_is_no_no(text: str) -> None:
    answers = told(text)
    assert answers.get("feels-numb") == "present"
    assert "absent" not in {value for finding, value in answers.items() if finding != "leg-weak"}


def test_what_is_asked_of_a_warning_sign_is_no_no() -> None:
    assert told("是不是腿没劲、尿不出来才要去医院？") == {}


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("尿不出来怎么办", "bladder-retention"),
        ("脚抬不起来要去医院吗", "foot-drop"),
        ("怕是中风，右手没力气了", "hand-clumsy"),
        ("术后以后大便失禁", "bowel-incontinence"),
        ("不敢走路，两条腿没劲", "both-legs-weak"),
        ("放不下心，左腿没力", "leg-weak"),
    ],
)
def test_a_warning_sign_is_heard_beside_a_question_or_a_fear(text: str, flag: str) -> None:
    assert flag in flags(text)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("我腳麻，尿不出來", "我脚麻，尿不出来"),
        ("脚疼的厉害", "脚痛得厉害"),
        ("腿没劲", "腿没力"),
        ("脚没只觉", "脚没知觉"),
        ("大小便失尽", "大小便失禁"),
        ("象踩棉花", "像踩棉花"),
        ("隻腳冇知覺", "只脚没知觉"),
        ("昨日起兩隻腳冇力，企唔到", "昨日起两只脚没力，站不到"),
        ("行得耐就腳麻", "走得久就脚麻"),
        ("琴日開始隻手揸唔住筷子", "昨天开始只手拿不住筷子"),
        ("膝頭以下冇感覺", "膝盖以下没感觉"),
        ("我要洗腎，腳麻", "我要透析，脚麻"),
        ("最近頻尿", "最近尿频"),
        ("解尿困難", "小便困难"),
        ("右腳不太能抬起來", "右脚不能抬起来"),
    ],
)
def test_other_spellings_are_read_alike(written: str, plain: str) -> None:
    assert told(written) == told(plain) != {}


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("醫生說是攝護腺癌", "cancer"),
        ("兩隻腳底板麻", "feels-numb"),
        ("睡醒右腳動不了，翹不起來", "foot-drop"),
        ("抬唔起隻腳板", "foot-drop"),
        ("左脚不大抬得动，不怎么勾起来", "foot-drop"),
        ("从胸口往下像裹了一层塑料布", "numb-trunk"),
        ("左手端不稳碗", "hand-clumsy"),
        ("對手揸唔到筷子", "hand-clumsy"),
        ("小腿冷热分不清", "feels-numb"),
        ("左脚从今天早上开始又凉又麻", "feels-cold"),
    ],
)
def test_words_of_regions_and_families_of_verbs_are_understood(text: str, finding: str) -> None:
    assert told(text).get(finding) == "present"


@pytest.mark.parametrize("text", ["手指翘不起来", "眼前一黑晕倒了"])
def test_what_a_foot_or_an_eye_does_not_do_is_not_taken_for_it(text: str) -> None:
    assert {"foot-drop", "vision-loss-or-blur"}.isdisjoint(told(text))


def test_a_number_in_characters_is_one_word() -> None:
    assert [(one.word, one.number) for one in tokens("六十八岁")] == [("六十八", 68), ("岁", None)]
    assert [one.number for one in tokens("十二一百五三百零五")] == [12, 150, 305]
    assert [one.word for one in tokens("两三天")] == ["两", "三", "天"]
    assert told("俺今年六十八")["age"] == 68


def test_a_blank_between_characters_is_a_pause() -> None:
    assert [one.word for one in tokens("脚麻 咋办")] == ["脚", "麻", ",", "咋", "办"]
    assert [one.word for one in tokens("麻 3 天")] == ["麻", "3", "天"]


def test_a_list_is_denied_as_a_whole() -> None:
    answers = told("无言语不清、吞咽困难及胸痛")
    assert answers["speech-trouble"] == answers["swallow-breath-trouble"] == answers["chest-pain"] == "absent"


def test_two_denials_side_by_side_both_count() -> None:
    answers = told("不喝酒不抽烟")
    assert answers["heavy-alcohol"] == answers["smoker"] == "absent"


def test_what_is_denied_in_one_breath_is_not_told_by_another_phrase() -> None:
    assert told("小腿不肿，脚麻").get("leg-swelling") != "present"


SEARCHES = yaml.safe_load((ROOT / "tests" / "search_phrases_in_chinese.yaml").read_text())


def test_the_right_page_comes_first() -> None:
    found = {
        phrase: [one.id for one in looked_up(phrase, "zh")][:1] == [page]
        for page, phrases in SEARCHES.items()
        for phrase in phrases
    }
    assert len(found) >= 40
    assert sum(found.values()) / len(found) >= 0.95


def test_characters_that_stand_together_in_no_text_are_searched_one_by_one() -> None:
    assert looked_up("蹲馬桶腳麻", "zh")[0].id == "crossed-legs"


def test_what_every_story_says_leads_to_the_commonest() -> None:
    """As the page shows them: words that tell none of the stories from the others are no reason to say nothing."""
    stories = [card.guide for card in shipped().knowledge.screen.stories]
    for words, language in (("脚麻", "zh"), ("腿麻", "zh"), ("numb feet", "en"), ("numb", "en")):
        ids = [one.id for one in looked_up(words, language)]
        assert ids, words
        assert ids == stories[: len(ids)], words


@pytest.mark.parametrize(
    ("language", "file"), [("zh", "search_questions_in_chinese.yaml"), ("en", "search_questions.yaml")]
)
def test_how_a_question_is_asked_does_not_weigh(language: str, file: str) -> None:
    commonest = shipped().knowledge.screen.stories[0].guide
    for part in yaml.safe_load((ROOT / "tests" / file).read_text()).values():
        found = {
            phrase: [one.id for one in looked_up(phrase, language)][:1] == [commonest if page == "commonest" else page]
            for page, phrases in part.items()
            for phrase in phrases
        }
        assert sum(found.values()) / len(found) >= 0.9


@pytest.mark.parametrize("topic", ["脚麻", "腿麻", "糖尿病脚麻", "大腿外侧麻", "怀孕腿麻"])
@pytest.mark.parametrize(
    "asked",
    [
        "{}怎么办", "{}是怎么回事", "{}是什么原因", "{}什么原因引起的", "为什么{}", "{}要紧吗", "{}严重吗",
        "{}正常吗", "{}挂什么科", "{}要看什么科", "{}怎么治", "{}怎么缓解", "{}吃什么药好", "{}会好吗",
        "請問{}怎麼辦", "{}咋整",
    ],
)  # fmt: skip
def test_a_question_leads_where_its_topic_leads(topic: str, asked: str) -> None:
    assert looked_up(asked.format(topic), "zh") == looked_up(topic, "zh") != []


@pytest.mark.parametrize(
    "asked", ["what to do about {}", "what causes {}", "causes of {}", "why do I have {}", "is {} serious"]
)
def test_a_question_in_english_leads_where_its_topic_leads(asked: str) -> None:
    for topic in ("numb feet", "diabetic feet", "restless legs"):
        assert [one.id for one in looked_up(asked.format(topic))] == [one.id for one in looked_up(topic)] != []


@pytest.mark.parametrize("words", ["怎么办", "为什么", "挂什么科", "what to do"])
def test_a_question_about_nothing_names_nothing(words: str) -> None:
    assert looked_up(words, "en" if words.isascii() else "zh") == []


@pytest.mark.parametrize(
    ("words", "language"), [(one, "zh") for one in ("麻", "痛", "疼痛", "发麻", "麻木", "冷", "肿")] + [("pain", "en")]
)
def test_a_general_word_leads_to_a_guide_and_not_to_a_cause(words: str, language: str) -> None:
    kinds = [one.kind for one in looked_up(words, language)]
    assert kinds[0] == search.GUIDES
    assert "conditions" not in kinds[:3]


@pytest.mark.parametrize(
    ("one", "other"), [("腿疼", "腿痛"), ("腳麻", "脚麻"), ("午睡後腳麻", "午睡后脚麻"), ("腿没劲", "腿没力")]
)
def test_the_search_reads_characters_alike_as_own_words_are_read(one: str, other: str) -> None:
    assert looked_up(one, "zh") == looked_up(other, "zh") != []
