"""Whatever surrounds the command, a full disk, closed streams, no home, a folder that is gone: it says in a line what
it cannot do, and never in a traceback."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pinprick.cli import COMMANDS
from pinprick.knowledge.folder import FOLDER
from tests.commands import BARE, COMMAND, with_cache
from tests.house.files import ROOT
from tests.models import shipped

CASE = str(FOLDER / "cases" / "after-nap.yaml")
TABLE = str(ROOT / "tests" / "nobody.csv")
"""A table of which nobody has a cause that is known, so that nothing has to be checked anew."""
NOBODY = 54321
"""A user without an entry in passwd, as containers run programs."""
CALLS: dict[str, tuple[str, ...]] = {
    "case": (CASE,),
    "ask": (),
    "understand": ("my left foot is numb",),
    "explain": ("foot-drop",),
    "evaluate": (CASE,),
    "compare": (str(FOLDER), str(FOLDER), CASE),
    "batch": ("--schema",),
    "learn": (TABLE, "new", "--name", "x", "--url", "https://example.org/x", "--folds", "0"),
    "omop": (),
    "simulate": ("3",),
    "guide": ("nap-numbness",),
    "serve": ("--port", "0"),
    "compile": (),
    "check": (),
    "mcp": (),
}
"""How each command is called."""
INITIALIZE = (
    '{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18", '
    '"capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}}\n'
)
GIVEN = {"mcp": INITIALIZE}
"""What a command is told that would say nothing to the end of a conversation."""


def run(
    *arguments: str, given: str = "", around: str = "", env: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """The command by way of a shell, which redirects as `around` says."""
    return subprocess.run(
        ["bash", "-c", f'"$0" "$@" {around}', COMMAND, *arguments],
        input=given or GIVEN.get(arguments[0], "e\n"),
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=env or with_cache(),
        timeout=100,
    )


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """What is kept is there before, so that no test waits for it."""
    shipped()


def test_every_command_is_called() -> None:
    assert set(CALLS) == set(COMMANDS)


EVERY = [(name, *arguments) for name, arguments in CALLS.items()]
EVERY += [("case", CASE, "--json"), ("case", CASE, "--explain"), ("--help",), ("--version",), ("case", "--help")]


@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_a_full_disk_is_told_in_a_line(arguments: tuple[str, ...], tmp_path: Path) -> None:
    told = run(*arguments, around="> /dev/full", cwd=tmp_path)
    assert told.returncode == 2
    assert told.stderr == "standard output: cannot be used: No space left on device\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "--save", "/dev/full"),
        ("compile", "--output", "/dev/full"),
        ("guide", "nap-numbness", "--output", "/dev/full"),
        ("guide", "nap-numbness", "--format", "pdf", "--output", "/dev/full"),
        ("evaluate", CASE, "--write", "/dev/full"),
    ],
    ids=" ".join,
)
def test_a_file_that_cannot_be_written_is_named(arguments: tuple[str, ...], tmp_path: Path) -> None:
    told = run(*arguments, given="1\n\ne\n", cwd=tmp_path)
    assert told.returncode == 2
    assert "/dev/full" in told.stderr
    assert "No space left on device" in told.stderr or "File exists" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("around", ["2> /dev/full", "&> /dev/full", "<&- >&- 2>&-", ">&-", "<&- >&-", "2>&-"])
@pytest.mark.parametrize("arguments", [("case", CASE), ("case", "nowhere.yaml"), ("case", "-"), ("ask",)], ids=" ".join)
def test_no_stream_need_be_open(arguments: tuple[str, ...], around: str, tmp_path: Path) -> None:
    told = run(*arguments, around=around, cwd=tmp_path)
    assert told.returncode in (0, 2)
    assert "Error" not in told.stderr


def test_input_that_is_closed_has_ended(tmp_path: Path) -> None:
    assert "the file is empty" in run("case", "-", around="<&-").stderr
    assert "NOT JUDGED YET" in run("ask", around="<&-", cwd=tmp_path).stdout


@pytest.mark.parametrize("arguments", [("case", CASE, CASE), ("simulate", "2000"), ("guide", "nap-numbness")])
def test_who_reads_may_stop(arguments: tuple[str, ...]) -> None:
    told = run(*arguments, around="| head -c 1")
    assert told.stderr == ""
    assert len(told.stdout) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
@pytest.mark.skipif(not shutil.which("setpriv"), reason="there is no setpriv")
@pytest.mark.parametrize("arguments", [("case", CASE), ("compile",)], ids=" ".join)
def test_nobody_needs_a_home(arguments: tuple[str, ...]) -> None:
    program = "from pinprick.__main__ import main; main()"
    paths = ":".join(path for path in sys.path if path)
    told = subprocess.run(
        ["setpriv", f"--reuid={NOBODY}", "--clear-groups", sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": BARE["PATH"], "PYTHONPATH": paths},
        timeout=100,
    )
    if "Permission denied" in told.stderr:
        pytest.skip("this Python is for one user alone")
    expected = "WHAT IT MAY BE" in told.stdout if arguments[0] == "case" else "set XDG_CACHE_HOME" in told.stderr
    assert expected, told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    "arguments",
    [("case", CASE), ("check",), ("guide", "nap-numbness", "--format", "pdf", "--output", "/dev/stdout")],
    ids=" ".join,
)
def test_the_folder_that_one_is_in_may_be_gone(arguments: tuple[str, ...], tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    call = ["bash", "-c", 'rmdir "$PWD"; "$0" "$@" | cat', COMMAND, *arguments]
    told = subprocess.run(call, capture_output=True, check=False, cwd=gone, env=with_cache(), timeout=100)
    assert told.stdout
    assert told.stderr == b""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("simulate", "3", "--seed", "-1"), "-1 is not in the range"),
        (("case", "/dev/zero"), "longer than 8 MB"),
        (("ask", "/dev/zero"), "longer than 8 MB"),
        (("evaluate", "/dev/zero"), "longer than 8 MB"),
        (("case", "a\x1b]0;b\x07\udcff"), r"a\x1b]0;b\x07\udcff: cannot be read"),
        (("ask", "a\x1b[31m.yaml"), r"a\x1b[31m.yaml: cannot be used"),
        (("check", "a\x1b[31m"), r"a\x1b[31m: no such folder"),
    ],
)
def test_what_cannot_be_used_is_told_and_commands_no_terminal(arguments: tuple[str, ...], says: str) -> None:
    told = run(*arguments)
    assert told.returncode == 2
    assert says in told.stderr
    assert "Traceback" not in told.stderr
    assert "\x1b" not in told.stderr


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_own_words_command_no_terminal(more: tuple[str, ...]) -> None:
    told = run("understand", "my \x1b[31mfoot\udcff is numb and \x1b]0;xx\x07 zzz", *more)
    assert told.returncode == 0
    assert not {"\x1b", "\x07"} & set(told.stdout + told.stderr)


def test_words_that_a_terminal_does_not_have_are_escaped() -> None:
    told = run("case", CASE, env=with_cache(LC_ALL="C", PYTHONIOENCODING="ascii"))
    assert told.returncode == 0
    assert told.stdout.isascii()
