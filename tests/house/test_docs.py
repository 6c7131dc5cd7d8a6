"""The documentation is held to the code: every command is described, every example runs, every link
leads somewhere."""

import re
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pinprick import yamltext
from pinprick.cli import main
from pinprick.knowledge.folder import FOLDER
from tests.house.files import ROOT, committed, shown
from tests.parsing import parse_once

PAGES = [path for path in committed() if path.suffix == ".md"]
CONTEXT = click.Context(main)


def commands() -> list[str]:
    return main.list_commands(CONTEXT)


def command(name: str) -> click.Command:
    found = main.get_command(CONTEXT, name)
    assert found is not None, f"`pinprick --help` lists {name}, but there is no such command"
    return found


def fenced(page: str, language: str) -> list[str]:
    """The code blocks of one language on a page."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def test_there_is_a_command_to_describe() -> None:
    assert "case" in commands()


@pytest.mark.parametrize("name", commands())
def test_a_command_and_each_of_its_options_has_help(name: str) -> None:
    found = command(name)
    assert found.help, f"pinprick {name}: give its function a docstring"
    for option in found.params:
        if isinstance(option, click.Option):
            assert option.help, f"pinprick {name} {option.opts[0]}: give it help="


@pytest.mark.parametrize("name", commands())
def test_the_readme_names_every_command(name: str) -> None:
    assert f"pinprick {name}" in (ROOT / "README.md").read_text(), f"README.md, Commands: say what `{name}` does"


def test_no_page_names_a_command_that_is_not_there() -> None:
    for page in PAGES:
        for name in re.findall(r"^(?:\$ )?(?:\.venv/bin/)?pinprick ([a-z]+)", page.read_text(), flags=re.MULTILINE):
            assert name in commands(), f"{shown(page)} names `pinprick {name}`, and there is no such command"


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_link_within_the_project_leads_to_a_file(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{shown(page)} links to {target}, and there is no such file"


@pytest.mark.parametrize("page", ["README.md", "docs/library.md"])
def test_the_examples_of_the_library_run(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    blocks = fenced(page, "python")
    assert blocks, f"{page} shows no Python"
    for block in blocks:
        exec(compile(block, page, "exec"), {})
    assert capsys.readouterr().out


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the knowledge base that ships."""
    parse_once(monkeypatch)
    return Path(shutil.copytree(FOLDER, tmp_path / "base"))


def test_the_example_of_a_condition_passes_the_check(base: Path) -> None:
    """Copied as the page says, into a copy of the knowledge base that ships."""
    condition, sources, *_ = fenced("CONTRIBUTING.md", "yaml")
    id_ = yamltext.read(condition.encode(), "CONTRIBUTING.md").data["id"]
    (base / "conditions" / f"{id_}.yaml").write_text(condition)
    with (base / "sources.yaml").open("a") as file:
        file.write(f"\n{sources}")
    result = CliRunner().invoke(main, ["check", str(base)])
    assert result.exit_code == 0, result.output


def test_the_example_of_a_question_passes_the_check(base: Path) -> None:
    *_, finding, background = fenced("CONTRIBUTING.md", "yaml")
    for name, added in (("findings/trigger.yaml", finding), ("background.yaml", background)):
        with (base / name).open("a") as file:
            file.write(f"\n{added}")
    result = CliRunner().invoke(main, ["check", str(base)])
    assert result.exit_code == 0, result.output


def test_every_make_target_is_described() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    assert targets == set(re.findall(r"^([a-z]+):.* ## ", makefile, flags=re.MULTILINE)), "describe it after ##"
