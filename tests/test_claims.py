"""What the article that pinprick began with says is answered: its five causes and its medicines are a link
away from the nap guide, and its 50 claims have a page."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from pinprick import guide
from pinprick.app import application
from pinprick.cli import main
from pinprick.guide import article as article_page
from pinprick.guide import claims as claims_page
from pinprick.words import ENGLISH, say
from pinprick.words.wording import text
from tests.house.files import ROOT
from tests.models import shipped
from tests.published import NAP, OF_ARTICLE

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(MODEL)) as client:
        yield client


@cache
def page(id_: str) -> guide.GuidePage:
    return guide.page(MODEL, id_, ENGLISH)


def links(markup: str) -> set[str]:
    return set(re.findall(r'href="(/[^"#]*)"', markup))


def test_from_the_nap_guide_the_articles_five_causes_and_its_medicines_are_one_or_two_clicks_away(
    client: TestClient,
) -> None:
    """Each cause is linked and told with its signs and advice; each medicine is linked by a cause or by the claims."""
    named = {id_ for id_, one in KNOWLEDGE.medicines.items() if one.named_by_article}
    assert len(named) == 9
    first = links(client.get(f"/guides/{NAP}").text)
    assert {f"/conditions/{id_}" for id_ in OF_ARTICLE} | {"/claims"} <= first
    further = [client.get(path).text for path in first if path.startswith(("/conditions/", "/claims"))]
    assert {f"/medicines/{id_}" for id_ in named} <= set().union(*map(links, further))
    assert page(NAP).mostly[0][0] == "positional-nerve-compression"


@pytest.mark.parametrize("id_", sorted(OF_ARTICLE))
def test_the_page_of_a_cause_of_the_article_tells_its_signs_and_what_to_do(client: TestClient, id_: str) -> None:
    told, condition = unescape(client.get(f"/conditions/{id_}").text), KNOWLEDGE.conditions[id_]
    assert text(condition.about, ENGLISH) in told
    assert all(text(step.do, ENGLISH) in told for step in condition.self_care if step.sources)
    assert all(text(KNOWLEDGE.vocabulary.findings[one].label, ENGLISH) in told for one in condition.findings)


CLAIMS = list(claims_page.claims(KNOWLEDGE, ENGLISH))


def test_every_claim_is_judged_with_a_source_where_it_is_upheld() -> None:
    for one in CLAIMS:
        assert one.note or one.verdict == "supported", one.claim
        assert one.sources or one.verdict in ("unsupported", "wrong"), one.claim


def test_the_page_of_the_claims_tells_all_50_with_verdict_and_note(client: TestClient) -> None:
    """On the page, as Markdown and as text, self-care first."""
    assert len(CLAIMS) == 50
    assert len({(one.about, one.claim) for one in CLAIMS}) == 50
    shown = unescape(re.sub(r"<[^>]+>", " ", client.get("/claims").text))
    for read in (shown, *(_claims_command(form) for form in ("text", "md"))):
        told = " ".join(re.sub(r"[*\\]", "", read).split())
        at = 0
        for one in CLAIMS:
            at = told.find(" ".join(one.claim.split()), at)
            assert at >= 0, one.claim
            assert say(ENGLISH, f"claim.{one.verdict}") in told[at:]
            assert " ".join(one.note.split()) in told[at:]
    assert CLAIMS[0].about == "Self-care"


def _claims_command(form: str) -> str:
    result = CliRunner().invoke(main, ["guide", "--claims", "--format", form])
    assert result.exit_code == 0
    return result.output


def test_the_claims_have_no_other_form() -> None:
    assert CliRunner().invoke(main, ["guide", "--claims", "--format", "pdf"]).exit_code == 2


def test_what_is_said_of_the_articles_five_causes_holds() -> None:
    """Its first claim is answered with: posture first, three of the five each in fewer than 1 in 100, and two
    that it does not name likelier than those."""
    odds = page(NAP).assessment.likely
    rare = {"diabetic-polyneuropathy", "multiple-sclerosis", "cervical-spondylotic-myelopathy"}
    assert max(odds[id_] for id_ in rare) < 0.01
    assert min(odds["lumbar-disc-radiculopathy"], odds["common-peroneal-neuropathy"]) > max(odds[id_] for id_ in rare)


def test_the_table_of_claims_is_up_to_date() -> None:
    assert (ROOT / "docs" / "article.md").read_text() == article_page.article(KNOWLEDGE, ENGLISH), "run `make article`"
