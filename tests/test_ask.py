"""The interview in a real terminal: answered to the end, broken off and gone on with, narrow,
without colour, piped."""

import re
import stat
from pathlib import Path

import pexpect
import pytest

from pinprick.knowledge.ids import ABSENT, PRESENT, UNKNOWN
from tests.talking import GROUPS, KNOWLEDGE, PROMPT, QUIET, interrupt, kept, marked, piped, replies, spawn


def test_it_asks_to_the_end_and_shows_the_result(tmp_path: Path) -> None:
    talk = spawn(tmp_path, "--save", "kept.json", "--country", "GB")
    pages = list(replies(talk))
    assert len(pages) >= 3 + len(KNOWLEDGE.screen.asked_also), "the rows, both feet, and who and since when"
    assert "WHAT IT MAY BE" in re.sub(QUIET, "", str(talk.before))
    assert kept(tmp_path).answers["age"] == 51.0
    assert {kept(tmp_path).answers[id_] for id_ in KNOWLEDGE.screen.findings} == {ABSENT}
    asked = re.findall(r"\x1b\[1m(.+?)\x1b\[0m", "".join(pages))
    assert len(asked) == len(set(asked)), "a question came twice"


def test_ctrl_c_loses_nothing_and_says_how_to_go_on(tmp_path: Path) -> None:
    talk = spawn(tmp_path)
    pages = replies(talk)
    for _ in range(4):
        next(pages)
    interrupt(talk, "Keep your answers in")
    assert not list(tmp_path.iterdir()), "something was stored unasked"
    talk.sendline("y")
    talk.expect(r"Go on with: pinprick ask (\S+)")
    file = str(talk.match.group(1))  # type: ignore[union-attr]
    talk.expect(pexpect.EOF)
    talk.close()
    assert talk.exitstatus == 130
    assert stat.S_IMODE((tmp_path / file).stat().st_mode) == 0o600
    again = spawn(tmp_path, file)
    first = next(replies(again))
    assert GROUPS[0].title["en"] not in first, "what was answered is asked again"
    again.terminate()


def test_an_emergency_stops_the_questions_at_once_with_the_number(tmp_path: Path) -> None:
    """Enter shows what to do now; nothing else is asked before."""
    talk = spawn(tmp_path, "--country", "GB")
    for reply in ("1", "2"):
        talk.expect(PROMPT)
        talk.sendline(reply)
    talk.expect("EMERGENCY")
    talk.expect("Number to call: 999 in the United Kingdom")
    talk.expect("Since when")
    talk.sendline("")
    talk.expect("Press Enter for what to do now.*note:")
    talk.sendline("")
    talk.expect("EMERGENCY")
    talk.expect(pexpect.EOF)
    assert "help:" not in str(talk.before), "nothing else is asked"


def test_who_goes_on_after_an_emergency_keeps_everything_and_is_stopped_once(tmp_path: Path) -> None:
    talk = spawn(tmp_path, "--save", "kept.json")
    marked(talk, "facial-weakness", "diabetes")
    for reply in ("x", "g"):
        talk.expect("Press Enter for what to do now.*note:")
        talk.sendline(reply)
    rest = list(replies(talk))
    assert "on the left" in " ".join(rest[0].split()), "the map follows"
    assert not [one for one in rest if "what to do now" in one]
    case = kept(tmp_path)
    assert (case.answers["facial-weakness"], case.answers["diabetes"]) == (PRESENT, PRESENT)
    assert case.answers["speech-trouble"] == ABSENT


def test_an_emergency_that_was_taken_back_stops_again(tmp_path: Path) -> None:
    talk = spawn(tmp_path)
    for _ in range(2):
        for reply in ("1", "2"):
            talk.expect(PROMPT)
            talk.sendline(reply)
        talk.expect("EMERGENCY")
        talk.expect("Since when")
        talk.sendline("")
        talk.expect("Press Enter for what to do now.*note:")
        talk.sendline("b")
    talk.terminate()


def test_a_warning_sign_in_own_words_stops_the_questions_too(tmp_path: Path) -> None:
    talk = spawn(tmp_path, "My foot is numb and one side of my face droops")
    talk.expect("y yes.*help:")
    talk.sendline("y")
    talk.expect("Since when")
    talk.expect(PROMPT)
    talk.sendline("")
    talk.expect("Press Enter for what to do now")
    talk.sendline("")
    talk.expect(pexpect.EOF)


def test_back_takes_an_answer_out(tmp_path: Path) -> None:
    """Out of a group it leads to the rows, out of the page after them to the rows again."""
    talk = spawn(tmp_path, "--save", "kept.json")
    talk.expect(PROMPT)
    talk.sendline("8")
    talk.expect(PROMPT)
    talk.sendline("b")
    marked(talk, "diabetes")
    talk.expect("on the left")
    talk.sendline("b")
    talk.expect(GROUPS[0].title["en"])
    talk.expect(PROMPT)
    talk.sendline("n")
    talk.expect("on the left")
    talk.sendline("e")
    talk.expect(pexpect.EOF)
    assert kept(tmp_path).answers["diabetes"] == ABSENT


