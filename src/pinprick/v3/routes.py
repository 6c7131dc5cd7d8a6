"""The addresses of a `/v3` interface."""

from collections.abc import Awaitable, Callable, Collection
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pinprick.api import reading
from pinprick.api.problems import Name
from pinprick.api.rest import json
from pinprick.case.answers import Fault
from pinprick.model.axes import Model
from pinprick.problems import did_you_mean
from pinprick.serving import work
from pinprick.serving.refusals import Faulty
from pinprick.serving.state import language_of, lexicon_of, model_of
from pinprick.story.understanding import MOST
from pinprick.v3 import asking, concepts, openapi, urgency, words
from pinprick.v3.evidence import Sent, sent
from pinprick.v3.ids import EVIDENCE, SYMPTOM

PREFIX = "/v3/"
"""What the address of every request begins with."""
HEADERS = ("app-id", "app-key", "dev-mode", "interview-id", "interview-token", "model")
"""What such clients send beside a request; none of it is read."""
_KEPT = {"cache-control": "public, max-age=3600"}
_NOT_PERSONAL = frozenset({"ids", "types"})
"""What may be asked for in an address that anybody may keep: neither an age nor words."""
_MOST_PHRASE = 500
_LEAST = '{"sex": "female", "age": {"value": 34}, "evidence": []}'
"""The shortest body that would do."""
Told = TypeVar("Told")
Answers = Callable[[Request], Awaitable[Response]]


def routes() -> list[BaseRoute]:
    """All of them. The application that serves them has the model as `state.model`."""
    posts: dict[str, Answers] = {
        "parse": parse,
        "suggest": suggest,
        "explain": explain,
        "diagnosis": _of_person(asking.diagnosis),
        "rationale": _of_person(asking.rationale),
        "triage": _of_person(urgency.triage),
        "recommend_specialist": _of_person(urgency.recommended),
    }
    gets: dict[str, Answers] = {"info": info, "search": search, "openapi.json": described}
    gets |= {name: _every(kind) for name, kind in concepts.LISTS.items()}
    gets |= {f"{name}/{{id}}": _one(kind) for name, kind in concepts.LISTS.items()}
    return [
        *(Route(f"{PREFIX}{name}", of, methods=["POST"]) for name, of in posts.items()),
        *(Route(f"{PREFIX}{name}", of, methods=["GET"]) for name, of in gets.items()),
    ]


# ---- of a person


def _of_person(tell: Callable[[Model, Sent, str], Told]) -> Answers:
    """What is told of a person who is sent."""

    async def told(request: Request) -> Response:
        person = await _person(request, [])
        model, language = model_of(request), language_of(request)
        return json(await work.step(request, tell, model, person, language))

    return told


async def _person(request: Request, wrong: list[Fault], *others: str) -> Sent:
    """The person that a body tells.

    Raises:
        Faulty: with every fault of it at its place.
    """
    data = await reading.sent(request, _LEAST)
    person = sent(model_of(request).knowledge, data, wrong, *others)
    if wrong:
        raise Faulty(wrong, 400)
    return person


async def explain(request: Request) -> Response:
    """What speaks for and against a condition."""
    wrong: list[Fault] = []
    data, model = await reading.sent(request, _LEAST), model_of(request)
    target, there = data.get("target"), model.knowledge.conditions
    if not isinstance(target, str) or target not in there:
        near = did_you_mean(target, there) if isinstance(target, str) else ""
        wrong.append((("target",), f"takes the id of a condition{near}"))
    person = await _person(request, wrong, "target")
    language = language_of(request)
    return json(await work.heavy(request, urgency.explained, model, person, str(target), language))


