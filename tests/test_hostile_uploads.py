"""Files that are opened on the page, in shapes that no browser of a person sends."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from pinprick.app import application
from tests.pages import MODEL
from tests.sending import send


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(MODEL), raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("charset", ["punycode", "undefined", "idna", "unicode_escape", "utf-7", "utf-16", "zlib", "x"])
def test_a_file_in_another_charset_is_refused(client: TestClient, charset: str) -> None:
    """Some names of charsets that Python knows are none, and fail in ways of their own."""
    part = b'--BB\r\ncontent-disposition: form-data; name="\xff\xfe\xe9"\r\n\r\nx\r\n--BB--\r\n'
    kind = {"content-type": f"multipart/form-data; boundary=BB; charset={charset}"}
    assert send(client, "POST", "/open", content=part, headers=kind).status_code == 415
    kind = {"content-type": "multipart/form-data; boundary=BB; charset=UTF-8"}
    assert send(client, "POST", "/open", content=part, headers=kind).status_code in (415, 422)


@pytest.mark.parametrize("depth", [30, 60, 480, 700, 980, 3000])
@pytest.mark.parametrize("begin", ["[", "{a: "])
def test_a_deep_or_tagged_file_is_refused(client: TestClient, begin: str, depth: int) -> None:
    for content in (
        f"findings: {begin * depth}",
        f"findings: {begin * depth}{']' * depth}",
        "findings: {age: !!int x}",
    ):
        assert send(client, "POST", "/open", files={"case": ("kept.yaml", content.encode())}).status_code in (413, 422)
