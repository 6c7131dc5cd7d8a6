"""The style sheet and the scripts: what lies compressed is what it is the compression of, and is sent so."""

import gzip
import hashlib

import pytest
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.web.pages import STATIC, asset
from tests.pages import MODEL

ASSETS = sorted(path for kind in ("css", "js") for path in STATIC.glob(f"*.{kind}"))
NAMES = [path.name for path in ASSETS]


VENDORED = {"uqr.js": "7f0e61c2f13bb3724edee7bfb876e13c54ac9ee4fcfa283c9fa93cfb1241c325"}
"""Scripts of others, as their package has them, by the sum of their bytes."""


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(application(MODEL))


@pytest.mark.parametrize("name", NAMES)
def test_what_lies_compressed_is_of_today(name: str) -> None:
    compressed = (STATIC / f"{name}.gz").read_bytes()
    assert gzip.decompress(compressed) == (STATIC / name).read_bytes(), "run `make assets`"
    flags, written = compressed[3], compressed[4:8]
    assert (flags, written) == (0, bytes(4)), "neither a name nor a time: the same bytes from the same file"
    assert len(compressed) < 0.5 * len((STATIC / name).read_bytes())


@pytest.mark.parametrize("name", VENDORED)
def test_a_script_of_others_is_as_they_made_it_and_has_its_licence(name: str) -> None:
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == VENDORED[name]
    assert "MIT License" in (STATIC / "licences" / name.replace(".js", ".txt")).read_text()


def test_nothing_else_lies_compressed() -> None:
    assert sorted(path.stem for path in STATIC.rglob("*.gz")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_sent_as_it_lies_where_that_is_taken(client: TestClient, name: str) -> None:
    with client.stream("GET", asset(name), headers={"accept-encoding": "gzip, br"}) as answer:
        sent = b"".join(answer.iter_raw())
    assert sent == (STATIC / f"{name}.gz").read_bytes()
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-length"] == str(len(sent))


@pytest.mark.parametrize("name", NAMES)
def test_it_is_sent_plain_where_not(client: TestClient, name: str) -> None:
    answer = client.get(asset(name), headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == (STATIC / name).read_bytes()


@pytest.mark.parametrize("coding", ["gzip", "identity"])
@pytest.mark.parametrize("name", NAMES)
def test_its_headers_say_what_it_is_and_how_long_it_holds(client: TestClient, name: str, coding: str) -> None:
    headers = client.get(asset(name), headers={"accept-encoding": coding}).headers
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    assert headers["content-type"] == f"{kind}; charset=utf-8"
    assert headers["vary"] == "Accept-Encoding"
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["x-content-type-options"] == "nosniff"
