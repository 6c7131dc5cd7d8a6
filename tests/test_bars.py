"""Commands that take long show how far they are on a terminal, and nothing where nobody looks."""

import json
import subprocess
from pathlib import Path

import pexpect
import pytest

from tests.commands import COMMAND, with_cache

CASES = [
    {
        "id": f"case-{number}",
        "title": "Numb toes",
        "stage": "first",
        "findings": {"age": 50 + number},
        "expect": {"cause": ["other-cause"], "urgency": {"at_least": "self-care", "at_most": "emergency"}},
    }
    for number in range(3)
]


@pytest.fixture
def commands(tmp_path: Path) -> dict[str, list[str]]:
    cases = tmp_path / "cases.json"
    cases.write_text(json.dumps(CASES))
    return {
        "Scoring": ["evaluate", str(cases), "--json"],
        "Comparing": ["evaluate", str(cases), "--json"],
        "Interviewing": ["evaluate", str(cases), "--json", "--interview"],
        "Drawing": ["simulate", "3"],
    }


LABELS = ["Scoring", "Comparing", "Interviewing", "Drawing"]
OF_KNOWLEDGE = {"check": ["Reading", "Checking", "Proving"], "compile": ["Reading", "Checking", "Proving", "Drawing"]}
"""The bars of the commands that read a knowledge base anew."""


@pytest.mark.parametrize("label", LABELS)
def test_a_terminal_sees_how_far_it_is(commands: dict[str, list[str]], tmp_path: Path, label: str) -> None:
    """The bar stands on standard error: what is written to a file holds none of it."""
    out = tmp_path / "out.json"
    words = " ".join([COMMAND, *commands[label], ">", str(out)])
    shown = pexpect.run(f"sh -c '{words}'", timeout=120, encoding="utf-8", env=with_cache(TERM="xterm"))
    assert label in shown, shown
    assert "100%" in shown
    json.loads(out.read_text())


@pytest.mark.parametrize("label", LABELS)
def test_a_pipe_gets_nothing_of_it(commands: dict[str, list[str]], label: str) -> None:
    ran = subprocess.run(
        [COMMAND, *commands[label]], capture_output=True, text=True, check=True, timeout=120, env=with_cache()
    )
    assert ran.stderr == ""
    json.loads(ran.stdout)


def test_no_bar_among_cases_that_are_read_on_the_terminal() -> None:
    shown = pexpect.run(f"{COMMAND} simulate 2", timeout=120, encoding="utf-8", env=with_cache(TERM="xterm"))
    assert "Drawing" not in shown
    assert len(json.loads(str(shown))) == 2


@pytest.mark.parametrize("command", OF_KNOWLEDGE)
def test_who_reads_a_knowledge_base_sees_how_far_it_is(command: str, tmp_path: Path) -> None:
    words = f"{COMMAND} {command} > {tmp_path / 'out'}"
    shown = pexpect.run(f"sh -c '{words}'", timeout=120, encoding="utf-8", env=with_cache(TERM="xterm"))
    ends = [line for line in str(shown).replace("\r", "\n").splitlines() if "100%" in line]
    assert [label for label in OF_KNOWLEDGE[command] if any(label in line for line in ends)] == OF_KNOWLEDGE[command]
    assert "%" not in (tmp_path / "out").read_text()


def test_a_pipe_gets_nothing_of_a_knowledge_base_that_is_read() -> None:
    """To compile shows all the bars that a check does."""
    ran = subprocess.run(
        [COMMAND, "compile"], capture_output=True, text=True, check=True, timeout=120, env=with_cache()
    )
    assert ran.stderr == ""
