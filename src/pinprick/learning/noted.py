"""What the notes of counted numbers say: how many gave which answer, of whom, and where."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from pinprick.cohort.labelled import Labelled
from pinprick.knowledge.ids import OTHER
from pinprick.knowledge.quantity import Quantity, Source
from pinprick.learning.learned import Number
from pinprick.model.axes import Model
from pinprick.words import say


class DataSet(Struct, frozen=True):
    """Where cases come from: what the data set is called, a page that tells of it, and the key of
    the source that it becomes."""

    name: str
    url: str
    key: str


def noted(of: Iterable[Number], data: DataSet, language: str) -> Iterator[Number]:
    """The numbers with what was counted in their notes, before what these said."""
    for one in of:
        notes = [_note(one, data.name, language), one.before.note]
        note = "; ".join(part for part in notes if part)
        yield replace(one, after=replace(one.after, note=note))


def _note(one: Number, name: str, language: str) -> str:
    if not one.counted:
        return say(language, "learn.note-moved", name=name)
    told = [*one.counted.values()]
    if isinstance(one.before.p, dict):
        some = ((value, round(count)) for value, count in one.counted.items())
        counts = ", ".join(f"{value} {count}" for value, count in some if count)
    else:
        counts = f"{told[_first(one.before, one.counted)]:.0f}"
    of = max(one.people, sum(told)) if len(told) == 1 else sum(told)
    key = "learn.note-counted" if one.people >= one.worth else "learn.note-fewer"
    return say(language, key, counts=counts, people=f"{of:.0f}", name=name)


def _first(of: Quantity, counted: dict[str, float]) -> int:
    names = list(counted)
    return names.index("female") if "female" in names else 0


def source(model: Model, labelled: Labelled, data: DataSet, language: str) -> Source:
    """The data set as a source."""
    other = model.causes.index(OTHER)
    none = int((labelled.cause == other).sum())
    ours = {int(cause) for cause in labelled.cause} - {other}
    says = say(
        language,
        "learn.says",
        people=f"{len(labelled):,}",
        ours=f"{len(labelled) - none:,}",
        conditions=len(ours),
        none=f"{none:,}",
    )
    return Source(title=data.name, url=data.url, says=says)
