"""Cards for a medicine that is about to be ordered: what its page says against it, held against the
record."""

import re
from collections.abc import Iterator
from uuid import uuid4

from pinprick import advice
from pinprick.advice import HeldAgainst
from pinprick.case.known import Known, of_answers
from pinprick.fhir.systems import ours
from pinprick.hooks.asked import Asked
from pinprick.hooks.cards import (
    INFO,
    WARNING,
    Card,
    Coding,
    Link,
    Source,
    bullets,
    detail,
    linked,
    topic,
)
from pinprick.hooks.orders_sent import Order
from pinprick.hooks.services import MEDICINES, SELECT
from pinprick.knowledge import Caution, Knowledge
from pinprick.knowledge.codes import stands_for
from pinprick.model.axes import Model
from pinprick.words import say, wording
from pinprick.words.naming import brief
from pinprick.words.wording import text

REASONS = ("weighed", "watched", "not-so")
"""Why a card may be put aside."""
_REASON = "card-reason"
_WORD = re.compile(r"\w+")


def cards(model: Model, asked: Asked, address: str, language: str) -> tuple[Card, ...]:
    """A card for each medicine of the orders of which something is to be said, each once."""
    known = of_answers(model.knowledge, asked.answers)
    by_code: dict[str, None] = {}
    by_name: dict[str, None] = {}
    for order in asked.orders:
        coded = dict.fromkeys(_coded(model.knowledge, order))
        by_code |= coded
        by_name |= {} if coded else dict.fromkeys(_named(model.knowledge, order))
    return tuple(
        card
        for id_ in by_code | by_name
        for card in _of_medicine(
            model.knowledge, known, (id_, id_ in by_code), asked, (address, language)
        )
    )


def _named(knowledge: Knowledge, order: Order) -> Iterator[str]:
    """The medicines of ours whose names an order holds, each as whole words. A clinical system mostly
    sends the code of a product, and the products of a medicine are more than can be listed."""
    words = _padded(order.words)
    for id_, medicine in knowledge.medicines.items():
        names = (*medicine.ingredients, *medicine.also_called)
        if any(_padded(name) in words for name in names):
            yield id_


def _padded(words: str) -> str:
    """Words in small letters, a space round each, for a search of whole ones."""
    return f" {' '.join(_WORD.findall(words.lower()))} "


def _coded(knowledge: Knowledge, order: Order) -> Iterator[str]:
    """The medicines of ours that an order is for, by its codes; none of a code that we do not know."""
    for id_, medicine in knowledge.medicines.items():
        atc = tuple(one.strip() for one in medicine.atc.split(",") if one.strip())
        listed = {"atc": atc, "rxnorm": medicine.rxnorm}
        if any(
            stands_for(system, one, code)
            for system, code in order.codes
            for one in listed.get(system, ())
        ):
            yield id_


def _of_medicine(
    knowledge: Knowledge,
    known: Known,
    found: tuple[str, bool],
    asked: Asked,
    telling: tuple[str, str],
) -> Iterator[Card]:
    (id_, by_code), (address, language) = found, telling
    medicine = knowledge.medicines[id_]
    held = advice.held_against(knowledge, known, medicine)
    # when it is signed only what the record holds interrupts: what it does not hold was told before
    open_ = [one for one in held.tell if one in medicine.must_not]
    asks = asked.hook == SELECT and any(not one.usual for one in open_)
    if not (held.against or held.care or asks):
        return
    name = text(medicine.name, language)
    yield Card(
        uuid=str(uuid4()),
        summary=_summary(name, held, sum(not one.usual for one in open_), language),
        indicator=WARNING if held.against else INFO,
        source=Source(
            say(language, "hooks.source"),
            f"{address}/about",
            topic("medicine", say(language, f"hooks.{MEDICINES}.title")),
        ),
        detail=detail(
            "" if by_code else say(language, "hooks.order.by-name"),
            say(language, "hooks.order.you"),
            bullets(say(language, "hooks.order.against"), _lines(held.against, language)),
            bullets(say(language, "hooks.order.care"), _lines(held.care, language)),
            bullets(say(language, "hooks.order.open"), _lines(open_, language)),
            say(language, "hooks.order.rest"),
            _sources(knowledge, (*held.against, *held.care, *open_), language),
            say(language, "hooks.in-part") if asked.in_part else "",
        ),
        links=(
            Link(
                say(language, "hooks.order.page", medicine=name),
                f"{address}/medicines/{id_}",
                "absolute",
            ),
        ),
        override_reasons=_reasons(language) if held.against or held.care else (),
    )


def _summary(name: str, held: HeldAgainst, open_: int, language: str) -> str:
    if held.against:
        return say(language, "hooks.order.summary-against", medicine=name, count=len(held.against))
    if held.care:
        return say(language, "hooks.order.summary-care", medicine=name, count=len(held.care))
    return say(language, "hooks.order.summary-open", medicine=name, count=open_)


def _lines(cautions: tuple[Caution, ...] | list[Caution], language: str) -> list[str]:
    return [
        say(
            language, "hooks.order.line", says=text(one.says, language), why=text(one.why, language)
        )
        for one in cautions
    ]


def _sources(knowledge: Knowledge, cautions: tuple[Caution, ...], language: str) -> str:
    """What the lines rest on, each source once, as links."""
    named = dict.fromkeys(name for one in cautions for name in one.sources)
    links = (
        linked(brief(knowledge.sources[name], language), knowledge.sources[name].url)
        for name in named
    )
    return say(
        language, "hooks.order.sources", sources=wording.series(links, language, "list.comma")
    )


def _reasons(language: str) -> tuple[Coding, ...]:
    return tuple(
        Coding(ours(_REASON), code, say(language, f"hooks.reason.{code}")) for code in REASONS
    )


def reason(coding: object) -> str | None:
    """Which of our reasons a coding is; None of another."""
    if not isinstance(coding, dict) or coding.get("system") != ours(_REASON):
        return None
    code = coding.get("code")
    return code if code in REASONS else None
