"""A client that others generate from our description works against a server of ours."""

import json
import subprocess
import sys
from pathlib import Path

from starlette.testclient import TestClient

from pinprick.app import application
from tests.pages import MODEL
from tests.raw import served

USES = """
import sys
from pinprick_client import Client
from pinprick_client.api.default import assess, next_, understand, version
from pinprick_client.models import AssessIncludeItem, Case, Words
from pinprick_client.models.problem import Problem

client = Client(base_url=sys.argv[1])
case = Case.from_dict({"findings": {"age": 34, "limb-pressed": "present", "moving-relieves": "present"}})
told = assess.sync(client=client, body=case, include=[AssessIncludeItem.VERDICT, AssessIncludeItem.CAUSES])
assert told.causes[0].id == "positional-nerve-compression", told.causes[0]
assert not told.urgency.complete and told.urgency.not_asked
assert next_.sync(client=client, body=case).page.id == "screen"
heard = understand.sync(client=client, body=Words(text="my foot burns at night"))
assert "feels-burning" in {one.finding for one in heard.proposals}
assert version.sync(client=client).knowledge.hash_
case = Case.from_dict({"findings": {"age": 34}, "since": {"fever": "within-a-week"}})
wrong = assess.sync(client=client, body=case)
assert isinstance(wrong, Problem) and wrong.errors[0].pointer == "/since/fever", wrong
"""


def test_a_generated_client_runs_against_a_server(tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_text(
        json.dumps(TestClient(application(MODEL)).get("/api/v1/openapi.json").json())
    )
    (tmp_path / "config.yaml").write_text("post_hooks: []\n")
    made = subprocess.run(
        [
            sys.executable,
            "-m",
            "openapi_python_client",
            "generate",
            "--path",
            "openapi.json",
            "--config",
            "config.yaml",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "WARNING" not in made.stdout.upper()
    with served() as server:
        address = f"http://127.0.0.1:{server.port}"
        (tmp_path / "pinprick-client" / "uses.py").write_text(USES)
        command = [sys.executable, "uses.py", address]
        used = subprocess.run(command, cwd=tmp_path / "pinprick-client", capture_output=True, text=True, check=False)
        assert used.returncode == 0, used.stderr
        assert server.end() == ""
