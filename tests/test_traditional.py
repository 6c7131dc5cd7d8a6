"""Traditional Chinese is what a program makes of Simplified: all of it, with the numbers to call of the country, and it
says so."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
import typst
from babel.messages.mofile import read_mo
from click.testing import CliRunner
from opencc import OpenCC
from starlette.testclient import TestClient

from pinprick import app, guide
from pinprick.assessment import assess
from pinprick.authoring.overlays import STATE
from pinprick.case.case import Case
from pinprick.cli import main
from pinprick.cli.understand import heard
from pinprick.knowledge import Level
from pinprick.knowledge.folder import FOLDER, translation_file
from pinprick.paper import leaflet, note, typeset
from pinprick.serving.languages import accepted
from pinprick.story import lexicon, search
from pinprick.words import catalogue, offering, wording
from pinprick.words.calling import Place
from scripts import traditional
from scripts.translation import PLACE, figures, forms, tiers
from tests.models import shipped

MODEL = shipped()
SPOKEN = MODEL.knowledge.spoken
CONVERTED = {id_: one for id_, one in tiers().languages.items() if one.converted_from}
EMERGENCY = {"facial-weakness": "present", "foot-drop": "present", "age": "67", "_finished": "yes", "_go": "result"}


@pytest.fixture(scope="module")
def site() -> Iterator[TestClient]:
    with TestClient(app.application(MODEL)) as client:
        yield client


@cache
def told(language: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Every message of a language, of the knowledge base and of ours, by its place and its English or key."""
    found = dict[tuple[str, str], tuple[str, ...]]()
    for path in (FOLDER / translation_file(language), catalogue.HERE / f"{language}.mo"):
        with path.open("rb") as file:
            found |= {(one.context or "", str(one.id)): forms(one) for one in read_mo(file) if one.id}
    return found


# ---- the texts


@pytest.mark.parametrize("language", CONVERTED)
def test_what_was_compiled_is_what_simplified_converts_to(language: str) -> None:
    of, mine, region = told(CONVERTED[language].converted_from), told(language), CONVERTED[language].region
    assert mine.keys() == of.keys()
    stale = {
        key: words
        for key, words in mine.items()
        if words != tuple(one if key[1] == STATE else traditional.converted(one, region, key[1]) for one in of[key])
    }
    assert not stale, "a text or a term was changed: `make words` compiles them"


@pytest.mark.parametrize("language", CONVERTED)
def test_no_character_of_simplified_is_left(language: str) -> None:
    standard = OpenCC(f"{CONVERTED[language].region}2t").convert
    every = {han for words in told(language).values() for han in "".join(words) if "\u4e00" <= han <= "\u9fff"}
    # a set of characters of Traditional, which has none that Simplified alone has
    assert {one for one in {*"觉说没裡"} if not (one + standard(one)).encode("big5hkscs", "ignore")} == {*"觉说没"}
    assert not {one for one in every if not (one + standard(one)).encode("big5hkscs", "ignore")}


@pytest.mark.parametrize("language", CONVERTED)
def test_numbers_and_places_stay(language: str) -> None:
    of, mine = told(CONVERTED[language].converted_from), told(language)
    for key, words in mine.items():
        for one, was in zip(words, of[key], strict=True):
            assert (figures(one), PLACE.findall(one)) == (figures(was), PLACE.findall(was))


@pytest.mark.parametrize(
    ("simplified", "wanted"),
    [
        ("口干，擦干脚，皮肤干", "口乾，擦乾腳，皮膚乾"),
        ("躯干和脑干，干细胞", "軀幹和腦幹，幹細胞"),
        ("蹲着干活，不相干", "蹲著幹活，不相干"),
        ("你系紧的鞋，鞋带系松，系统", "你繫緊的鞋，鞋帶繫鬆，系統"),
        ("没关系", "沒關係"),
        ("头发和发生", "頭髮和發生"),
        ("皮肤发黄发麻", "皮膚發黃發麻"),
        ("几年里，三公里，法布里病", "幾年裡，三公里，法布里病"),
        ("五天后", "五天後"),
        ("最初征象", "最初徵象"),
        ("两只脚，只要，或只影响，同一只脚", "兩隻腳，只要，或只影響，同一隻腳"),
        ("松的鞋，泼尼松", "鬆的鞋，潑尼松"),
        ("6周内，前四周，周围，肛周", "6週內，前四週，周圍，肛周"),
        ("从腰背来的痛", "從腰背來的痛"),
        ("这种药一出现", "這種藥一出現"),
        ("没有受压的人参加", "沒有受壓的人參加"),
        ("没有别扭的姿势", "沒有彆扭的姿勢"),
        ("心脏，面包，分钟，手术台", "心臟，麵包，分鐘，手術檯"),
        ("说“可能”", "說「可能」"),
    ],
)
def test_a_character_that_is_several_is_the_right_one(simplified: str, wanted: str) -> None:
    assert traditional.converted(simplified, "tw") == wanted