def test_enter_alone_denies_nothing(tmp_path: Path) -> None:
    """The rows come again until somebody says that none is true, and so does a group."""
    talk = spawn(tmp_path, "--save", "kept.json")
    for reply in ("", "8", "", "n"):
        talk.expect(PROMPT)
        talk.sendline(reply)
        if not reply:
            talk.expect("n for none of these")
    talk.expect("on the left")
    talk.sendline("e")
    talk.expect(pexpect.EOF)
    assert set(kept(tmp_path).answers.values()) == {ABSENT}


def test_only_enter_and_the_end_deny_nothing(tmp_path: Path) -> None:
    talk = spawn(tmp_path, "--save", "kept.json")
    for reply in ("", "", "e"):
        talk.expect(PROMPT)
        talk.sendline(reply)
    talk.expect(pexpect.EOF)
    assert not kept(tmp_path).answers


def test_every_row_names_all_that_is_asked_for_in_it(tmp_path: Path) -> None:
    talk = spawn(tmp_path)
    talk.expect(PROMPT)
    shown = " ".join(re.sub(QUIET, "", str(talk.before)).split())
    missing = [one.says["en"] for group in GROUPS for one in group.signs if one.says["en"] not in shown]
    assert missing == []
    talk.terminate()


def test_a_group_that_somebody_is_not_sure_about_is_not_denied(tmp_path: Path) -> None:
    """A row with a question mark is not known, and so is a group that is skipped; the rows that were not marked are
    denied, as their lines name all."""
    talk = spawn(tmp_path, "--save", "kept.json")
    for reply in ("3? 6 8", "s", "6"):
        talk.expect(PROMPT)
        talk.sendline(reply)
    talk.expect("on the left")
    talk.sendline("e")
    talk.expect(pexpect.EOF)
    answers = kept(tmp_path).answers
    for number, group in enumerate(GROUPS, 1):
        for id_ in group.findings:
            said = PRESENT if id_ == GROUPS[7].findings[5] else UNKNOWN if number == 3 else ABSENT
            assert answers.get(id_) == (None if number == 6 else said), id_


@pytest.mark.parametrize("reply", ["b", "c", "e"])
def test_no_reply_to_the_list_of_answers_loses_them(tmp_path: Path, reply: str) -> None:
    """Back leads out of the list, the list can be asked for again, the end shows the result."""
    talk = spawn(tmp_path, "--save", "kept.json")
    marked(talk, "diabetes")
    talk.expect("on the left.*help:")
    talk.sendline("c")
    talk.expect("Enter for none")
    talk.sendline(reply)
    if reply == "c":
        talk.expect("Enter for none")
        talk.sendline("")
    if reply != "e":
        talk.expect("on the left.*help:")
        talk.sendline("e")
    talk.expect(pexpect.EOF)
    assert "Traceback" not in str(talk.before)
    assert kept(tmp_path).answers["diabetes"] == PRESENT
    assert kept(tmp_path).finished


def test_wrong_replies_are_answered_kindly(tmp_path: Path) -> None:
    talk = spawn(tmp_path)
    for nonsense in ("99", "9", "maybe", "²", "-1", "1;2"):
        talk.expect(PROMPT)
        talk.sendline(nonsense)
        talk.expect("was not understood")
    talk.sendline("e")
    talk.expect(pexpect.EOF)
    assert "Traceback" not in str(talk.before)


def test_why_is_answered_in_words(tmp_path: Path) -> None:
    talk = spawn(tmp_path)
    for page in replies(talk):
        if "y yes" in page and "screen" not in page:
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
    told = piped(tmp_path, given="1\n2\n\n")
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
    talk, first = spawn(tmp_path, "--save", "kept.json"), GROUPS[2].findings
    for reply in ("3", "3 4? 5 6"):
        talk.expect(PROMPT)
        talk.sendline(reply)
    for reply, next_ in (("x", "Please answer d, w, m"), ("m", "Since when"), ("", "Since when"), ("w", ":")):
        talk.expect(r"d in the last 7 days, w for weeks, m for over 3.*help:")
        talk.sendline(reply)
        talk.expect(next_)
    talk.sendline("e")
    talk.expect(pexpect.EOF)
    assert kept(tmp_path).since == {first[2]: "over-three-months", first[5]: "within-three-months"}


def test_who_ends_or_goes_back_at_since_when_has_still_said_yes(tmp_path: Path) -> None:
    talk, first = spawn(tmp_path, "--save", "kept.json"), GROUPS[2].findings
    for reply in ("3", "5", "b", "3", "6", "e"):
        talk.expect(PROMPT)
        talk.sendline(reply)
    talk.expect(pexpect.EOF)
    assert kept(tmp_path).answers[first[5]] == PRESENT
    assert kept(tmp_path).answers[first[4]] == ABSENT, "back asks the page again"
    assert not kept(tmp_path).since
