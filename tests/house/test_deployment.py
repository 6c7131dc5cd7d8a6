"""The files for running a server hold what its page promises, and fit the program."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from pinprick import app, fhir, serving
from pinprick.cli import main
from pinprick.cli.serve import command
from pinprick.hooks import door, routes
from pinprick.model import store
from pinprick.serving import limits
from tests.house.files import ROOT

FOLDER = ROOT / "deploy"
SERVICE = (FOLDER / "pinprick.service").read_text()
PROXY = (FOLDER / "nginx.conf").read_text()
IMAGE = (FOLDER / "Containerfile").read_text()
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


def test_what_the_page_names_is_there() -> None:
    named = (store.COMPILED, app.KNOWLEDGE, app.ORIGINS, door.CLIENTS, limits.RATE, limits.BURST, limits.CLIENT_HEADER)
    for name in named:
        assert name in PAGE
    assert store.COMPILED in IMAGE
    assert CliRunner().invoke(main, ["compile", "--help"]).exit_code == 0
    assert {path.name for path in FOLDER.iterdir()} == set(re.findall(r"\(\.\./deploy/([\w.]+)\)", PAGE))
