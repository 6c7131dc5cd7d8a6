"""Shares stand to one another as the rates that were counted: where a study says how many new people a year
have each of two conditions, the ratio of their shares lies within what the rates allow."""

from typing import NamedTuple

import pytest

from pinprick.knowledge.quantity import number
from tests.models import shipped

CONDITIONS = shipped().knowledge.conditions


class Rates(NamedTuple):
    """New people a year in 100,000, least and most, of one condition and of those beside it, as the
    sources named have them."""

    of: str
    least: float
    most: float
    beside: tuple[str, ...]
    beside_least: float
    beside_most: float
    sources: frozenset[str]


NUMB_OF_RADIATING = 0.75 * 0.5
"""Of new pain radiating to the leg three in four are sciatica (atlas-2015), of whom half are numb (grovle)."""

COUNTED = (
    Rates(
        of="cauda-equina-syndrome",
        least=1.0,
        most=3.0,
        beside=("lumbar-disc-radiculopathy",),
        beside_least=940 * NUMB_OF_RADIATING,
        beside_most=1910 * NUMB_OF_RADIATING,
        sources=frozenset({"girft", "spijker-2015", "khorami-2024", "atlas-2015"}),
    ),
    Rates(
        of="small-fibre-neuropathy",
        least=1.3,
        most=4.4,
        beside=("diabetic-polyneuropathy", "idiopathic-polyneuropathy"),
        beside_least=0.58 * 71.1,
        beside_most=0.58 * 82.8,
        sources=frozenset({"johnson2021", "bitzi-2021", "visser2015"}),
    ),
    Rates(
        of="meralgia-paresthetica",
        least=12.0,
        most=43.0,
        beside=("morton-neuroma",),
        beside_least=69.0,
        beside_most=69.0,
        sources=frozenset({"latinovic2006", "vanslobbe2004"}),
    ),
    Rates(
        of="cidp",
        least=0.33,
        most=0.68,
        beside=("idiopathic-polyneuropathy",),
        beside_least=0.26 * 71.1,
        beside_most=0.26 * 82.8,
        sources=frozenset({"cidp-broers-2019", "cidp-netherlands-2022", "visser2015"}),
    ),
)


@pytest.mark.parametrize("rates", COUNTED, ids=lambda rates: rates.of)
def test_shares_stand_to_one_another_as_the_counted_rates(rates: Rates) -> None:
    beside = sum(number(CONDITIONS[id_].share) for id_ in rates.beside)
    ratio = number(CONDITIONS[rates.of].share) / beside
    assert rates.least / rates.beside_most <= ratio <= rates.most / rates.beside_least


@pytest.mark.parametrize("rates", COUNTED, ids=lambda rates: rates.of)
def test_a_share_names_the_sources_of_its_rates(rates: Rates) -> None:
    assert rates.sources <= set(CONDITIONS[rates.of].share.sources)
