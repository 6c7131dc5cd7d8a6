"""The fields of somebody's own words, and of what is ticked on the page that understood them. They
travel in the body of a form like the answers, and are kept nowhere."""

from collections.abc import Iterator

from msgspec import Struct, field

from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import MAP
from pinprick.pictures import bodymap
from pinprick.story.understanding import MOST, Understanding
from pinprick.words import say
from pinprick.words.wording import text

OPENING = "opening"
"""The page that is first in an interview: what was understood, and what people notice first."""
WORDS = ("_say", "_words", "_told", "_paint")
"""Fields that are no findings: the words in the box, those that were read before and are carried
along, what was told on the first page, and what the words say is numb, for the map to begin with."""
MANY = ("_told", "_paint")
"""Those of them with many values."""
_HEARD = "heard."
"""The start of the name of what is ticked on the first page; the finding follows."""


class Own(Struct, frozen=True):
    """What somebody said before the first question. `say` are the words in the box, `words` those
    that were read; `heard` is what is ticked on the first page, by finding; `told` are the findings
    that were answered there, and `paint` the marks that the map begins with, "left:heel"."""

    say: str = ""
    words: str = ""
    heard: dict[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    paint: tuple[str, ...] = ()

    @property
    def is_read(self) -> bool:
        """Whether the words in the box are those that were read: what stands there unread may name
        a red flag."""
        return self.say.split() == self.words.split()


def names(knowledge: Knowledge) -> dict[str, str]:
    """The findings by the fields that say what is ticked on the first page."""
    return {f"{_HEARD}{id_}": id_ for id_ in knowledge.vocabulary.findings}


def own(heard: dict[str, str], fields: dict[str, list[str]]) -> Own:
    """What the fields of a form say; `heard` are the findings by the names of their fields."""
    return Own(
        say=_text(fields, "_say"),
        words=_text(fields, "_words"),
        heard={heard[name]: values[-1] for name, values in fields.items() if name in heard},
        told=tuple(fields.get("_told", ())),
        paint=tuple(fields.get("_paint", ())),
    )


def _text(fields: dict[str, list[str]], name: str) -> str:
    return fields.get(name, [""])[-1].strip()


def faults(knowledge: Knowledge, fields: dict[str, list[str]], language: str) -> Iterator[str]:
    """What none of our pages could have sent."""
    findings = knowledge.vocabulary.findings
    for id_ in fields.get("_told", ()):
        if id_ not in findings:
            yield say(language, "form.unknown-field", field=repr(id_), hint="")
    heard = fields.get(f"{_HEARD}{MAP}", [""])[-1].split()
    marks = [one for one in heard if ":" in one]
    for mark in (*fields.get("_paint", ()), *marks):
        if mark not in drawn():
            yield say(language, "form.unknown-mark", mark=repr(mark))


def drawn() -> frozenset[str]:
    """Every mark that the map can have, as its boxes name it."""
    views = (bodymap.marks(view) for view in bodymap.VIEWS)
    return frozenset(f"{side}:{region}" for marks in views for side, region in marks)


def unread(said: Own, language: str) -> str:
    """Why the words in the box are not read; empty when they are."""
    if len(said.say) <= MOST:
        return ""
    return say(language, "understand.too-long", length=len(said.say), most=MOST)


def left_aside(
    knowledge: Knowledge, told: Understanding, language: str
) -> tuple[tuple[str, str], ...]:
    """What is named in the words and left aside, each with the reason."""
    findings = knowledge.vocabulary.findings
    return tuple(
        (text(findings[one.finding].label, language), say(language, f"aside.{one.why}"))
        for one in told.aside
    )


def carried(said: Own) -> Iterator[tuple[str, str]]:
    """The fields that carry along what was said."""
    if said.words:
        yield "_words", said.words
    yield from (("_told", id_) for id_ in said.told)
    yield from (("_paint", mark) for mark in said.paint)
