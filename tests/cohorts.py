"""Random cases as tables of many people have them."""

from collections.abc import Iterable, Iterator
from random import Random

from hypothesis import strategies as st
from msgspec.structs import replace

from pinprick.case.answers import Painted, ages_known
from pinprick.case.case import Case, made
from pinprick.case.known import signs_with_age
from pinprick.cohort import columns
from pinprick.knowledge.ids import MAP, PRESENT, UNKNOWN
from pinprick.model.axes import Model
from tests.answers import answers
from tests.models import shipped


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A random case, of which some signs tell their age; its map was shown if it has one."""
    given = {id_: a for id_, a in draw(answers()).items() if (id_, a) != (MAP, UNKNOWN)}
    for id_ in draw(st.sets(st.sampled_from(sorted(signs_with_age(shipped().knowledge))), max_size=3)):
        given[id_] = PRESENT
    signs = [id_ for id_ in columns.aged(shipped()) if given.get(id_) == PRESENT]
    newest = st.sampled_from(ages_known(shipped().knowledge.vocabulary))
    return made(given, {"since": {id_: draw(newest) for id_ in signs if draw(st.booleans())}})


def partly(model: Model, several: Iterable[Case], seed: int) -> Iterator[Case]:
    """The same people, who told a part of it; of some maps views are hidden, and some signs tell their
    age."""
    random = Random(seed)
    for case in several:
        count = random.choice((2, 5, 15, 40, 100, 300))
        kept = dict(random.sample(sorted(case.answers.items()), min(count, len(case.answers))))
        painted = kept.get(MAP)
        if isinstance(painted, Painted) and random.random() < 0.6:
            open_ = [region for region in model.regions if not painted.has(region)]
            hidden = random.sample(open_, random.randint(1, len(open_)))
            kept[MAP] = replace(painted, not_asked=frozenset(hidden))
        signs = [id_ for id_ in columns.aged(model) if kept.get(id_) == PRESENT]
        told = [id_ for id_ in signs if random.random() < 0.3]
        yield made(kept, {"since": {id_: random.choice(columns.ages(model)) for id_ in told}})
