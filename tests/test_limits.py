"""Who asks too often for what is made for programs is told when to come again; the page and what watches the server
are never limited, and nothing of an address is kept, logged or told."""

import logging
import time
from ipaddress import ip_address

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.cli import main
from pinprick.cli.serve import _settings
from pinprick.problems import ProblemsFound
from pinprick.serving import limits
from pinprick.serving.ledger import Ledger
from pinprick.serving.limits import BURST, CLIENT_HEADER, RATE, Buckets, Limit, asked_for
from tests.pages import MODEL

ONE, OTHER = "203.0.113.5", "198.51.100.7"
VERSION = "/api/v1/version"
CASE = {"findings": {"limb-pressed": "present"}}


@pytest.fixture
def seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three requests at once, and then one in a hundred seconds."""
    monkeypatch.setenv(RATE, "0.01")
    monkeypatch.setenv(BURST, "3")


def client(address: str = ONE) -> TestClient:
    """Somebody at an address, who asks an application of their own."""
    return TestClient(application(MODEL), client=(address, 50_000))


def statuses(asking: TestClient, path: str = VERSION, times: int = 4, by: str | None = None) -> list[int]:
    """The statuses of requests in a row, `by` whom a proxy names."""
    headers = {} if by is None else {"x-forwarded-for": by}
    return [asking.get(path, headers=headers).status_code for _ in range(times)]


# ---- what is limited


@pytest.mark.usefixtures("seldom")
@pytest.mark.parametrize("path", ["/", "/about", "/healthz", "/readyz", "/metrics", "/static/pinprick.css"])
def test_the_page_and_what_watches_the_server_are_not_limited(path: str) -> None:
    asking = client()
    assert statuses(asking, times=4)[-1] == 429
    assert statuses(asking, path, times=8) == [200] * 8


@pytest.mark.usefixtures("seldom")
def test_all_that_is_made_for_programs_shares_one_limit_and_says_it_in_its_own_form() -> None:
    asking = client()
    assert asking.post("/api/v1/assess", json=CASE).status_code == 200
    assert statuses(asking, "/fhir/metadata", times=1) + statuses(asking, times=1) == [200, 200]
    for path, kind in (
        ("/api/v1/assess", "problem"),
        ("/fhir/Questionnaire/$next-question", "fhir"),
        ("/mcp", "problem"),
    ):
        answer = asking.post(path, json=CASE)
        assert answer.status_code == 429, path
        assert 90 <= int(answer.headers["retry-after"]) <= 100
        assert answer.headers["content-type"] == f"application/{kind}+json"
        assert "come again in" in answer.text
    assert asking.get("/fhir/metadata").json()["issue"][0]["code"] == "throttled"


def test_without_a_setting_there_is_no_limit() -> None:
    assert set(statuses(client(), times=120)) == {200}


@pytest.mark.usefixtures("seldom")
def test_a_refusal_is_one_that_is_described() -> None:
    asking = client()
    described = asking.get("/api/v1/openapi.json").json()
    for path, methods in described["paths"].items():
        assert "429" in next(iter(methods.values()))["responses"], path
    refused = [asking.get(VERSION) for _ in range(3)][-1].json()
    shape = described["components"]["schemas"]["Problem"] | {"components": described["components"]}
    jsonschema.validate(refused, shape)
    assert (refused["status"], refused["title"]) == (429, "Too Many Requests")


@pytest.mark.usefixtures("seldom")
def test_who_was_refused_is_served_once_the_time_has_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    asking, clock = client(), [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    assert statuses(asking) == [200, 200, 200, 429]
    clock[0] += int(asking.get(VERSION).headers["retry-after"])
    assert statuses(asking, times=2) == [200, 429]
    clock[0] += 10_000
    assert statuses(asking) == [200, 200, 200, 429], "no more is saved up than the burst"


# ---- who is one client


@pytest.mark.usefixtures("seldom")
def test_a_header_that_anybody_can_write_counts_for_nothing_unless_it_is_named() -> None:
    asking = client()
    told = [
        asking.get(VERSION, headers={"x-forwarded-for": f"192.0.2.{n}", "x-real-ip": f"192.0.2.{n}"}) for n in range(4)
    ]
    assert [one.status_code for one in told] == [200, 200, 200, 429]
    assert _settings()["proxy_headers"] is False, "uvicorn would believe it of whoever is on this machine"


@pytest.mark.usefixtures("seldom")
def test_behind_a_proxy_each_client_of_it_has_its_own_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CLIENT_HEADER, "X-Forwarded-For")
    proxy = client("127.0.0.1")
    assert statuses(proxy, by=ONE) == [200, 200, 200, 429]
    assert statuses(proxy, times=1, by=OTHER) == [200]
    assert statuses(proxy, times=1, by=f"192.0.2.1, {ONE}") == [429], "the last one is what the proxy itself wrote"
    twice = [("x-forwarded-for", "192.0.2.2"), ("x-forwarded-for", ONE)]
    assert proxy.get(VERSION, headers=twice).status_code == 429
    assert statuses(proxy, by="nobody") == [200, 200, 200, 429], "else it is the proxy that asks"
    assert statuses(proxy, times=1) == [429]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.5", "203.0.113.5", True),
        ("203.0.113.5", "203.0.113.6", False),
        ("", "testclient", False),
    ],
)
def test_a_network_that_one_place_has_is_one_client(one: str, other: str, same: bool) -> None:
    buckets = Buckets(Limit(1, 1), Ledger())
    assert buckets.take(one, 0.0) == 0
    assert (buckets.take(other, 0.0) > 0) == same


# ---- the buckets


@given(st.lists(st.floats(0, 3), max_size=60), st.floats(0.2, 50), st.integers(1, 8), st.floats(0, 1e9))
def test_no_more_gets_through_than_was_allowed_and_no_less(
    pauses: list[float], rate: float, burst: int, start: float
) -> None:
    """In any span of time at most the burst and what the rate gives; whoever waits as they were told is served."""
    buckets, now, served = Buckets(Limit(rate, burst), Ledger()), start, []
    for pause in pauses:
        now += pause
        wait = buckets.take(ONE, now)
        if not wait:
            served.append(now)
            continue
        assert wait <= 1 / rate + 1e-6
        now += wait + 1e-6
        assert buckets.take(ONE, now) == 0
        served.append(now)
    for first, begun in enumerate(served):
        for last in range(first, len(served)):
            assert last - first + 1 <= burst + rate * (served[last] - begun) + 1e-3 * (1 + rate)


@given(st.lists(st.floats(1, 9), min_size=1, max_size=50))
def test_who_keeps_to_the_rate_is_never_refused(pauses: list[float]) -> None:
    buckets, now = Buckets(Limit(1, 1), Ledger()), 0.0
    for pause in pauses:
        now += pause
        assert buckets.take(ONE, now) == 0


def kept(ledger: Ledger) -> list[bytes]:
    """What is remembered of clients."""
    with ledger.turn() as base:
        return [client for (client,) in base.execute("SELECT client FROM buckets")]


def test_many_addresses_take_bounded_memory_and_are_soon_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CLIENTS", 100)
    ledger = Ledger()
    buckets = Buckets(Limit(1, 10), ledger)
    for number in range(500):
        buckets.take(str(ip_address(number)), 0.0)
    assert 100 <= len(kept(ledger)) < 100 + limits._SOMETIMES
    buckets.take(ONE, 2.0)
    assert len(kept(ledger)) == 1, "a bucket that is full again is as good as none"


def test_who_asked_last_is_remembered_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CLIENTS", 2)
    monkeypatch.setattr(limits, "_SOMETIMES", 1)
    buckets = Buckets(Limit(0.001, 2), Ledger())
    for address in (ONE, OTHER, ONE, "192.0.2.1"):
        assert buckets.take(address, 0.0) == 0
    assert buckets.take(ONE, 0.0) > 0
    assert buckets.take(OTHER, 0.0) == 0, "it made room"


# ---- nothing of an address


@pytest.mark.usefixtures("seldom")
def test_no_address_is_kept_logged_or_told(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv(CLIENT_HEADER, "x-real-ip")
    asking = client()
    answers = [asking.get(VERSION, headers={"x-real-ip": OTHER}) for _ in range(5)]
    assert answers[-1].status_code == 429
    told = "".join(f"{one.text}{one.headers}" for one in (*answers, asking.get("/metrics")))
    ours = "".join(one.getMessage() for one in caplog.records if not one.name.startswith("httpx"))
    for address in (ONE, OTHER):
        assert address not in told + ours
    one, again = Ledger(), Ledger()
    for ledger in (one, again):
        Buckets(Limit(1, 1), ledger).take(OTHER, 0.0)
    assert ip_address(OTHER).packed not in kept(one)[0]
    assert kept(one) != kept(again), "a digest without a key can be guessed back"


# ---- the settings


@pytest.mark.parametrize(
    ("environment", "limit"),
    [
        ({}, None),
        ({RATE: "5"}, Limit(5, 40)),
        ({RATE: "0.5", BURST: "7", CLIENT_HEADER: " X-Real-IP "}, Limit(0.5, 7, "x-real-ip")),
    ],
)
def test_a_limit_is_named_by_the_environment(environment: dict[str, str], limit: Limit | None) -> None:
    assert asked_for(environment, "en") == limit


@pytest.mark.parametrize(
    ("environment", "names"),
    [
        ({RATE: "often"}, [RATE]),
        ({RATE: "0"}, [RATE]),
        ({RATE: "nan", BURST: "1.5"}, [BURST, RATE]),
        ({RATE: "-1", BURST: "0"}, [BURST, RATE]),
        ({RATE: "inf"}, [RATE]),
        ({BURST: "5", CLIENT_HEADER: "x-real-ip"}, [BURST, CLIENT_HEADER]),
    ],
)
def test_a_setting_that_cannot_be_stops_the_server_before_it_starts(
    environment: dict[str, str], names: list[str]
) -> None:
    """A limit that was meant and is not there would be worse than none."""
    with pytest.raises(ProblemsFound) as found:
        asked_for(environment, "en")
    assert [one.file for one in found.value.problems] == names
    told = CliRunner().invoke(main, ["serve", "--port", "0"], env=environment)
    assert told.exit_code == 2
    assert all(name in told.output for name in names)
