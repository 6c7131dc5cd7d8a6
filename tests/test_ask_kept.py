"""What `pinprick ask` keeps: nothing that nobody asked for, and nothing less than every answer where somebody did."""

import json
import signal
import stat
import subprocess
from pathlib import Path

import pexpect
import pytest

from pinprick.knowledge.ids import PRESENT
from tests.commands import COMMAND, with_cache
from tests.talking import GROUPS, PROMPT, interrupt, kept, marked, piped, spawn

OLD = '{"findings": {"diabetes": "present"}}'
ROW = next(number for number, group in enumerate(GROUPS, 1) if "diabetes" in group.findings)
PLACE = GROUPS[ROW - 1].findings.index("diabetes") + 1
GIVEN = f"{ROW}\n{PLACE}\ne\n"
"""What is typed by somebody who has diabetes and ends."""


@pytest.mark.parametrize("reply", ["", "n", "x", "\x03", "\x04"])
def test_ctrl_c_stores_nothing_without_a_yes(tmp_path: Path, reply: str) -> None:
    talk = spawn(tmp_path)
    marked(talk, "diabetes")
    talk.expect("on the left")
    interrupt(talk, "Keep your answers in")
    talk.send(reply if reply in ("\x03", "\x04") else f"{reply}\n")
    talk.expect("Nothing was kept")
    talk.expect(pexpect.EOF)
    talk.close()
    assert talk.exitstatus == 130
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGINT])
def test_no_signal_takes_what_was_answered(tmp_path: Path, number: int) -> None:
    """Once a file is named it holds every answer, for its owner alone."""
    talk, file = spawn(tmp_path, "--save", "kept.json"), tmp_path / "kept.json"
    marked(talk, "diabetes")
    talk.expect("on the left")
    talk.kill(number)
    talk.expect(pexpect.EOF)
    talk.close()
    assert kept(tmp_path).answers["diabetes"] == PRESENT
    assert not kept(tmp_path).finished
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_an_answer_that_is_taken_back_or_aged_is_kept_so(tmp_path: Path) -> None:
    talk, file = spawn(tmp_path, "--save", "kept.json"), tmp_path / "kept.json"
    for reply in ("1", "2", "w"):
        talk.expect(PROMPT)
        talk.sendline(reply)
    talk.expect("Press Enter for what to do now.*note:")
    assert set(json.loads(file.read_text())["since"].values()) == {"within-three-months"}
    talk.sendline("b")
    talk.expect(PROMPT)
    assert "present" not in json.loads(file.read_text())["findings"].values()
    talk.terminate(force=True)


def test_a_full_disk_loses_neither_the_file_nor_the_talk(tmp_path: Path) -> None:
    """The file that was gone on with stays as it was; the result is shown all the same."""
    file = tmp_path / "kept.json"
    file.write_text(OLD)
    call = ["bash", "-c", 'ulimit -f 0; exec "$@"', "", COMMAND, "ask", "kept.json", "--save", "kept.json"]
    told = subprocess.run(
        call, input=GIVEN, capture_output=True, text=True, check=False, cwd=tmp_path, env=with_cache()
    )
    assert told.returncode == 2
    assert "kept.json: the answers could not be kept: File too large" in told.stderr
    assert "AN ORDINARY APPOINTMENT" in told.stdout
    assert file.read_text() == OLD
    assert list(tmp_path.iterdir()) == [file]


def test_answers_that_are_there_already_are_not_overwritten(tmp_path: Path) -> None:
    """Whoever was stopped and calls the same command again keeps what they had said."""
    file = tmp_path / "kept.json"
    file.write_text(OLD)
    told = piped(tmp_path, "--save", "kept.json", given=GIVEN)
    assert told.returncode == 2
    assert "pinprick ask kept.json --save kept.json" in told.stderr
    assert file.read_text() == OLD
    assert piped(tmp_path, "kept.json", "--save", "kept.json", given=GIVEN).returncode == 0
    assert "diabetes" in file.read_text()


@pytest.mark.parametrize("name", ["nowhere/kept.json", "."])
def test_a_file_that_cannot_be_kept_is_told_before_the_first_question(tmp_path: Path, name: str) -> None:
    told = piped(tmp_path, "--save", name, given=GIVEN)
    assert (told.returncode, told.stdout) == (2, "")
    assert "name a" in told.stderr
