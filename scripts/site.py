"""The documentation as a site: `make docs` builds it into build/docs/site.

Pages stand where they are written, in docs/ and beside what they are about. They are gathered in
one folder, with their links moved: to the page where there is one, to a copy of the file where a
file is meant, and to nothing where a folder is meant, as the project has no public address. Two
pages are made on the way: the HTTP interface from its own description, and the library from its
docstrings. Nothing in the built pages asks anybody else for anything; `tests/test_site.py` holds it.
"""

import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from scripts import http_reference

ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "docs"
"""Where the pages are gathered; the site is in `site/` of it."""
HOME = "docs/index.md"
NAV: dict[str, tuple[str, ...]] = {
    "Start": (HOME, "docs/tutorial.md", "docs/trust.md", "docs/method.md", "docs/own-words.md"),
    "How to": (
        "docs/how-to/README.md",
        "docs/how-to/embed.md",
        "docs/assistants.md",
        "docs/fhir.md",
        "docs/cds-hooks.md",
        "docs/v3.md",
        "docs/deployment.md",
        "docs/how-to/rule.md",
        "docs/how-to/language.md",
        "CONTRIBUTING.md",
    ),
    "Reference": (
        "docs/library.md",
        "docs/reference/python.md",
        "docs/api.md",
        "docs/reference/http.md",
        "GLOSSARY.md",
    ),
    "Safety": (
        "docs/safety/status.md",
        "docs/safety/hazards.md",
        "docs/safety/threats.md",
        "docs/safety/report.md",
        "docs/safety/mutants.md",
        "SECURITY.md",
    ),
    "How good": (
        "docs/evaluation.md",
        "docs/evaluation-second.md",
        "docs/article.md",
        "benchmarks/README.md",
        "benchmarks/load.md",
    ),
    "Project": ("README.md", "CHANGELOG.md", "docs/decisions/README.md"),
}
"""The pages in order; one of docs/ that is not here comes last."""
MADE = {"docs/reference/http.md": http_reference.page}
"""Pages that are made longer when the site is made, and what does it."""
NOT_SHOWN = ("docs/package.md",)
"""Pages that are for somewhere else."""
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
_PICTURE = re.compile(r'(?<=src=")(?!https?:)[^"]+|(?<=srcset=")(?!https?:)[^"]+')
_CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", flags=re.MULTILINE | re.DOTALL)


def place(source: str) -> str:
    """Where a page or file of the project stands in the site."""
    if not source.endswith(".md"):
        return f"files/{source}"
    inside = source.removeprefix("docs/") if source.startswith("docs/") else f"project/{source}"
    folder, name = posixpath.split(inside)
    if name == "README.md" and source != "README.md":
        name = "index.md"
    return posixpath.join(folder, name.lower())


def moved(text: str, source: str) -> str:
    """The text of a page with each link leading to where its target stands in the site."""
    kept: list[str] = []

    def hidden(code: re.Match[str]) -> str:
        kept.append(code.group())
        return f"\0{len(kept) - 1}\0"

    def link(found: re.Match[str]) -> str:
        mark, words, target = found.groups()
        new = _target(target, source)
        return words if new is None else f"{mark}[{words}]({new})"

    text = _CODE.sub(hidden, text)
    text = _LINK.sub(link, text)
    text = _PICTURE.sub(lambda found: _target(found.group(), source) or found.group(), text)
    while "\0" in text:
        text = re.sub(r"\0(\d+)\0", lambda number: kept[int(number.group(1))], text)
    return text


def targets(text: str, source: str) -> Iterator[str]:
    """The files of the project to which a page leads."""
    text = _CODE.sub("", text)
    named = [found.group(3) for found in _LINK.finditer(text)] + _PICTURE.findall(text)
    for target in named:
        path = _path(target, source)
        if path and (ROOT / path).is_file():
            yield path


