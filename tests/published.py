"""The cases that ship and those of the evaluation, as their files have them; and what the article
speaks of that it all began with."""

from pathlib import Path

from pinprick.case.case import Case
from pinprick.case.reading import read_cases
from pinprick.knowledge.folder import FOLDER
from tests.house.files import ROOT
from tests.models import shipped


def _read(path: Path) -> list[Case]:
    return read_cases(path.read_bytes(), path.name, shipped().knowledge.vocabulary)[0]


FILES = ("article.yaml", "dev.yaml")
"""The files of the evaluation that hold cases; others hold stories told in several ways."""
CASES = [
    case
    for path in (*sorted((FOLDER / "cases").glob("*.yaml")), *(ROOT / "evaluation" / name for name in FILES))
    for case in _read(path)
]
NAP = "nap-numbness"
OF_ARTICLE = {
    "positional-nerve-compression",
    "long-nap-immobility",
    "diabetic-polyneuropathy",
    "multiple-sclerosis",
    "cervical-spondylotic-myelopathy",
}
"""The five causes of the article, as the knowledge base calls them."""
