"""Writes the figures of docs/trust.md: what pinprick can show of itself, as the program reckons it.

The page has a place for each table between `<!-- figures: NAME -->` and `<!-- end -->`; all other
text is left as it is. `tests/house/test_trust.py` holds that the page is what this would write.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from pinprick import loading
from pinprick.knowledge import Level
from pinprick.lab import report, summary
from pinprick.lab.evaluate import Score, score
from pinprick.model.axes import Model
from pinprick.story import lexicon
from scripts import framing, steadiness
from scripts.framing import Reading, Story
from scripts.steadiness import Share
from scripts.worked import Lines, table

PAGE = Path(__file__).parents[1] / "docs" / "trust.md"
PLACE = re.compile(r"(<!-- figures: ([a-z-]+) -->\n).*?(<!-- end -->)", flags=re.DOTALL)
_ELSEWHERE = (1, 2, 3)
"""Seeds of the hashes of the processes that are asked the same."""


class Measured(Struct, frozen=True):
    """All that the page tells, reckoned once."""

    model: Model
    stories: tuple[tuple[Story, tuple[Reading, ...]], ...]
    scores: tuple[Score, ...]
    ordered: steadiness.Ordered
    not_asked: steadiness.NotAsked
    digests: tuple[str, ...]

    @property
    def in_words(self) -> tuple[tuple[Reading, Reading], ...]:
        """Each story in own words, with the same told calmly and without anything beside."""
        return tuple(
            (reading, plainest(readings))
            for _, readings in self.stories
            for reading in readings
            if not reading.framing.ticks
        )


def measured(model: Model) -> Measured:
    """Reckon all of it, in about half a minute."""
    words, told = lexicon.load(None, "en"), steadiness.cases(model)
    return Measured(
        model=model,
        stories=tuple(
            (story, tuple(framing.readings(model, words, story))) for story in framing.stories()
        ),
        scores=tuple(score(model, case) for case in told),
        ordered=steadiness.ordered(model, told),
        not_asked=steadiness.not_asked(model, told),
        digests=tuple(steadiness.digest_elsewhere(seed) for seed in _ELSEWHERE),
    )


def written(page: str, found: Measured) -> str:
    """The page with every figure as the program reckons it now."""

    def filled(place: re.Match[str]) -> str:
        return place.group(1) + "\n".join(FIGURES[place.group(2)](found)) + "\n" + place.group(3)

    return PLACE.sub(filled, page)


def plainest(readings: Iterable[Reading]) -> Reading:
    """A story in own words, calm and with nothing beside."""
    return next(
        one
        for one in readings
        if not (one.framing.ticks or one.framing.friend or one.framing.beside)
        and not one.framing.dramatic
    )


# ---- one story, 16 framings


def _of(found: Measured) -> Lines:
    knowledge = found.model.knowledge
    return [f"Knowledge base {knowledge.settings.version} ({knowledge.hash})."]


def _framings(found: Measured) -> Lines:
    rows = []
    for story, readings in found.stories:
        ends = [one.interview.interview for one in readings]
        levels = sorted({end.given for end in ends})
        firsts = sorted({end.first for end in ends})
        chances = [end.p_first for end in ends]
        rows.append(
            (
                story.id,
                ", ".join(levels),
                f"{_most_common(ends, lambda end: end.given)} of {len(ends)}",
                ", ".join(firsts),
                f"{_most_common(ends, lambda end: end.first)} of {len(ends)}",
                f"{min(chances):.2f} to {max(chances):.2f}",
            )
        )
    heads = ("story", "level", "the same in", "first cause", "the same in", "its probability")
    return table(heads, rows)


def _most_common(ends: list[Score], of: Callable[[Score], object]) -> int:
    values = [of(end) for end in ends]
    return max(values.count(value) for value in values)


def _heard(found: Measured) -> Lines:
    pairs = found.in_words
    rows = [
        ("stories in own words", len(pairs)),
        (
            "another answer was proposed than for the calm story alone",
            sum(one.proposed != plain.proposed for one, plain in pairs),
        ),
        (
            "something was proposed that our label of the story does not have",
            sum(one.untrue > 0 for one, _ in pairs),
        ),
        (
            "the words alone say a lower level than those of the calm story",
            sum(one.at_once < plain.at_once for one, plain in pairs),
        ),
        (
            "after the interview the level is lower than by ticks",
            sum(_given(one) < _by_ticks(found, one) for one, _ in pairs),
        ),
        (
            "the same, and the person said yes to all that was proposed, without reading it",
            sum(one.unread.interview.given < _by_ticks(found, one) for one, _ in pairs),
        ),
        (
            "... and higher",
            sum(one.unread.interview.given > _by_ticks(found, one) for one, _ in pairs),
        ),
    ]
    return table(("what", "how many"), [(what, str(count)) for what, count in rows])


def _given(one: Reading) -> Level:
    return one.interview.interview.given


def _by_ticks(found: Measured, one: Reading) -> Level:
    readings = next(readings for _, readings in found.stories if one in readings)
    return next(_given(each) for each in readings if each.framing.ticks)


# ---- published cases


def _order(found: Measured) -> Lines:
    told, same = found.ordered, len(set(found.digests)) == 1
    rows = [
        ("cases, each in so many random orders", f"{len(found.scores)}, {steadiness.ORDERS}"),
        ("another level", f"{told.levels} of {told.tried:,}"),
        ("another order of causes", f"{told.rankings} of {told.tried:,}"),
        ("greatest difference of a probability", f"{told.most:g}"),
        (
            f"all cases asked by {len(_ELSEWHERE)} processes, every word and digit compared",
            "the same" if same else "**not the same**",
        ),
    ]
    return table(("what", "how many"), rows)


def _open(found: Measured) -> Lines:
    left = found.not_asked
    rows = [
        ("questions that a person can answer", left.questions),
        ("answered in a published case, median", left.answered),
        ("warning signs of which a case tells nothing, median", left.open_flags),
        (
            "cases of which some warning sign was not asked, so that nothing is judged yet",
            left.incomplete,
        ),
        ("... and that are told self-care all the same", left.calm_though_open),
        ('the level falls if all that is taken as "no"', left.lower_by_no),
        ("... to self-care", left.calm_by_no),
        ("... where the published case needed a doctor", left.too_calm_by_no),
        ('the level falls if all that is answered "I don\'t know"', left.lower_by_unknown),
    ]
    told = [(what, str(count)) for what, count in rows]
    return table(("what", f"of {left.cases} cases"), told)


def _calibration(found: Measured) -> Lines:
    whole = summary.summarise(found.scores)
    assert whole is not None, "there are cases"
    rows = [
        (f"{one['given']:.2f}", f"{one['right']:.2f}", f"{one['n']:.0f}")
        for one in summary.reliability(found.scores)
    ]
    slope = whole.calibration_slope
    return [
        *table(("probability given to the first cause, mean", "it was right", "cases"), rows),
        "",
        f"The slope is {slope.value:.2f} ({slope.low:.2f} to {slope.high:.2f}); 1 would be right.",
    ]


def _triage(found: Measured) -> Lines:
    rows = []
    for level in Level:
        some = [one for one in found.scores if one.expect.at_least == level]
        if some:
            rows.append(_row(level, some))
    stories = [one for one in found.scores if one.case.stage == "story"]
    halves = report.halves(found.scores)
    rows += [
        _row("told as a story, without examination", stories),
        _row("the half that may be read", halves[report.FOR_FITTING]),
        _row("the half that is only scored", halves[report.ONLY_SCORED]),
        _row("**all**", found.scores),
    ]
    return table(("least level expected", "cases", "safe", "too high", "just right"), rows)


def _row(name: str, some: Iterable[Score]) -> tuple[str, ...]:
    scores = list(some)
    shares = (steadiness.safe(scores), steadiness.over(scores), steadiness.right(scores))
    return (name, str(len(scores)), *(_share(share) for share in shares))


def _ours(found: Measured) -> Lines:
    scores = found.scores
    rows = [
        ("level just right", steadiness.right(scores)),
        ("level safe (not below what is expected)", steadiness.safe(scores)),
        (
            "level safe as Gilbert counts it (at most one step below)",
            steadiness.nearly_safe(scores),
        ),
        ("right cause first", steadiness.in_first(scores, 1)),
        ("right cause in the first three", steadiness.in_first(scores, 3)),
    ]
    return table(
        (f"pinprick on {len(scores)} published cases", "share"), [(w, _share(s)) for w, s in rows]
    )


def _share(share: Share) -> str:
    low, high = share.bounds
    return f"{100 * share.some / share.of:.0f} % ({100 * low:.0f} to {100 * high:.0f})"


FIGURES: dict[str, Callable[[Measured], Lines]] = {
    "of": _of,
    "framings": _framings,
    "heard": _heard,
    "order": _order,
    "not-asked": _open,
    "calibration": _calibration,
    "triage": _triage,
    "ours": _ours,
}
"""The places of the page, and what stands in each."""


if __name__ == "__main__":
    FOUND = measured(loading.load())
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), FOUND), encoding="utf-8")
