"""A source can be found again, says how much of it was read, and is told when it is a copy."""

import pytest
from msgspec.structs import replace

from pinprick.authoring import checks
from pinprick.authoring.checks.sources import sources
from pinprick.knowledge import Hosts, Knowledge, is_on
from pinprick.knowledge.quantity import Source
from pinprick.words.naming import brief, provenance
from tests.checked import check
from tests.models import written

KNOWLEDGE = written()
PAPER = Source("Feet", "https://pubmed.ncbi.nlm.nih.gov/123/", "They go numb.", "Example Journal", 2024)
ABSTRACT = replace(PAPER, pmid="123", doi="10.1000/feet", read="abstract")


def holding(**more: Source) -> Knowledge:
    return replace(KNOWLEDGE, sources=KNOWLEDGE.sources | more)


def whats(knowledge: Knowledge) -> list[str]:
    """What is wrong with sources; that the whole check asks this too is seen in test_knowledge_files.py."""
    return [fault.what for fault in sources(knowledge) if fault.file == "sources.yaml"]


@pytest.mark.parametrize(
    ("field", "number"),
    [
        ("doi", "https://doi.org/10.1000/feet"),
        ("doi", "10.1000"),
        ("pmid", "PMC123"),
        ("pmid", "012"),
        ("nice", "127"),
    ],
)
def test_a_number_that_finds_nothing_is_a_fault(field: str, number: str) -> None:
    wrong = whats(holding(feet=replace(PAPER, **{field: number})))
    assert [what for what in wrong if what.startswith(f"{number} is none")]


@pytest.mark.parametrize(
    ("field", "url", "number"),
    [
        ("doi", "https://example.org/articles/10.1000/feet/full", "10.1000/feet"),
        ("doi", "https://example.org/chapter/10.1000%2Ffeet", "10.1000/feet"),
        ("pmid", "https://pubmed.ncbi.nlm.nih.gov/123/", "123"),
        ("pmid", "http://www.ncbi.nlm.nih.gov/pubmed/123", "123"),
        ("nice", "https://www.nice.org.uk/guidance/ng127/chapter/Context", "NG127"),
    ],
)
def test_a_number_in_an_address_is_named_too(field: str, url: str, number: str) -> None:
    untold = replace(PAPER, url=url, pmid="")
    assert any(f"under `{field}`" in what for what in whats(holding(feet=untold)))
    assert not any("the address holds" in what for what in whats(holding(feet=replace(untold, **{field: number}))))


@pytest.mark.parametrize("says", ["Read as an abstract: they go numb.", "They go numb. Read as its abstract."])
def test_who_read_an_abstract_says_so_where_readers_are_told(says: str) -> None:
    untold = replace(PAPER, pmid="123", says=says)
    assert any("an abstract was read" in what for what in whats(holding(feet=untold)))
    assert not any("an abstract was read" in what for what in whats(holding(feet=replace(untold, read="abstract"))))


def test_one_paper_has_one_key() -> None:
    for other in (replace(ABSTRACT, url="https://a.org/", pmid=""), replace(ABSTRACT, url="https://b.org/", doi="")):
        found = whats(holding(feet=ABSTRACT, again=other))
        assert [what for what in found if what.startswith("feet has the same")]


def test_a_host_stands_for_all_below_it_and_for_none_that_ends_alike() -> None:
    hosts = ("nhs.uk",)
    below = ("https://nhs.uk/a", "https://www.nhs.uk/a", "http://111.wales.nhs.uk:80/b", "https://nhs.uk./a")
    beside = ("https://notnhs.uk/a", "https://nhs.uk.example.org/a", "https://example.org/nhs.uk")
    assert all(is_on(replace(PAPER, url=url), hosts) for url in below)
    assert not any(is_on(replace(PAPER, url=url), hosts) for url in beside)


def test_a_path_on_a_host_that_many_share_stands_for_what_is_below_it_alone() -> None:
    hosts = ("github.com/opensafely",)
    below = ("https://github.com/opensafely", "https://github.com/opensafely/lists/blob/main/a.csv")
    beside = (
        "https://github.com/opensafelyer/a",
        "https://github.com/else/opensafely",
        "https://github.com",
        "https://a.org/opensafely",
    )
    assert all(is_on(replace(PAPER, url=url), hosts) for url in below)
    assert not any(is_on(replace(PAPER, url=url), hosts) for url in beside)


def test_each_source_is_of_one_kind_and_a_copy_stays_one_whatever_its_number() -> None:
    hosts = Hosts(official=("nhs.uk",), publishers=("example.org",), copies=("copies.org",))
    addresses = {
        "of-nhs": "https://nhs.uk/a",
        "of-paper": "https://other.net/a",
        "of-publisher": "https://example.org/a",
        "of-nobody": "https://other.net/b",
        "of-copier": "https://copies.org/a",
        "of-a-search": "https://nhs.uk/?term=feet",
    }
    named = {key: replace(PAPER, url=url) for key, url in addresses.items()}
    named |= {key: replace(named[key], pmid=pmid) for key, pmid in (("of-paper", "1"), ("of-copier", "2"))}
    assert checks.kinds(replace(KNOWLEDGE, sources=named, hosts=hosts)) == {
        "copy": ["of-copier"],
        "searched": ["of-a-search"],
        "official": ["of-nhs"],
        "identified": ["of-paper"],
        "publisher": ["of-publisher"],
        "other": ["of-nobody"],
    }


def test_a_copy_and_a_guide_that_begins_unofficially_are_told_with_their_places() -> None:
    first = {guide.answer.sources[0] for guide in KNOWLEDGE.guides.values()}
    hosts = Hosts(copies=("copies.org",))
    copied = replace(
        KNOWLEDGE, hosts=hosts, sources=dict.fromkeys(first, PAPER) | {"a": replace(PAPER, url="https://copies.org")}
    )
    [copy] = checks.copies(copied)
    assert (copy.file, copy.path) == ("sources.yaml", ("a", "url"))
    assert "https://copies.org" in copy.what
    unofficial = list(checks.unofficial_guides(copied))
    assert {fault.file for fault in unofficial} == {f"guides/{id_}.yaml" for id_ in KNOWLEDGE.guides}
    official = replace(copied, hosts=Hosts(official=("pubmed.ncbi.nlm.nih.gov",)))
    assert not list(checks.unofficial_guides(official))


def test_check_counts_every_source_once_and_lists_the_copies() -> None:
    line = next(line for line in check().splitlines() if "(--copies)" in line and " official, " in line)
    numbers = [int(word) for word in line.split() if word.isdigit()]
    assert numbers[0] == sum(numbers[1:]) == len(KNOWLEDGE.sources)
    listed = check("--copies").splitlines()
    assert len([line for line in listed if line.startswith("sources.yaml ")]) == numbers[-2] + numbers[-1]


def test_a_source_is_named_with_its_number_and_with_how_much_of_it_was_read() -> None:
    assert provenance(PAPER, "en") == "Example Journal, 2024"
    assert provenance(ABSTRACT, "en") == "Example Journal, 2024, PubMed 123, abstract only"
    assert provenance(replace(ABSTRACT, pmid=""), "en") == "Example Journal, 2024, doi 10.1000/feet, abstract only"
    assert provenance(replace(PAPER, nice="NG127", pmid="123"), "en") == "Example Journal, 2024, NICE NG127"
    assert brief(PAPER, "en") == "Example Journal 2024"
    assert brief(ABSTRACT, "en") == "Example Journal 2024, abstract only"
    assert brief(replace(PAPER, publisher="", year=None), "en") == "Feet"
    assert provenance(replace(PAPER, publisher="", year=None), "en") == ""
