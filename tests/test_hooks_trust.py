"""Who may ask the services of CDS Hooks: a client that a file names, by a token that is signed for this address, not
over and used once; where no file is named, this machine alone."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from starlette.testclient import TestClient

from pinprick.app import ORIGINS, application
from pinprick.cli import main
from pinprick.hooks import clients, tokens
from pinprick.hooks.door import CLIENTS
from pinprick.problems import ProblemsFound
from pinprick.serving.ledger import Ledger
from pinprick.serving.refusals import Busy
from tests.hooks_made import ADDRESS as HERE
from tests.hooks_made import DIABETES, MEDICINES, NAPROXEN, VIEW, call, condition, order, ordering, patient, prefetch
from tests.hooks_signed import ADDRESS, CURVE, ISSUER, KID, RSA, file_of, jwks, token
from tests.pages import MODEL
from tests.sending import log

OTHER = ec.generate_private_key(ec.SECP384R1())
SHORT, OTHER_CURVE = rsa.generate_private_key(65537, 1024), ec.generate_private_key(ec.SECP256R1())
BODY = call("patient-view", prefetch(condition(DIABETES)))


def pem(key: Any) -> bytes:
    made: bytes = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return made


def private_pem(key: Any) -> bytes:
    made: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Asks from elsewhere a server that knows one client, which has two keys."""
    path = file_of(tmp_path, {"set.json": jwks(CURVE), "rsa.pem": pem(RSA)})
    monkeypatch.setenv(CLIENTS, str(path))
    return TestClient(application(MODEL), base_url=ADDRESS)


def asked(client: TestClient, signed: str | None, body: Any = BODY, path: str = VIEW) -> tuple[int, str]:
    """The status of a call with a token, and why it was refused."""
    headers = {} if signed is None else {"authorization": f"Bearer {signed}"}
    answer = client.post(path, json=body, headers=headers)
    if answer.status_code == 401:
        assert answer.headers["www-authenticate"] == "Bearer"
        assert not signed or signed not in answer.text
    errors = answer.json().get("errors", []) if answer.content else []
    return answer.status_code, errors[0]["detail"] if errors else ""


# ---- a token that is good


def test_a_token_of_a_client_lets_in(client: TestClient) -> None:
    assert asked(client, token()) == (200, "")
    assert asked(client, token([ADDRESS + VIEW])) == (200, "")
    assert asked(client, token(key=RSA, algorithm="RS384", head={"kid": "any"})) == (200, "")
    found = client.get("/cds-services", headers={"authorization": f"bearer {token(ADDRESS + '/cds-services')}"})
    assert len(found.json()["services"]) == 3


def test_feedback_takes_a_token_for_itself_or_for_its_service(client: TestClient) -> None:
    card = {"card": "x", "outcome": "overridden", "outcomeTimestamp": "2026-11-28T00:00:00Z"}
    for audience in (f"{ADDRESS}{VIEW}/feedback", ADDRESS + VIEW):
        assert asked(client, token(audience), {"feedback": [card]}, f"{VIEW}/feedback")[0] == 200
    assert asked(client, token(f"{ADDRESS}{VIEW}/feedback"))[0] == 401


def test_cards_lead_to_the_address_that_the_file_names(client: TestClient) -> None:
    drug = call("order-sign", prefetch(patient=patient(70)), **ordering(order(NAPROXEN)))
    for host in ("pinprick.example.org", "evil.example"):
        signed = f"Bearer {token(ADDRESS + MEDICINES)}"
        told = client.post(MEDICINES, json=drug, headers={"authorization": signed, "host": host})
        (card,) = told.json()["cards"]
        assert card["links"][0]["url"] == f"{ADDRESS}/medicines/naproxen-ibuprofen"
        assert "evil" not in told.text


# ---- a token that is not


