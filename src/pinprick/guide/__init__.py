"""Guides: a question as people ask it → a page in six parts, none longer than it must be.
Deterministic.

Every sentence of the page is a record of the knowledge base; only the words that join them are
`wording`'s. How often another cause is there is what the model says of the story."""

from collections.abc import Iterator

from msgspec import Struct

from pinprick.advice import OfferedRoutine
from pinprick.assessment import Assessment, assess
from pinprick.case.answers import Answers
from pinprick.case.case import Case, changed
from pinprick.case.known import known
from pinprick.knowledge import (
    LEVELS,
    Condition,
    Guide,
    Knowledge,
    Level,
    OtherCause,
    Sign,
    sources_of,
)
from pinprick.knowledge.ids import ABSENT
from pinprick.knowledge.quantity import Source
from pinprick.model.axes import Model
from pinprick.words import say
from pinprick.words.wording import text

_FEW = 0.01
"""Below this probability a cause is there "very rarely", as `frequency` has no number for it."""


class Danger(Struct, frozen=True):
    """The lines of the box that are as urgent as `level`."""

    level: Level
    signs: tuple[str, ...]


class GuideCause(Struct, frozen=True):
    """A cause as a guide tells it: its plain name, how often it is there in words, and a line.

    Beside an emergency `often` is empty: whatever the odds are, they must not calm."""

    id: str
    name: str
    often: str
    says: str
    probability: float


class GuidePage(Struct, frozen=True):
    """A compiled guide in a language."""

    id: str
    language: str
    guide: Guide
    answers: Answers
    assessment: Assessment
    dangers: tuple[Danger, ...]
    on_skin: tuple[str, ...]
    """How the colours that it names look on brown and black skin."""
    routine: OfferedRoutine
    more: tuple[OfferedRoutine, ...]
    mostly: tuple[tuple[str, str], ...]
    """The conditions that the answer speaks of: id and plain name."""
    others: tuple[GuideCause, ...]
    sources: tuple[Source, ...]


def without_warning_signs(model: Model, case: Case) -> Case:
    """The case as a guide takes its story: no warning sign is true but those that it tells. The
    guide says so where it says that no doctor is needed."""
    none = dict.fromkeys(known(model.knowledge, case).not_asked, ABSENT)
    return changed(model, case, answers={**none, **case.answers})


def page(model: Model, id_: str, language: str) -> GuidePage:
    """The page of a guide, by its id."""
    knowledge = model.knowledge
    guide = knowledge.guides[id_]
    case = Case.of(model, guide.story, id_, text(guide.title, language))
    assessment = assess(model, without_warning_signs(model, case))
    skin = [knowledge.skin[name] for name in guide.skin]
    sources = [one for part in (guide, *skin) for one in sources_of(knowledge, part)]
    first, *more = (OfferedRoutine(id_, knowledge.self_care.routines[id_]) for id_ in guide.steps)
    return GuidePage(
        id=id_,
        language=language,
        guide=guide,
        answers=case.answers,
        assessment=assessment,
        dangers=tuple(_dangers(guide.box, language)),
        on_skin=tuple(text(line.text, language) for line in skin),
        routine=first,
        more=tuple(more),
        mostly=tuple((one, _name(knowledge.conditions[one], language)) for one in guide.mostly),
        others=tuple(_others(knowledge, guide, assessment, language)),
        sources=tuple({one.url: one for one in sources}.values()),
    )


def _name(condition: Condition, language: str) -> str:
    return text(condition.name.plain, language)


def _dangers(box: tuple[Sign, ...], language: str) -> Iterator[Danger]:
    """The box by level, the most urgent first."""
    for level in reversed(LEVELS):
        signs = tuple(text(sign.says, language) for sign in box if sign.to == level)
        if signs:
            yield Danger(level, signs)


def _others(
    knowledge: Knowledge, guide: Guide, assessment: Assessment, language: str
) -> Iterator[GuideCause]:
    """The other causes, the likeliest first; beside an emergency in the order of the guide."""
    emergency = assessment.urgency.level == Level.EMERGENCY
    listed: list[OtherCause] = list(guide.others)
    if not emergency:
        listed.sort(key=lambda one: -assessment.likely[one.condition])
    for one in listed:
        p = assessment.likely[one.condition]
        yield GuideCause(
            id=one.condition,
            name=_name(knowledge.conditions[one.condition], language),
            often="" if emergency else how_often(knowledge, p, language),
            says=text(one.says, language),
            probability=p,
        )


def how_often(knowledge: Knowledge, p: float, language: str) -> str:
    """A probability in a word, never a number: "often", "sometimes", "very rarely"."""
    if p < _FEW:
        return say(language, "guide.very-rarely")
    words = sorted(knowledge.settings.words.values(), key=lambda pair: pair[0])
    return next(text(word, language) for most, word in words if p <= most)
