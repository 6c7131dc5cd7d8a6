"""Facts of the article carry over, sentences do not: no run of eight of its words stands anywhere
in the project.

`article-runs.txt` holds the beginnings of hashes of its runs, never its text.
"""

import hashlib
import re
from pathlib import Path

from tests.house.files import ROOT, committed, shown, text_of

RUN = 8
HASHES = frozenset((Path(__file__).parent / "article-runs.txt").read_text().split())
TEXT = {".py", ".md", ".yaml", ".yml", ".html", ".txt", ".typ", ".toml", ".js", ".scss", ".json", ""}


def runs(text: str) -> set[str]:
    """The hashes of all runs of eight words of a text, whatever stands between the words."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {
        hashlib.sha256(" ".join(words[start : start + RUN]).encode()).hexdigest()[:12]
        for start in range(len(words) - RUN + 1)
    }


def test_no_run_of_eight_words_of_the_article_stands_in_the_project() -> None:
    assert len(HASHES) > 400
    found = [
        shown(path)
        for path in committed()
        if path.suffix in TEXT and path.name != "article-runs.txt" and path.is_relative_to(ROOT)
        if runs(text_of(path)) & HASHES
    ]
    assert found == []


def test_a_run_is_found_whatever_stands_between_its_words() -> None:
    assert runs("One two, three: four\n five six  seven eight.") == runs("one two three four five six seven eight")
    assert len(runs("a b c d e f g h i")) == 2
