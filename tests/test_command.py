"""The command as people and programs meet it."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest
import yaml
from click.testing import CliRunner, Result

from pinprick.case.reading import read_cases
from pinprick.cli import COMMANDS, main
from pinprick.knowledge.folder import FOLDER
from pinprick.lab import evaluate
from tests.commands import BARE, COMMAND, with_cache
from tests.house.files import ROOT
from tests.models import shipped

EXAMPLES = sorted((FOLDER / "cases").glob("*.yaml"))
DEVELOPMENT = str(ROOT / "evaluation" / "dev.yaml")
KEYS = {"case", "urgency", "causes", "families", "sites", "unexplained", "next", "stable_first", "do", "care"}
KEYS |= {"medicines", "knowledge"}


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin)


def results(*arguments: str) -> Any:
    result = run("case", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda path: path.stem)
def test_a_worked_example_says_what_it_should(file: Path) -> None:
    model = shipped()
    cases, _ = read_cases(file.read_bytes(), file.name, model.knowledge.vocabulary)
    assert cases
    for case in cases:
        score = evaluate.score(model, case)
        assert score.rank == 1, case.id
        assert score.safe(score.given) and not score.over(score.given), case.id  # noqa: PT018 - the two ends of one range


@pytest.fixture(scope="module", params=["few", pytest.param("all", marks=pytest.mark.exhaustive)])
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file of all published cases, or one with each ninth of them."""
    if request.param == "all":
        return DEVELOPMENT
    few = tmp_path_factory.mktemp("published") / "few.json"
    few.write_text(json.dumps(yaml.safe_load(Path(DEVELOPMENT).read_text())[::9]))
    return str(few)


@pytest.fixture(scope="module")
def all_results(published: str) -> Any:
    return results(published)


def test_a_file_gives_a_result_and_a_list_a_list(published: str, all_results: Any, tmp_path: Path) -> None:
    assert set(results(str(EXAMPLES[0]))) >= KEYS
    assert len(all_results) == (90 if published == DEVELOPMENT else 10)
    three = tmp_path / "three.yaml"
    three.write_text("[{findings: {age: 30}}, {findings: {age: 40}}, {findings: {age: 50}}]")
    assert [len(results(str(three))), len(results(str(EXAMPLES[0]), str(three)))] == [3, 4]


def test_the_probabilities_of_a_result_are_whole_and_in_order(all_results: Any) -> None:
    for result in all_results:
        probabilities = [cause["probability"] for cause in result["causes"]]
        assert sum(probabilities) + result["unexplained"] == pytest.approx(1)
        assert probabilities == sorted(probabilities, reverse=True)
        assert sum(family["probability"] for family in result["families"]) + result["unexplained"] == pytest.approx(1)
        for cause in result["causes"]:
            assert cause["low"] <= cause["probability"] <= cause["high"]
            assert set(cause) >= {"id", "name", "for", "against", "prior_bits", "basis_share"}


def test_a_verdict_is_complete_when_every_red_flag_was_asked(all_results: Any) -> None:
    for result in all_results:
        assert result["urgency"]["complete"] == (not result["urgency"]["not_asked"])
        assert result["urgency"]["complete"] or result["urgency"]["level"] != "self-care"


