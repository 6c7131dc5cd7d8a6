"""Parts of a set of cases: by stage and source, and by who the people are."""

from collections.abc import Callable, Sequence

from pinprick.case.answers import Answers
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import AGE, SEX, UNKNOWN
from pinprick.lab.evaluate import Score
from pinprick.reasoning.inference import age_band

NOT_TOLD, UNDER = "not-told", "under-"


def by(scores: Sequence[Score], key: Callable[[Score], str]) -> dict[str, list[Score]]:
    """The scores by a key, in the order of the keys."""
    parts: dict[str, list[Score]] = {name: [] for name in sorted({*map(key, scores)})}
    for one in scores:
        parts[key(one)].append(one)
    return parts


def by_person(knowledge: Knowledge, scores: Sequence[Score]) -> dict[str, dict[str, list[Score]]]:
    """The scores by age band, by sex and by stage; who does not tell stands apart."""
    return {
        "age": by(scores, lambda one: band(knowledge, one.case.answers)),
        "sex": by(scores, lambda one: _sex(one.case.answers)),
        "stage": by(scores, lambda one: one.case.stage or NOT_TOLD),
    }


def band(knowledge: Knowledge, answers: Answers) -> str:
    """The age band of somebody, such as "18-39" or "under-18"."""
    years, edges = answers.get(AGE), knowledge.vocabulary.findings[AGE].bins
    if not isinstance(years, float):
        return NOT_TOLD
    index = age_band(years, edges)
    if index is None:
        return f"{UNDER}{edges[0]:g}"
    last = index + 1 == len(edges)
    return f"{edges[index]:g}+" if last else f"{edges[index]:g}-{edges[index + 1] - 1:g}"


def _sex(answers: Answers) -> str:
    sex = str(answers.get(SEX, UNKNOWN))
    return NOT_TOLD if sex == UNKNOWN else sex