@pytest.mark.parametrize(
    ("simplified", "taiwan", "hong_kong"),
    [
        ("去医院急诊", "去醫院急診", "去醫院急症室"),
        ("膝盖打软，歇着也痛，歇好了", "膝蓋發軟，休息也痛，休息好了", "膝蓋發軟，休息也痛，休息好了"),
        ("间歇地走，停下歇一歇", "間歇地走，停下歇一歇", "間歇地走，停下歇一歇"),
        ("腰的片子，鸦片子", "腰的影像，鴉片子", "腰的影像，鴉片子"),
        ("用劲会摔跤，不要光脚", "用力會跌倒，不要赤腳", "用力會跌倒，不要赤腳"),
        ("神志不清，1个工作日内看", "神智不清，1個工作天內看", "神智不清，1個工作天內看"),
        ("雷诺现象，雷诺病", "雷諾氏現象，雷諾氏病", "雷諾氏現象，雷諾氏病"),
        ("甲状旁腺，关节脱位，支具", "副甲狀腺，關節脫臼，支架", "副甲狀腺，關節脱臼，支架"),
        ("周围神经，化验，输液", "周邊神經，檢驗，點滴", "周圍神經，化驗，輸液"),
        ("麻风性神经病，淀粉样变性", "漢生病性神經病，類澱粉沉積症", "麻風性神經病，澱粉樣變性"),
        ("单克隆蛋白，夏科足", "單株蛋白，夏柯氏足", "單克隆蛋白，夏科足"),
        ("一只胳膊", "一隻手臂", "一隻手臂"),
        ("超声（B超）或磁共振", "超音波或核磁共振", "超聲波或磁力共振"),
        ("马尾综合征", "馬尾症候群", "馬尾綜合症"),
        ("对乙酰氨基酚（扑热息痛）", "乙醯胺酚", "撲熱息痛"),
        ("新西兰，意大利", "紐西蘭，義大利", "新西蘭，意大利"),
        # what OpenCC makes of words that it takes for those of computers
        ("孕期禁用，血液循环，局部，脚本身", "孕期禁用，血液循環，局部，腳本身", "孕期禁用，血液循環，局部，腳本身"),
    ],
)
def test_a_region_has_its_own_words(simplified: str, taiwan: str, hong_kong: str) -> None:
    assert traditional.converted(simplified, "tw") == taiwan
    assert traditional.converted(simplified, "hk") == hong_kong


def test_a_steroid_is_no_hormone_of_another_kind() -> None:
    assert traditional.converted("长期用激素", "tw", "long steroid use") == "長期用類固醇"
    assert traditional.converted("甲状腺激素", "tw", "thyroid hormone") == "甲狀腺激素"


# ---- where it is read


@pytest.mark.parametrize("language", CONVERTED)
def test_it_is_offered_when_its_source_is(language: str) -> None:
    source, mine = SPOKEN[CONVERTED[language].converted_from], SPOKEN[language]
    assert (mine.missing, mine.needed, mine.outdated) == (source.missing, source.needed, source.outdated)
    assert language in offering.offered(MODEL.knowledge)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-TW"),
        ("zh-Hant-TW", "zh-TW"),
        ("zh-Hant", "zh-TW"),
        ("zh-Hant-US", "zh-TW"),
        ("ZH-HK,zh;q=0.9,en;q=0.8", "zh-HK"),
        ("zh-Hant-HK", "zh-HK"),
        ("zh-MO", "zh-HK"),
        ("zh-Hant-MO", "zh-HK"),
        ("zh", "zh"),
        ("zh-CN,zh;q=0.9", "zh"),
        ("zh-SG", "zh"),
        ("zh-Hans", "zh"),
        ("zh-Hans-HK", "zh"),
        ("en-HK,zh-HK;q=0.9", "en"),
        ("zh-TW;q=0.2,zh-HK;q=0.5", "zh-HK"),
        ("zh-TW;q=0,en;q=0.5", "en"),
        ("zh-" * 30_000, "zh"),
    ],
)
def test_a_browser_gets_the_writing_of_its_region(header: str, language: str) -> None:
    assert accepted(header, offering.asked_as(MODEL.knowledge)) == language


@pytest.mark.parametrize(
    ("header", "number", "tag"),
    [
        ("zh-TW,zh;q=0.9", "119", "zh-Hant"),
        ("zh-HK", "999", "zh-Hant-HK"),
        ("zh-Hant-HK", "999", "zh-Hant-HK"),
        ("zh-CN", "120", "zh-Hans"),
        ("zh-Hans-HK", "999", "zh-Hans"),
        ("zh-Hant-US", "911", "zh-Hant"),
    ],
)
@pytest.mark.parametrize("address", ["/about", "/interview"])
def test_the_number_to_call_is_that_of_the_country(
    site: TestClient, header: str, number: str, tag: str, address: str
) -> None:
    asked = {"accept-language": header}
    sent = (
        site.get(address, headers=asked) if address == "/about" else site.post(address, data=EMERGENCY, headers=asked)
    )
    assert f'<html lang="{tag}"' in sent.text
    assert {*re.findall(r'href="tel:(\w+)"', sent.text)} & {"119", "999", "120", "911"} == {number}


