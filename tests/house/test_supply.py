"""What is taken from others is what it was when it was looked at: hashes, versions and licences are recorded."""

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from scripts import audit, pythons
from tests.house.files import PACKAGE, ROOT, committed, shown, text_of

STATIC = PACKAGE / "web" / "static"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
OURS = {"pinprick.css", "pinprick.js", "coach.js"}
RECORDED = (ROOT / "frontend" / "copied.sha256").read_text().splitlines()


@pytest.mark.parametrize("line", RECORDED)
def test_a_script_of_others_is_the_file_that_was_looked_at(line: str) -> None:
    recorded, name = line.split()
    content = (ROOT / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == recorded, "read what changed, then record the hash"
    assert gzip.decompress((ROOT / f"{name}.gz").read_bytes()) == content


def test_no_other_script_of_others_is_served() -> None:
    served = {path.name.removesuffix(".gz") for path in STATIC.iterdir() if path.suffix in (".js", ".css", ".gz")}
    others = {line.rpartition("/")[2] for line in RECORDED}
    assert served == OURS | others, "record its hash in frontend/copied.sha256"
    licensed = {path.stem for path in (STATIC / "licences").iterdir()}
    assert licensed >= {name.removesuffix(".js") for name in others}


def test_what_is_copied_is_locked() -> None:
    wanted = json.loads((ROOT / "frontend" / "package.json").read_text())["devDependencies"]
    locked = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    for name, version in wanted.items():
        assert locked[f"node_modules/{name}"]["version"] == version
        assert locked[f"node_modules/{name}"]["integrity"].startswith("sha512-")


def test_every_package_is_locked_with_its_hashes() -> None:
    for lock in audit.LOCKS:
        entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
        assert len(entries) > 10
        without = [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
        assert not without, (lock, without)


def test_every_python_that_is_named_is_tried() -> None:
    classified = re.findall(r":: (3\.\d+)$", "\n".join(PROJECT["project"]["classifiers"]), re.MULTILINE)
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "checks.yml").read_text())
    set_up = workflow["jobs"]["pythons"]["steps"][1]["with"]["python-version"].split()
    assert tuple(classified) == pythons.NAMED
    assert sorted(set_up) == sorted(pythons.NAMED)
    assert PROJECT["project"]["requires-python"] == f">={pythons.NAMED[0]}"


def test_a_source_distribution_holds_all_that_is_committed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A packager can run the tests and read the documentation."""
    place = tmp_path_factory.mktemp("sdist")
    build = "import sys, uv_build; print(uv_build.build_sdist(sys.argv[1]))"
    tools = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([sys.executable, "-c", build, str(place)], cwd=ROOT, check=True, capture_output=True, env=tools)
    (built,) = place.glob("*.tar.gz")
    listed = subprocess.run(["tar", "tzf", str(built)], check=True, capture_output=True, text=True).stdout
    names = {name.partition("/")[2] for name in listed.split("\n") if name and not name.endswith("/")}
    expected = {shown(path) for path in committed() if not shown(path).startswith(".git")}
    assert expected <= names | {"uv.lock"}
    files = {name for name in names if (ROOT / name).is_file()}
    assert files - expected == set(), "the source distribution holds what is not committed"


@pytest.mark.parametrize(
    ("told", "status", "says"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0, "no weakness is known of 1 packages"),
        ([{"name": "a", "skip_reason": "not found"}], 2, "could not be reached, so nothing is known"),
        (
            [{"name": "a", "skip_reason": "?"}, {"name": "b", "version": "1", "vulns": []}],
            2,
            "NOT CHECKED: 1 of 2 packages: a",
        ),
        (
            [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}],
            1,
            "a 1: CVE-1, mended in 2",
        ),
    ],
)
def test_an_audit_never_says_more_than_was_checked(told: list[dict[str, object]], status: int, says: str) -> None:
    ended, lines = audit.verdict(told)
    assert ended == status
    assert any(says in line for line in lines)
    assert status != 2 or not any(line.startswith("no weakness is known of 2") for line in lines)


@pytest.mark.skipif(not find_spec("cyclonedx_py"), reason="make develop installs cyclonedx-bom")
def test_the_list_of_what_a_release_is_made_of_is_whole() -> None:
    told = subprocess.run([sys.executable, "-m", "scripts.sbom"], cwd=ROOT, check=True, capture_output=True, text=True)
    content = json.loads((ROOT / told.stdout.split()[-1]).read_text())
    assert content["bomFormat"] == "CycloneDX"
    listed = {(one["name"], one["version"]) for one in content["components"]}
    locked = re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    copied = {("htmx.org", "4.0.1"), ("uqr", "0.1.3"), ("govuk-frontend", "6.6.0"), ("Noto Sans CJK SC", "2.004")}
    assert listed == {*locked, *copied}


def test_the_way_to_report_is_told() -> None:
    page = text_of(ROOT / "SECURITY.md")
    for words in ("in private", "three working days", "docs/safety/threats.md", "make audit", "What is supported"):
        assert words in page
