"""The tools for language models ask what the interview asks, say what every face says, take no answer that nobody gave,
and log nothing of it: held with the official client, over the standard streams and over HTTP."""

import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from mcp import Client, ClientSession, MCPError, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import CallToolResult, TextContent, TextResourceContents
from starlette.testclient import TestClient

from pinprick import interview
from pinprick.account import parts
from pinprick.account.telling import how_many_told
from pinprick.app import application
from pinprick.assessment import assess
from pinprick.assistants import PATH, over_http, resources, tools
from pinprick.assistants.sent import Wrong, sent
from pinprick.case.answers import Painted, plain
from pinprick.case.known import known
from pinprick.knowledge.ids import MAP
from pinprick.serving.refusals import Busy
from pinprick.serving.work import Pool
from pinprick.story import lexicon
from tests.apart import run
from tests.pages import KNOWLEDGE, MODEL, article
from tests.raw import served

Session = Client | ClientSession
SECRET = "toxin-exposure"
SECRET_WORDS = "the mushrooms of my uncle"
NAP = [
    {"finding": "limb-pressed", "answer": "present", "words": "I sat on my leg"},
    {"finding": "moving-relieves", "answer": "present", "words": "it goes when I move"},
]
EMERGENCY = {"asked": {"screen": {"numb-saddle": "present", "bladder-retention": "present"}}}
COMMAND = ("-c", "from pinprick.cli import main; main(['mcp'])")


@asynccontextmanager
async def over_stdio(said: Path, command: tuple[str, ...] = COMMAND) -> AsyncIterator[ClientSession]:
    """The real process, which writes what it says beside the tools into a file."""
    with said.open("w") as errors:
        server = StdioServerParameters(command=sys.executable, args=[*command], env={**os.environ})
        async with stdio_client(server, errlog=errors) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            yield session


def in_both(tmp_path: Path, way: str, ask: Callable[[Session], Awaitable[None]]) -> None:
    """Ask the tools over the standard streams or HTTP; nothing may be logged meanwhile."""

    async def here() -> None:
        async with over_stdio(tmp_path / "said") as session:
            await ask(session)

    async def there(port: int, mode: str) -> None:
        async with Client(f"http://127.0.0.1:{port}{PATH}", mode=mode) as session:
            await ask(session)

    if way == "stdio":
        run(here())
        assert (tmp_path / "said").read_text() == ""
        return
    with served() as server:
        run(there(server.port, way))
        assert server.end() == ""


WAYS = pytest.mark.parametrize("way", ["stdio", "auto"])


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


async def call(session: Session, tool: str, given: dict[str, Any]) -> tuple[Any, str]:
    """The record and the text that a tool answers."""
    result = await session.call_tool(tool, given)
    assert isinstance(result, CallToolResult)
    assert not result.is_error, text_of(result)
    return result.structured_content, text_of(result)


async def refused(session: Session, tool: str, given: dict[str, Any]) -> str:
    result = await session.call_tool(tool, given)
    assert isinstance(result, CallToolResult)
    assert result.is_error, text_of(result)
    return text_of(result)


# ---- the interview and its verdict


def as_told(answer: Any) -> Any:
    """An answer as a model sends it: of a map it says what is not numb."""
    if not isinstance(answer, Painted):
        return plain(answer)
    sides: dict[str, Any] = {side: sorted(getattr(answer, side)) for side in ("left", "right", "midline")}
    numb = answer.left | answer.right | answer.midline
    sides["not-numb"] = [one for one in KNOWLEDGE.vocabulary.regions if one not in numb | answer.not_asked]
    return sides


async def asked_through(session: Session) -> None:
    told, pages = article(), dict[str, Any]()
    given: dict[str, Any] = {"asked": pages, "volunteered": NAP}
    while True:
        step, text = await call(session, "next_questions", given)
        here = sent(KNOWLEDGE, given).case
        same = interview.next_page(MODEL, interview.progress(MODEL, known(KNOWLEDGE, here)))
        assert (step["page"] and step["page"]["id"], step["ends"]) == (same.page, same.ends)
        if step["page"] is None:
            break
        assert all(question["ask"] in text for question in step["page"]["questions"])
        ids = [one["finding"] for one in step["page"]["questions"]]
        pages[step["page"]["id"]] = {id_: as_told(told.get(id_, "unknown")) for id_ in ids}
    assert len(pages) > 4
    verdict, text = await call(session, "assess_case", given)
    assessment = assess(MODEL, here)
    most = how_many_told(list(assessment.likely.values()), KNOWLEDGE.settings.telling)
    same_parts = parts.assessed(MODEL, assessment, ("verdict", "causes", "ranges", "reasons", "advice"), most, "en")
    assert verdict["assessment"] == msgspec.json.decode(msgspec.json.encode(same_parts))
    assert text.splitlines()[0] == verdict["assessment"]["urgency"]["name"]
    cited = {number for found in re.findall(r" \[([\d, ]+)\]", text) for number in found.split(", ")}
    assert cited
    assert cited == set(re.findall(r"^\[(\d+)\] .+ https?://", text, re.MULTILINE))
    assert all(f"“{one['words']}”" in text for one in NAP)


