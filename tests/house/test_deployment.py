"""The files for running a server hold what its page promises, and fit the program."""

import json
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import httpx2
import pytest
import yaml
from click.testing import CliRunner

from benchmarks.server import free_port, wait
from pinprick import app, fhir, serving
from pinprick.cli import main
from pinprick.cli.serve import command
from pinprick.hooks import door, routes
from pinprick.model import store
from pinprick.serving import limits
from tests.commands import COMMAND, with_cache
from tests.house.files import ROOT
from tests.raw import served, status

FOLDER = ROOT / "deploy"
SERVICE = (FOLDER / "pinprick.service").read_text()
PROXY = (FOLDER / "nginx.conf").read_text()
IMAGE = (FOLDER / "Containerfile").read_text()
COMPOSE_TEXT = (FOLDER / "compose.yaml").read_text()
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
PAGE = (ROOT / "docs" / "deployment.md").read_text()


def _setting(name: str, of: str = PROXY) -> str:
    """What the proxy is told of a thing, once; inside an address it may be told another."""
    (found,) = set(re.findall(rf"^    {name} ([^;]+);", of, re.MULTILINE))
    return str(found)


def _inside(address: str) -> str:
    """What the proxy is told for one address, moved out to where `_setting` looks."""
    return PROXY.partition(f"location = {address} {{\n")[2].partition("}")[0].replace("        ", "    ")


def _bytes(size: str) -> int:
    return int(size.removesuffix("k")) * 1000


@pytest.mark.parametrize(
    "line",
    [
        *("DynamicUser=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "NoNewPrivileges=yes"),
        *("CapabilityBoundingSet=", "SystemCallFilter=@system-service", "IPAddressDeny=any", "RestrictNamespaces=yes"),
        *("CacheDirectory=pinprick", "Environment=XDG_CACHE_HOME=/var/cache/pinprick", "UMask=0077", "LimitCORE=0"),
    ],
)
def test_the_service_has_no_more_rights_than_it_needs(line: str) -> None:
    assert line in SERVICE.splitlines()


def test_the_service_can_be_read_by_systemd(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("there is no systemd-analyze")
    unit = tmp_path / "pinprick.service"
    unit.write_text(SERVICE.replace("/srv/pinprick/.venv/bin/pinprick", "/bin/true"))
    call = ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit)]
    told = subprocess.run(call, capture_output=True, text=True, check=False)
    assert "Overall exposure level" in told.stdout, told.stderr
    assert told.returncode == 0, told.stdout[-200:]
    assert "Unknown" not in told.stderr


@pytest.mark.parametrize("line", [SERVICE, IMAGE], ids=["service", "image"])
def test_the_command_is_one_that_there_is(line: str) -> None:
    (call,) = re.findall(r"(?:pinprick serve|\"serve\",) ?(.*)", line)
    arguments = re.findall(r"[\w.-]+", call)
    parsed = command.make_context("serve", arguments).params
    assert parsed["workers"] == 2
    assert str(parsed["port"]) in PROXY + "EXPOSE 8000"


def test_the_proxy_logs_no_request_and_writes_no_body() -> None:
    assert _setting("access_log") == "off"
    assert _setting("proxy_max_temp_file_size") == "0"
    assert _bytes(_setting("client_body_buffer_size")) >= _bytes(_setting("client_max_body_size"))


def test_the_proxy_limits_what_pinprick_does_not() -> None:
    assert _bytes(_setting("client_max_body_size")) == serving.MOST_BYTES
    for address, most in (fhir.LONGER | routes.LONGER).items():
        inside = _inside(address)
        assert _bytes(_setting("client_max_body_size", inside)) == most
        assert _bytes(_setting("client_body_buffer_size", inside)) >= most
    for name in ("client_header_timeout", "client_body_timeout", "send_timeout", "keepalive_timeout"):
        assert int(_setting(name).removesuffix("s")) <= 20
    assert "burst=" in _setting("limit_req")
    assert int(_setting("limit_conn").split()[1]) <= 50
    assert _setting("Strict-Transport-Security".join(("add_header ", ""))).startswith('"max-age=63072000"')


def test_what_the_proxy_passes_on_does_not_look_like_this_machine() -> None:
    """`/cds-services` is open to this machine until clients are named; an address with a head of its own inherits
    none."""
    assert _setting("proxy_set_header Host") == "$host"
    assert not re.search(r"^        proxy_set_header", PROXY, re.MULTILINE)


def test_the_service_believes_the_header_that_the_proxy_sets_and_no_other() -> None:
    (settings,) = re.findall(r"^Environment=(PINPRICK_RATE.*)$", SERVICE, re.MULTILINE)
    limit = serving.asked_for(dict(one.split("=") for one in settings.split()), "en")
    assert limit is not None
    assert limit.header is not None
    assert re.search(rf"proxy_set_header {limit.header} \$remote_addr;", PROXY, re.IGNORECASE)


def _steps() -> list[list[tuple[str, str]]]:
    """The instructions of each stage of the image, and what they are told."""
    joined = re.sub(r"\\\n", " ", IMAGE)
    lines = [line.partition(" ") for line in joined.splitlines() if line and not line.startswith("#")]
    stages: list[list[tuple[str, str]]] = []
    for word, _, rest in lines:
        if word == "FROM":
            stages.append([])
        stages[-1].append((word, rest.strip()))
    return stages


