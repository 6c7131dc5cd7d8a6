"""Random answers to the findings of the knowledge base that ships, maps as pages send them."""

from hypothesis import strategies as st

from pinprick.case.answers import Answer, Painted
from pinprick.knowledge.ids import ABSENT, MAP_PARTS, PRESENT, UNKNOWN
from pinprick.pictures import bodymap
from tests.models import shipped


def _answer(draw: st.DrawFn, id_: str) -> Answer:
    finding = shipped().knowledge.vocabulary.findings[id_]
    if finding.kind == "number":
        return float(draw(st.integers(0, int(finding.most or 100))))
    if finding.kind == "regions":
        return draw(maps())
    values = (PRESENT, ABSENT) if finding.kind == "flag" else tuple(finding.values)
    return draw(st.sampled_from((*values, UNKNOWN)))


@st.composite
def maps(draw: st.DrawFn) -> Painted:
    """A painted map: what no opened view shows is not asked."""
    views = (*bodymap.FIRST, *draw(st.sets(st.sampled_from(("soles", "front", "back", "body")))))
    marks = sorted({mark for view in views for mark in bodymap.marks(view)})
    chosen = draw(st.sets(st.sampled_from(marks), max_size=6))
    parts = {part: frozenset(region for p, region in chosen if p == part) for part in MAP_PARTS}
    return Painted(**parts, not_asked=bodymap.not_asked(shipped().knowledge.vocabulary, views))


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Answer]:
    """Some answers, of up to twelve findings."""
    ids = draw(st.lists(st.sampled_from(sorted(shipped().knowledge.vocabulary.findings)), unique=True, max_size=12))
    return {id_: _answer(draw, id_) for id_ in ids}