@pytest.mark.parametrize("way", ["stdio", "legacy", "auto"])
def test_a_whole_interview_by_tools_ends_in_the_cited_verdict_of_every_face(tmp_path: Path, way: str) -> None:
    in_both(tmp_path, way, asked_through)


async def in_an_emergency(session: Session) -> None:
    step, text = await call(session, "next_questions", EMERGENCY)
    assert text.startswith("SAY THIS TO THE PERSON AT ONCE (emergency): ")
    assert step["alarm"]["tell"] in text.splitlines()[0]
    verdict, text = await call(session, "assess_case", EMERGENCY)
    assert set(verdict["assessment"]) == {"knowledge", "urgency", "scope"}
    urgency = verdict["assessment"]["urgency"]
    assert text.splitlines()[:2] == [urgency["name"], urgency["tell"]]
    assert urgency["level"] == "emergency"
    assert "GB 999" in text
    assert "causes" not in text


@WAYS
def test_an_emergency_is_the_first_line_and_no_cause_stands_beside_it(tmp_path: Path, way: str) -> None:
    in_both(tmp_path, way, in_an_emergency)


def answered(tool: str, given: dict[str, Any]) -> tools.Answered:
    """What a tool answers in this process."""
    place = tools.Place(MODEL, partial(lexicon.load, None, "en"), "en")
    return tools.TOOLS[tool].answer(place, given)


@pytest.mark.parametrize("given", [{}, {"volunteered": NAP}])
def test_an_incomplete_verdict_says_so_in_its_first_line(given: dict[str, Any]) -> None:
    told = answered("assess_case", given)
    assert isinstance(told.record, tools.Cited)
    urgency = told.record.assessment.urgency
    assert urgency
    assert not urgency.complete
    first = told.text.splitlines()[0]
    assert first.startswith(f"Incomplete: {len(urgency.not_asked)} warning signs were not asked. ")
    assert urgency.name in first


# ---- no answer that nobody gave


def test_of_a_map_only_what_is_named_so_is_not_numb() -> None:
    case = sent(KNOWLEDGE, {"asked": {MAP: {MAP: {"left": ["dorsum"], "not-numb": ["face"]}}}}).case
    painted = case.answers[MAP]
    assert isinstance(painted, Painted)
    assert [painted.has(region) for region in ("dorsum", "face", "saddle")] == [True, False, None]
    nowhere = sent(KNOWLEDGE, {"asked": {MAP: {MAP: {"not-numb": ["dorsum"]}}}}).case.answers[MAP]
    assert isinstance(nowhere, Painted)
    assert [nowhere.has(region) for region in ("dorsum", "saddle")] == [False, None]


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"findings": {}}, "findings: no such argument; takes asked, volunteered, since"),
    ({"asked": []}, "asked: takes a mapping of the pages"),
    ({"asked": {"skreen": {}}}, "asked.skreen: no such page"),
    ({"asked": {"screen": []}}, "asked.screen: takes a mapping of findings to answers"),
    ({"asked": {"screen": {"feels-burning": "present"}}}, "asked.screen.feels-burning: this page does not ask that"),
    ({"asked": {"screen": {"numb-saddle": "yes"}}}, "asked.screen.numb-saddle: 'yes' is not an answer"),
    ({"asked": {"screen": {"numb-saddle": "yes"}}}, "did you mean present?"),
    ({"asked": {"age": {"age": "old"}}}, "asked.age.age: takes a number of years"),
    ({"asked": {"age": {"age": True}}}, "asked.age.age: takes a number of years"),
    ({"volunteered": {}}, "volunteered: takes a list"),
    ({"volunteered": [{"finding": "foot-drop", "answer": "absent"}]}, "volunteered.0.words: takes the person's own"),
    ({"volunteered": [{"finding": "foot-drop", "answer": "absent", "words": " "}]}, "leave it out and ask"),
    ({"volunteered": [{"finding": "foot-dorp", "answer": "absent", "words": "no"}]}, "did you mean foot-drop?"),
    ({"volunteered": [{"finding": "foot-drop", "words": "it slaps"}]}, "volunteered.0: misses"),
    ({"volunteered": [{**NAP[0], "sure": True}]}, "volunteered.0.sure: no such key"),
    (
        {"asked": {"limb-pressed": {"limb-pressed": "absent"}}, "volunteered": NAP},
        "volunteered.0.answer: differs from asked.limb-pressed.limb-pressed",
    ),
    ({"since": {"fever": "within-a-week"}}, "since.fever: is not answered present"),
    ({"asked": {MAP: {MAP: {"left": ["dorsum"], "nowhere": True}}}}, f"asked.{MAP}.{MAP}.nowhere: no such part"),
    ({"asked": {MAP: {MAP: {"left": ["dorsun"]}}}}, "did you mean dorsum?"),
    ({"asked": {MAP: {MAP: {"left": ["dorsum"], "not-numb": ["fase"]}}}}, "did you mean face?"),
    ({"asked": {MAP: {MAP: {"left": ["dorsum"], "not-numb": "face"}}}}, "not-numb: takes a list"),
    ({"asked": {MAP: {MAP: {"left": ["dorsum"], "not-numb": ["dorsum"]}}}}, "dorsum is numb as well"),
    ({"asked": {MAP: {MAP: {}}}}, "nothing is painted"),
]


