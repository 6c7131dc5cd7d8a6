"""CDS Hooks: what a record and an order bring to a clinician. A card needs a reason, never calms, holds nothing of the
record but our words for it, and what cannot be used is refused with every place."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from pinprick import advice, urgency
from pinprick.assessment import assess
from pinprick.case.answers import Answer
from pinprick.case.case import Case
from pinprick.case.known import of_answers
from pinprick.hooks import asked as reading
from pinprick.hooks import ordering as cards_of_orders
from pinprick.hooks import views
from pinprick.hooks.asked import Asked
from pinprick.hooks.orders_sent import Order
from pinprick.knowledge import Level
from pinprick.knowledge.ids import ABSENT, PRESENT
from pinprick.words import wording
from tests.hooks_made import (
    ADDRESS,
    CARBAMAZEPINE,
    CLIENT,
    DIABETES,
    GABAPENTIN,
    MEDICINES,
    NAPROXEN,
    PERSON,
    RXNORM,
    UNKNOWN_DISEASE,
    VIEW,
    call,
    concept,
    condition,
    order,
    ordered,
    ordering,
    patient,
    posted,
    prefetch,
    viewed,
)
from tests.pages import FINDINGS, KNOWLEDGE, MODEL
from tests.sending import log

INDICATORS = ("info", "warning", "critical")
LIMITS = KNOWLEDGE.settings.cards
SECRET = "xyzzy-of-the-record"


def asked(hook: str, answers: dict[str, Any], *orders: Order, in_part: bool = False) -> Asked:
    return Asked(hook, answers, False, orders, in_part)


def seen(answers: dict[str, Any]) -> tuple[Any, ...]:
    """The cards for a record that says this."""
    return views.cards(MODEL, asked("patient-view", {"age": 60.0, **answers}), ADDRESS, "en")


def of_order(id_: str, answers: dict[str, Any], hook: str = "order-select") -> tuple[Any, ...]:
    """The cards for an order of a medicine of ours, about it: a code may be that of two, as cream and patch."""
    atc = KNOWLEDGE.medicines[id_].atc.split(",")[0]
    told = cards_of_orders.cards(MODEL, asked(hook, answers, Order("x", (("atc", atc),))), ADDRESS, "en")
    return tuple(one for one in told if one.links[0].url.endswith(f"/medicines/{id_}"))


# ---- discovery


def test_discovery_tells_each_service_as_the_standard_has_it() -> None:
    services = CLIENT.get("/cds-services").json()["services"]
    assert {one["hook"]: one["id"] for one in services} == {
        "patient-view": "numb-feet",
        "order-select": "nerve-medicines",
        "order-sign": "nerve-medicines",
    }
    for one in services:
        assert all(one[key] for key in ("title", "description", "usageRequirements"))
        assert one["prefetch"]["patient"] == "Patient/{{context.patientId}}"
        assert all("{{context.patientId}}" in query for query in one["prefetch"].values())


def test_a_service_that_is_not_there_is_not_found() -> None:
    for path in ("/cds-services/static-patient-greeter", "/cds-services/static-patient-greeter/feedback"):
        posted(path, call("patient-view", prefetch()), 404)
    assert CLIENT.get(VIEW).status_code == 405


# ---- a record that is opened


def test_a_record_without_a_reason_brings_no_card() -> None:
    assert viewed(prefetch()) == {"cards": []}
    assert viewed(prefetch(condition(UNKNOWN_DISEASE))) == {"cards": []}
    assert viewed(prefetch(condition(DIABETES))) == {"cards": []}


def test_what_leads_to_numb_feet_is_told_without_a_likelihood() -> None:
    (card,) = seen({"diabetes": PRESENT, "kidney-disease": PRESENT, "heavy-alcohol": PRESENT})
    assert card.indicator == "info"
    assert card.summary.startswith("This record holds 3 things that can lead to numb feet: diabetes")
    assert "Nobody was asked" in card.detail
    assert "never as “no”" in card.detail
    told = card.summary.removeprefix("This record holds 3") + card.detail.replace("vitamin B1", "")
    assert not any(digit.isdigit() for digit in told)
    assert "like" not in told
    assert [link.url for link in card.links] == [f"{ADDRESS}/interview", f"{ADDRESS}/clinician"]


def test_one_thing_is_a_reason_where_the_record_says_that_something_is_numb() -> None:
    assert not seen({"diabetes": PRESENT})
    (card,) = seen({"diabetes": PRESENT, "feels-numb": PRESENT})
    assert "1 thing" in card.summary
    assert not seen({"feels-numb": PRESENT})


def test_a_condition_is_named_only_where_the_finding_points_to_it() -> None:
    assert LIMITS is not None
    for id_, finding in FINDINGS.items():
        if finding.kind != "flag":
            continue
        before = views._bits(MODEL, {})
        after = views._bits(MODEL, {id_: PRESENT})
        found = assess(MODEL, Case.of(MODEL, {id_: PRESENT}))
        for thing in views.things(found, LIMITS):
            assert thing.finding == id_
            assert all(after[one] - before[one] >= LIMITS.least_bits for one in thing.conditions)


def test_a_sign_that_should_not_wait_is_told_at_its_level_and_never_calmed() -> None:
    (card,) = seen({"foot-drop": PRESENT, "diabetes": PRESENT})
    assert card.indicator == "warning"
    level = urgency.judge(MODEL, *_judged({"foot-drop": PRESENT, "diabetes": PRESENT})).by_rules
    assert wording.small(wording.level_name(level, "en")) in card.summary
    assert "if" in card.summary
    assert "and since when" in card.detail


def _judged(answers: dict[str, Any]) -> Iterator[Any]:
    found = assess(MODEL, Case.of(MODEL, answers))
    yield found.known
    yield found.belief
    yield found.stands


def test_beside_an_emergency_nothing_else_is_told() -> None:
    both = {"diabetes": PRESENT, "kidney-disease": PRESENT}
    (card,) = seen({**both, "numb-saddle": PRESENT, "bladder-retention": PRESENT})
    assert card.indicator == "critical"
    assert "diabetes" not in card.summary + card.detail


def test_what_somebody_once_had_is_no_alarm_by_itself() -> None:
    assert not [one for one in seen({"cancer": PRESENT}) if one.indicator != "info"]
    first, _ = seen({"cancer": PRESENT, "feels-numb": PRESENT})
    assert first.indicator == "warning"


def test_a_card_never_tells_a_level_that_calms() -> None:
    calm = [wording.small(wording.level_name(one, "en")) for one in Level if one < Level.SOON]
    for id_, finding in FINDINGS.items():
        if finding.kind != "flag":
            continue
        for card in seen({id_: PRESENT, "diabetes": PRESENT, "hiv": PRESENT}):
            assert not any(words in card.summary.lower() for words in calm)


def test_the_line_of_a_card_is_shorter_than_140_characters() -> None:
    history = [id_ for id_, one in FINDINGS.items() if one.kind == "flag" and one.group == "history"]
    for count in range(2, len(history) + 1):
        told = dict.fromkeys(history[:count], PRESENT)
        lines = [card.summary for card in seen(told)]
        assert lines
        assert all(0 < len(line) < 140 for line in lines), lines
    for id_ in KNOWLEDGE.medicines:
        for answers in ({}, dict.fromkeys(history, PRESENT)):
            assert all(len(card.summary) < 140 for card in of_order(id_, answers) if KNOWLEDGE.medicines[id_].atc)


def test_of_a_child_only_signs_are_told_and_of_the_dead_nothing() -> None:
    told = {"diabetes": PRESENT, "hiv": PRESENT}
    assert seen(told)
    assert not seen({**told, "age": 12.0})
    assert seen({**told, "age": 12.0, "foot-drop": PRESENT})
    for died in ({"deceasedDateTime": "2026-01-02"}, {"deceasedBoolean": True}, {"deceasedBoolean": False}):
        body = call("patient-view", prefetch(patient=patient(**died)))
        read = reading.asked(body, ("patient-view",), KNOWLEDGE, datetime.now(UTC).date())
        assert read.has_died == (died != {"deceasedBoolean": False})
    assert not views.cards(MODEL, Asked("patient-view", told, True, (), False), ADDRESS, "en")


# ---- an order


def test_an_order_is_held_against_the_record() -> None:
    (card,) = of_order("naproxen-ibuprofen", {"kidney-disease": PRESENT, "age": 70.0})
    assert card.indicator == "warning"
    assert card.summary == "Naproxen, ibuprofen: 1 thing in this record is a reason not to give it"
    before, _, after = card.detail.partition("**Reasons for care")
    assert "your kidneys have failed" in before
    assert "you are older" in after
    assert card.links[0].url == f"{ADDRESS}/medicines/naproxen-ibuprofen"
    assert [one.code for one in card.override_reasons] == list(cards_of_orders.REASONS)


def test_what_rules_a_medicine_out_is_asked_where_the_record_does_not_say() -> None:
    (card,) = of_order("carbamazepine", {"age": 40.0, "sex": "male"})
    assert card.indicator == "info"
    assert "HLA-B*15:02" in card.detail
    assert "are not answered by this record" in card.summary
    assert not card.override_reasons
    assert not of_order("carbamazepine", {"age": 40.0, "sex": "male"}, "order-sign")


def test_an_allergy_alone_is_no_reason_for_a_card() -> None:
    assert not of_order("gabapentin", {"age": 40.0, "sex": "male"})
    (card,) = of_order("gabapentin", {"age": 40.0, "sex": "male", "kidney-disease": PRESENT})
    assert "allergic" in card.detail


@pytest.mark.parametrize("id_", [id_ for id_, one in KNOWLEDGE.medicines.items() if one.atc])
def test_a_caution_is_told_exactly_when_it_holds(id_: str) -> None:
    """By the advice of every other face: nothing that holds is left out, nothing that does not is told."""
    medicine = KNOWLEDGE.medicines[id_]
    for finding, answer in (("pregnant", PRESENT), ("kidney-disease", PRESENT), ("vascular-disease", ABSENT)):
        answers: dict[str, Answer] = {"age": 70.0, finding: answer}
        held = advice.held_against(KNOWLEDGE, of_answers(KNOWLEDGE, answers), medicine)
        told = of_order(id_, answers)
        if held.against or held.care:
            (card,) = told
            assert (card.indicator == "warning") == bool(held.against)
            for caution in (*held.against, *held.care):
                assert wording.text(caution.says, "en") in card.detail
        refuted = [one for one in medicine.care if one not in (*held.care, *held.tell)]
        for card in told:
            assert not [one for one in refuted if wording.text(one.why, "en") in card.detail and one.sources]


def test_a_medicine_is_found_by_the_id_of_its_ingredient_too() -> None:
    by_atc, by_rxnorm = (
        [one["summary"] for one in ordered(prefetch(patient=patient(70)), **ordering(order(code)))["cards"]]
        for code in (GABAPENTIN, (RXNORM, "25480"))
    )
    assert by_atc == by_rxnorm
    assert by_atc


def test_a_code_that_is_not_ours_is_said_in_no_card() -> None:
    for code in ((RXNORM, "617993"), (RXNORM, CARBAMAZEPINE[1]), ("urn:oid:1.2.3", GABAPENTIN[1]), (RXNORM, "")):
        assert ordered(prefetch(), **ordering(order(code))) == {"cards": []}


def test_only_what_was_just_chosen_is_looked_at_until_it_is_signed() -> None:
    both = (order(CARBAMAZEPINE, "a"), order(NAPROXEN, "b"))
    old = prefetch(patient=patient(70))
    for selections in (["MedicationRequest/b"], ["b"]):
        (card,) = ordered(old, **ordering(*both, selections=selections))["cards"]
        assert card["summary"].startswith("Naproxen")
    signed = ordered(old, hook="order-sign", **ordering(*both))["cards"]
    assert [one["summary"].partition(":")[0] for one in signed] == ["Carbamazepine", "Naproxen, ibuprofen"]
    assert not ordered(old, **ordering(*both, selections=[]))["cards"]


def test_a_medicine_that_is_told_apart_from_its_order_is_found() -> None:
    inside = {"resourceType": "Medication", "id": "m", "code": concept(NAPROXEN)}
    pointing = order(NAPROXEN, contained=[inside])
    del pointing["medicationCodeableConcept"]
    pointing["medicationReference"] = {"reference": "#m"}
    assert ordered(prefetch(patient=patient(70)), **ordering(pointing))["cards"]


def test_a_medicine_twice_brings_one_card_and_one_not_to_be_given_none() -> None:
    twice = ordering(order(NAPROXEN, "a"), order(NAPROXEN, "b"))
    assert len(ordered(prefetch(patient=patient(70)), **twice)["cards"]) == 1
    never = ordering(order(NAPROXEN, doNotPerform=True))
    assert not ordered(prefetch(patient=patient(70)), **never)["cards"]


# ---- every card


def every_card() -> Iterator[dict[str, Any]]:
    told = prefetch(condition(DIABETES), patient=patient(70))
    yield from ordered(told, **ordering(order(CARBAMAZEPINE), order(NAPROXEN, "b")))["cards"]
    yield from ordered(told, hook="order-sign", **ordering(order(GABAPENTIN)))["cards"]


def test_every_card_is_one_of_the_standard() -> None:
    found = list(every_card())
    assert len(found) == 3
    assert len({one["uuid"] for one in found}) == 3
    for card in found:
        assert card["indicator"] in INDICATORS
        assert card["source"]["label"] == "pinprick"
        assert card["source"]["url"] == f"{ADDRESS}/about"
        assert set(card["source"]["topic"]) == {"system", "code", "display"}
        assert all(link["type"] == "absolute" and link["url"].startswith(ADDRESS) for link in card["links"])
        assert all(CLIENT.get(link["url"]).status_code == 200 for link in card["links"])
        assert all(one["display"] for one in card.get("overrideReasons", []))
        assert _has_nothing_empty(card)


def _has_nothing_empty(value: Any) -> bool:
    """The standard forbids null, empty texts, lists and mappings."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (isinstance(value, bool) or bool(value)) and all(_has_nothing_empty(one) for one in inner)


def test_the_lines_of_an_order_have_their_sources() -> None:
    for card in every_card():
        assert "](<https://" in card["detail"].partition("Sources of these lines")[2]


def test_nothing_of_a_record_is_repeated() -> None:
    spoken = condition(DIABETES, note=[{"text": SECRET}])
    spoken["code"] |= {"text": SECRET}
    spoken["code"]["coding"][0]["display"] = f"<script>{SECRET}</script>"
    named = patient(70, name=[{"family": SECRET}])
    drug = order(NAPROXEN, note=[{"text": SECRET}])
    drug["medicationCodeableConcept"]["text"] = f"[{SECRET}](https://evil.example)"
    with log() as lines:
        told = CLIENT.post(MEDICINES, json=call("order-select", prefetch(spoken, patient=named), **ordering(drug)))
    assert told.json()["cards"]
    assert SECRET not in told.text
    assert SECRET not in CLIENT.get("/metrics").text
    assert not [line for line in lines if SECRET in line or PERSON in line]
