"""CDS Hooks: an order of which no code is known is found by the names of medicines in it, as clinical systems send
codes of products."""

import re
from typing import Any

from pinprick.hooks import ordering as cards_of_orders
from pinprick.hooks.orders_sent import Order
from tests.hooks_made import (
    ICD_10_CM,
    MEDICINES,
    NAPROXEN,
    PERSON,
    RXNORM,
    call,
    condition,
    order,
    ordered,
    ordering,
    patient,
    posted,
    prefetch,
)
from tests.made_patients import PATIENTS, resources
from tests.pages import KNOWLEDGE

FOUND = "found by a name in the order"


def called(words: str, **more: Any) -> dict[str, Any]:
    """An order of a product, whose code is not known here, as the public sandbox writes it."""
    concept_of = {"text": words, "coding": [{"system": RXNORM, "code": "198014", "display": words}]}
    made = {"resourceType": "MedicationRequest", "id": "request-123", "status": "draft", "intent": "order"}
    return made | {"subject": {"reference": f"Patient/{PERSON}"}, "medicationCodeableConcept": concept_of} | more


def test_an_order_of_a_product_is_found_by_the_name_that_it_holds() -> None:
    """A clinical system sends the code of a product, of which there are too many to list: without the name no card
    came, and the sandbox said "All clear!" of naproxen where the kidneys have failed."""
    record = prefetch(condition((ICD_10_CM, "N18.6")), patient=patient(70))
    (by_code,) = ordered(record, **ordering(order(NAPROXEN)))["cards"]
    assert FOUND not in by_code["detail"]
    for words in ("Naproxen 500 MG Oral Tablet", "12 HR NAPROXEN sodium 375 mg", "tab. Aleve, 220mg", "x/ibuprofen/y"):
        for hook in ("order-select", "order-sign"):
            (card,) = ordered(record, hook=hook, **ordering(called(words)))["cards"]
            assert (card["summary"], card["indicator"]) == (by_code["summary"], "warning")
            assert card["detail"].count(FOUND) == 1
            assert "500" not in card["detail"]
    both = ordered(record, **ordering(called("Naproxen 375 MG / Gabapentin 300 MG")))["cards"]
    assert [one["summary"].partition(":")[0] for one in both] == ["Gabapentin", "Naproxen, ibuprofen"]


def test_only_a_whole_name_finds_a_medicine_and_a_code_of_ours_comes_first() -> None:
    record = prefetch(condition((ICD_10_CM, "N18.6")), patient=patient(70))
    for words in ("Desnaproxenal", "Esomeprazole 20 MG Oral Capsule", "oral tablet", "", "sodium"):
        assert ordered(record, **ordering(called(words))) == {"cards": []}
    coded = order(NAPROXEN)
    coded["medicationCodeableConcept"]["text"] = "gabapentin"
    (card,) = ordered(record, **ordering(coded))["cards"]
    assert card["summary"].startswith("Naproxen")


def test_the_words_of_a_medicine_are_read_wherever_it_is_told() -> None:
    record = prefetch(condition((ICD_10_CM, "N18.6")), patient=patient(70))
    drug = {"resourceType": "Medication", "id": "m", "code": called("Naproxen 500 MG")["medicationCodeableConcept"]}
    pointing = called("", contained=[drug, 7], medicationReference={"reference": "#m"})
    del pointing["medicationCodeableConcept"]
    assert len(ordered(record, **ordering(pointing))["cards"]) == 1
    apart = pointing | {"contained": [], "medicationReference": {"reference": "Medication/m"}}
    assert len(ordered(record, **ordering(apart, drug, selections=["request-123"]))["cards"]) == 1
    wrong = ({"text": 7, "coding": [7, {"display": 7}]}, {"coding": [{"system": RXNORM}]})
    for concept_of in wrong:
        assert posted(MEDICINES, call("order-sign", record, **ordering(called("") | {"note": concept_of})))


def test_made_orders_are_found_by_their_names_and_no_others() -> None:
    """Held against a slow reading of their words."""
    found = 0
    for index in range(len(PATIENTS)):
        for made in resources(index, "MedicationRequest"):
            words = made["medicationCodeableConcept"]["coding"][0]["display"]
            ours = {
                id_
                for id_, one in KNOWLEDGE.medicines.items()
                for name in (*one.ingredients, *one.also_called)
                if re.search(rf"\b{name}\b", words, re.IGNORECASE)
            }
            assert set(cards_of_orders._named(KNOWLEDGE, Order("x", (), words))) == ours
            found += bool(ours)
    assert found > 50


def test_every_medicine_with_a_code_has_names_that_find_it() -> None:
    for id_, medicine in KNOWLEDGE.medicines.items():
        assert bool(medicine.ingredients) == bool(medicine.atc or medicine.rxnorm) or id_ == "immunoglobulin", id_
        for name in (*medicine.ingredients, *medicine.also_called):
            found = cards_of_orders._named(KNOWLEDGE, Order("x", (), f"1 {name.upper()}, 2 mg"))
            assert id_ in found, name
