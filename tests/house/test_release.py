"""A release is told alike everywhere: one version, one date."""

import re
import tomllib

import yaml

import pinprick
from tests.house.files import ROOT

CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^## (.+)$", CHANGELOG, flags=re.MULTILINE)


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {project["version"], CITATION["version"], pinprick.__version__} == {pinprick.__version__}


def test_the_changelog_has_what_is_new_above_dated_releases() -> None:
    assert SECTIONS[0] == "Unreleased"
    for section in SECTIONS[1:]:
        assert re.fullmatch(r"\d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)", section), f"CHANGELOG.md: date `{section}`"


def test_the_newest_release_is_the_one_to_cite() -> None:
    assert SECTIONS[1] == f"{CITATION['version']} ({CITATION['date-released']})"