NOW = round(time.time())  # ends of these tokens are a day away: the tests may run for long
REFUSED: dict[str, tuple[Callable[[], str | None], str]] = {
    "none": (lambda: None, "Authorization: Bearer"),
    "no token at all": (lambda: "x.y.z", "no such token"),
    "expired": (lambda: token(exp=NOW - 100, iat=NOW - 300), "over (exp)"),
    "from the future": (lambda: token(iat=NOW + 86_400, exp=NOW + 86_500), "future (iat"),
    "too long": (lambda: token(exp=NOW + 86_400), "longer than 900 seconds"),
    "other audience": (lambda: token(ADDRESS + "/cds-services/nerve-medicines"), "another address (aud)"),
    "other host": (lambda: token("https://evil.example" + VIEW), "another address (aud)"),
    "beginning of the address": (lambda: token(ADDRESS), "another address (aud)"),
    "other issuer": (lambda: token(iss="https://evil.example"), "issuer (iss)"),
    "no issuer": (lambda: token(iss=None), "issuer (iss)"),
    "no audience": (lambda: token(aud=None), "is not in it"),
    "no end": (lambda: token(exp=None), "is not in it"),
    "no beginning": (lambda: token(iat=None), "is not in it"),
    "no id": (lambda: token(jti=None), "is not in it"),
    "empty id": (lambda: token(jti=""), "id (jti)"),
    "another's key": (lambda: token(key=OTHER), "not signed by the key"),
    "unknown key": (lambda: token(head={"kid": "other"}), "kid and alg"),
    "no key": (lambda: token(head={"kid": ""}), "names no key (kid)"),
    "another type": (lambda: token(head={"typ": "at+jwt"}), "another typ"),
    "unsigned": (lambda: token(key=None, algorithm="none"), "kid and alg"),
    "a shared secret": (lambda: token(key="x" * 64, algorithm="HS384"), "kid and alg"),
    "the public key as a secret": (lambda: forged(pem(CURVE)), "kid and alg"),
    "another algorithm": (lambda: token(key=RSA, algorithm="RS256"), "kid and alg"),
    "a key for another algorithm": (lambda: token(key=RSA, algorithm="PS384"), "kid and alg"),
}


def forged(secret: bytes) -> str:
    """A token signed with what is public, as one that knows no private key would do it."""
    import base64
    import hashlib
    import hmac

    head, claims, _ = token().split(".")
    changed = base64.urlsafe_b64encode(json.dumps({"alg": "HS384", "typ": "JWT", "kid": KID}).encode()).rstrip(b"=")
    signed = changed + b"." + claims.encode()
    mark = base64.urlsafe_b64encode(hmac.new(secret, signed, hashlib.sha384).digest()).rstrip(b"=")
    assert head
    return (signed + b"." + mark).decode()


@pytest.mark.parametrize("name", REFUSED)
def test_a_token_that_is_not_good_is_refused_and_why(client: TestClient, name: str) -> None:
    made, why = REFUSED[name]
    status, told = asked(client, made())
    assert status == 401
    assert why in told


def test_a_token_is_taken_once(client: TestClient) -> None:
    one = token()
    assert asked(client, one)[0] == 200
    assert asked(client, one) == (
        401,
        "needs a token of a client (JWT): it was used before (jti); sign a new one for each request",
    )
    assert asked(client, token(jti="same"))[0] == 200
    assert asked(client, token(jti="same"))[0] == 401


def test_a_forged_token_uses_up_no_id(client: TestClient) -> None:
    assert asked(client, token(key=OTHER, jti="mine"))[0] == 401
    assert asked(client, token(jti="mine"))[0] == 200


def test_two_tokens_at_once_are_refused(client: TestClient) -> None:
    headers = [("authorization", f"Bearer {token()}"), ("authorization", f"Bearer {token()}")]
    assert client.post(VIEW, json=BODY, headers=headers).status_code == 401


def test_without_a_token_nothing_is_read_of_a_call(client: TestClient) -> None:
    assert asked(client, None, {"hook": 7})[0] == 401
    assert client.get("/cds-services").status_code == 401
    assert client.post("/cds-services/nothing", json=BODY).status_code == 401


def test_nothing_of_a_token_is_logged(client: TestClient) -> None:
    with log() as lines:
        for made, _ in REFUSED.values():
            signed = made()
            asked(client, signed)
            assert not signed or not [line for line in lines if signed[:30] in line]
        asked(client, token())
    assert not [line for line in lines if KID in line or ISSUER in line]


def test_what_was_used_is_remembered_as_long_as_it_is_good_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST", 3)
    seen = tokens.Seen(Ledger())
    assert all(seen.take("i", str(number), until=100.0, now=0.0) for number in range(3))
    with pytest.raises(Busy):
        seen.take("i", "3", until=100.0, now=50.0)
    assert not seen.take("i", "2", until=100.0, now=50.0)
    assert seen.take("i", "3", until=200.0, now=101.0)
    assert seen.take("i", "2", until=200.0, now=101.0)
    assert seen.take("j", "3", until=200.0, now=101.0)
    again = tokens.Seen(Ledger())
    assert [again.take("i", "1", until=now + 10.0, now=now) for now in (0.0, 9.0, 11.0)] == [True, False, True]


# ---- no client is named


def test_where_no_client_is_named_only_this_machine_is_let_in() -> None:
    local = TestClient(application(MODEL), base_url=HERE, client=("127.0.0.1", 5000))
    assert local.get("/cds-services").status_code == 200
    assert (
        TestClient(local.app, base_url="http://[::1]:8000", client=("::1", 5)).get("/cds-services").status_code == 200
    )
    named = TestClient(local.app, base_url=HERE, client=("127.0.0.1", 5)).get(
        "/cds-services", headers={"host": "localhost"}
    )
    assert named.status_code == 200


