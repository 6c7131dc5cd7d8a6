"""What a person gets who installs pinprick: the core needs three packages, and says what the rest
needs."""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.parser import Parser
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pinprick.assessment import assess
from pinprick.case.reading import read_cases
from pinprick.knowledge.folder import FOLDER
from tests.house.files import ROOT
from tests.models import shipped

pytestmark = pytest.mark.exhaustive

CORE = ("msgspec", "numpy", "PyYAML")
CASE = sorted((FOLDER / "cases").glob("*.yaml"))[0]
ASSESS = """
import json, pathlib, sys
import pinprick
from pinprick.case.reading import read_cases
model = pinprick.load()
(case,), _ = read_cases(pathlib.Path(sys.argv[1]).read_bytes(), "case", model.knowledge.vocabulary)
for name in pinprick.__all__:
    getattr(pinprick, name)
found = pinprick.assess(model, case)
pinprick.next_question(model, case)
pinprick.account.account(model, found, "en")
print(json.dumps([found.urgency.level, {cause.id: cause.probability for cause in found.causes}]))
"""
MODULES = """
import importlib, json, pkgutil
import pinprick
from pinprick.extras import MissingExtra
lacking = []
for module in pkgutil.walk_packages(pinprick.__path__, "pinprick.", onerror=lambda name: None):
    try:
        importlib.import_module(module.name)
    except MissingExtra:
        lacking.append(module.name)
print(json.dumps(lacking))
"""
"""Imports every module; those that need an extra must say so, any other failure ends it."""
LACKING = {
    "pinprick.account.heard",
    "pinprick.api",
    "pinprick.assistants.over_http",
    "pinprick.assistants.server",
    "pinprick.assistants.told",
    "pinprick.assistants.tools",
    "pinprick.cohort.arrow",
    "pinprick.cohort.blocks",
    "pinprick.cohort.counted",
    "pinprick.cohort.given",
    "pinprick.cohort.hands",
    "pinprick.cohort.labelled",
    "pinprick.cohort.layout",
    "pinprick.cohort.on_dask",
    "pinprick.cohort.on_spark",
    "pinprick.cohort.rows",
    "pinprick.cohort.scored",
    "pinprick.cohort.scores_page",
    "pinprick.cohort.sinks",
    "pinprick.cohort.sources",
    "pinprick.cohort.table",
    "pinprick.cohort.tallied",
    "pinprick.cohort.texts",
    "pinprick.cohort.work",
    "pinprick.fhir",
    "pinprick.hooks.asked",
    "pinprick.hooks.cards",
    "pinprick.hooks.counted",
    "pinprick.hooks.door",
    "pinprick.hooks.feedback",
    "pinprick.hooks.ordering",
    "pinprick.hooks.orders_sent",
    "pinprick.hooks.routes",
    "pinprick.hooks.services",
    "pinprick.hooks.tokens",
    "pinprick.hooks.views",
    "pinprick.hooks.whom",
    "pinprick.v3",
    "pinprick.mmvb",
    "pinprick.web",
    "pinprick.app",
    "pinprick.cli",
    "pinprick.serving",
    "pinprick.story.search",
    "pinprick.story.spelling",
    "pinprick.story.understanding",
    "pinprick.lab.own_words",
    "pinprick.learning.estimating",
    "pinprick.learning.folds",
    "pinprick.learning.learned",
    "pinprick.learning.noted",
    "pinprick.learning.people",
    "pinprick.learning.report",
    "pinprick.learning.writing",
}
"""What needs an extra as soon as it is imported; nothing that lies below is reached."""
LACKS = {
    "import pinprick.cli": "command",
    "import pinprick.app": "page",
    "import pinprick.web.forms": "page",
    "import pinprick.assistants.server": "mcp",
    "import pinprick.cohort.arrow": "batch",
    "from pinprick.extras import needed\nwith needed('dask'): import distributed": "dask",
    "import pinprick.cohort.on_spark": "spark",
    "from pinprick.hooks.clients import named; named('clients.yaml')": "hooks",
    "from pinprick.story import search": "search",
    "from pinprick.paper import typeset; typeset.pdf('note', {})": "paper",
    "from pinprick.authoring import validation; validation.schemas()": "authoring",
}
"""What cannot be done in the core, and the extra that it takes."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    tools = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    build = ("wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(folder))
    subprocess.run([sys.executable, "-m", "pip", *build, str(ROOT)], check=True, env=os.environ | {"PATH": tools})
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def core(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment that holds the wheel and the packages of the core, no others."""
    folder = tmp_path_factory.mktemp("core")
    venv.create(folder, with_pip=False)
    (place,) = folder.glob("lib/python*/site-packages")
    for package in CORE:
        _copy(package, place)
    install = ("install", "--quiet", "--no-deps", "--no-index", str(wheel))
    subprocess.run([sys.executable, "-m", "pip", f"--python={folder}/bin/python", *install], check=True)
    return folder


