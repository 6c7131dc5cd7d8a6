"""The real knowledge base, by an independent library: all published cases."""

from typing import Any

import pytest
import yaml

from pinprick.case.known import of_answers
from pinprick.case.reading import case_from
from pinprick.knowledge.folder import FOLDER
from pinprick.model.axes import Model
from pinprick.reasoning import inference
from tests import witness
from tests.house.files import ROOT
from tests.models import shipped
from tests.tiers import one_in

CLOSE = 1e-9


def _stories(name: str) -> list[Any]:
    return list(yaml.safe_load((ROOT / "evaluation" / name).read_text()))


STORIES = _stories("dev.yaml") + _stories("article.yaml")


@pytest.fixture(scope="module")
def model() -> Model:
    return shipped()


def with_implied(findings: dict[str, Any]) -> dict[str, Any]:
    """The findings with what holds by definition, read from the file in the witness' own plain way."""
    implied: dict[str, Any] = {}
    for one in yaml.safe_load((FOLDER / "screen.yaml").read_text())["implies"]:
        if _plainly_holds(one["when"], findings):
            implied |= one["then"]
    return {**implied, **findings}


def _plainly_holds(when: Any, findings: dict[str, Any]) -> bool:
    """For the three forms that implications have: a flag, a choice, a number from something on or under it."""
    if isinstance(when, str):
        return findings.get(when) == "present"
    ((finding, wanted),) = when.items()
    answer = findings.get(finding)
    if isinstance(wanted, dict):
        least, under = wanted.get("from", 0), wanted.get("under", 1000)
        return isinstance(answer, int | float) and least <= answer < under
    return bool(answer == wanted)


@pytest.mark.parametrize("story", one_in(6, STORIES), ids=[str(story["id"]) for story in STORIES])
def test_pyagrum_agrees_on_every_cause(story: Any, model: Model) -> None:
    case, faults = case_from(story, model.knowledge.vocabulary)
    assert not faults
    found = inference.believe(model, of_answers(model.knowledge, case.answers)).causes
    assert dict(zip(model.causes, found, strict=True)) == pytest.approx(
        witness.causes(with_implied(story["findings"])), abs=CLOSE
    )


@pytest.mark.parametrize("word", ["toes-or-ball", "back-of-leg", "not-the-leg", "leg", "foot"])
def test_pyagrum_agrees_on_words_in_place_of_the_map(word: str, model: Model) -> None:
    findings: dict[str, Any] = {"numb-where": word, "numb-arm-or-hand": "absent", "side": "one-side", "age": 70.0}
    found = inference.believe(model, of_answers(model.knowledge, findings))
    assert dict(zip(model.causes, found.causes, strict=True)) == pytest.approx(
        witness.causes(with_implied(findings)), abs=CLOSE
    )


def test_the_witness_sees_a_change() -> None:
    """It would be no witness if it agreed with anything: one answer less is seen."""
    story = STORIES[0]["findings"]
    without = {key: value for key, value in story.items() if key != "repeated-pressure-palsies"}
    assert witness.causes(without) != pytest.approx(witness.causes(story), abs=1e-6)
