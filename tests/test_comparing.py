"""What another knowledge base says of the same cases: every change is found, the calmer ones come first, and
what weighs otherwise adds up."""

import math
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from pinprick import loading
from pinprick.assessment import assess
from pinprick.case.reading import read_cases
from pinprick.cli import main
from pinprick.knowledge.folder import FOLDER
from pinprick.lab import comparing
from pinprick.model.axes import Model
from tests.house.files import ROOT
from tests.models import shipped, written
from tests.parsing import parse_once

MODEL = shipped()
FILE = ROOT / "evaluation" / "dev.yaml"
CASES = read_cases(FILE.read_bytes(), FILE.name, MODEL.knowledge.vocabulary)[0]
RARER = "lumbar-disc-radiculopathy"


def with_share(p: float) -> Model:
    """The model in which a common condition is as common as `p`."""
    knowledge = written()
    condition = knowledge.conditions[RARER]
    changed = replace(condition, share=replace(condition.share, p=p))
    return loading.ready(replace(knowledge, conditions={**knowledge.conditions, RARER: changed}))


@pytest.fixture(scope="module")
def rarer() -> Model:
    return with_share(0.001)


def test_the_same_knowledge_changes_nothing() -> None:
    found = comparing.compare(MODEL, MODEL, zip(CASES, CASES, strict=True))
    assert found == comparing.Comparison(cases=len(CASES), calmer=0, more_urgent=0, first=0, changes=())


def test_there_and_back_every_change_is_the_other_way_round(rarer: Model) -> None:
    there = comparing.compare(MODEL, rarer, zip(CASES, CASES, strict=True))
    back = comparing.compare(rarer, MODEL, zip(CASES, CASES, strict=True))
    assert there.first == back.first > 0
    assert (there.calmer, there.more_urgent) == (back.more_urgent, back.calmer)
    told = {change.case: (change.before, change.after) for change in there.changes}
    assert {change.case: (change.after, change.before) for change in back.changes} == told
    calmer = [change.calmer for change in (*there.changes, *back.changes)]
    assert any(calmer)
    for found in (there, back):
        assert [change.calmer for change in found.changes] == sorted(
            (change.calmer for change in found.changes), reverse=True
        )


def test_what_weighs_otherwise_comes_to_the_change_of_the_odds(rarer: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "_LEAST_BITS", 0.0)
    found = comparing.compare(MODEL, rarer, zip(CASES, CASES, strict=True))
    changed = [change for change in found.changes if change.before.first != change.after.first]
    assert changed
    for change in changed:
        (case,) = (case for case in CASES if case.id == change.case)
        odds = [
            math.log2(p[change.after.first] / (1 - p[change.after.first]))
            - math.log2(p[change.before.first] / (1 - p[change.before.first]))
            for p in (assess(model, case).likely for model in (MODEL, rarer))
        ]
        assert sum(each.after - each.before for each in change.moved) == pytest.approx(odds[1] - odds[0], abs=1e-6)
        prior = next(each for each in change.moved if each.finding == comparing.PRIOR)
        if RARER in (change.before.first, change.after.first):
            assert prior.numbers[RARER] == (written().conditions[RARER].share.p, 0.001)


def test_a_cause_that_only_one_of_them_knows_is_told() -> None:
    knowledge = written()
    left = {id_: one for id_, one in knowledge.conditions.items() if id_ != RARER}
    without = loading.ready(replace(knowledge, conditions=left))
    found = comparing.compare(MODEL, without, zip(CASES, CASES, strict=True))
    lost = [change for change in found.changes if change.before.first == RARER]
    assert lost
    assert all(change.after.first != RARER for change in lost)


def test_the_command_says_what_changed_and_fails_where_a_case_is_calmer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse_once(monkeypatch)
    other = Path(shutil.copytree(FOLDER, tmp_path / "other"))
    file = other / "conditions" / f"{RARER}.yaml"
    file.write_text(
        re.sub(r"(?m)^share:\n  p: .*\n  range: .*", "share:\n  p: 0.001\n  range: [0.0005, 0.002]", file.read_text())
    )
    there = CliRunner().invoke(main, ["compare", str(FOLDER), str(other), str(FILE)])
    back = CliRunner().invoke(main, ["compare", str(other), str(FOLDER), str(FILE)])
    for told in (there, back):
        assert told.output.startswith(f"{len(CASES)} cases; calmer than before: ")
        (calmer,) = re.findall(r"calmer than before: (\d+)", told.output)
        assert told.exit_code == (1 if int(calmer) else 0)
    assert {there.exit_code, back.exit_code} == {0, 1}
    assert RARER in there.output
    assert "how common they are" in there.output


def test_a_case_that_one_of_them_does_not_know_is_a_fault(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("findings: {foot-dorp: present}\n")
    told = CliRunner().invoke(main, ["compare", str(FOLDER), str(FOLDER), str(case)])
    assert told.exit_code == 2
    assert "did you mean foot-drop?" in told.output
    assert "Traceback" not in told.output
