"""No sentence for people stands in code or templates: it is a message of a language, asked for by
its key."""

import ast
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment

from tests.house.files import PACKAGE, shown

THREE_WORDS = re.compile(r"(?<![\w./-])[A-Za-z’']+(?:[,;:.]? [A-Za-z’']+){2,}(?![\w/-])")
SPOKEN = {"alt", "aria-label", "placeholder", "title"}
"""The attributes of HTML whose values people read or hear."""
TYPST = re.compile(r"//.*|let \w+\(.*?\) =|\b(?:for (?:\w+|\(.*?\)) in|if|else|let|set|show|true|false|horizon)\b")
"""What of a template of typst is a comment, a word of the language or the head of a function."""

FOR_AUTHORS = "what is wrong with a file, told to those who write knowledge"
MAY = {
    "authoring": FOR_AUTHORS,
    "rules": FOR_AUTHORS,
    "problems.py": FOR_AUTHORS,
    "yamltext.py": FOR_AUTHORS,
    "urgency": FOR_AUTHORS,
    "assessment.py": "what a notebook shows of an assessment, in ids and numbers",
    "case/answers.py": "what is wrong with a file of cases, told with its place",
    "case/reading.py": "what is wrong with a file of cases, told with its place",
    "cohort/arrow.py": "what is wrong with a row of a table, told with its place",
    "cohort/blocks.py": "what is wrong with a table, told with its place",
    "cohort/given.py": "what is wrong with a row of a table, told with its place",
    "cohort/labelled.py": "what is wrong with a row of a table, told with its place",
    "cohort/omop.py": "statements for a database",
    "cohort/tallied.py": "what is wrong with a table, told with its place",
    "cohort/layout.py": "what is wrong with the columns of a table, told with its place",
    "cohort/on_dask.py": "what is wrong with the address of a cluster, told with it",
    "cohort/parts.py": "what is wrong with the parts of a table, told with their place",
    "cohort/sinks.py": "statements for a database",
    "cohort/texts.py": "what is wrong with a row of a table, told with its place",
    "cohort/work.py": "what is wrong with a row of a table, told with its place",
    "api": "what is described to programs, and refused of them: read by those who write them",
    "assistants": "what tools say to the language model that calls them, which reads English",
    "fhir/bundled.py": "what is wrong with a record, told with its place",
    "fhir/capabilities.py": "what is described to programs: read by those who write them",
    "fhir/populating.py": "what is wrong with a request, told with its place",
    "hooks/asked.py": "what is wrong with a call, told with its place",
    "hooks/clients.py": "what is wrong with a file of clients, told with its place",
    "hooks/counted.py": "what the figures of a server are, read by those who run it",
    "hooks/door.py": "what is refused of programs: read by those who write them or run a server",
    "hooks/feedback.py": "what is wrong with a call, told with its place",
    "hooks/orders_sent.py": "what is wrong with a call, told with its place",
    "hooks/tokens.py": "what is refused of programs: read by those who write them",
    "hooks/whom.py": "what is wrong with a call, told with its place",
    "fhir/resources.py": "what is wrong with a record, told with its place",
    "fhir/responses.py": "what is wrong with a response, told with its place",
    "mmvb.py": "what is wrong with a request, told with its place",
    "v3/evidence.py": "what is wrong with a request, told with its place",
    "v3/routes.py": "what is wrong with a request, told with its place",
    "v3/openapi.py": "what is described to programs: read by those who write them",
    "paper/typeset.py": "what is wrong with the fonts of a machine, read by those who run it",
    "serving/bodies.py": "what is refused of programs: read by those who write them",
    "serving/ledger.py": "statements for a database",
    "serving/limits.py": "statements for a database",
    "serving/refusals.py": "what is refused of programs: read by those who write them",
    "serving/metrics.py": "what the figures of a server are, read by those who run it",
    "story/search.py": "words that a search passes over, which are no sentence",
    "serving/calm.py": "what stands in the log, read by those who run a server",
    "cli/__init__.py": "the help of the commands",
    "cli/check.py": FOR_AUTHORS,
    "cli/evaluate.py": "a command for those who work on the model",
}
"""Folders and files that speak to those who write knowledge or code, who read English."""