@pytest.mark.parametrize(
    ("base", "peer", "headers"),
    [
        ("http://192.0.2.7:8000", "192.0.2.9", {}),
        (HERE, "192.0.2.9", {}),
        ("http://192.0.2.7:8000", "127.0.0.1", {}),
        ("http://192.0.2.7:8000", "127.0.0.1", {"host": "localhost"}),
        (HERE, "127.0.0.1", {"host": "pinprick.example.org"}),
        (HERE, "127.0.0.1", {"x-forwarded-for": "192.0.2.9"}),
        (HERE, "127.0.0.1", {"forwarded": "for=192.0.2.9"}),
        (HERE, "testclient", {}),
    ],
)
def test_what_comes_from_elsewhere_or_by_a_proxy_is_refused_with_the_cure(
    base: str, peer: str, headers: dict[str, str]
) -> None:
    other = TestClient(application(MODEL), base_url=base, client=(peer, 5000))
    for answer in (other.get("/cds-services", headers=headers), other.post(VIEW, json=BODY, headers=headers)):
        assert answer.status_code == 403
        (told,) = answer.json()["errors"]
        assert "no client is named" in told["detail"]
        assert CLIENTS in told["detail"]
    assert other.get("/", headers=headers).status_code == 200


# ---- pages of others


def test_only_pages_that_were_named_may_ask_by_script(monkeypatch: pytest.MonkeyPatch) -> None:
    wish = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}
    for allowed, status in ((ISSUER, 200), ("https://other.example", 400)):
        monkeypatch.setenv(ORIGINS, allowed)
        other = TestClient(application(MODEL), base_url=HERE, client=("127.0.0.1", 5000))
        told = other.options(VIEW, headers={"origin": ISSUER} | wish)
        assert told.status_code == status
        assert ("access-control-allow-origin" in told.headers) == (status == 200)
        assert "access-control-allow-credentials" not in told.headers


# ---- the file


def faults(path: Path) -> str:
    with pytest.raises(ProblemsFound) as found:
        clients.named(str(path))
    return str(found.value)


def test_no_file_names_nobody_and_a_missing_one_is_told(tmp_path: Path) -> None:
    assert clients.named(None) is None
    assert clients.named("") is None
    assert "cannot be read" in faults(tmp_path / "nothing.yaml")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[]", "takes the address"),
        ("address: http://pinprick.example.org\nclients: []", "beginning with https://"),
        ("address: https://a.example\nclient: []", "client: is not known"),
        ("address: https://a.example\nclients: [{issuer: x}]", "clients.0: takes `issuer`"),
        ("address: https://a.example\nclients: [{issuer: x, keys: []}]", "clients.0: takes `issuer`"),
        ("address: https://a.example\nclients: [{issuer: x, keys: [gone.pem]}]", "clients.0.keys.0:"),
        ("address: [", "not valid YAML"),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_place(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "clients.yaml"
    path.write_text(content)
    assert told in faults(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (private_pem(CURVE), "holds a private key"),
        (pem(OTHER_CURVE), "neither on the curve P-384"),
        (pem(SHORT), "nor RSA with 2048 bits"),
        (b"-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----\n", "no public key in PEM"),
        (b"not a key", "neither a JWK Set (JSON) nor"),
        (b'{"keys": []}', "no list of keys"),
        (jwks(CURVE, d="secret"), "private or shared key"),
        (b'{"keys": [{"kid": "x", "kty": "oct", "k": "c2VjcmV0"}]}', "private or shared key"),
        (jwks(CURVE, kid=""), "without an id (kid)"),
        (jwks(CURVE, use="enc"), "not for signing"),
        (jwks(RSA, alg="RS256"), "another algorithm"),
        (jwks(OTHER_CURVE), "neither on the curve P-384"),
        (jwks(CURVE, x="?"), "cannot be read"),
    ],
)
def test_a_key_that_cannot_be_used_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    assert told in faults(file_of(tmp_path, {"key": content}))


def test_a_client_that_stands_twice_is_told(tmp_path: Path) -> None:
    path = file_of(tmp_path, {"a.pem": pem(CURVE)})
    data = json.loads(path.read_text())
    data["clients"] *= 2
    path.write_text(json.dumps(data))
    assert "clients.1.issuer: is named twice" in faults(path)


def test_a_server_does_not_start_with_a_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CLIENTS, str(file_of(tmp_path, {"key": b"x"})))
    told = CliRunner().invoke(main, ["serve", "--port", "0"])
    assert told.exit_code != 0
    assert "clients.0.keys.0" in told.output
    assert "Traceback" not in told.output
