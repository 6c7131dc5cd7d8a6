"""A TypeScript client whose types others generate from our description compiles, and works against a server of ours."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pinprick.app import application
from scripts.client_types import COMPILER, GENERATOR, PINS, fetched
from scripts.npm import Unavailable
from tests.pages import MODEL
from tests.raw import served

USES = Path(__file__).parent / "uses_types.ts"
STRICT = ["--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom"]


def node(folder: Path, *command: str) -> None:
    done = subprocess.run(["node", *command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_client_with_generated_types_runs_against_a_server(tmp_path: Path) -> None:
    try:
        tools = fetched()
    except Unavailable as why:
        pytest.fail(str(why))
    description = TestClient(application(MODEL)).get("/api/v1/openapi.json").json()
    (tmp_path / "openapi.json").write_text(json.dumps(description))
    (tmp_path / "package.json").write_text('{"type": "module"}')
    shutil.copy(USES, tmp_path / "uses.ts")
    node(tmp_path, str(tools / GENERATOR), "openapi.json", "--output", "pinprick.d.ts")
    node(tmp_path, str(tools / COMPILER), *STRICT, "uses.ts")
    with served() as server:
        node(tmp_path, "uses.js", f"http://127.0.0.1:{server.port}")
        assert server.end() == ""


def test_without_npm_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="apt-get install npm"):
        fetched(tmp_path)


def test_another_package_than_was_looked_at_is_refused(tmp_path: Path) -> None:
    """Its hash in the lock is not that of what npm brings."""
    pins = tuple(Path(shutil.copy(pin, tmp_path)) for pin in PINS)
    lock = json.loads(pins[1].read_text())
    name = "node_modules/openapi-typescript"
    lock["packages"][name]["integrity"] = lock["packages"]["node_modules/typescript"]["integrity"]
    pins[1].write_text(json.dumps(lock))
    with pytest.raises(Unavailable, match=r"(?i)integrity"):
        fetched(tmp_path / "tools", pins)
    assert not list((tmp_path / "tools").iterdir())
