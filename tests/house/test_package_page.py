"""The page of a package index is README.md, and none of its links leads to a file, which is not there."""

import re
import tomllib

import pytest

from scripts import package_page
from tests.house.files import ROOT

PAGE = package_page.PAGE.read_text(encoding="utf-8")


def test_the_page_is_that_of_today() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert package_page.without_files(readme) == PAGE, "run `python -m scripts.package_page`"


def test_a_package_shows_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert ROOT / project["readme"] == package_page.PAGE


def test_no_link_and_no_picture_of_it_leads_to_a_file() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", PAGE) + re.findall(r'(?:src|srcset|href)="([^"]+)"', PAGE)
    assert [target for target in targets if "://" not in target] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("see [how it works](docs/method.md).", "see how it works."),
        ("[docs/method.md](docs/method.md), how", "`docs/method.md`, how"),
        ("[a page](https://example.org)", "[a page](https://example.org)"),
        ('<picture><img src="docs/a.png"></picture>\n\nText', "Text"),
    ],
)
def test_what_leads_to_a_file_becomes_words(text: str, left: str) -> None:
    assert package_page.without_files(text) == left
