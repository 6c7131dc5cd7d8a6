"""A file is written whole or not at all, whatever fails and whenever the process is killed."""

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pinprick import files

OLD, NEW = b"what was there before" * 500, b"what is there now" * 700


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_bytes(OLD)
    return path


def _failing(number: int) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS])
@pytest.mark.parametrize("place", ["fsync", "open", "fdopen"])
def test_a_write_that_fails_leaves_what_was_there(
    file: Path, place: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, place, _failing(number))
        with pytest.raises(OSError, match=os.strerror(number)) as failed:
            files.write(file, NEW)
    assert failed.value.filename == str(file)
    assert failed.value.errno == number
    assert file.read_bytes() == OLD
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("broken", [KeyboardInterrupt, MemoryError, OSError])
def test_a_write_that_is_broken_off_leaves_what_was_there(
    file: Path, broken: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> None:
        raise broken

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", breaks)
        with pytest.raises(broken):
            files.write(file, NEW)
    assert file.read_bytes() == OLD
    assert list(file.parent.iterdir()) == [file]


KILLED = """
import os, signal, sys
from pathlib import Path
from pinprick import files
most, count = int(sys.argv[2]), 0
def watch(event, _):
    # every file that is opened or replaced, and what else the system is asked for
    global count
    if event.startswith(("open", "os.")):
        count += 1
        if count == most:
            os.kill(os.getpid(), signal.SIGKILL)
content = b"what is there now" * 700
sys.addaudithook(watch)
files.write(Path(sys.argv[1]), content, private=True)
print(count)
"""


def test_a_kill_at_any_moment_leaves_the_old_or_the_new(file: Path) -> None:
    """Killed at each thing that it asks of the system, one after the other, until it gets through."""
    killed, code = 0, -signal.SIGKILL
    while code == -signal.SIGKILL:
        file.write_bytes(OLD)
        call = [sys.executable, "-c", KILLED, str(file), str(killed + 1)]
        code = subprocess.run(call, capture_output=True, check=False).returncode
        assert file.read_bytes() in (OLD, NEW)
        killed += 1
    assert code == 0
    assert killed > 4
    assert file.read_bytes() == NEW


def test_what_a_kill_has_left_is_removed_by_the_next_write(file: Path) -> None:
    left, recent, other = (file.with_name(name) for name in (".pinprick-ab.part", ".pinprick-cd.part", "else.part"))
    for path in (left, recent, other):
        path.write_bytes(b"half")
    os.utime(left, (1e9, 1e9))
    os.utime(other, (1e9, 1e9))
    files.write(file, NEW)
    assert sorted(file.parent.iterdir()) == sorted([file, recent, other])


def test_a_limit_on_the_size_of_files_empties_none(file: Path) -> None:
    program = (
        "from pathlib import Path; import sys; from pinprick import files; files.write(Path(sys.argv[1]), b'x' * 9)"
    )
    call = ["bash", "-c", 'ulimit -f 0; exec "$@"', "", sys.executable, "-c", program, str(file)]
    told = subprocess.run(call, capture_output=True, check=False)
    assert b"File too large" in told.stderr
    assert file.read_bytes() == OLD
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640])
def test_who_may_read_a_file_stays_but_for_a_private_one(file: Path, mode: int) -> None:
    file.chmod(mode)
    files.write(file, NEW)
    assert stat.S_IMODE(file.stat().st_mode) == mode
    files.write(file, NEW, private=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_private_file_is_never_open_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes: list[int] = []
    replace = Path.replace

    def seen(part: Path, target: Path) -> Path:
        modes.append(stat.S_IMODE(part.stat().st_mode))
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", seen)
    umask = os.umask(0)
    files.write(tmp_path / "new", NEW, private=True)
    os.umask(umask)
    assert modes == [0o600]


def test_a_link_stays_and_what_it_leads_to_is_written(file: Path) -> None:
    link = file.with_name("link")
    link.symlink_to(file)
    files.write(link, NEW)
    assert link.is_symlink()
    assert file.read_bytes() == NEW


def test_what_is_no_file_is_written_to_as_it_is() -> None:
    files.write(Path("/dev/null"), NEW)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    with pytest.raises(OSError, match="No space left"):
        files.write(Path("/dev/full"), NEW)


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    files.write(tmp_path / ("n" * 255), NEW)
    assert (tmp_path / ("n" * 255)).read_bytes() == NEW


def test_no_more_is_read_than_can_be_used() -> None:
    assert len(files.read(Path("/dev/zero"), 1000)) == 1001
    with pytest.raises(OSError, match="directory") as failed:
        files.read(Path("/tmp"))
    assert failed.value.filename == "/tmp"


PIECES = ("cohort/parts.py", "cohort/sinks.py", "cohort/table.py")
"""They write tables piece by piece, and name a file only when it is whole (docs/decisions/0026-parts.md)."""


def test_everything_that_is_written_is_written_so() -> None:
    """No other place of the package writes a file by itself."""
    package = Path(files.__file__).parent
    writes = ("write_bytes(", "write_text(", "NamedTemporaryFile", '.open("w', ".dump(")
    found = [
        f"{path.relative_to(package)}: {word}"
        for path in package.rglob("*.py")
        if path.name != "files.py" and path.relative_to(package).as_posix() not in PIECES
        for word in writes
        if word in path.read_text()
    ]
    assert found == [], "use pinprick.files.write"
