"""The name of the kept file is made of all that a model is the work of."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pinprick.knowledge.folder import FOLDER, hash_of
from pinprick.model import store
from tests.house.files import PACKAGE


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package's code."""
    ignored = shutil.ignore_patterns("__pycache__", "knowledge_base", "static", "pictures")
    return Path(shutil.copytree(PACKAGE, tmp_path / "pinprick", ignore=ignored))


def _changes(root: Path, names: list[str]) -> Iterator[str]:
    """Change each file under `root` by one byte, say its name, and put it back."""
    for name in names:
        content = (root / name).read_bytes()
        (root / name).write_bytes(content + b"\n")
        yield name
        (root / name).write_bytes(content)


def _code(package: Path) -> str:
    return store.code_hash.__wrapped__(package)


def test_every_file_of_the_code_that_makes_the_model_is_in_the_name(package: Path) -> None:
    modules = [path.relative_to(package).as_posix() for path in sorted(package.rglob("*.py"))]
    made_by = [name for name in modules if name.split("/")[0] in store.MADE_BY]
    assert {name.split("/")[0] for name in made_by} == set(store.MADE_BY)
    before = _code(package)
    same = [name for name in _changes(package, made_by) if _code(package) == before]
    assert same == []
    assert _code(package) == before


def test_a_module_that_comes_or_goes_or_is_renamed_is_in_the_name(package: Path) -> None:
    for name in store.MADE_BY:
        if (package / name).is_dir():
            seen = {_code(package)}
            (package / name / "newcomer.py").write_text("")
            seen.add(_code(package))
            (package / name / "newcomer.py").rename(package / name / "renamed.py")
            seen.add(_code(package))
            assert len(seen) == 3, name


def test_code_that_only_tells_leaves_the_kept_file_alone(package: Path) -> None:
    before = _code(package)
    for name in _changes(package, ["cli/report.py", "web/pages.py", "assessment.py"]):
        assert _code(package) == before, name


def test_every_file_of_the_knowledge_base_is_in_the_name(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "base"))
    before = store.file_name(folder)
    assert before == store.file_name(FOLDER)
    names = (path.relative_to(folder) for path in sorted(folder.rglob("*.yaml")))
    every = [name.as_posix() for name in names if name.parts[0] != "cases"]
    assert len(every) > 80
    same = [name for name in _changes(folder, every) if store.file_name(folder) == before]
    assert same == []
    (folder / "conditions" / "newcomer.yaml").write_text("")
    assert hash_of(folder) != hash_of(FOLDER)


def test_every_module_that_runs_while_a_model_is_made_is_in_the_name() -> None:
    """A list kept by hand had missed a module, so a changed formula kept the old probabilities."""
    program = (
        "import sys; from pinprick import loading; from pinprick.knowledge.folder import FOLDER; "
        "loading.compiled(FOLDER); print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('pinprick.')))"
    )
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    ran = {Path(file).relative_to(PACKAGE).parts[0] for file in told.stdout.split()}
    assert ran == set(store.MADE_BY)
