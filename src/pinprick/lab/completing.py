"""Cases filled in as their right cause would have it, so that an interview meets somebody who can
answer."""

import zlib
from collections.abc import Iterator

import numpy as np

from pinprick.case.answers import Answer
from pinprick.case.case import Case, changed
from pinprick.case.known import implied, of_answers, red_flags_to_ask
from pinprick.interview import only_following
from pinprick.knowledge.ids import ABSENT, AGE, MAP, OTHER, OTHER_CAUSE, PERSON, SIDE
from pinprick.lab.simulate import drawn_answer, of_one
from pinprick.model.axes import Model
from pinprick.reasoning.inference import believe, known_band


def completed(model: Model, case: Case, draws: int) -> Iterator[Case]:
    """The case, `draws` times: what it does not tell is answered as a person with its right cause
    would, drawn from the model; a red flag that it does not tell is absent. The map stays as told.

    Of several right causes, and of the ways that each can be, those that the told answers make
    likely are drawn more often. The draws of a case are always the same."""
    generator = np.random.default_rng(zlib.crc32(case.id.encode()))
    known = of_answers(model.knowledge, case.answers, case.since)
    weights = believe(model, known).units * np.isin(model.units.cause, _right(model, case))
    if not weights.sum():
        return
    for _ in range(draws):
        unit = int(generator.choice(len(weights), p=weights / weights.sum()))
        yield changed(model, case, answers=_answers(model, case, unit, generator))


def _right(model: Model, case: Case) -> list[int]:
    assert case.expect is not None, "only a case with `expect` has a right cause"
    right = {OTHER if id_ == OTHER_CAUSE else id_ for id_ in case.expect.cause}
    return [index for index, cause in enumerate(model.causes) if cause in right]


def _answers(
    model: Model, case: Case, unit: int, generator: np.random.Generator
) -> dict[str, Answer]:
    knowledge, findings = model.knowledge, model.knowledge.vocabulary.findings
    told = case.answers
    absent = dict.fromkeys((*knowledge.screen.findings, *red_flags_to_ask(knowledge)), ABSENT)
    drawn: dict[str, Answer] = {**absent, **told}
    closed = only_following(knowledge) | drawn.keys() | {MAP, SIDE}
    for id_ in sorted(model.findings, key=lambda id_: id_ != AGE):  # the age brings some signs
        if id_ not in closed and findings[id_].by in PERSON:
            band = known_band(model, of_answers(knowledge, drawn))
            p = of_one(model, id_, band, drawn)[:, unit]
            drawn[id_] = drawn_answer(model, id_, p, generator)
    certain = implied(knowledge, drawn)
    return {**drawn, **{id_: value for id_, value in certain.items() if id_ not in told}}
