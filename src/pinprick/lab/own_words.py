"""How well own words are understood: what is proposed against what an attentive reader takes from
the same words."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct, field

from pinprick import yamltext
from pinprick.case.answers import Answer, Painted, answer_from
from pinprick.case.known import red_flags_to_ask
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import MAP, PRESENT
from pinprick.lab.evaluate import is_for_fitting_id
from pinprick.problems import Problem, ProblemsFound
from pinprick.story.lexicon import Lexicon
from pinprick.story.understanding import understand

FOR_FITTING, ONLY_SCORED, ALL = "for-fitting", "only-scored", "all"


class Words(Struct, frozen=True):
    """A story in somebody's words, and what it tells; `map` holds areas of the finding that stands
    in place of the map, by side."""

    id: str
    kind: str
    said: str
    told: dict[str, Any]
    map: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Heard(Struct, frozen=True):
    """What was told and what was proposed, as pairs of a finding and its value."""

    words: Words
    told: frozenset[tuple[str, Answer]]
    proposed: frozenset[tuple[str, Answer]]


def read(content: bytes, file: str, knowledge: Knowledge) -> list[Words]:
    """The stories of a file.

    Raises:
        ProblemsFound: what is told is no answer, or the file is not such a list.
    """
    document = yamltext.read(content, file)
    if document.problems:
        raise ProblemsFound(document.problems)
    try:
        stories = msgspec.convert(document.data, list[Words])
    except msgspec.ValidationError as error:
        raise ProblemsFound([document.problem((), str(error))]) from None
    problems = [
        Problem(file, *document.places[(index,)], f"{story.id}.{finding}", what)
        for index, story in enumerate(stories)
        for finding, value in _answers(story, knowledge).items()
        for _, what in answer_from(finding, value, knowledge.vocabulary)[1]
    ]
    if problems:
        raise ProblemsFound(problems)
    return stories


def heard(knowledge: Knowledge, lexicon: Lexicon, words: Words) -> Heard:
    """What is proposed for a story, beside what it tells; for a note without the map, which a note
    does not fill in."""
    answers = (
        (id_, answer_from(id_, value, knowledge.vocabulary)[0])
        for id_, value in _answers(words, knowledge).items()
    )
    told = frozenset((id_, _same(answer)) for id_, answer in answers if answer is not None)
    proposals = understand(knowledge, lexicon, words.said).proposals
    asked = (one for one in proposals if not (lexicon.said.notes and one.finding == MAP))
    return Heard(words, told, frozenset((one.finding, _same(one.value)) for one in asked))


def of_examination(knowledge: Knowledge, all_heard: Iterable[Heard]) -> list[Heard]:
    """The same with nothing but what examiners and tests find."""
    findings = knowledge.vocabulary.findings

    def found(answers: frozenset[tuple[str, Answer]]) -> frozenset[tuple[str, Answer]]:
        return frozenset(one for one in answers if findings[one[0]].by != "person")

    return [Heard(one.words, found(one.told), found(one.proposed)) for one in all_heard]


def summary(knowledge: Knowledge, all_heard: Iterable[Heard]) -> dict[str, dict[str, float]]:
    """Counts and shares of both halves, and of all."""
    parts: dict[str, list[Heard]] = {FOR_FITTING: [], ONLY_SCORED: [], ALL: []}
    for one in all_heard:
        parts[FOR_FITTING if is_for_fitting_id(one.words.id) else ONLY_SCORED].append(one)
        parts[ALL].append(one)
    return {name: _scores(knowledge, part) for name, part in parts.items()}


def _scores(knowledge: Knowledge, part: list[Heard]) -> dict[str, float]:
    red = frozenset(red_flags_to_ask(knowledge))
    told = sum(len(one.told) for one in part)
    proposed = sum(len(one.proposed) for one in part)
    right = sum(len(one.told & one.proposed) for one in part)
    flags = [_present(one.told, red) for one in part]
    raised = [_present(one.proposed, red) for one in part]
    found = sum(len(mine & theirs) for mine, theirs in zip(flags, raised, strict=True))
    alarms = sum(len(theirs - mine) for mine, theirs in zip(flags, raised, strict=True))
    return {
        "n": len(part),
        "told": told,
        "proposed": proposed,
        "right": right,
        "precision": _share(right, proposed),
        "recall": _share(right, told),
        "red_flags_told": sum(map(len, flags)),
        "red_flags_found": _share(found, sum(map(len, flags))),
        "false_alarms_per_100": 100 * alarms / len(part) if part else 0.0,
    }


def _share(some: int, of: int) -> float:
    return some / of if of else 1.0


def _present(answers: frozenset[tuple[str, Answer]], red: frozenset[str]) -> frozenset[str]:
    return frozenset(id_ for id_, answer in answers if answer == PRESENT and id_ in red)


def _same(answer: Answer) -> Answer:
    """A map counts by what is painted: what was not asked is all the rest."""
    return Painted(answer.left, answer.right) if isinstance(answer, Painted) else answer


def _answers(words: Words, knowledge: Knowledge) -> Mapping[str, Any]:
    """What a story tells, with the map painted."""
    if not words.map:
        return words.told
    in_words = knowledge.vocabulary.in_place_of_map
    areas = knowledge.vocabulary.findings[in_words[0]].areas if in_words else {}
    painted = {
        side: sorted({region for area in of for region in areas.get(area, (area,))})
        for side, of in words.map.items()
    }
    return {**words.told, MAP: painted}