@pytest.mark.parametrize(("given", "cure"), FAULTS)
def test_what_cannot_be_taken_is_told_with_its_place_and_the_cure(given: dict[str, Any], cure: str) -> None:
    with pytest.raises(Wrong) as wrong:
        sent(KNOWLEDGE, given)
    assert cure in str(wrong.value)


def test_faults_without_end_are_told_in_short() -> None:
    with pytest.raises(Wrong) as wrong:
        sent(KNOWLEDGE, {"asked": {"x" * 9000 + str(number): {} for number in range(200)}})
    assert len(str(wrong.value)) < 10_000


async def wrongly(session: Session) -> None:
    told = await refused(session, "assess_case", {"asked": {"screen": {SECRET: SECRET_WORDS}}})
    assert "leave it out until it is asked" in told
    assert "did you mean assess_case?" in await refused(session, "assess_cases", {})
    assert "there are next_questions, assess_case" in await refused(session, "zzz", {})
    assert "takes text" in await refused(session, "understand", {})
    assert "takes up to 5000" in await refused(session, "understand", {"text": SECRET_WORDS * 999})
    for address, told in ((SECRET, "there is no such address"), ("rules/zzz", "look_up finds by words")):
        assert told in await refused(session, "look_up", {"words": f"pinprick://{address}"})
    with pytest.raises(MCPError, match="did you mean new-foot-drop"):
        await session.read_resource("pinprick://rules/new-foot-dorp")
    with pytest.raises(MCPError, match="no such address"):
        await session.read_resource(f"pinprick://secrets/{SECRET}")


@WAYS
def test_an_error_reaches_the_model_as_a_cure_and_no_log(tmp_path: Path, way: str) -> None:
    in_both(tmp_path, way, wrongly)


BROKEN = f"""
from pinprick.assistants import sent, tools
def broken(knowledge, given):
    raise ValueError(str(given) + "{SECRET}")
tools.sent = broken
from pinprick.cli import main
main(["mcp"])
"""


def test_a_failure_is_logged_without_what_was_said(tmp_path: Path) -> None:
    async def ask() -> str:
        async with over_stdio(tmp_path / "said", ("-c", BROKEN)) as session:
            return await refused(session, "assess_case", {"volunteered": [{**NAP[0], "words": SECRET_WORDS}]})

    told = run(ask())
    logged = (tmp_path / "said").read_text()
    assert "ValueError at " in logged
    assert logged.count("\n") == 1
    assert "This failed" in told
    for secret in (SECRET, SECRET_WORDS, "limb-pressed"):
        assert secret not in told + logged


HELLO = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "any", "version": "1"},
}
NO_REQUESTS = [
    f'{{"jsonrpc": "2.0", "method": "notifications/progress", "params": {{"{SECRET}": 1}}}}',
    f'{{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": "{SECRET}"}}',
    f'{{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {{"name": "x", "arguments": "{SECRET}"}}}}',
    f'{{"jsonrpc": "2.0", "id": 2, "method": "{SECRET}"}}',
    f"{SECRET}",
    f'["{SECRET}"]',
]


