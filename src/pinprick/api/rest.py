"""What a program asks of a case or of words: an assessment, the next page, what words may mean."""

from importlib import metadata
from typing import cast

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from pinprick.account import heard, parts, steps
from pinprick.account.parts import PARTS, Part
from pinprick.account.telling import version
from pinprick.account.told import Version
from pinprick.api import reading
from pinprick.assessment import assess
from pinprick.case.answers import Fault
from pinprick.case.case import Case
from pinprick.model.axes import Model
from pinprick.serving import work
from pinprick.serving.languages import offered_of
from pinprick.serving.refusals import Faulty
from pinprick.serving.state import language_of, lexicon_of, model_of
from pinprick.story.understanding import MOST
from pinprick.words.offering import caveats

AUDIENCES = ("person", "clinician")
MOST_CAUSES, FEW_CAUSES = 200, 10
"""How many causes can be asked for, and how many are told where no number is."""
_DEAR = frozenset({"ranges", "reasons", "questions", "advice"})
"""The parts that take ten times as long as the others."""
ASSESS = {"include": PARTS, "audience": AUDIENCES, "causes": (), reading.LANGUAGE: ()}


class Versions(Struct, frozen=True):
    """The program, and the knowledge base with the hash of its content. `languages` are those that are
    offered, each with what whoever reads it should be told, in that language: such as that a machine
    drafted it."""

    pinprick: str
    knowledge: Version
    languages: dict[str, tuple[str, ...]]


def json(content: object) -> Response:
    """An answer."""
    return Response(msgspec.json.encode(content), media_type="application/json")


async def assessed(request: Request) -> Response:
    """The parts of an assessment that are asked for, all where none is named."""
    wrong: list[Fault] = []
    names = reading.names(request, ASSESS, wrong)
    reading.language(request, wrong)
    most = reading.number(names.get("causes", (str(FEW_CAUSES),)), "causes", MOST_CAUSES, wrong)
    named = frozenset(names.get("include", PARTS))
    case = await reading.case(request, wrong)
    run = work.heavy if named & _DEAR else work.step
    for_person = names.get("audience", AUDIENCES[:1])[-1] == AUDIENCES[0]
    return json(
        await run(
            request,
            _assessed,
            model_of(request),
            case,
            (cast(tuple[Part, ...], tuple(named)), most, for_person),
            language_of(request),
        )
    )


def _assessed(
    model: Model, case: Case, asked: tuple[tuple[Part, ...], int, bool], language: str
) -> parts.Assessed:
    told, most, for_person = asked
    assessment = assess(model, case)
    told = parts.of_person(assessment, told) if for_person else told
    return parts.assessed(model, assessment, told, most, language)


async def next_step(request: Request) -> Response:
    """The next page of an interview of which these answers are what was said so far."""
    wrong: list[Fault] = []
    reading.language(request, wrong)
    case = await reading.case(request, wrong)
    return json(
        await work.step(request, steps.next_step, model_of(request), case, language_of(request))
    )


async def understood(request: Request) -> Response:
    """What a text may mean."""
    data = await reading.sent(request, '{"text": "..."}')
    faults: list[Fault] = [((key,), "is not known; takes text") for key in data.keys() - {"text"}]
    reading.language(request, faults)
    said = data.get("text")
    if not isinstance(said, str):
        faults.append((("text",), "takes what was said, in words"))
    elif len(said) > MOST:
        faults.append((("text",), f"has {len(said)} characters; takes up to {MOST}"))
    if faults:
        raise Faulty(faults)
    return json(
        await work.step(
            request,
            heard.understood,
            model_of(request),
            lexicon_of(request),
            str(said),
            language_of(request),
        )
    )


async def versions(request: Request) -> Response:
    """The program, the knowledge base and its languages."""
    knowledge = model_of(request).knowledge
    languages = {id_: caveats(knowledge, id_) for id_ in offered_of(request.scope)}
    return json(Versions(metadata.version("pinprick"), version(knowledge), languages))
