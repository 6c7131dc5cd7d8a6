"""The documentation as a site: each page is in it, each link leads somewhere, and no page asks
anybody else for anything."""

import re
from pathlib import Path

import pytest

from scripts import site
from tests import built
from tests.built import Page
from tests.house.files import ROOT, committed, shown


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built.built(tmp_path_factory.mktemp("docs") / "work")


@pytest.fixture(scope="module")
def read(folder: Path) -> dict[Path, Page]:
    return built.pages(folder)


def test_every_link_and_every_anchor_leads_somewhere(folder: Path, read: dict[Path, Page]) -> None:
    pages = {path: page for path, page in read.items() if path.name != "404.html"}
    found = list(built.broken(folder, pages))
    assert not found, "\n" + "\n".join(found)


def test_no_page_asks_another_site_for_anything(folder: Path, read: dict[Path, Page]) -> None:
    asked = [
        f"{path.relative_to(folder)}: {address}"
        for path, page in read.items()
        for address in page.loads
        if built.elsewhere(address)
    ]
    assert not asked, "\n" + "\n".join(asked)


def test_no_style_sheet_asks_another_site_for_anything(folder: Path) -> None:
    sheets = list(folder.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8")
        asked = re.findall(r"(?:url\(|@import\s*)[\"']?(https?:[^\"')]+)", text)
        assert not asked, f"{sheet.name} asks for {asked}"


def test_every_page_of_the_documentation_is_in_it(folder: Path) -> None:
    written = [shown(path) for path in committed() if path.suffix == ".md"]
    docs = [page for page in written if page.startswith("docs/") and page not in site.NOT_SHOWN]
    assert len(docs) > 30
    for page in docs:
        at = folder / site.place(page)
        there = at.with_suffix("") / "index.html" if at.stem != "index" else at.with_suffix(".html")
        assert there.is_file(), f"{page} is not in the site"


def test_every_page_that_is_listed_is_there() -> None:
    listed = [page for pages in site.NAV.values() for page in pages]
    assert len(listed) == len(set(listed))
    missing = [page for page in listed if not (ROOT / page).is_file()]
    assert not missing


def test_the_docstrings_and_the_http_interface_are_in_it(folder: Path) -> None:
    library = (folder / "reference" / "python" / "index.html").read_text(encoding="utf-8")
    assert {"pinprick.Case.of", "pinprick.assess", "pinprick.load"} <= Page(library).anchors
    http = (folder / "reference" / "http" / "index.html").read_text(encoding="utf-8")
    assert "POST /api/v1/assess" in http


@pytest.mark.parametrize(
    ("source", "text", "moved"),
    [
        ("docs/trust.md", "[a](safety/status.md#law)", "[a](safety/status.md#law)"),
        ("docs/safety/report.md", "[a](../../SECURITY.md)", "[a](../project/security.md)"),
        ("docs/deployment.md", "see [deploy](../deploy) now", "see deploy now"),
        ("docs/deployment.md", "[a](../deploy/nginx.conf)", "[a](files/deploy/nginx.conf)"),
        ("README.md", "[a](docs/method.md)", "[a](../method.md)"),
        ("docs/api.md", "`[a](../deploy)`", "`[a](../deploy)`"),
        ("docs/api.md", "[a](https://example.org/x.md)", "[a](https://example.org/x.md)"),
        ("docs/api.md", "[a](#here)", "[a](#here)"),
    ],
)
def test_a_link_is_moved_with_its_page(source: str, text: str, moved: str) -> None:
    assert site.moved(text, source) == moved


def test_a_link_to_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text('<a href="gone/">x</a><a href="#gone">x</a><h1 id="there"></h1>')
    found = list(built.broken(tmp_path, built.pages(tmp_path)))
    assert [line.rpartition(": ")[2] for line in found] == ["no such page", "no such place there"]


def test_what_another_site_is_asked_for_is_found() -> None:
    page = Page('<link rel="stylesheet" href="https://fonts.example/x.css"><a href="https://x.example">x</a>')
    assert [built.elsewhere(address) for address in page.loads] == [True]