def excused(name: str) -> str:
    """The entry of the list above under which a file of the package falls; empty when under
    none."""
    parts = Path(name).parts
    ways = ["/".join(parts[: length + 1]) for length in range(len(parts))]
    return next((way for way in ways if way in MAY), "")


def files() -> Iterator[tuple[str, Path]]:
    """Every module and template of the package, called by its path within it."""
    for path in sorted(path for kind in READ for path in PACKAGE.rglob(f"*{kind}")):
        yield path.relative_to(PACKAGE).as_posix(), path


def sentences(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Line and words of every sentence of a module or a template."""
    for line, words in READ[path.suffix](text):
        match = THREE_WORDS.search(words)
        if match:
            yield line, match.group()


def _python(code: str) -> Iterator[tuple[int, str]]:
    tree = ast.parse(code)
    passed_over = {id(node) for node in _not_for_people(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_over:
            yield node.lineno, node.value


def _not_for_people(tree: ast.Module) -> Iterator[ast.AST]:
    """What only programmers read: texts that stand alone (docstrings), those of errors that are
    raised, of assertions and of the help of a command."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Raise | ast.Assert):
            yield from ast.walk(node)
        elif isinstance(node, ast.keyword) and node.arg in ("help", "short_help", "epilog"):
            yield from ast.walk(node.value)


def _template(source: str) -> Iterator[tuple[int, str]]:
    page = _Spoken()
    for line, kind, value in Environment().lex(source):
        if kind == "data":
            page.feed(value)
        elif kind == "string":
            yield line, value
        elif kind == "variable_begin":
            page.feed("\0")
    page.close()
    yield from page.found


def _typst(source: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.splitlines(), 1):
        yield number, TYPST.sub("\0", line)


READ: dict[str, Callable[[str], Iterator[tuple[int, str]]]] = {".py": _python, ".html": _template, ".typ": _typst}
"""What people read of a file, by the ending of its name."""


class _Spoken(HTMLParser):
    """Collects what people read or hear of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def handle_data(self, data: str) -> None:
        self.found += [(self.getpos()[0], part) for part in data.split("\0")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(self.getpos()[0], value or "") for name, value in attrs if name in SPOKEN]


def test_no_sentence_stands_in_code_or_templates() -> None:
    found = [
        f"{shown(path)}:{line}: “{words}” belongs into words/en.po; ask for it by its key"
        for name, path in files()
        if not excused(name)
        for line, words in sentences(path, path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n" + "\n".join(found)


def test_every_excuse_is_needed() -> None:
    needed = {excused(name) for name, path in files() if list(sentences(path, path.read_text(encoding="utf-8")))}
    assert MAY.keys() <= needed, f"take out of the list: {sorted(MAY.keys() - needed)}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", 'x = "See a doctor"'),
        ("a.py", 'x = f"about {n} of all people"'),
        ("a.html", "<p>See a doctor</p>"),
        ("a.html", "<p>{{ n }} of all people</p>"),
        ("a.html", '<nav aria-label="Look it up">'),
        ("a.html", '{{ "see a doctor" if urgent else "" }}'),
        ("a.typ", "#if d.urgent [*See a doctor:* #d.why]"),
        ("a.typ", '#set document(title: "See a doctor")'),
    ],
)
def test_a_sentence_is_found(name: str, text: str) -> None:
    assert list(sentences(Path(name), text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", 'def f():\n    """See a doctor."""\n    # see a doctor\n    raise ValueError("see a doctor")'),
        ("a.py", '@option("--x", help="See a doctor.")\ndef f(): ...'),
        ("a.py", 'x = "default-src none; script-src self"'),
        ("a.html", '<p class="one two three">{{ say("start.title") }}</p>{# see a doctor #}'),
        ("a.html", "{{ n }} of {{ m }}"),
        ("a.typ", "// see a doctor\n#for one in d.causes [- #if one.for != none [#one.for.join(d.and)]]"),
    ],
)
def test_what_nobody_reads_is_left_alone(name: str, text: str) -> None:
    assert not list(sentences(Path(name), text))
