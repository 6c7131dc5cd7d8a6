"""Every command and example of the tutorial and of the how-tos is run, as a reader would, and says
what the page says that it does."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from pinprick.cli import main
from pinprick.knowledge.folder import FOLDER
from tests.commands import COMMAND, with_cache
from tests.house.files import ROOT
from tests.parsing import parse_once
from tests.talking import replies, spawn

DOCS = ROOT / "docs"
PAGES = (
    "tutorial.md",
    "how-to/embed.md",
    "how-to/cohort.md",
    "how-to/learn.md",
    "api.md",
    "fhir.md",
    "cds-hooks.md",
    "v3.md",
)
BLOCK = re.compile(r"(?:^<!-- ([^>]+) -->\n)?^```(\w*)\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
KNOWN = ("yaml", "sh", "text", "python", "json", "html")
_WAIT = 60
"""Seconds until a server has to answer."""


class Block(NamedTuple):
    """A block of code, with what the page says of it to whoever runs it."""

    note: str
    language: str
    text: str


def blocks(page: str) -> list[Block]:
    """The blocks of a page in order."""
    found = BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))
    return [Block(*each) for each in found]


class Reader:
    """Somebody who follows a page in a folder, and keeps what was said last."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.said = folder, ""
        self.servers: list[subprocess.Popen[bytes]] = []
        self.env = with_cache()
        self.env["PATH"] = f"{Path(COMMAND).parent}{os.pathsep}{os.environ['PATH']}"

    def follow(self, block: Block) -> None:
        """Do what a block says."""
        text = block.text.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}")
        if block.note.startswith("not run"):
            return
        if block.note.startswith("file: "):
            (self.folder / block.note.removeprefix("file: ")).write_text(text)
        elif block.note == "answered: n":
            self.answer(text.split())
        elif block.language == "sh":
            self.type(text, fails=block.note == "fails")
        elif block.language == "python":
            self.run([sys.executable, "-c", text])
        elif block.language == "text":
            for line in text.splitlines():
                assert " ".join(line.split()) in " ".join(self.said.split()), line

    def type(self, text: str, fails: bool) -> None:
        """Type commands into a shell; a server goes on beside what follows."""
        lines = text.strip().splitlines()
        if any(line.startswith("pinprick serve") for line in lines):
            self.serve()
        rest = [line for line in lines if not line.startswith("pinprick serve")]
        if rest:
            self.run(["bash", "-c", "\n".join(rest)], fails)

    def run(self, command: list[str], fails: bool = False) -> None:
        """Run a command to its end."""
        ran = subprocess.run(command, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False)
        self.said = ran.stdout + ran.stderr
        assert (ran.returncode != 0) == fails, self.said

    def answer(self, words: list[str]) -> None:
        """Answer an interview, none of whose signs is there."""
        assert words[:2] == ["pinprick", "ask"]
        for _ in replies(spawn(self.folder, *words[2:])):
            pass

    def serve(self) -> None:
        """Start a server, and wait until it answers."""
        command = [COMMAND, "serve", "--port", str(self.port)]
        self.servers.append(subprocess.Popen(command, env=self.env, stdout=-3, stderr=-3))
        until = time.monotonic() + _WAIT
        while time.monotonic() < until:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        pytest.fail("the server does not answer")


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    found = Reader(tmp_path)
    yield found
    for server in found.servers:
        server.terminate()
        server.wait(timeout=20)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_what_it_says(page: str, reader: Reader) -> None:
    for block in blocks(page):
        reader.follow(block)


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_of_a_kind_that_is_run_or_says_why_not(page: str) -> None:
    found = blocks(page)
    assert any(block.language in ("sh", "python") for block in found)
    for block in found:
        assert block.language in KNOWN, f"{page}: what is ```{block.language}?"
        if block.note.startswith("not run"):
            named = re.search(r"(tests/\S+\.py)", block.note)
            assert named, f"{page}: say which test runs `{block.text.strip()}`"
            assert (ROOT / named.group(1)).is_file(), f"{page} names {named.group(1)}"


def test_the_rule_of_the_how_to_passes_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parse_once(monkeypatch)
    base = Path(shutil.copytree(FOLDER, tmp_path / "base"))
    rule, promise = (block.text for block in blocks("how-to/rule.md") if block.language == "yaml")
    for name, added in (("rules/others.yaml", rule), ("promises/others.yaml", promise)):
        with (base / name).open("a") as file:
            file.write(f"\n{added.replace('SOURCE', 'mori2005')}")
    result = CliRunner().invoke(main, ["check", str(base)])
    assert result.exit_code == 0, result.output


def test_what_the_tutorial_says_of_the_page_stands_on_it() -> None:
    words = (ROOT / "src" / "pinprick" / "words" / "en.po").read_text(encoding="utf-8")
    page = (DOCS / "tutorial.md").read_text(encoding="utf-8").partition("## 5.")[2]
    for said in ("None of all these", "Keep the answers"):
        assert said in " ".join(page.split())
        assert said in words, f"no page says `{said}` any more"