def test_the_image_holds_what_the_first_stage_made_and_runs_as_nobody() -> None:
    first, last = _steps()
    words = {"FROM", "RUN", "COPY", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {word for word, _ in (*first, *last)} <= words, "no ADD, which fetches; no VOLUME, which can be written"
    assert first[0][1].removesuffix(" AS build") == last[0][1], "compiled by the Python that runs it"
    assert all(rest.startswith("--from=build ") for word, rest in last if word == "COPY")
    assert "RUN" not in dict(last), "what is built is built before"
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", dict(last)["USER"]), "a number: `run as non-root` can be checked"
    assert any("--require-hashes" in rest for _, rest in first)
    made = " ".join(rest for _, rest in first)
    for word, rest in last:
        if word == "COPY":
            assert rest.split()[1] in made
    settings = dict(one.split("=") for one in dict(last)["ENV"].split())
    assert settings[store.COMPILED] in made


def test_the_image_leaves_out_what_reads_cohorts_and_serves_without_it() -> None:
    """Every package of an extra of its own, and of no other that the image keeps."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    named = {id_: {re.split(r"[\[>=<]", one)[0] for one in needs} - {"pinprick"} for id_, needs in extras.items()}
    (removed,) = re.findall(r"pip uninstall --yes ([\w ]+)", IMAGE)
    left_out = set(removed.split()) - {"uv_build", "pip"}
    assert left_out == named["batch"]
    assert not left_out & {one for id_, of in named.items() if id_ != "batch" for one in of}
    gone = f"import sys; sys.modules.update(dict.fromkeys({sorted(left_out)}))"
    with served(before=gone) as server:
        kept = b"POST /note.pdf", b"GET /", b"GET /fhir/metadata", b"GET /api/v1/version", b"GET /cds-services"
        for asked in kept:
            body = b"limb-pressed=present" if asked.startswith(b"POST") else b""
            head = b"content-type: application/x-www-form-urlencoded\r\ncontent-length: %d" % len(body)
            line = asked + b" HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n" + head + b"\r\n\r\n" + body
            assert status(server.talk(line)) == 200, asked


def _let(at: str, headers: dict[str, str], times: int) -> list[int]:
    with httpx2.Client() as client:
        return [client.get(at, headers=headers).status_code for _ in range(times)]


def test_the_limit_of_the_container_bites_over_both_of_its_workers() -> None:
    """With the settings of the compose file and the command of the image: who asks too often is refused, and
    somebody else behind the same proxy is not."""
    (service,) = COMPOSE["services"].values()
    limit = serving.asked_for(service["environment"], "en")
    assert limit is not None
    assert limit.header is not None
    (call,) = [json.loads(rest) for word, rest in _steps()[-1] if word == "CMD"]
    port = free_port()
    call = [COMMAND, *call[1:-4], "--port", str(port), *call[-2:]]
    with subprocess.Popen(call, env=with_cache(**service["environment"]), stdout=subprocess.DEVNULL) as server:
        try:
            wait(f"http://127.0.0.1:{port}")
            at, begun = f"http://127.0.0.1:{port}/api/v1/version", time.monotonic()
            often = _let(at, {limit.header: "203.0.113.5"}, 150)
            most = limit.burst + limit.rate * (time.monotonic() - begun) + 1
            assert limit.burst <= often.count(200) <= most
            assert often.count(429) == 150 - often.count(200) > 0
            assert set(_let(at, {limit.header: "198.51.100.7"}, 10)) == {200}
            assert set(_let(f"http://127.0.0.1:{port}/", {limit.header: "203.0.113.5"}, 3)) == {200}
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def test_the_image_says_whether_it_is_healthy_by_an_address_that_there_is() -> None:
    (told,) = [rest for word, rest in _steps()[-1] if word == "HEALTHCHECK"]
    _, _, command = told.partition("CMD ")
    python, option, program = json.loads(command)
    assert (python, option) == ("python", "-c")
    with served() as server:
        at = program.replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
        assert subprocess.run([sys.executable, "-c", at], check=False).returncode == 0
    assert subprocess.run([sys.executable, "-c", at], check=False, capture_output=True).returncode != 0


def test_compose_gives_the_container_no_more_than_it_needs() -> None:
    (service,) = COMPOSE["services"].values()
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["user"] == dict(_steps()[-1])["USER"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"]), "only the proxy reaches it"
    assert all("noexec" in one for one in service["tmpfs"])
    assert {"mem_limit", "pids_limit", "ulimits"} <= service.keys()
    assert service["memswap_limit"] == service["mem_limit"]
    assert not service.keys() & {"privileged", "cap_add", "volumes", "network_mode", "pid", "ipc", "devices"}
    build = service["build"]
    assert (FOLDER / build["context"] / build["dockerfile"]).resolve() == FOLDER / "Containerfile"
    assert "mem_limit: 600m" in COMPOSE_TEXT
    assert "MemoryMax=600M" in SERVICE
    limit = serving.asked_for(service["environment"], "en")
    assert limit is not None
    assert f"{limits.CLIENT_HEADER}={service['environment'][limits.CLIENT_HEADER]}" in SERVICE


def test_the_build_is_sent_what_the_image_copies_and_no_more() -> None:
    listed = (FOLDER / "Containerfile.dockerignore").read_text().splitlines()
    first, *allowed = [line for line in listed if not line.startswith("#")]
    copied = [rest.split()[0] for word, rest in _steps()[0] if word == "COPY"]
    assert first == "*"
    assert [line.removeprefix("!") for line in allowed] == copied


def test_what_the_page_names_is_there() -> None:
    named = (store.COMPILED, app.KNOWLEDGE, app.ORIGINS, door.CLIENTS, limits.RATE, limits.BURST, limits.CLIENT_HEADER)
    for name in named:
        assert name in PAGE
    assert store.COMPILED in IMAGE
    assert CliRunner().invoke(main, ["compile", "--help"]).exit_code == 0
    assert {path.name for path in FOLDER.iterdir()} == set(re.findall(r"\(\.\./deploy/([\w.]+)\)", PAGE))
