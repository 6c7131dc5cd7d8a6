"""The questionnaires: one with all that a person can be asked, and one that grows with the interview
(SDC adaptive)."""

from collections.abc import Iterator
from typing import Any

from pinprick import interview
from pinprick.account.asking import notices
from pinprick.case.answers import Answers
from pinprick.case.case import Case
from pinprick.case.known import known
from pinprick.fhir.items import answering, asking, when_answered
from pinprick.fhir.systems import Json, ours
from pinprick.interview import Next, Progress
from pinprick.interview.pages import how_of, title_of
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import MAP, UNKNOWN
from pinprick.model.axes import Model
from pinprick.words import say, wording
from pinprick.words.wording import text

ID = "pinprick"
"""The id of the whole questionnaire, and the end of its address."""
URL = ours("questionnaire")
"""Its canonical address."""
ASKED = "asked"
"""The id of the questionnaire inside a response of an interview."""
ALARM, TITLE, HOW, NOTICE, ENDS = "alarm", "title", "how", "notice", "ends"
"""What is told between questions, by the beginning of its `linkId`."""
_ADAPTIVE = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-questionnaireAdaptive"
_LONGEST = 500
"""Characters of an address that is given back."""
_KEPT = (
    *("id", "meta", "language", "identifier", "basedOn", "partOf"),
    *("subject", "encounter", "authored", "author", "source"),
)
"""What of a response is given back as it came."""


def version(knowledge: Knowledge) -> str:
    """The version of a questionnaire: that of the knowledge base and the hash of its content."""
    return f"{knowledge.settings.version}+{knowledge.hash}"


# ---- all at once


def whole(knowledge: Knowledge, language: str) -> Json:
    """All that a person can be asked, but what is asked only when other answers call for it."""
    made = _head(knowledge, language, {"id": ID, "url": URL, "name": "Pinprick"})
    return made | {"item": list(_sections(knowledge, language))}


def _head(knowledge: Knowledge, language: str, named: Json) -> Json:
    return {"resourceType": "Questionnaire", **named} | {
        "version": version(knowledge),
        "title": say(language, "start.title"),
        "status": "draft",
        "experimental": True,
        "subjectType": ["Patient"],
        "language": language,
    }


def sections(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """The findings of the whole questionnaire by the `linkId` of the group that they stand in: the
    red flags, the map, the pages of the screen, then the groups of the vocabulary."""
    found: dict[str, tuple[str, ...]] = {}
    placed = set(interview.only_following(knowledge))
    for link, ids in _grouped(knowledge):
        found[link] = tuple(id_ for id_ in ids if id_ not in placed)
        placed.update(ids)
    return {link: ids for link, ids in found.items() if ids}


def _grouped(knowledge: Knowledge) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each section with its findings; one may stand in several."""
    screen, vocabulary = knowledge.screen, knowledge.vocabulary
    yield from ((f"screen-{number}", one.findings) for number, one in enumerate(screen.groups))
    yield "map", (MAP, *vocabulary.in_place_of_map)
    yield from ((f"also-{number}", one.findings) for number, one in enumerate(screen.also))
    for group in vocabulary.groups:
        of_group = (id_ for id_, one in vocabulary.findings.items() if one.group == group)
        asked = (id_ for id_ in of_group if vocabulary.findings[id_].by == "person")
        yield f"group-{group}", tuple(asked)


def _sections(knowledge: Knowledge, language: str) -> Iterator[Json]:
    titles, in_words = _titles(knowledge, language), knowledge.vocabulary.in_place_of_map
    for link, ids in sections(knowledge).items():
        items = []
        for id_ in ids:
            only = when_answered(MAP, UNKNOWN) if link == "map" and id_ in in_words else {}
            items += [one | only for one in asking(knowledge, id_, language)]
        yield {"linkId": link, "text": titles[link], "type": "group", "item": items}


def _titles(knowledge: Knowledge, language: str) -> dict[str, str]:
    screen, groups = knowledge.screen, knowledge.vocabulary.groups
    titles = {f"screen-{number}": one.title for number, one in enumerate(screen.groups)}
    titles |= {f"also-{number}": one.title for number, one in enumerate(screen.also)}
    titles |= {f"group-{group}": title for group, title in groups.items()}
    told = {link: text(title, language) for link, title in titles.items()}
    return told | {"map": say(language, "progress.part.map")}  # the map's own words say to paint


# ---- page after page


def next_question(model: Model, case: Case, response: Json, language: str) -> Json:
    """The response with the page that comes next in the questionnaire inside it; `completed` when
    the interview ends.

    What was left open stays open: its page comes again, and nothing is taken as no."""
    knowledge = model.knowledge
    now = interview.progress(model, known(knowledge, case))
    step = interview.next_page(model, now)
    asked = _head(knowledge, language, {"id": ASKED})
    del asked["version"]  # it is of this response alone; what it is derived from has one
    forms, others = _contained(response)
    asked["extension"] = _served_at(forms) or [{"url": _ADAPTIVE, "valueBoolean": True}]
    asked["derivedFrom"] = [f"{URL}|{version(knowledge)}"]
    asked["item"] = list(_asked(knowledge, case.answers, now, step, language))
    made: Json = {"resourceType": "QuestionnaireResponse"}
    made |= {key: response[key] for key in _KEPT if key in response}
    made |= {"contained": [asked, *others], "questionnaire": f"#{ASKED}"}
    made["status"] = "in-progress" if step.page else "completed"
    answers = list(answering(knowledge, case.answers, language))
    return made | ({"item": answers} if answers else {})


def _contained(response: Json) -> tuple[list[Json], list[Any]]:
    """The questionnaires inside a response, and what else is."""
    forms: list[Json] = []
    others: list[Any] = []
    for one in response.get("contained", ()):
        is_form = isinstance(one, dict) and one.get("resourceType") == "Questionnaire"
        (forms if is_form else others).append(one)
    return forms, others


def _served_at(forms: list[Json]) -> list[Json]:
    """What the client's own form says of where the next page is asked for: it reads that of ours
    again, and knows by which address it reaches us."""
    for form in forms:
        given = form.get("extension")
        for one in given if isinstance(given, list) else []:
            if not isinstance(one, dict) or one.get("url") != _ADAPTIVE:
                continue
            address = one.get("valueUrl")
            if isinstance(address, str) and 0 < len(address) <= _LONGEST:
                return [{"url": _ADAPTIVE, "valueUrl": address}]
    return []


def _asked(
    knowledge: Knowledge, answers: Answers, now: Progress, step: Next, language: str
) -> Iterator[Json]:
    """What was asked and answered, what should not wait, and the next page."""
    for id_ in answers:
        yield from asking(knowledge, id_, language, growing=True)
    if now.alarm:
        yield _told(ALARM, text(now.alarm.tell, language))
    for number, line in enumerate(notices(knowledge, now.known.answers, language)):
        yield _told(f"{NOTICE}-{number}", line)
    if step.page is None:
        yield _told(ENDS, wording.ended(step.ends, language) if step.ends else "")
        return
    title, how = title_of(knowledge, step.page), how_of(knowledge, step.page)
    if title:
        yield _told(TITLE, text(title, language))
    if how:
        yield _told(HOW, text(how, language))
    for id_ in step.findings:
        if id_ not in answers:
            yield from asking(knowledge, id_, language, growing=True)


def _told(link: str, words: str) -> Json:
    return {"linkId": link, "type": "display", "text": words}


def is_told(link: str) -> bool:
    """Whether a `linkId` is that of a line between questions, which takes no answer."""
    return link in (ALARM, TITLE, HOW, ENDS) or link.startswith(f"{NOTICE}-")
