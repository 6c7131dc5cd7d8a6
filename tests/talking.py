"""The interview in a real terminal, and without one."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pexpect

from pinprick.case.case import Case
from pinprick.case.known import signs_with_age
from pinprick.case.reading import read_cases
from tests.commands import COMMAND, with_cache
from tests.models import shipped

Terminal: TypeAlias = "pexpect.spawn[str]"
KNOWLEDGE = shipped().knowledge
GROUPS = KNOWLEDGE.screen.groups
_MOST_PAGES = 80
PROMPT = "help:"
QUIET = r"(?:\x1b\[[0-9;?]*[a-zA-Z])+"


def spawn(folder: Path, *arguments: str, columns: int = 80) -> Terminal:
    env = with_cache(TERM="xterm", LC_ALL="C.UTF-8")
    return pexpect.spawn(
        COMMAND, ["ask", *arguments], cwd=str(folder), env=env, dimensions=(50, columns), timeout=60, encoding="utf-8"
    )


def piped(folder: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """`pinprick ask` without a terminal, to its end."""
    command = [COMMAND, "ask", *arguments]
    return subprocess.run(
        command, input=given, capture_output=True, text=True, check=False, cwd=folder, env=with_cache()
    )


def replies(talk: Terminal, reply: str = "n") -> Iterator[str]:
    """Answer every page with none or `reply`, the map with a painted foot; yields what each page
    showed."""
    for _ in range(_MOST_PAGES):
        if talk.expect([r"(?:help:|for none\)\?)\s*$", pexpect.EOF]) == 1:
            return
        shown = re.sub(QUIET, "", str(talk.before) + str(talk.after))
        yield shown
        flat = " ".join(shown.split())
        if "Numbers that are true" in flat or "on the right" in flat:
            talk.sendline("n")
        elif "on the left" in flat:
            talk.sendline("3 4")
        elif "How many years" in flat:
            talk.sendline("51")
        elif "A number, or d" in flat:
            talk.sendline("1")
        else:
            talk.sendline(reply)
    raise AssertionError("the interview does not end")


def marked(talk: Terminal, *findings: str) -> None:
    """Mark red flags: first their groups, then each in its group; the age of none is known."""
    rows = [number for number, group in enumerate(GROUPS, 1) if set(findings) & set(group.findings)]
    talk.expect(PROMPT)
    talk.sendline(" ".join(map(str, rows)))
    aged = signs_with_age(KNOWLEDGE)
    for number in rows:
        ids = GROUPS[number - 1].findings
        talk.expect(PROMPT)
        talk.sendline(" ".join(str(place) for place, id_ in enumerate(ids, 1) if id_ in findings))
    for _ in (id_ for id_ in findings if id_ in aged):
        talk.expect("Since when")
        talk.expect(PROMPT)
        talk.sendline("")


def kept(folder: Path) -> Case:
    """The case that `--save kept.json` has kept."""
    (case,), _ = read_cases((folder / "kept.json").read_bytes(), "kept.json", KNOWLEDGE.vocabulary)
    return case


def interrupt(talk: Terminal, heard: str) -> None:
    """Press Ctrl-C, again where it came as the prompt began to read and was lost, until `heard` is said."""
    for _ in range(3):
        talk.sendintr()
        if talk.expect([heard, pexpect.TIMEOUT], timeout=20) == 0:
            return
    raise AssertionError("Ctrl-C is not heard")
