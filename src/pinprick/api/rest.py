"""What a program asks of a case or of words: an assessment, the next page, what words may mean."""

from importlib import metadata
from typing import cast

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from pinprick import interview
from pinprick.account import asking, parts
from pinprick.account.pages import asked, page_told
from pinprick.account.parts import PARTS, Part
from pinprick.account.told import Version
from pinprick.api import reading
from pinprick.api.answers import (
    Alarm,
    LeftAside,
    NextStep,
    Proposed,
    Understood,
    Unread,
    Value,
    Versions,
)
from pinprick.api.problems import Faulty, Wrong
from pinprick.assessment import assess
from pinprick.case.answers import plain
from pinprick.case.case import Case
from pinprick.case.known import known, signs_with_age
from pinprick.knowledge import Knowledge, Rule
from pinprick.model.axes import Model
from pinprick.problems import CONTROL
from pinprick.serving import work
from pinprick.serving.state import language_of, lexicon_of, model_of
from pinprick.story.lexicon import Lexicon
from pinprick.story.understanding import MOST, Understanding
from pinprick.story.understanding import understand as heard
from pinprick.words import wording

AUDIENCES = ("person", "clinician")
MOST_CAUSES, FEW_CAUSES = 200, 10
"""How many causes can be asked for, and how many are told where no number is."""
_DEAR = frozenset({"ranges", "questions", "advice"})
"""The parts that take ten times as long as the others."""
ASSESS = {"include": PARTS, "audience": AUDIENCES, "causes": ()}


def json(content: object) -> Response:
    """An answer."""
    return Response(msgspec.json.encode(content), media_type="application/json")


async def assessed(request: Request) -> Response:
    """The parts of an assessment that are asked for, all where none is named."""
    wrong: list[Wrong] = []
    names = reading.names(request, ASSESS, wrong)
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
    case = await reading.case(request, [])
    return json(await work.step(request, _next, model_of(request), case, language_of(request)))


def _next(model: Model, case: Case, language: str) -> NextStep:
    knowledge = model.knowledge
    now = interview.progress(model, known(knowledge, case))
    step = interview.next_page(model, now)
    so_far = asking.so_far(model, now, language)
    return NextStep(
        page=page_told(knowledge, step, signs_with_age(knowledge), language),
        ends=step.ends,
        says=wording.ended(step.ends, language) if step.ends else "",
        alarm=_alarm(knowledge, now.alarm, language) if now.alarm else None,
        urgency=so_far.urgency,
        causes=so_far.causes,
        notices=asking.notices(knowledge, now.known.answers, language),
        knowledge=version(model),
    )


def _alarm(knowledge: Knowledge, rule: Rule, language: str) -> Alarm:
    id_ = next(id_ for id_, one in knowledge.rules.items() if one is rule)
    return Alarm(id_, rule.level, wording.text(rule.tell, language))


async def understood(request: Request) -> Response:
    """What a text may mean."""
    data = await reading.sent(request)
    faults = [Wrong(f"/{key}", "is not known; takes text") for key in data.keys() - {"text"}]
    said = data.get("text")
    if not isinstance(said, str):
        faults.append(Wrong("/text", "takes what was said, in words"))
    elif len(said) > MOST:
        faults.append(Wrong("/text", f"has {len(said)} characters; takes up to {MOST}"))
    if faults:
        raise Faulty(faults)
    return json(
        await work.step(
            request,
            _understood,
            model_of(request),
            lexicon_of(request),
            str(said),
            language_of(request),
        )
    )


def _understood(model: Model, lexicon: Lexicon, said: str, language: str) -> Understood:
    told = heard(model.knowledge, lexicon, CONTROL.sub(" ", said))
    return Understood(
        proposals=_proposed(model, told, language),
        aside=tuple(
            LeftAside(one.finding, one.why, one.words, one.start, one.end) for one in told.aside
        ),
        not_understood=tuple(Unread(one.words, one.start, one.end) for one in told.not_understood),
        knowledge=version(model),
    )


def _proposed(model: Model, told: Understanding, language: str) -> tuple[Proposed, ...]:
    knowledge, ages = model.knowledge, signs_with_age(model.knowledge)
    return tuple(
        Proposed(
            finding=one.finding,
            value=cast(Value, plain(one.value)),
            says=wording.answer(knowledge, one.finding, one.value, language),
            words=one.words,
            start=one.start,
            end=one.end,
            red_flag=one.red_flag,
            question=asked(knowledge, one.finding, ages, language),
        )
        for one in told.proposals
    )


async def versions(request: Request) -> Response:
    """The program and the knowledge base."""
    return json(Versions(metadata.version("pinprick"), version(model_of(request))))


def version(model: Model) -> Version:
    """The knowledge base that an answer rests on."""
    return Version(model.knowledge.settings.version, model.knowledge.hash)
