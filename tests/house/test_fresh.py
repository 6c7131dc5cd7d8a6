"""Pages that a command writes are of the knowledge base as it is now; `make fresh` writes all of them anew. Tests of
their own hold docs/method.md, docs/trust.md and docs/package.md."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from pinprick.cli import main
from pinprick.guide import article
from tests.house.files import ROOT
from tests.models import shipped

EVALUATIONS = {"dev.yaml": "evaluation.md", "second.yaml": "evaluation-second.md"}
ARTICLE = ROOT / "docs" / "article.md"
MADE = ("evaluation", "article", "method", "trust")
"""The pages of docs/ that a command writes; each has a make target of its name."""


@pytest.mark.parametrize(("cases", "page"), EVALUATIONS.items())
def test_the_evaluation_is_what_the_command_writes(cases: str, page: str, tmp_path: Path) -> None:
    made, file = tmp_path / "evaluation.md", str(ROOT / "evaluation" / cases)
    assert CliRunner().invoke(main, ["evaluate", file, "--write", str(made)]).exit_code == 0
    assert made.read_text(encoding="utf-8") == (ROOT / "docs" / page).read_text(encoding="utf-8"), (
        "run `make evaluation`"
    )


def test_the_page_on_the_article_is_what_the_command_writes() -> None:
    written = article.article(shipped().knowledge, "en")
    assert written == ARTICLE.read_text(encoding="utf-8"), "run `make article`"


@pytest.mark.parametrize("name", MADE)
def test_make_fresh_writes_every_page_that_is_made(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    made = re.search(r"^fresh: ([a-z ]+) ##.*\n\t(.*)", makefile, flags=re.MULTILINE)
    assert made, "the Makefile has no `fresh:`"
    assert name in made.group(1).split()
    assert f"docs/{name}.md" in made.group(2), f"`make fresh` does not look whether docs/{name}.md changed"


def test_every_page_that_says_so_is_one_that_is_made() -> None:
    said = {page.stem for page in (ROOT / "docs").glob("*.md") if re.search(r"by `make [a-z]+`", page.read_text())}
    assert said == {*MADE, *(Path(page).stem for page in EVALUATIONS.values())}
