"""Findings as items of a questionnaire, and answers as items of a response; both by the id of the
finding, which is the `linkId`."""

from collections.abc import Iterator

from pinprick.account.answers import choices
from pinprick.case.answers import Answer, Answers, Painted
from pinprick.fhir.systems import ITEM_CONTROL, Json, coding, ours
from pinprick.knowledge import Finding, Knowledge
from pinprick.knowledge.ids import MAP, MAP_PARTS, PRESENT, UNKNOWN
from pinprick.words import say
from pinprick.words.wording import text

UNKNOWN_OF = "/unknown"
"""What ends the `linkId` of the item that says that a number is not known: an item for a number
cannot."""
NOWHERE = "nowhere"
"""The code that says that the map was shown, and nothing of it is numb."""
MIDLINE = MAP_PARTS[-1]
"""The part of the map of which regions have no side."""
SIDE = ":"
"""What stands between the side and the region in a code of the map."""
_ANSWER = ours("answer")
_CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
_ORIENTATION = "http://hl7.org/fhir/StructureDefinition/questionnaire-choiceOrientation"
_ALONE = {
    "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive",
    "valueBoolean": True,
}
"""What of an option says that no other may be chosen beside it."""


def asking(knowledge: Knowledge, id_: str, language: str, growing: bool = False) -> Iterator[Json]:
    """The items that ask for a finding: one, and for a number another that says "I don't know".

    In a `growing` questionnaire, which is sent to and fro, the code is left to the whole one; and
    what can be answered "I don't know" is required. How options are shown is said in both, as a form
    makes lists of them else, and nobody opens 50 of these."""
    finding = knowledge.vocabulary.findings[id_]
    words = say(language, "fhir.map") if id_ == MAP else text(finding.ask, language)
    item: Json = {"linkId": id_, "text": words}
    if not growing:
        label = text(finding.label, language)
        item["code"] = [coding(ours("finding"), id_, label)]
    if finding.kind == "number":
        yield item | {"type": "decimal"}
        yield _not_known(id_, language)
        return
    options = [_option(finding, code) for code in codes(knowledge, id_, language).values()]
    item |= {"type": "choice", "answerOption": options}
    if growing:
        item["required"] = True
    if finding.kind == "regions":
        item["repeats"] = True
    yield item | {"extension": _shown_as(finding)}


def _option(finding: Finding, code: Json) -> Json:
    alone = finding.kind == "regions" and code["code"] in (NOWHERE, UNKNOWN)
    return {"valueCoding": code} | ({"extension": [_ALONE]} if alone else {})


def _not_known(id_: str, language: str) -> Json:
    return {
        "linkId": f"{id_}{UNKNOWN_OF}",
        "text": say(language, "answer.i-do-not-know"),
        "type": "boolean",
        "enableWhen": [{"question": id_, "operator": "exists", "answerBoolean": False}],
    }


def _shown_as(finding: Finding) -> list[Json]:
    """What of an item says how its options are shown: all at once, as nobody opens 160 lists, and
    one under the other where they are more than yes and no."""
    control = "check-box" if finding.kind == "regions" else "radio-button"
    how = {"coding": [{"system": ITEM_CONTROL, "code": control}]}
    shown: list[Json] = [{"url": _CONTROL, "valueCodeableConcept": how}]
    if finding.kind != "flag":
        shown.append({"url": _ORIENTATION, "valueCode": "vertical"})
    return shown


def codes(knowledge: Knowledge, id_: str, language: str) -> dict[str, Json]:
    """What can be chosen of a flag, a choice or the map, by its code."""
    finding = knowledge.vocabulary.findings[id_]
    if finding.kind == "regions":
        return _places(knowledge, language)
    return {
        value: coding(_system(id_, finding, value), value, words)
        for value, words in choices(finding, language).items()
    }


def _system(id_: str, finding: Finding, value: str) -> str:
    return ours(f"answer/{id_}") if value in finding.values else _ANSWER


def _places(knowledge: Knowledge, language: str) -> dict[str, Json]:
    """Every region on each of its sides, nowhere, and not known."""
    system, regions = ours("region"), knowledge.vocabulary.regions
    named = {
        f"{part}{SIDE}{id_}": _marked(part, text(region.label, language), language)
        for part in MAP_PARTS
        for id_, region in regions.items()
        if region.midline == (part == MIDLINE)
    }
    named[NOWHERE] = say(language, "fhir.nowhere")
    places = {code: coding(system, code, words) for code, words in named.items()}
    places[UNKNOWN] = coding(_ANSWER, UNKNOWN, say(language, "answer.i-do-not-know"))
    return places


def _marked(part: str, label: str, language: str) -> str:
    return label if part == MIDLINE else say(language, f"answer.marked-{part}", region=label)


def answering(knowledge: Knowledge, answers: Answers, language: str) -> Iterator[Json]:
    """The items of a response that hold these answers; the whole map was shown."""
    for id_, answer in answers.items():
        if isinstance(answer, float):
            yield {"linkId": id_, "answer": [{"valueDecimal": answer}]}
        elif knowledge.vocabulary.findings[id_].kind == "number":
            yield {"linkId": f"{id_}{UNKNOWN_OF}", "answer": [{"valueBoolean": True}]}
        else:
            there = codes(knowledge, id_, language)
            chosen = [{"valueCoding": there[code]} for code in _chosen(answer)]
            yield {"linkId": id_, "answer": chosen}


def _chosen(answer: Answer) -> list[str]:
    if not isinstance(answer, Painted):
        return [str(answer)]
    painted = [
        f"{part}{SIDE}{region}" for part in MAP_PARTS for region in sorted(getattr(answer, part))
    ]
    return painted or [NOWHERE]


def when_answered(id_: str, value: str = PRESENT) -> Json:
    """What of an item has it asked only when a finding is answered so, by a code of every finding."""
    asked = {"question": id_, "operator": "=", "answerCoding": {"system": _ANSWER, "code": value}}
    return {"enableWhen": [asked]}
