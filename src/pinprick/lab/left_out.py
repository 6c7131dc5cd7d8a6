"""How honest "none of ours" is: a condition is left out of the knowledge base, and people who have it are
told of what is left. They should be told more often that it may be none of these."""

from collections.abc import Collection, Iterable, Iterator

from msgspec.structs import replace

from pinprick.case.case import Case
from pinprick.case.known import known as what_is_known
from pinprick.knowledge.ids import OTHER, OTHER_CAUSE
from pinprick.lab import simulate
from pinprick.model.axes import Model
from pinprick.model.compiler import compile_model
from pinprick.reasoning.inference import believe


def without(model: Model, causes: Collection[str]) -> Model:
    """The model of the same knowledge base with some conditions left out."""
    kept = {id_: one for id_, one in model.knowledge.conditions.items() if id_ not in causes}
    return compile_model(replace(model.knowledge, conditions=kept))


def chance_of_none(model: Model, case: Case) -> float:
    """P(none of our conditions | case)."""
    causes = believe(model, what_is_known(model.knowledge, case)).causes
    return float(causes[model.causes.index(OTHER)])


def of_people(model: Model, cause: str, count: int, seed: int) -> list[float]:
    """P(none) of `count` simulated people who have a condition, answered all and meet a model that
    does not know it."""
    left = without(model, {cause})
    return [chance_of_none(left, one) for one in simulate.people_with(model, cause, count, seed)]


def of_cases(model: Model, cases: Iterable[Case]) -> Iterator[float]:
    """P(none) of each case of which all right causes are ours, with those left out."""
    for case in cases:
        right = case.expect.cause if case.expect else ()
        if right and OTHER_CAUSE not in right:
            yield chance_of_none(without(model, right), case)
