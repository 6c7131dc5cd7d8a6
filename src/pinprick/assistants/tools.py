"""The four tools: what each is called with, and what it answers, as a record and as text."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from pinprick.account import heard, parts, records, steps
from pinprick.account.heard import Warned
from pinprick.account.parts import Assessed, Part
from pinprick.account.records import SourceRecord
from pinprick.account.telling import how_many_told
from pinprick.assessment import assess
from pinprick.assistants import KINDS_READ, resources, told, uri
from pinprick.assistants.sent import NOT_NUMB, Wrong, sent
from pinprick.case.answers import ages_known, unknown_keys
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import MAP_PARTS
from pinprick.model.axes import Model
from pinprick.story import search
from pinprick.story.lexicon import Lexicon
from pinprick.story.understanding import MOST

_PARTS: tuple[Part, ...] = ("verdict", "causes", "ranges", "reasons", "advice")
_MOST_WORDS = 500
Json = dict[str, Any]


class Place(Struct, frozen=True):
    """What the tools rest on."""

    model: Model
    phrases: Callable[[], Lexicon]
    language: str


class Answered(Struct, frozen=True):
    """What a tool answers: a record, and the same in text."""

    record: Struct
    text: str


class Cited(Struct, frozen=True):
    """An assessment, with the sources that its rules and reasons name."""

    assessment: Assessed
    sources: tuple[SourceRecord, ...]


class Thing(Struct, frozen=True):
    """Something that words may mean; `uri` is empty where nothing more can be read of it."""

    kind: str
    id: str
    name: str
    says: str
    uri: str


class LookedUp(Struct, frozen=True):
    """What words may mean, red flags that they name first; of an address, what stands there."""

    warned: Warned | None
    found: tuple[Thing, ...]
    content: str


class Tool(Struct, frozen=True):
    """A tool. `dear` is one that takes much longer than the others."""

    title: str
    says: str
    takes: Callable[[Knowledge], Json]
    answer: Callable[[Place, Mapping[str, Any]], Answered]
    dear: bool = False


# ---- a case


def _next_questions(place: Place, given: Mapping[str, Any]) -> Answered:
    knowledge, language = place.model.knowledge, place.language
    case = sent(knowledge, given)
    step = steps.next_step(place.model, case.case, language)
    said = told.of_volunteered(knowledge, case.volunteered, language)
    return Answered(step, _joined([*told.of_step(knowledge, step, language), *said]))


def _assess_case(place: Place, given: Mapping[str, Any]) -> Answered:
    model, knowledge, language = place.model, place.model.knowledge, place.language
    case = sent(knowledge, given)
    assessment = assess(model, case.case)
    asked = parts.of_person(assessment, _PARTS)
    likely = list(assessment.likely.values())
    most = how_many_told(likely, knowledge.settings.telling)
    whole = parts.assessed(model, assessment, asked, most, language)
    cited = Cited(whole, tuple(_sources(knowledge, whole, language)))
    lines = told.of_verdict(knowledge, whole, cited.sources, language)
    said = told.of_volunteered(knowledge, case.volunteered, language)
    return Answered(cited, _joined([*lines, *said]))


def _sources(knowledge: Knowledge, whole: Assessed, language: str) -> Iterator[SourceRecord]:
    """The sources of the rules that fired and of the reasons that are told, each once."""
    rules = whole.urgency.rules if whole.urgency else ()
    ids = [id_ for rule in rules for id_ in knowledge.rules[rule].sources]
    for cause in whole.causes or ():
        for reason in (*(cause.speaks_for or ()), *(cause.speaks_against or ())):
            ids += reason.sources
    for id_ in dict.fromkeys(ids):
        yield records.source(knowledge, id_, language)


# ---- words


def _understand(place: Place, given: Mapping[str, Any]) -> Answered:
    words = _text(given, "text", MOST)
    found = heard.understood(place.model, place.phrases(), words, place.language)
    return Answered(found, _joined(told.of_understood(found, place.language)))


def _look_up(place: Place, given: Mapping[str, Any]) -> Answered:
    words, knowledge = _text(given, "words", _MOST_WORDS).strip(), place.model.knowledge
    if words.startswith("pinprick://"):
        content = resources.read(place.model, words, place.language).text
        return Answered(LookedUp(None, (), content), content)
    phrases = place.phrases()
    warned = heard.warning(knowledge, phrases, words, place.language)
    found = tuple(
        Thing(one.kind, one.id, one.name, one.says, uri(one.kind, one.id))
        if one.kind in KINDS_READ
        else Thing(one.kind, one.id, one.name, one.says, "")
        for one in search.find(knowledge, phrases, words, place.language)
    )
    lines = [f"WARNING SIGN, ask at once: {name}" for name in warned.names] if warned else []
    lines += [f"{one.kind} {one.id}: {one.name}. {one.says} {one.uri}".rstrip() for one in found]
    return Answered(LookedUp(warned, found, ""), _joined(lines or ["Nothing was found."]))


def _text(given: Mapping[str, Any], key: str, most: int) -> str:
    """The one argument of a tool that takes text.

    Raises:
        Wrong: it is missing, no text or too long, or there are others.
    """
    faults = unknown_keys(given, (key,), f"no such argument; takes {key}")
    words = given.get(key)
    if not isinstance(words, str):
        faults.append(((key,), "takes text"))
    elif len(words) > most:
        faults.append(((key,), f"has {len(words)} characters; takes up to {most}"))
    if faults:
        raise Wrong(faults)
    return str(words)


def _joined(lines: list[str]) -> str:
    return "\n".join(lines)


# ---- what they are called with


def _of_case(knowledge: Knowledge) -> Json:
    """The arguments that tell a case."""
    regions = {"type": "array", "items": {"type": "string"}}
    answer = {
        "description": 'As the question says: "present", "absent", a value, a number, or a map. '
        '"unknown" when the person was asked and does not know.',
        "anyOf": [
            {"type": "string"},
            {"type": "number"},
            {"type": "object", "properties": dict.fromkeys((*MAP_PARTS, NOT_NUMB), regions)},
        ],
    }
    volunteered = {
        "type": "object",
        "properties": {
            "finding": {"type": "string"},
            "answer": answer,
            "words": {"type": "string", "description": "What the person said, word for word."},
        },
        "required": ["finding", "answer", "words"],
    }
    return {
        "type": "object",
        "properties": {
            "asked": {
                "type": "object",
                "description": "By the name of each page that next_questions gave: the answers of "
                "the person, by finding. What was not answered is left out.",
                "additionalProperties": {"type": "object", "additionalProperties": answer},
            },
            "volunteered": {
                "type": "array",
                "description": "What the person said without being asked, never what you infer.",
                "items": volunteered,
            },
            "since": {
                "type": "object",
                "description": "How old signs are that are present, by finding, as the person said.",
                "additionalProperties": {"enum": list(ages_known(knowledge.vocabulary))},
            },
        },
    }


def _of_text(key: str, says: str, most: int) -> Callable[[Knowledge], Json]:
    words = {"type": "string", "maxLength": most, "description": says}
    return lambda _: {"type": "object", "properties": {key: words}, "required": [key]}


TOOLS: Mapping[str, Tool] = {
    "next_questions": Tool(
        "Next questions",
        "The next page of questions to ask the person, given all answers so far; first call it with "
        "nothing. Says at once when something should not wait. Repeat until there is no page.",
        _of_case,
        _next_questions,
    ),
    "assess_case": Tool(
        "Assess the case",
        "How soon the person should be seen and why, likely causes with ranges, what speaks for and "
        "against each, what to do, all with sources. While warning signs were not asked its first "
        "line says that it is incomplete: tell the person so.",
        _of_case,
        _assess_case,
        dear=True,
    ),
    "understand": Tool(
        "Understand own words",
        "What the person's own words may mean: findings to be confirmed with the person, and warning "
        "signs to ask for at once. It only proposes.",
        _of_text("text", "What the person wrote, word for word.", MOST),
        _understand,
    ),
    "look_up": Tool(
        "Look up",
        "Conditions, findings, medicines and guides by words; of an address such as "
        "pinprick://conditions/meralgia-paresthetica, what stands there.",
        _of_text("words", "Words, or an address that an answer named.", _MOST_WORDS),
        _look_up,
    ),
}
"""The tools by their names."""
