"""Whom the benchmarks are about: published cases, worked ones, and simulated people."""

from collections.abc import Iterable
from pathlib import Path

from pinprick.case.case import Case
from pinprick.case.reading import read_cases
from pinprick.knowledge.folder import FOLDER
from pinprick.lab import simulate
from pinprick.model.axes import Model

ROOT = Path(__file__).parent.parent
DEV = ROOT / "evaluation" / "dev.yaml"
EXAMPLE = FOLDER / "cases" / "after-nap.yaml"


def groups(model: Model, people: int) -> dict[str, list[Case]]:
    """All cases, by where they are from."""
    return {
        "dev": of_files(model, [DEV]),
        "worked": of_files(model, sorted((FOLDER / "cases").glob("*.yaml"))),
        "simulated": list(simulate.people(model, people, seed=1)),
    }


def of_files(model: Model, files: Iterable[Path]) -> list[Case]:
    """The cases in some files."""
    read = (read_cases(file.read_bytes(), file.name, model.knowledge.vocabulary) for file in files)
    return [case for cases, _ in read for case in cases]
