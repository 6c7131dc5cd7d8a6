"""A knowledge base with counted numbers, as a folder of its own: whole, checked, or not at all."""

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from pinprick import files
from pinprick.authoring.validation import load_knowledge
from pinprick.knowledge.quantity import Source
from pinprick.learning.editing import edited
from pinprick.learning.learned import Number
from pinprick.problems import Problem, ProblemsFound
from pinprick.urgency.lines import faults

_SOURCES = "sources.yaml"


def is_free(folder: Path) -> bool:
    """Whether a folder can be made at a place: nothing is there, or an empty folder."""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def write(before: Path, after: Path, numbers: Iterable[Number], source: tuple[str, Source]) -> None:
    """Write the knowledge base of a folder with other numbers into another folder, which is free.
    Files without a changed number are copied byte by byte; the source is added, by its key, where
    any number changed.

    Raises:
        ProblemsFound: when it would not pass `pinprick check`; nothing is written then.
        OSError: when it cannot be written; it names the file.
    """
    by_file: dict[str, list[Number]] = {}
    for one in numbers:
        by_file.setdefault(one.file, []).append(one)
    part = after.with_name(f".{after.name}.{os.getpid()}.part")
    with files.named(after):
        try:
            shutil.copytree(before, part)
            for name, its in by_file.items():
                _rewrite(part / name, its)
            if by_file:
                _add(part / _SOURCES, *source)
                _checked(part, after)
            if after.exists():
                after.rmdir()
            part.rename(after)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _rewrite(file: Path, numbers: list[Number]) -> None:
    text = file.read_bytes().decode("utf-8")
    changed = edited(text, [(one.path, one.after) for one in numbers])
    files.write(file, changed.encode())


def _add(file: Path, key: str, source: Source) -> None:
    text = file.read_bytes().decode("utf-8")
    lines = ["", f"{key}:"]
    for name in ("title", "url", "says"):
        lines.append(f"  {name}: {json.dumps(getattr(source, name), ensure_ascii=False)}")
    files.write(file, "\n".join([text.rstrip("\n"), *lines, ""]).encode())


def _checked(part: Path, after: Path) -> None:
    """Hold what was written to what `pinprick check` holds."""
    try:
        load_knowledge(part, faults)
    except ProblemsFound as error:
        named = (
            Problem(
                one.file.replace(str(part), str(after)), one.line, one.column, one.path, one.what
            )
            for one in error.problems
        )
        raise ProblemsFound(named) from None
