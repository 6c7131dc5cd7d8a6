"""What is asked next, in the shapes of questions, and why."""

from collections.abc import Iterator

from pinprick import interview
from pinprick.account import asking, steps
from pinprick.account.pages import ToldAsk, ToldPage
from pinprick.assessment import assess
from pinprick.case.case import Case, made
from pinprick.case.known import known
from pinprick.knowledge import Knowledge, Level
from pinprick.knowledge.ids import MAP, PERSON, UNKNOWN
from pinprick.model.axes import Model
from pinprick.v3 import ids, urgency
from pinprick.v3.evidence import Sent
from pinprick.v3.shapes import (
    Choice,
    Diagnosis,
    Evidence,
    Item,
    Likely,
    Question,
    Rationale,
)
from pinprick.words import say
from pinprick.words.wording import text

SYMPTOMS, RISKS, RED_FLAGS = "symptoms", "risk_factors", "red_flags"
METHODS = (SYMPTOMS, RISKS, RED_FLAGS)
"""The ways to ask for suggestions."""
MOST, FEW = 100, 8
"""How many results can be asked for, and how many come where no number is."""


def diagnosis(model: Model, sent: Sent, language: str) -> Diagnosis:
    """What to ask next, and how it looks so far."""
    knowledge = model.knowledge
    step = steps.next_step(model, _asked_of(sent), language)
    return Diagnosis(
        question=_question(knowledge, step.page, sent, language),
        conditions=tuple(
            Likely(
                one.id,
                text(knowledge.conditions[one.id].name.clinical, language),
                one.name,
                one.probability,
            )
            for one in step.causes
        ),
        should_stop=step.page is None,
        has_emergency_evidence=step.urgency.level == Level.EMERGENCY,
        extras=urgency.extras(
            knowledge,
            step.urgency,
            sent,
            (step.alarm.tell if step.alarm else "", step.notices),
            language,
        ),
    )


def _asked_of(sent: Sent) -> Case:
    """The case of which the next question is chosen. Who asks one thing at a time cannot show a map:
    then it is asked in words where it is."""
    if not sent.singly or MAP in sent.case.answers:
        return sent.case
    return made({**sent.case.answers, MAP: UNKNOWN}, {})


def _question(
    knowledge: Knowledge, page: ToldPage | None, sent: Sent, language: str
) -> Question | None:
    """A page as a question. Signs are asked together; of other pages the first question, as what is
    left of a page comes again."""
    if page is None:
        return None
    asks = _open(knowledge, page, sent)
    signs = [one for one in asks if one.kind == "flag"]
    if signs and asks[0].kind == "flag":
        if len(signs) == 1 or sent.singly:
            return _single(knowledge, signs[0], language)
        items = (_item(knowledge, one.finding, one.ask, language) for one in signs)
        return Question("group_multiple", page.title, tuple(items))
    return _of_values(knowledge, asks[0], sent, language)


def _open(knowledge: Knowledge, page: ToldPage, sent: Sent) -> list[ToldAsk]:
    """What of a page was not answered: what follows from other answers is asked only where a page
    comes for nothing else."""
    answers = known(knowledge, sent.case)
    left = [one for one in page.questions if one.finding not in answers.answers]
    return left or [one for one in page.questions if one.finding not in answers.given]


def _single(knowledge: Knowledge, ask: ToldAsk, language: str) -> Question:
    name = ids.label(knowledge, ask.finding, language)
    return Question("single", ask.ask, (_item(knowledge, ask.finding, name, language),))


def _of_values(knowledge: Knowledge, ask: ToldAsk, sent: Sent, language: str) -> Question:
    """A choice or the map: the values, or parts, that nobody was asked for yet."""
    left = [id_ for id_ in ids.of_finding(knowledge, ask.finding) if id_ not in sent.told]
    named = [(id_, ids.value_of(knowledge, id_, language)) for id_ in left]
    items = tuple(_item(knowledge, id_, name, language) for id_, name in named)
    if ask.finding == MAP:
        return Question("group_multiple", say(language, "v3.map"), items)
    if sent.singly:
        words = say(language, "v3.value", ask=ask.ask, value=named[0][1])
        return Question("single", words, items[:1])
    return Question("group_single", ask.ask, items)


def _item(knowledge: Knowledge, id_: str, name: str, language: str) -> Item:
    finding = knowledge.vocabulary.findings[ids.meanings(knowledge)[id_].finding]
    states = ids.states(finding, language)
    return Item(id_, name, tuple(Choice(state, words) for state, words in states.items()))


# ---- why, and what else


def rationale(model: Model, sent: Sent, language: str) -> Rationale:
    """Why the next question is asked."""
    told, now = (
        diagnosis(model, sent, language),
        interview.progress(model, known(model.knowledge, _asked_of(sent))),
    )
    page = interview.next_page(model, now).page
    return Rationale(
        type="r1",
        observation_params=tuple(
            evidence(model.knowledge, item.id, language)
            for item in (told.question.items if told.question else ())
        ),
        condition_params=(),
        why=tuple(asking.why(model, now, page, language)) if page else (),
        extras=told.extras,
    )


def evidence(knowledge: Knowledge, id_: str, language: str) -> Evidence:
    """A piece of evidence by its name."""
    name = ids.label(knowledge, id_, language)
    return Evidence(id_, name, name)


def suggested(
    model: Model, sent: Sent, method: str | None, most: int, language: str
) -> tuple[Evidence, ...]:
    """What may be ticked besides: signs that are most worth asking (so too where no method is named),
    things of the person, or the warning signs that were not asked."""
    signs = list(_signs(model, sent, method))[:most]
    return tuple(evidence(model.knowledge, id_, language) for id_ in signs)


def _signs(model: Model, sent: Sent, method: str | None) -> Iterator[str]:
    knowledge, told = model.knowledge, assess(model, sent.case)
    if method == RED_FLAGS:
        asked = list(told.urgency.not_asked)
    else:
        worth = interview.questions(model, told.known, told.belief, PERSON, told.stands)
        asked = [one.finding for one in worth]
    risks = method == RISKS
    for finding in asked:
        if knowledge.vocabulary.findings[finding].kind != "flag":
            continue
        if method == RED_FLAGS or (ids.kind_of(knowledge, finding) == ids.RISK) == risks:
            yield finding