@pytest.mark.parametrize("language", CONVERTED)
def test_a_language_is_no_guess_of_a_country(site: TestClient, language: str) -> None:
    assert 'href="tel:' not in site.get(f"/{language}/about", headers={"accept-language": "en"}).text


@pytest.mark.parametrize("language", CONVERTED)
def test_a_page_says_that_a_program_converted_it_and_leads_to_every_writing(site: TestClient, language: str) -> None:
    page = site.get(f"/{language}/guides/nap-numbness").text
    assert catalogue.say(language, "language.draft") + catalogue.say(language, "language.converted") in page
    assert catalogue.say("zh", "language.converted") not in site.get("/zh/guides/nap-numbness").text
    leads = re.findall(r' (?:href|action|formaction)="(/[^"]*)', page.partition("<body")[2])
    others = [f"/{id_}/" for id_ in offering.offered(MODEL.knowledge)]
    assert all(one.startswith(("/static/", *others)) for one in leads), leads
    assert {one for one in others if one not in page} == set()


def test_the_switch_keeps_every_answer(site: TestClient) -> None:
    def kept(page: str) -> dict[str, str]:
        return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page))

    shown = site.post("/zh/interview", data={"age": "70", "_page": "side", "side": "one-side", "_go": "next"}).text
    assert kept(shown)["age"] == "70"
    for language in CONVERTED:
        button = re.search(rf'formaction="(/{language}/interview)" name="_go" value="(\w+)"', shown)
        assert button
        other = site.post(button[1], data={**kept(shown), "_go": button[2]}).text
        assert kept(other) == kept(shown)
        assert f'<html lang="{CONVERTED[language].tag}"' in other


@pytest.mark.parametrize("language", CONVERTED)
def test_a_program_is_answered_in_it(site: TestClient, language: str) -> None:
    case, level = {"findings": {"facial-weakness": "present", "foot-drop": "present"}}, Level.EMERGENCY
    sent = site.post("/api/v1/assess?include=verdict", json=case, headers={"accept-language": language})
    assert sent.json()["urgency"]["name"] == wording.level_names(language)[level]
    assert site.post(f"/{language}/api/v1/assess?include=verdict", json=case).json() == sent.json()


@pytest.mark.parametrize("language", CONVERTED)
def test_a_command_speaks_it(language: str) -> None:
    done = CliRunner().invoke(main, ["explain", "foot-drop", "--language", language])
    assert done.exit_code == 0, done.output
    assert "神經" in done.stdout
    assert catalogue.say(language, "language.converted") in done.stderr


@pytest.mark.parametrize("language", ["zh", *CONVERTED])
def test_a_command_understands_words_in_it(language: str) -> None:
    done = CliRunner().invoke(main, ["understand", "我腳麻，尿不出來", "--language", language])
    assert done.exit_code == 0, done.output
    assert ("危险信号" if language == "zh" else "危險訊號") in done.stdout


@pytest.mark.parametrize("language", CONVERTED)
def test_own_words_and_searches_are_understood_as_in_simplified(language: str) -> None:
    def proposed(words: str, language: str) -> dict[str, object]:
        return {one.finding: one.value for one in heard(MODEL.knowledge, None, words, language).proposals}

    words = proposed("右腳抬不起來", language)
    assert words == proposed("右脚抬不起来", "zh")
    assert words["foot-drop"] == "present"
    assert search.find(MODEL.knowledge, lexicon.load(None, "zh"), "午睡 腳麻", language)[0].id == "nap-numbness"


@pytest.mark.parametrize("language", CONVERTED)
def test_what_is_printed_is_whole(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = typst.Fonts(include_system_fonts=False, font_paths=[typeset.FONTS])
    monkeypatch.setattr(typeset, "_fonts", lambda: ours)
    words = "右腳冇知覺，像踩棉花，隻腳好痺"
    assessment = assess(MODEL, Case.of(MODEL, {"facial-weakness": "present", "foot-drop": "present", "age": 67}))
    content = note.data(MODEL, assessment, Place("TW"), language, words)
    assert words in content["words"]
    assert "119" in content["call"]
    assert note.pdf(content, date(2026, 11, 28)).startswith(b"%PDF")
    assert leaflet.pdf(MODEL.knowledge, guide.page(MODEL, "nap-numbness", language)).startswith(b"%PDF")
