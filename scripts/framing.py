"""Each story of evaluation/framings/framings.yaml told in 16 framings, and what pinprick makes of them.

A framing is by ticks or in own words, with or without a friend who plays it down, with or without
facts that have nothing to do with it, calm or dramatic. By ticks there is no place where the other
three could enter, so those eight are one interview. Of own words the person confirms what is true,
and the interview asks the rest.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import msgspec
from msgspec import Struct

from pinprick import urgency, yamltext
from pinprick.case.answers import Answer, Answers, answer_from
from pinprick.case.case import Case, Expect, changed
from pinprick.case.known import known as what_is_known
from pinprick.case.known import red_flags_to_ask
from pinprick.knowledge import Knowledge, Level
from pinprick.knowledge.ids import ABSENT, MAP
from pinprick.lab.evaluate import with_screen_none
from pinprick.lab.rehearsal import Rehearsal, play
from pinprick.model.axes import Model
from pinprick.problems import ProblemsFound
from pinprick.reasoning.inference import believe
from pinprick.story.lexicon import Lexicon
from pinprick.story.understanding import understand

FILE = Path(__file__).parents[1] / "evaluation" / "framings" / "framings.yaml"


class Story(Struct, frozen=True):
    """A story: what is true of the person, told calmly and dramatically, what a friend says of it,
    and what has nothing to do with it."""

    id: str
    told: dict[str, object]
    calm: str
    dramatic: str
    friend: str
    beside: str


class Framing(Struct, frozen=True):
    """How a story is told."""

    ticks: bool
    friend: bool
    beside: bool
    dramatic: bool


class Reading(Struct, frozen=True):
    """What comes of one framing: what the words proposed, what of it is not true of the person,
    what it alone says by the rules, the interview that followed, and the same where the person says
    "yes" to all that was proposed without reading it."""

    framing: Framing
    proposed: frozenset[tuple[str, str]]
    untrue: int
    at_once: Level
    interview: Rehearsal
    unread: Rehearsal


FRAMINGS = tuple(Framing(*each) for each in product((True, False), repeat=4))


def stories() -> list[Story]:
    """The stories of the file.

    Raises:
        ProblemsFound: the file is no such list.
    """
    document = yamltext.read(FILE.read_bytes(), str(FILE))
    if document.problems:
        raise ProblemsFound(document.problems)
    return msgspec.convert(document.data, list[Story])


def person(model: Model, story: Story) -> Case:
    """Who tells a story: all that is true of them, and "no" to each red flag that is not."""
    told = Case.of(model, story.told, id=story.id)
    asked = with_screen_none(model, changed(model, told, expect=Expect()))
    rest = [id_ for id_ in red_flags_to_ask(model.knowledge) if id_ not in asked.answers]
    in_words = {id_ for id_ in rest if model.knowledge.vocabulary.findings[id_].in_words}
    no = dict.fromkeys((id_ for id_ in rest if id_ not in in_words), ABSENT)
    return changed(model, asked, answers={**asked.answers, **no})


def words(story: Story, framing: Framing) -> str:
    """The story as it is written in a framing."""
    parts = (
        story.beside if framing.beside else "",
        story.dramatic if framing.dramatic else story.calm,
        story.friend if framing.friend else "",
    )
    return " ".join(part for part in parts if part)


def readings(model: Model, lexicon: Lexicon, story: Story) -> Iterator[Reading]:
    """What comes of each framing of a story. Equal beginnings make equal interviews, and those are
    played once."""
    who = person(model, story)
    played: dict[tuple[tuple[str, Answer], ...], tuple[Rehearsal, Rehearsal]] = {}
    for framing in FRAMINGS:
        heard = () if framing.ticks else _heard(model.knowledge, lexicon, words(story, framing))
        true = sorted(id_ for id_, value in heard if _is_true(who.answers, id_, value))
        if heard not in played:
            believed = {id_: value for id_, value in heard if id_ != MAP}
            careless = changed(model, who, answers={**who.answers, **believed})
            played[heard] = play(model, who, true), play(model, careless, sorted(believed))
        yield Reading(
            framing=framing,
            proposed=frozenset((id_, repr(value)) for id_, value in heard),
            untrue=sum(id_ not in true and id_ != MAP for id_, _ in heard),
            at_once=_by_rules(model, heard),
            interview=played[heard][0],
            unread=played[heard][1],
        )


def _heard(knowledge: Knowledge, lexicon: Lexicon, said: str) -> tuple[tuple[str, Answer], ...]:
    proposals = understand(knowledge, lexicon, said).proposals
    return tuple((one.finding, one.value) for one in proposals)


def _is_true(truth: Answers, finding: str, value: Answer) -> bool:
    """Whether a person confirms what was heard. The map is painted on its own page."""
    return finding != MAP and truth.get(finding) == value


def _by_rules(model: Model, heard: Iterable[tuple[str, Answer]]) -> Level:
    """The least that is said of the words alone, before anything is confirmed or asked."""
    sound = {id_: value for id_, value in heard if id_ != MAP}
    known = what_is_known(model.knowledge, Case.of(model, sound))
    return urgency.judge(model, known, believe(model, known)).by_rules


def faults(model: Model) -> list[str]:
    """What is wrong with the stories: an answer that cannot be."""
    return [
        f"{story.id}.{finding}: {what}"
        for story in stories()
        for finding, value in story.told.items()
        for _, what in answer_from(finding, value, model.knowledge.vocabulary)[1]
    ]
