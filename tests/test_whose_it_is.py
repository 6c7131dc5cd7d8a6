"""Whose illness, age and sex it is when somebody writes for a parent, a husband or a child, or tells of others too."""

import pytest

from tests.phrases import said as told
from tests.phrases import understood


@pytest.mark.parametrize(
    ("text", "said", "not_said"),
    [
        ("我妈有糖尿病，我脚麻", ["feels-numb"], ["diabetes"]),
        ("我媽有糖尿病我腳麻", ["feels-numb"], ["diabetes"]),
        ("我妈有糖尿病，她脚麻三天了", ["feels-numb", "diabetes"], []),
        ("我媽有糖尿病，腳底破了一個洞都不知道", ["diabetes", "foot-ulcer"], []),
        ("我爸中风过，左手没力，我现在脚麻怎么办", ["feels-numb"], ["vascular-disease", "hand-clumsy"]),
        ("脚麻两个月了，我爸得过癌", ["feels-numb", "known-for"], ["cancer", "sex"]),
        ("邻居大叔中风了嘴歪，吓得我赶紧查，我就是脚有点麻", ["feels-numb"], ["facial-weakness"]),
        ("我同事说他脚麻是糖尿病，我脚也麻", ["feels-numb"], ["diabetes"]),
        (
            "老伴透析的，我自己腰疼。昨天起他手脚都麻，尿也憋着解不出来",
            ["kidney-disease", "feels-numb"],
            ["low-back-pain"],
        ),
        (
            "我跟老伴过了五十年。她天天吃华法林，昨晚左腿突然疼得厉害，我拿手一摸脚冰凉发白",
            ["anticoagulant", "pale-cold-foot"],
            [],
        ),
        ("我奶奶抽搐过，我没有，就是脚麻", ["feels-numb"], ["jerking-or-blackout"]),
        ("我妈后背疼得整夜睡不着，我只是脚麻", ["feels-numb"], ["night-back-pain"]),
        ("我媽說話不清楚手也沒力，我只是腳麻", ["feels-numb"], ["speech-trouble", "hand-clumsy"]),
        ("我妈中风了左边身子不能动，说话也不清楚。我最近脚麻，会不会也是", ["feels-numb"], ["speech-trouble"]),
        (
            "我爸漸凍症，手沒力，吞嚥困難，後來喘不上氣。我這幾天小腿麻",
            ["feels-numb"],
            ["hand-clumsy", "swallow-breath-trouble"],
        ),
        ("我爸脚麻半年了，走路不稳。我腰疼", ["feels-numb", "unsteady"], ["low-back-pain"]),
        ("我就是想问问，我妈脚麻半年了怎么办", ["feels-numb"], []),
        ("我没有告诉我爸，他脚趾发黑了", ["black-toe"], []),
        ("婆婆突然左腿冰涼發白，痛得直叫，我摸著沒有脈", ["pale-cold-foot", "sudden-pale-painful"], []),
        ("我弟手没力。我妈老头晕，我一人伺候俩", ["hand-clumsy"], ["dizzy"]),
        ("我爸脚麻，他弟弟在透析", ["feels-numb"], ["kidney-disease"]),
        ("我爸脚麻，我很担心", ["feels-numb"], ["mood-low-or-anxious"]),
        ("识个朋友玩笑气玩到瘫痪，我自己没吸过，就是脚麻", ["feels-numb"], ["nitrous-oxide", "both-legs-weak"]),
        ("跟老婆吵架，一生气手脚就麻", ["feels-numb"], []),
        ("坐马桶擦的时候跟擦别人的一样，裆里那片像打了麻药", ["numb-saddle"], []),
    ],
)
def test_what_is_said_of_somebody_else_is_not_proposed(text: str, said: list[str], not_said: list[str]) -> None:
    found = told(text, "zh")
    assert [one for one in said if one not in found] == []
    assert [one for one in not_said if found.get(one) not in (None, "absent")] == []
    aside = {one.finding for one in understood(text, "zh").aside if one.why == "other"}
    assert set(not_said) - {"sex", "mood-low-or-anxious", "both-legs-weak"} <= {*aside, *found}


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("俺娘76了，脚麻", 76, "female"),
        ("我女兒14歲，跑步後小腿痛", 14, "female"),
        ("孩子9岁，脚底麻", 9, None),
        ("儿子14，脚麻", 14, "male"),
        ("老豆七十二，兩隻腳痺", 72, "male"),
        ("替我妈问一下，她68岁，两脚麻半年了", 68, "female"),
        ("帮室友问，男，20岁，走路像踩棉花", 20, "male"),
        ("我老公脚麻，晚上睡不着", None, "male"),
        ("我脚麻，老公说我走路拖着走", None, "female"),
        ("我儿子5岁，我生完他以后大腿一直麻", None, "female"),
        ("我妈说我脚麻是缺钙", None, None),
        ("我妈就是糖尿病足锯的腿，我49，脚后跟也有点发木", 49, None),
    ],
)
def test_whose_age_and_sex_it_is(text: str, age: int | None, sex: str | None) -> None:
    assert (told(text, "zh").get("age"), told(text, "zh").get("sex")) == (age, sex)