async def suggest(request: Request) -> Response:
    """What may be ticked besides. The answer is a list, in which nothing can be told of evidence that
    is not known here: so that is refused."""
    wrong: list[Fault] = []
    data = await reading.sent(request, _LEAST)
    method = data.get("suggest_method")
    if method not in (*asking.METHODS, None):
        wrong.append((("suggest_method",), f"takes one of {', '.join(asking.METHODS)}"))
    most = _most(request, wrong)
    person = await _person(request, wrong, "suggest_method")
    if person.ignored:
        raise Faulty([(("evidence",), f"{id_!r} is not known here") for id_ in person.ignored], 400)
    model, language = model_of(request), language_of(request)
    return json(await work.heavy(request, asking.suggested, model, person, method, most, language))


async def parse(request: Request) -> Response:
    """What a text may mean."""
    text = (await reading.sent(request, '{"text": "..."}')).get("text")
    if not isinstance(text, str) or len(text) > MOST:
        raise Faulty([(("text",), f"takes what was said, in at most {MOST} characters")], 400)
    model, language = model_of(request), language_of(request)
    return json(await work.step(request, words.parsed, model, lexicon_of(request), text, language))


# ---- what there is


def _kept(request: Request, content: object) -> Response:
    """An answer that may be kept, where its address says nothing of a person."""
    answer = json(content)
    if request.query_params.keys() <= _NOT_PERSONAL:
        answer.headers.update(_KEPT)
    return answer


async def info(request: Request) -> Response:
    """How much there is, and of which day."""
    return _kept(request, concepts.info(model_of(request).knowledge))


async def described(request: Request) -> Response:
    """The description of this interface (OpenAPI 3.1)."""
    return _kept(request, openapi.document(model_of(request).knowledge))


async def search(request: Request) -> Response:
    """The evidence that words may mean."""
    wrong: list[Fault] = []
    phrase = request.query_params.get("phrase", "")
    if not 0 < len(phrase) <= _MOST_PHRASE:
        wrong.append(((Name("phrase"),), f"takes words, at most {_MOST_PHRASE} characters"))
    kinds = _named(request, "types", EVIDENCE, wrong) or {SYMPTOM}
    most = _most(request, wrong)
    if wrong:
        raise Faulty(wrong, 400)
    knowledge, phrases = model_of(request).knowledge, lexicon_of(request)
    language = language_of(request)
    there = await work.step(request, concepts.found, knowledge, phrases, phrase, kinds, language)
    return json(there[:most])


def _every(of: concepts.Listed) -> Answers:
    """All of a list, or those that are named."""

    async def every(request: Request) -> Response:
        wrong: list[Fault] = []
        knowledge, language = model_of(request).knowledge, language_of(request)
        there = of.there(knowledge)
        kinds = _named(request, "types", concepts.KINDS, wrong)
        ids = _named(request, "ids", there, wrong)
        if wrong:
            raise Faulty(wrong, 400)
        asked = [
            id_
            for id_, kind in there.items()
            if (not ids or id_ in ids) and (not kinds or kind in kinds)
        ]
        return _kept(request, [of.told(knowledge, id_, language) for id_ in asked])

    return every


def _one(of: concepts.Listed) -> Answers:
    """One of a list."""

    async def one(request: Request) -> Response:
        knowledge, id_ = model_of(request).knowledge, request.path_params["id"]
        there = of.there(knowledge)
        if id_ not in there:
            raise Faulty([((), f"no such id{did_you_mean(id_, there)}")], 404)
        return _kept(request, of.told(knowledge, id_, language_of(request)))

    return one


def _most(request: Request, wrong: list[Fault]) -> int:
    """How many are asked for."""
    given = tuple(request.query_params.getlist("max_results")) or (str(asking.FEW),)
    return reading.number(given, "max_results", asking.MOST, wrong)


def _named(request: Request, key: str, there: Collection[str], wrong: list[Fault]) -> set[str]:
    """The values after the `?` of an address, joined by commas; what is not there goes to `wrong`."""
    given = {one for each in request.query_params.getlist(key) for one in each.split(",")}
    wrong += (
        ((Name(key),), f"{one!r} is not known here{did_you_mean(one, there)}")
        for one in sorted(given - set(there))
    )
    return given