def test_a_calm_story_with_red_flags_unasked_is_not_judged(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("findings: {limb-pressed: present, moving-relieves: present, onset: seconds-minutes}")
    text = " ".join(run("case", str(file)).stdout.split())
    assert "NOT JUDGED YET Answer the warning signs first" in text
    assert "early enough" not in text
    assert "appointment" not in text.partition("WHAT IT MAY BE")[0]


def test_with_nothing_answered_nothing_is_judged_or_ranked(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("findings: {}")
    text = " ".join(run("case", str(file)).stdout.split())
    assert "NOT JUDGED YET Nothing was answered yet." in text
    assert "WHAT IT MAY BE" not in text
    assert results(str(file))["urgency"]["level"] is None


def test_text_keeps_to_80_columns_without_colour(published: str) -> None:
    text = run("case", published).stdout
    assert "\x1b" not in text
    wide = [line for line in text.splitlines() if len(line) > 80 and " " in line.strip()]
    assert not wide, wide[:3]


def test_colour_is_there_in_a_terminal() -> None:
    env = with_cache(TERM="xterm")
    told = pexpect.run(f"{COMMAND} case {EXAMPLES[0]}", env=env, timeout=60, encoding="utf-8")
    assert "\x1b[" in str(told)


def test_the_reasons_of_explain_add_up() -> None:
    text = run("case", str(EXAMPLES[0]), "--explain").stdout
    blocks = re.split(r"\n\n", text)
    checked = 0
    for block in blocks:
        bits = [float(found) for found in re.findall(r"^ *([+-]\d+\.\d\d) bits", block, re.MULTILINE)]
        if bits:
            checked += 1
            assert sum(bits[:-1]) == pytest.approx(bits[-1], abs=0.005 * len(bits))
    assert checked


def test_a_case_may_come_through_a_pipe() -> None:
    told = run("case", "-", "--json", stdin="findings: {age: 40}")
    assert json.loads(told.stdout)["urgency"]["level"] == "routine"


BAD: dict[str, list[str]] = {
    "a file that is not there": ["case", "nowhere.yaml"],
    "a folder": ["case", str(ROOT)],
    "no file": ["case"],
    "no such command": ["cases"],
    "no such option": ["case", "--yaml", str(EXAMPLES[0])],
    "no such id": ["explain", "gout"],
    "no such knowledge": ["case", str(EXAMPLES[0]), "--knowledge", "nowhere"],
    "nothing to check": ["check", "nowhere"],
    "an evaluation without answers": ["evaluate", "nowhere.yaml"],
    "no file to write to": ["check", "--schemas", "/proc/nowhere"],
}


@pytest.mark.parametrize("arguments", BAD.values(), ids=BAD)
def test_bad_input_gets_a_reason_and_exit_status_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2, (result.stdout, result.stderr, result.exception)
    assert result.stderr.strip()
    assert not result.stdout
    assert "Traceback" not in result.stderr


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text("findings: {fevr: present}")
    result = run("case", str(tmp_path / "one.yaml"), str(tmp_path / "two.yaml"), "gone.yaml")
    assert result.exit_code == 2
    named = [Path(line.split(":")[0]).name for line in result.stderr.splitlines()]
    assert sorted(named) == ["gone.yaml", "one.yaml", "two.yaml"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    assert "Usage:" in run(command, "--help").stdout


def test_a_case_loads_nothing_and_looks_through_nothing_that_it_does_not_need() -> None:
    """Each of these takes longer than the assessment."""
    shipped()  # compiled before
    unneeded = {"numpy.ma", "numpy.random", "pydantic", "pinprick.authoring.validation", "pinprick.model.compiler"}
    program = f"""
import atexit, gc, sys
atexit.register(lambda: print(*({unneeded} & sys.modules.keys()), gc.get_freeze_count() > 10_000))
from pinprick.__main__ import main
main()
"""
    file = str(FOLDER / "cases" / "after-nap.yaml")
    told = subprocess.run([sys.executable, "-c", program, "case", file], check=True, capture_output=True, text=True)
    assert told.stdout.splitlines()[-1] == "True"


def test_nothing_is_stored_but_the_compiled_knowledge(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("id: secret-id\nfindings: {age: 41, fever: present}")
    env = {**BARE, "HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()
    told = subprocess.run(
        [COMMAND, "case", str(tmp_path / "case.yaml")], env=env, cwd=tmp_path, check=True, capture_output=True
    )
    assert told.stdout
    assert not told.stderr
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "case.yaml"]
    assert sorted(path.suffix for path in left) == [".arrays", ".model"]
    assert all(b"secret-id" not in path.read_bytes() for path in left)
