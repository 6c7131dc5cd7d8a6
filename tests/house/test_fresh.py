"""Pages that a command writes are of the knowledge base as it is now.

`make fresh` writes all of them anew and fails when one changes, and `.ci/run` runs it; here is what
can be seen at once.
"""

import re

import pytest

from pinprick.guide import article
from pinprick.knowledge.folder import FOLDER, hash_of
from tests.house.files import ROOT
from tests.models import shipped

EVALUATION = ROOT / "docs" / "evaluation.md"
ARTICLE = ROOT / "docs" / "article.md"
MADE = ("evaluation", "article", "method", "trust")
"""The pages of docs/ that a command writes; each has a make target of its name."""


def made_of(page: str) -> str:
    """The hash of the knowledge base that an evaluation is of."""
    found = re.search(r"knowledge base \S+ \(([0-9a-f]+)\)", page)
    assert found, "docs/evaluation.md does not say of which knowledge base it is"
    return found.group(1)


def test_the_evaluation_is_of_this_knowledge_base() -> None:
    told = made_of(EVALUATION.read_text(encoding="utf-8"))
    assert told == hash_of(FOLDER), "docs/evaluation.md is of another knowledge base; run `make evaluation`"


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


def test_continuous_integration_makes_the_pages_anew() -> None:
    assert re.search(r"^(exec )?make .*\bfresh\b", (ROOT / ".ci" / "run").read_text(), flags=re.MULTILINE)


def test_every_page_that_says_so_is_one_that_is_made() -> None:
    said = {page.stem for page in (ROOT / "docs").glob("*.md") if re.search(r"by `make [a-z]+`", page.read_text())}
    assert said == set(MADE)