@pytest.fixture(scope="module")
def whole(core: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment with all that the page needs besides."""
    folder = tmp_path_factory.mktemp("whole")
    venv.create(folder, with_pip=False)
    (place,) = folder.glob("lib/python*/site-packages")
    for package in sorted(_needed("pinprick", frozenset({"page"}))):
        _copy(package, place)
    install = ("install", "--quiet", "--no-deps", "--no-index", str(wheel))
    subprocess.run([sys.executable, "-m", "pip", f"--python={folder}/bin/python", *install], check=True)
    return folder


def _needed(
    package: str, extras: frozenset[str], seen: frozenset[tuple[str, frozenset[str]]] = frozenset()
) -> set[str]:
    """The packages, by their names, that one needs with some of its extras, and what those need."""
    if (package, extras) in seen:
        return set()
    found: set[str] = set()
    for one in map(Requirement, importlib.metadata.requires(package) or ()):
        marker = one.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            found |= {canonicalize_name(one.name)} | _needed(
                one.name, frozenset(one.extras), seen | {(package, extras)}
            )
    return found - {"pinprick"}


def _copy(package: str, place: Path) -> None:
    """Copy an installed package into another environment: as good as installed, and no network."""
    installed = importlib.metadata.distribution(package)
    for name in {path.parts[0] for path in installed.files or ()} - {".."}:
        source = Path(str(installed.locate_file(name)))
        if source.is_dir():
            shutil.copytree(source, place / name)
        else:
            shutil.copy(source, place / name)


def _run(core: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the environment, with a home of its own and nothing of ours on its path."""
    env = {"HOME": str(core), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [str(core / "bin" / "python"), *arguments], env=env, cwd=core, check=False, capture_output=True, text=True
    )


def test_the_core_needs_three_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        (name,) = (name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        told = Parser().parsestr(opened.read(name).decode())
    needed = [line for line in told.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert sorted(re.split(r"[<>=!~ \[;]", line)[0].lower() for line in needed) == sorted(map(str.lower, CORE))
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert set(LACKS.values()) == set(extras) == set(told.get_all("Provides-Extra", []))


def test_the_page_comes_with_its_files_and_their_compression(wheel: Path) -> None:
    static = sorted(path for path in (ROOT / "src/pinprick/web/static").rglob("*") if path.is_file())
    with zipfile.ZipFile(wheel) as opened:
        packed = {name for name in opened.namelist() if name.startswith("pinprick/web/static/") and name[-1] != "/"}
    assert packed == {path.relative_to(ROOT / "src").as_posix() for path in static}
    assert "pinprick/web/static/pinprick.css.gz" in packed


def test_the_core_alone_assesses_a_case_as_all_of_it_does(core: Path) -> None:
    first, second = (_run(core, "-c", ASSESS, str(CASE)) for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert len(list((core / ".cache" / "pinprick").glob("*.model"))) == 1
    assert second.stdout == first.stdout
    model = shipped()
    (case,), _ = read_cases(CASE.read_bytes(), "case", model.knowledge.vocabulary)
    expected = assess(model, case)
    level, causes = _told(first.stdout)
    assert level == expected.urgency.level
    assert causes == pytest.approx({cause.id: cause.probability for cause in expected.causes}, abs=1e-12)


def test_only_the_faces_and_the_search_need_an_extra_to_be_imported(core: Path) -> None:
    told = _run(core, "-c", MODULES)
    assert told.returncode == 0, told.stderr
    assert set(json.loads(told.stdout)) == LACKING


def _told(output: str) -> tuple[str, Any]:
    level, causes = json.loads(output)
    return level, causes


@pytest.mark.parametrize(("program", "extra"), LACKS.items())
def test_what_is_missing_is_told_by_the_name_of_its_extra(core: Path, program: str, extra: str) -> None:
    told = _run(core, "-c", program)
    last = told.stderr.splitlines()[-1]
    assert last.startswith("pinprick.extras.MissingExtra: This needs the package ")
    assert last.endswith(f'pip install "pinprick[{extra}]"')


@pytest.mark.parametrize("command", [("bin/pinprick", "--help"), ("-m", "pinprick", "check")])
def test_the_command_says_in_one_line_what_it_lacks(core: Path, command: tuple[str, ...]) -> None:
    told = _run(core, *command)
    assert told.returncode == 2
    assert not told.stdout
    (line,) = told.stderr.splitlines()
    assert line == 'This needs the package click, which is not installed: pip install "pinprick[command]"'


# ---- as in a container


@contextmanager
def _serving(whole: Path, **environment: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The address of the page that the installed command serves to whoever has no home and no cache."""
    nowhere = {"HOME": "/proc/nowhere", "XDG_CACHE_HOME": "/proc/nowhere", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(whole / "bin" / "pinprick"), "serve", "--port", "0"]
    with subprocess.Popen(
        command, env=nowhere | environment, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = "".join(re.findall(r"http://\S+/", line))
        try:
            assert _answers(f"{address}healthz"), "it does not start"
            yield address, process
        finally:
            process.terminate()


def _answers(address: str) -> bool:
    """Whether it does within half a minute."""
    for _ in range(300):
        with suppress(URLError), urlopen(address, timeout=30):
            return True
        time.sleep(0.1)
    return False


def _tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file with its size and when it was written."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in paths}


def test_the_wheel_serves_from_what_was_compiled_and_writes_nothing(whole: Path, tmp_path: Path) -> None:
    """As the image does: compiled by the installed command, then no home, no cache, and no file changed."""
    made = _run(whole, str(whole / "bin" / "pinprick"), "compile", "--output", str(tmp_path))
    assert made.returncode == 0, made.stderr
    before = _tree(whole) | _tree(tmp_path)
    with _serving(whole, PINPRICK_COMPILED=str(tmp_path)) as (address, process):
        asked = Request(
            f"{address}api/v1/assess", b'{"findings": {"numb-saddle": "present"}}', {"content-type": "application/json"}
        )
        for each in (f"{address}healthz", address, asked, f"{address}fhir/Questionnaire/pinprick"):
            with urlopen(each, timeout=30) as answer:
                assert answer.status == 200
                told = answer.read()
            if each is asked:
                assert json.loads(told)["urgency"]["level"] == "emergency"
        maps = Path(f"/proc/{process.pid}/maps")
        assert not maps.exists() or str(tmp_path) in maps.read_text(), "it compiled anew, at each start"
        process.terminate()
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert _tree(whole) | _tree(tmp_path) == before
    assert len(list(tmp_path.glob("*.model"))) == 1