def _path(target: str, source: str) -> str | None:
    """The path of a link from the project's folder; None of what leads elsewhere."""
    name = target.partition("#")[0]
    if "://" in target or target.startswith(("mailto:", "#")) or not name:
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), name))


def _target(target: str, source: str) -> str | None:
    path = _path(target, source)
    if path is None:
        return target
    if (ROOT / path).is_dir():
        return None
    part = target.partition("#")[2]
    to = posixpath.relpath(place(path), posixpath.dirname(place(source)) or ".")
    return f"{to}#{part}" if part else to


def sources() -> tuple[str, ...]:
    """Every page of the site: those of the list, those of docs/, and those that these lead to."""
    listed = [page for pages in NAV.values() for page in pages if (ROOT / page).is_file()]
    listed += sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))
    found = list(dict.fromkeys(page for page in listed if page not in NOT_SHOWN))
    for page in found:  # grows while it is read
        led = targets((ROOT / page).read_text(encoding="utf-8"), page)
        found += dict.fromkeys(to for to in led if to.endswith(".md") and to not in found)
    return tuple(found)


def gather(folder: Path) -> None:
    """Write the pages and the files that they lead to into a folder."""
    for source in sources():
        text = (ROOT / source).read_text(encoding="utf-8")
        text = MADE[source](text) if source in MADE else text
        _put(folder / place(source), moved(text, source).encode())
        for target in targets(text, source):
            if not target.endswith(".md"):
                _put(folder / place(target), (ROOT / target).read_bytes())


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def config() -> str:
    """The settings of the generator: no fonts, pictures or scripts of anybody else."""
    nav = ",\n  ".join(f'{{"{title}" = [{pages}]}}' for title, pages in _nav())
    return f"""[project]
site_name = "pinprick"
site_description = "Why is my foot numb, how worried should I be, and what do I do now?"
docs_dir = "docs"
site_dir = "site"
use_directory_urls = true
nav = [
  {nav}
]
[project.theme]
language = "en"
font = false
features = ["navigation.sections", "navigation.top", "navigation.footer", "search.highlight"]
[[project.theme.palette]]
media = "(prefers-color-scheme: light)"
scheme = "default"
[[project.theme.palette]]
media = "(prefers-color-scheme: dark)"
scheme = "slate"
[project.markdown_extensions]
attr_list = {{}}
tables = {{}}
toc.permalink = false
pymdownx.highlight.pygments_lang_class = true
pymdownx.superfences = {{}}
[project.plugins.mkdocstrings.handlers.python]
paths = ["{ROOT / "src"}"]
[project.plugins.mkdocstrings.handlers.python.options]
docstring_style = "google"
show_root_heading = true
show_root_full_path = false
show_source = false
show_signature_annotations = true
separate_signature = true
"""


def _nav() -> Iterator[tuple[str, str]]:
    shown = [(title, [page for page in pages if page in sources()]) for title, pages in NAV.items()]
    listed = {page for _, pages in shown for page in pages}
    rest = [page for page in sources() if page not in listed]
    for title, pages in (*shown, ("More", rest)):
        if pages:
            yield title, ", ".join(f'"{place(page)}"' for page in pages)


def build(work: Path) -> Path:
    """Build the site in a folder, which is emptied first; returns where the site is.

    Raises:
        subprocess.CalledProcessError: the generator failed, or warned.
    """
    shutil.rmtree(work, ignore_errors=True)
    gather(work / "docs")
    (work / "zensical.toml").write_text(config(), encoding="utf-8")
    generator = Path(sys.executable).parent / "zensical"
    _run([str(generator), "build", "--strict", "--clean"], work)
    return work / "site"


def _run(command: Iterable[str], folder: Path) -> None:
    ran = subprocess.run(
        list(command), cwd=folder, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if ran.returncode:
        sys.stderr.write(ran.stdout.decode(errors="replace"))
        ran.check_returncode()


if __name__ == "__main__":
    BUILT = build(WORK).relative_to(ROOT)
    print(f"The site is in {BUILT}: python -m http.server --directory {BUILT}")
