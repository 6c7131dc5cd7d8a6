"""The interview in a real terminal: answered to the end, broken off and gone on with, narrow,
without colour, piped."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pexpect
import pytest

from pinprick.case.reading import read_cases
from tests.commands import COMMAND, with_cache
from tests.models import shipped

Terminal: TypeAlias = "pexpect.spawn[str]"
_MOST_PAGES = 80
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
        if talk.expect([r"(?:e:|for none\)\?)\s*$", pexpect.EOF]) == 1:
            return
        shown = re.sub(QUIET, "", str(talk.before) + str(talk.after))
        yield shown
        flat = " ".join(shown.split())
        if "Numbers that are true" in flat or "on the right" in flat:
            talk.sendline("n")
        elif "on the left" in flat:
            talk.sendline("3 4")
        elif "years" in shown.splitlines()[-1]:
            talk.sendline("51")
        elif "number d" in shown:
            talk.sendline("1")
        else:
            talk.sendline(reply)
    raise AssertionError("the interview does not end")


def test_it_asks_to_the_end_and_shows_the_result(tmp_path: Path) -> None:
    talk = spawn(tmp_path, "--save", "kept.json", "--country", "GB")
    pages = list(replies(talk))
    assert len(pages) >= len(shipped().knowledge.screen.groups) + len(shipped().knowledge.screen.asked_also) + 2
    assert "WHAT IT MAY BE" in re.sub(QUIET, "", str(talk.before))
    (case,), _ = read_cases((tmp_path / "kept.json").read_bytes(), "kept.json", shipped().knowledge.vocabulary)
    assert case.answers["age"] == 51.0
    asked = re.findall(r"\x1b\[1m(.+?)\x1b\[0m", "".join(pages))
    assert len(asked) == len(set(asked)), "a question came twice"


def test_ctrl_c_loses_nothing_and_says_how_to_go_on(tmp_path: Path) -> None:
    talk = spawn(tmp_path)
    pages = replies(talk)
    for _ in range(4):
        next(pages)
    talk.sendintr()
    talk.expect(r"Go on with: pinprick ask (\S+)")
    file = str(talk.match.group(1))  # type: ignore[union-attr]
    talk.expect(pexpect.EOF)
    talk.close()
    assert talk.exitstatus == 130
    assert (tmp_path / file).exists()
    again = spawn(tmp_path, file)
    first = next(replies(again))
    title = shipped().knowledge.screen.groups[0].title["en"]
    assert title not in first, "what was answered is asked again"
    again.terminate()


def test_a_stroke_is_told_at_once_with_the_number(tmp_path: Path) -> None:
    talk = spawn(tmp_path, "--country", "GB")
    talk.expect("b c e:")
    talk.sendline("1")
    talk.expect(r"EMERGENCY")
    talk.expect("Number to call: 999 in the United Kingdom")
    talk.expect("b c e:")
    talk.sendline("e")
    talk.expect("EMERGENCY")
    talk.expect(pexpect.EOF)


def test_back_takes_an_answer_out(tmp_path: Path) -> None:
    talk = spawn(tmp_path)
    first, second = (group.title["en"] for group in shipped().knowledge.screen.groups[:2])
    talk.expect(first)
    talk.sendline("1")
    talk.expect("Since when")
    talk.sendline("")
    talk.expect(second)
    talk.sendline("b")
    talk.expect(first)
    talk.sendline("n")
    talk.expect(second)
    talk.sendline("e")
    talk.expect(pexpect.EOF)
    assert "EMERGENCY" not in str(talk.before)


def test_enter_alone_denies_nothing(tmp_path: Path) -> None:
    """A page of red flags comes again until somebody says that none is true."""
    talk = spawn(tmp_path)
    first, second = (group.title["en"] for group in shipped().knowledge.screen.groups[:2])
    talk.expect(first)
    talk.sendline("")
    talk.expect("n for none of these")
    talk.expect("b c e:")
    talk.sendline("n")
    talk.expect(second)
    talk.terminate()


@pytest.mark.parametrize("reply", ["b", "c", "e"])
def test_no_reply_to_the_list_of_answers_loses_them(tmp_path: Path, reply: str) -> None:
    """Back leads out of the list, the list can be asked for again, the end shows the result."""
    talk = spawn(tmp_path, "--save", "kept.json")
    talk.expect("b c e:")
    talk.sendline("1")
    talk.expect("b c e:")
    talk.sendline("c")
    talk.expect("Enter for none")
    talk.sendline(reply)
    if reply == "c":
        talk.expect("Enter for none")
        talk.sendline("")
    if reply != "e":
        talk.expect("b c e:")
        talk.sendline("e")
    talk.expect(pexpect.EOF)
    assert "Traceback" not in str(talk.before)
    (case,), _ = read_cases((tmp_path / "kept.json").read_bytes(), "kept.json", shipped().knowledge.vocabulary)
    assert case.answers[shipped().knowledge.screen.groups[0].findings[0]] == "present"
    assert case.finished


def test_wrong_replies_are_answered_kindly(tmp_path: Path) -> None:
    talk = spawn(tmp_path)
    for nonsense in ("99", "maybe", "²", "-1", "1;2"):
        talk.expect("b c e:")
        talk.sendline(nonsense)
        talk.expect("was not understood")
    talk.sendline("e")
    talk.expect(pexpect.EOF)
    assert "Traceback" not in str(talk.before)


def test_why_is_answered_in_words(tmp_path: Path) -> None:
    talk = spawn(tmp_path)
    for page in replies(talk):
        if "y n d p" in page and "screen" not in page:
            break
    talk.sendline("w")
    talk.expect("likely")
    talk.terminate()


def test_a_window_of_40_columns_is_enough(tmp_path: Path) -> None:
    talk = spawn(tmp_path, columns=40)
    shown = [*replies(talk), re.sub(QUIET, "", str(talk.before))]
    wide = [line for page in shown for line in page.splitlines() if len(line.rstrip()) > 40]
    assert not wide, wide[:5]


def test_no_colour_where_none_is_wanted(tmp_path: Path) -> None:
    told = piped(tmp_path, given="1\ne\n")
    assert told.returncode == 0
    assert "\x1b" not in told.stdout
    assert "EMERGENCY" in told.stdout


@pytest.mark.parametrize("given", ["", "\n\n", "s\n" * 60, "e\n"])
def test_input_from_a_pipe_may_end_anywhere(tmp_path: Path, given: str) -> None:
    told = piped(tmp_path, given=given)
    assert told.returncode == 0
    assert "Was this wrong?" in told.stdout
    assert "\nSELF-CARE" not in told.stdout, "self-care with open red flags"
    assert not list(tmp_path.iterdir()), "something was stored"


def test_what_if_shows_what_would_move(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("findings: {diabetes: present, feels-burning: present, side: both-sides-equal}")
    told = piped(tmp_path, "case.yaml", "--what-if", "both-legs-weak=present", "--what-if", "known-for=days").stdout
    assert re.search(r"Urgency: .* -> See a doctor today", told)
    assert "->" in told.split("Urgency", 1)[1].split("\n", 1)[1]


@pytest.mark.parametrize("wrong", ["fevr=present", "fever=maybe", "fever", "age=200"])
def test_a_wrong_what_if_gets_a_reason(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "case.yaml").write_text("findings: {}")
    told = piped(tmp_path, "case.yaml", "--what-if", wrong)
    assert told.returncode == 2
    assert told.stderr.startswith("--what-if")


def test_each_sign_is_asked_since_when_and_the_file_keeps_it(tmp_path: Path) -> None:
    first = shipped().knowledge.screen.groups[0].findings
    talk = spawn(tmp_path, "--save", "kept.json")
    talk.expect("b c e:")
    talk.sendline("3 4? 5 6")
    for reply, next_ in (("x", "Please answer d, w, m"), ("m", "Since when"), ("", "Since when"), ("w", "b c e:")):
        talk.expect(r"d in the last 7 days, w for weeks, m for over 3.*b c e:")
        talk.sendline(reply)
        talk.expect(next_)
    talk.sendline("e")
    talk.expect(pexpect.EOF)
    (case,), _ = read_cases((tmp_path / "kept.json").read_bytes(), "kept.json", shipped().knowledge.vocabulary)
    assert case.since == {first[2]: "over-three-months", first[5]: "within-three-months"}


def test_who_ends_or_goes_back_at_since_when_has_still_said_yes(tmp_path: Path) -> None:
    first = shipped().knowledge.screen.groups[0].findings
    talk = spawn(tmp_path, "--save", "kept.json")
    for reply in ("3", "b", "4", "e"):
        talk.expect("b c e:")
        talk.sendline(reply)
    talk.expect(pexpect.EOF)
    (case,), _ = read_cases((tmp_path / "kept.json").read_bytes(), "kept.json", shipped().knowledge.vocabulary)
    assert case.answers[first[3]] == "present"
    assert case.answers[first[2]] == "absent", "back asks the page again"
    assert not case.since
