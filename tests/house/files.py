"""The files that house rules are about."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "pinprick"


@cache
def committed() -> tuple[Path, ...]:
    """Every file that is committed or would be by `git add --all`."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


@cache
def python_files() -> tuple[Path, ...]:
    """Every committed Python file."""
    return tuple(path for path in committed() if path.suffix == ".py" or path == ROOT / "scripts" / "setup")


def text_of(path: Path) -> str:
    """The text of any file; what is no UTF-8 in it, as in a picture or a database, is replaced."""
    return path.read_text(encoding="utf-8", errors="replace")


def shown(path: Path) -> str:
    """A path as a person types it: from the project's folder."""
    return path.relative_to(ROOT).as_posix()
