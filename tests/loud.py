"""Random small cases whose answers contradict each other, and everything, as loudly as can be."""

from msgspec.structs import replace

from pinprick.case.answers import Answer
from tests.drawing import quantity
from tests.small import Told, finding, told


def contradicted(case: Told, count: int = 40) -> Told:
    """The case with `count` answers more that speak loudly against one another, and against everything."""
    vocabulary, background = case.knowledge.vocabulary, case.knowledge.background
    added = {f"contradiction-{index}": finding("flag", "contradiction") for index in range(count)}
    conditions = {
        id_: replace(condition, findings=condition.findings | {
            name: quantity(0.999 if (index + place) % 3 else 0.001) for index, name in enumerate(added)
        })
        for place, (id_, condition) in enumerate(case.knowledge.conditions.items())
    }  # fmt: skip
    common = dict.fromkeys(added, quantity(0.002))
    knowledge = replace(
        case.knowledge,
        vocabulary=replace(vocabulary, findings=vocabulary.findings | added),
        background=replace(background, findings=background.findings | common),
        conditions=conditions,
    )
    said: dict[str, Answer] = {name: "absent" if index % 7 == 0 else "present" for index, name in enumerate(added)}
    return Told(knowledge, case.answers | said)


contradictory = told().map(contradicted)
"""A case whose answers range over more than a hundred nats."""

hopeless = told().map(lambda case: contradicted(case, 800))
"""A case whose probability is below the least number a float can hold, whatever the cause."""
