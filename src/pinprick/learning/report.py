"""What counted cases changed, as a page: whether it is better, what moved most, what had too few."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from pinprick.cohort.labelled import Labelled
from pinprick.knowledge.ids import OTHER
from pinprick.knowledge.quantity import Quantity
from pinprick.learning.folds import Figures, Held, figures, gained, reliability
from pinprick.learning.learned import Number
from pinprick.learning.worth import deviation_of, log_odds
from pinprick.model.axes import Model
from pinprick.model.draws.numbers import NORMAL_90
from pinprick.problems import dotted
from pinprick.words import say

_MOST = 30
"""Numbers that a list names."""


class Told(Struct, frozen=True):
    """What the page is made of: the `numbers` that changed, the cases, what was held out, if
    anything, whether `shares` were counted, and what the data set is called."""

    numbers: list[Number]
    labelled: Labelled | None
    held: Held | None
    shares: bool
    name: str


def markdown(model: Model, told: Told, language: str) -> str:
    """The page as Markdown."""
    return "\n".join(_page(model, told, language)) + "\n"


def _page(model: Model, told: Told, language: str) -> Iterator[str]:
    yield from (f"# {say(language, 'learn.title', name=told.name)}", "")
    of = told.labelled
    if of is None or not len(of):
        yield say(language, "learn.nobody")
        return
    none = int((of.cause == model.causes.index(OTHER)).sum())
    yield say(language, "learn.people", count=len(of), none=f"{none:,}", skipped=f"{of.skipped:,}")
    yield say(language, "learn.shares" if told.shares else "learn.shares-kept")
    if told.held is not None:
        yield from _heading("learn.held", language)
        yield from _held(told.held, language)
    counted = [one for one in told.numbers if one.counted]
    yield from _heading("learn.moved-most", language)
    yield from _table(sorted(counted, key=_by_move)[:_MOST], language)
    yield from _heading("learn.outside", language)
    yield from _outside(counted, language)
    yield from _heading("learn.few", language)
    yield from _few(model, of, counted, language)


def _heading(key: str, language: str) -> Iterator[str]:
    yield from ("", f"## {say(language, key)}", "")


# ---- whether it is better


def _held(held: Held, language: str) -> Iterator[str]:
    before, after = (figures(one, held.weight) for one in (held.before, held.after))
    more, low, high = gained(held)
    yield say(language, "learn.gained", bits=f"{more:+.3f}", low=f"{low:+.3f}", high=f"{high:+.3f}")
    yield ""
    yield from _head(("figure", "before", "after"), language)
    for name in Figures.__struct_fields__:
        shown = " | ".join(f"{getattr(one, name):.3f}" for one in (before, after))
        yield f"| {say(language, f'learn.figure.{name}')} | {shown} |"
    yield from ("", say(language, "learn.reliability"), "")
    yield from _head(("given-before", "right-before", "given", "right", "cases"), language)
    rows = zip(
        reliability(held.before, held.weight), reliability(held.after, held.weight), strict=True
    )
    for (was, was_right, _), (now, right, count) in rows:
        yield f"| {was:.2f} | {was_right:.2f} | {now:.2f} | {right:.2f} | {count} |"


def _head(keys: Iterable[str], language: str) -> Iterator[str]:
    names = [say(language, f"learn.head.{key}") for key in keys]
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"


# ---- what moved


def moved(one: Number) -> float:
    """How far a number moved on the log-odds scale, in halves of the range that it had, with the sign
    of the value of a distribution that moved most."""
    steps = [
        (log_odds(after) - log_odds(before)) / (NORMAL_90 * deviation_of(before, one.worth))
        for before, after in _pairs(one)
        if 0 < before < 1
    ]
    return max(steps, key=abs, default=0.0)


def _by_move(one: Number) -> tuple[float, str, str]:
    return -abs(moved(one)), one.file, dotted(one.path)


def _pairs(one: Number) -> list[tuple[float, float]]:
    if isinstance(one.before.p, dict) and isinstance(one.after.p, dict):
        total = sum(one.before.p.values())
        return [(p / total, one.after.p[value]) for value, p in one.before.p.items()]
    assert isinstance(one.before.p, float | int)
    assert isinstance(one.after.p, float | int)
    return [(one.before.p, one.after.p)]


def _table(of: Iterable[Number], language: str) -> Iterator[str]:
    yield from _head(("number", "before", "after", "counted", "moved"), language)
    for one in of:
        name = f"{one.file.removesuffix('.yaml')} {dotted(one.path)}"
        told = f"{_counts(one)} / {sum(one.counted.values()) if _is_told(one) else one.people:.0f}"
        yield (
            f"| {name} | {_shown(one.before)} | {_shown(one.after)} | {told} | {moved(one):+.2f} |"
        )


def _is_told(one: Number) -> bool:
    return len(one.counted) > 1


def _counts(one: Number) -> str:
    if isinstance(one.before.p, dict):
        return ", ".join(f"{count:.0f}" for count in one.counted.values())
    first = "female" if "female" in one.counted else next(iter(one.counted))
    return f"{one.counted[first]:.0f}"


def _shown(of: Quantity) -> str:
    if isinstance(of.p, dict):
        return ", ".join(f"{value} {p:.3g}" for value, p in of.p.items())
    if of.range is None:
        return f"{of.p:.3g}"
    low, high = of.range
    return f"{of.p:.3g} ({low:.3g}–{high:.3g})"


def _outside(counted: list[Number], language: str) -> Iterator[str]:
    """Numbers that left the range that was stated of them."""
    left = [one for one in counted if one.before.range and not _is_within(one)]
    stated = sum(1 for one in counted if one.before.range)
    yield say(language, "learn.outside-of", count=len(left), stated=f"{stated:,}")
    if left:
        yield ""
        yield from _table(sorted(left, key=_by_move)[:_MOST], language)


def _is_within(one: Number) -> bool:
    assert one.before.range is not None
    low, high = one.before.range
    return isinstance(one.after.p, float) and low <= one.after.p <= high


# ---- what had too few


def _few(model: Model, of: Labelled, counted: list[Number], language: str) -> Iterator[str]:
    """What rests more on what was known before than on those who were counted."""
    few = sum(1 for one in counted if one.people < one.worth)
    yield say(language, "learn.few-numbers", count=few, all=f"{len(counted):,}")
    there = {int(cause) for cause in of.cause}
    none = [id_ for index, id_ in enumerate(model.causes[:-1]) if index not in there]
    if none:
        names = ", ".join(none)
        yield from ("", say(language, "learn.no-people", count=len(none), names=names))
    yield from ("", *_head(("cause", "people", "few", "numbers"), language))
    for index, id_ in enumerate(model.causes[:-1]):
        if index in there:
            its = [one for one in counted if one.file == f"conditions/{id_}.yaml"]
            less = sum(1 for one in its if one.people < one.worth)
            yield f"| {id_} | {int((of.cause == index).sum())} | {less} | {len(its)} |"