def test_what_is_no_request_of_the_protocol_is_not_logged() -> None:
    """The package tells of such by itself, unless it is silenced."""
    lines = [json.dumps({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": HELLO}), *NO_REQUESTS]
    with subprocess.Popen(
        [sys.executable, *COMMAND], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        said, logged = process.communicate("\n".join([*lines, ""]), timeout=120)
    assert '"serverInfo"' in said
    assert process.returncode == 0
    assert logged == ""


# ---- words and records


def test_what_is_looked_up_begins_with_the_warning_sign_that_it_names() -> None:
    told = answered("look_up", {"words": "my leg is suddenly cold and white"})
    assert told.text.startswith("WARNING SIGN, ask at once: ")
    assert "pinprick://conditions/acute-limb-ischaemia" in told.text


def test_words_are_proposed_the_red_flags_first() -> None:
    told = answered("understand", {"text": "It burns at night. I cannot pee. Blah blah blah."}).text.splitlines()
    assert told[0] == "Nothing of this is an answer before the person says that it is right."
    assert told[1].startswith("WARNING SIGN, ask at once: bladder-retention = present")
    assert any(line.startswith("May mean: feels-burning = present") for line in told)
    assert told[-1] == "What is not named here was not asked."


async def reads(session: Session) -> None:
    listed = [str(one.uri) for one in (await session.list_resources()).resources]
    assert len(listed) == sum(len(one) for one in (KNOWLEDGE.conditions, KNOWLEDGE.guides, KNOWLEDGE.rules))
    templates = [one.uri_template for one in (await session.list_resource_templates()).resource_templates]
    assert "pinprick://sources/{id}" in templates
    for kind in ("conditions", "rules", "guides"):
        address = next(one for one in listed if f"/{kind}/" in one)
        (content,) = (await session.read_resource(address)).contents
        assert isinstance(content, TextResourceContents)
        assert content.text == resources.read(MODEL, address, "en").text
        assert (await call(session, "look_up", {"words": address}))[1] == content.text


@WAYS
def test_every_condition_guide_and_rule_can_be_read(tmp_path: Path, way: str) -> None:
    in_both(tmp_path, way, reads)


def test_every_address_that_is_listed_leads_somewhere() -> None:
    for one in resources.listed(KNOWLEDGE, "en"):
        if one.kind == resources.JSON:
            assert json.loads(resources.read(MODEL, one.uri, "en").text)["id"] in one.uri


# ---- beside the page


HEADERS = {"accept": "application/json, text/event-stream"}
ASK = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "next_questions", "arguments": {}}}


def test_scripts_of_pages_may_not_ask() -> None:
    client = TestClient(application(MODEL))
    assert client.post(PATH, json=ASK, headers=HEADERS).status_code == 200
    refusal = client.post(PATH, json=ASK, headers=HEADERS | {"origin": "https://evil.example"})
    assert (refusal.status_code, refusal.headers["content-type"]) == (403, "application/problem+json")
    assert client.get(PATH).status_code == 405


def test_where_there_is_no_room_the_model_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    client = TestClient(application(MODEL))
    assert not client.post(PATH, json=ASK, headers=HEADERS).json()["result"]["isError"]

    async def full(*_: object) -> None:
        raise Busy

    monkeypatch.setattr(Pool, "run", full)
    told = client.post(PATH, json=ASK, headers=HEADERS).json()["result"]
    assert told["isError"]
    assert "call it again in 5 seconds" in told["content"][0]["text"]


def test_without_its_extra_there_is_no_such_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(over_http, "find_spec", lambda name: None)
    answer = TestClient(application(MODEL)).post(PATH, json=ASK, headers=HEADERS)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert "pinprick[page,mcp]" in answer.json()["errors"][0]["detail"]


UNASKED = """
import sys
from pinprick import cli, loading
from pinprick.app import application
for name in ("serve", "case", "mcp"):
    cli.main.get_command(None, name)
application(loading.load())
print([name for name in sys.modules if name.partition(".")[0] in ("mcp", "mcp_types", "opentelemetry")])
"""


def test_neither_the_page_nor_the_command_imports_the_package_unasked() -> None:
    told = subprocess.run([sys.executable, "-c", UNASKED], check=True, capture_output=True, text=True)
    assert told.stdout == "[]\n"
