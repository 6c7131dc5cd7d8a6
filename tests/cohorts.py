"""Random cases as tables of many people have them."""

from hypothesis import strategies as st

from pinprick.case.answers import ages_known
from pinprick.case.case import Case, made
from pinprick.case.known import signs_with_age
from pinprick.cohort import columns
from pinprick.knowledge.ids import MAP, PRESENT, UNKNOWN
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
