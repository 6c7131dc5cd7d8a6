"""The evaluation as a page and as data: both halves, by stage and kind of source, calibration, and
every miss."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pinprick.knowledge import GoalSet, GoalShare, Knowledge
from pinprick.lab import bootstrap, evaluate, goals, groups, summary
from pinprick.lab.bootstrap import Estimate
from pinprick.lab.evaluate import Score

_ROWS = {
    "top1": "right cause first",
    "top3": "right cause in the first three",
    "top5": "right cause in the first five",
    "log_score": "log2 of the probability of the right cause, mean",
    "brier": "Brier score",
    "safe": "urgency safe (at least as expected)",
    "over": "urgency above what is expected",
    "safe_screen_none": 'safe, with the red-flag page answered "none"',
    "over_screen_none": 'above, with the red-flag page answered "none"',
    "safe_emergencies": "urgency safe, of emergencies",
    "safe_rules": "safe by the rules alone",
    "over_rules": "above by the rules alone",
    "safe_causes": "safe by the causes alone",
    "over_causes": "above by the causes alone",
    "calibration_slope": "calibration slope of the first cause (1 is ideal)",
    "calibration_intercept": "calibration intercept (0 is ideal)",
}
_SHARES: Mapping[GoalShare, str] = {
    "safe": _ROWS["safe"],
    "safe-screen-none": _ROWS["safe_screen_none"],
    "over": _ROWS["over"],
    "over-screen-none": _ROWS["over_screen_none"],
    "at-most-routine": "given routine or self-care",
    "at-least-same-day": "given same-day or emergency",
    "emergency": "given emergency",
}
_SETS: Mapping[GoalSet, str] = {
    "published": "published cases",
    "stories": "stories that people told",
    "simulated": "simulated people",
    "simulated-harmless": "simulated people whose condition is self-care or routine",
    "simulated-emergencies": "simulated emergencies",
}
_COUNTED = frozenset({"log_score", "brier", "calibration_slope", "calibration_intercept"})


def halves(scores: Sequence[Score]) -> dict[str, list[Score]]:
    """The scores of the half that may be fitted on and of the half that is only scored."""
    parts: dict[str, list[Score]] = {"only scored": [], "may be fitted on": []}
    for one in scores:
        parts["may be fitted on" if evaluate.is_for_fitting(one.case) else "only scored"].append(
            one
        )
    return parts


def to_data(
    knowledge: Knowledge, scores: Sequence[Score], plain: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """All summaries as plain data; intervals are `[value, low, high]`. At the top stand the shares
    of safe and of too urgent verdicts, as told and with the red-flag page answered "none". `plain`
    is what a plain product model gives to the right causes, by case."""
    whole = summary.summarise(scores)
    data: dict[str, Any] = {
        name: getattr(whole, name).value if whole else None for name in summary.URGENCY
    }
    for name, some in {"all": scores, **halves(scores)}.items():
        data[name] = summary.to_data(summary.summarise(some))
    data["against_plain"] = {
        name: summary.plain(_difference(part, plain))
        for name, part in halves(scores).items()
        if plain
    }
    data["by_stage"] = _grouped(scores, lambda one: one.case.stage)
    data["by_kind"] = _grouped(scores, lambda one: one.case.source.get("kind", ""))
    data["urgency_by"] = {
        title: {name: _urgency_data(some) for name, some in parts.items()}
        for title, parts in groups.by_person(knowledge, scores).items()
    }
    data["goals"] = [_goal_data(one) for one in goals.reached(knowledge, scores)]
    data["reliability"] = summary.reliability(scores)
    data["cases"] = [
        {
            "case": one.case.id,
            "rank": one.rank,
            "p_right": one.p_right,
            "first": one.first,
            "level": one.given,
            "level_screen_none": one.screen_none,
        }
        for one in scores
    ]
    return data


def _goal_data(one: goals.Reached) -> dict[str, Any]:
    told = {"of": one.of, "n": one.n, "share": one.goal.share, "at": one.goal.at, "p": one.goal.p}
    return told | {"is": summary.plain(one.share), "met": one.met}


def _urgency_data(scores: Sequence[Score]) -> dict[str, Any]:
    told = summary.figures(scores, summary.URGENCY)
    return {"n": len(scores)} | {name: summary.plain(value) for name, value in told.items()}


def _grouped(scores: Sequence[Score], key: Callable[[Score], str]) -> dict[str, Any]:
    return {
        name: summary.to_data(summary.summarise(some))
        for name, some in groups.by(scores, key).items()
    }


def _difference(scores: Sequence[Score], plain: Mapping[str, float]) -> Estimate:
    return bootstrap.paired_difference(
        [summary.log2(one.p_right) for one in scores],
        [summary.log2(plain[one.case.id]) for one in scores],
    )


# ---- the page


def markdown(
    knowledge: Knowledge, scores: Sequence[Score], plain: Mapping[str, float] | None = None
) -> str:
    """The whole report as Markdown; `plain` as in `to_data`."""
    return "\n".join(_page(knowledge, scores, plain)) + "\n"


def _page(
    knowledge: Knowledge, scores: Sequence[Score], plain: Mapping[str, float] | None
) -> Iterator[str]:
    yield "# Evaluation"
    yield ""
    version = f"{knowledge.settings.version} ({knowledge.hash})"
    yield f"Made by `make evaluation`; {len(scores)} cases, knowledge base {version}."
    yield "Half of the cases, by a hash of their id, may be read and fitted on; the other half is only ever scored."
    yield "In brackets: 95 % intervals by bootstrap over cases."
    yield 'A case is scored as told, and with each line of the red-flag page of which it tells nothing answered "none".'
    yield ""
    yield from _table({**halves(scores), "all": list(scores)})
    if plain:
        yield from _against_plain(scores, plain)
    yield from ("", "## Goals", "")
    yield from _goals(knowledge, scores)
    yield from ("", "## Urgency by age, sex and stage", "")
    yield from _by_person(knowledge, scores)
    for title, key in (("stage", _stage), ("kind of source", _kind)):
        yield from ("", f"## By {title}", "")
        yield from _table(groups.by(scores, key))
    yield from ("", "## Is the probability right?", "")
    yield from ("| probability given to the first cause, mean | right | cases |", "|---|---|---|")
    for row in summary.reliability(scores):
        yield f"| {row['given']:.2f} | {row['right']:.2f} | {row['n']:.0f} |"
    yield from ("", "## Misses", "")
    yield from _misses(scores)


def _stage(one: Score) -> str:
    return one.case.stage or "-"


def _kind(one: Score) -> str:
    return one.case.source.get("kind", "-")


def _goals(knowledge: Knowledge, scores: Sequence[Score]) -> Iterator[str]:
    yield from ("| of | share | goal | is | met |", "|---|---|---|---|---|")
    for one in goals.reached(knowledge, scores):
        bound = f"at {one.goal.at} {100 * one.goal.p:.0f} %"
        met = "yes" if one.met else "**no**"
        words = _SHARES[one.goal.share]
        # With a decimal, as 7.02 % is above 7 %.
        share = f"{100 * one.share.value:.1f} % ({100 * one.share.low:.0f} to {100 * one.share.high:.0f})"
        yield f"| {_SETS[one.of]} ({one.n}) | {words} | {bound} | {share} | {met} |"


def _by_person(knowledge: Knowledge, scores: Sequence[Score]) -> Iterator[str]:
    heads = " | ".join(_ROWS[name] for name in summary.URGENCY)
    yield f"| | cases | {heads} |"
    yield "|---" * (len(summary.URGENCY) + 2) + "|"
    for title, parts in groups.by_person(knowledge, scores).items():
        for name, some in parts.items():
            told = summary.figures(some, summary.URGENCY)
            cells = " | ".join(cell(told[key]) for key in summary.URGENCY)
            yield f"| {title}: {name} | {len(some)} | {cells} |"


def _table(columns: Mapping[str, Sequence[Score]]) -> Iterator[str]:
    summaries = {name: summary.summarise(scores) for name, scores in columns.items()}
    told = {name: one for name, one in summaries.items() if one is not None}
    yield "| | " + " | ".join(f"{name} ({one.n})" for name, one in told.items()) + " |"
    yield "|---" * (len(told) + 1) + "|"
    for key, words in _ROWS.items():
        cells = " | ".join(cell(getattr(one, key), key in _COUNTED) for one in told.values())
        yield f"| {words} | {cells} |"


def cell(estimate: Estimate, counted: bool = False) -> str:
    """A figure with its interval: as it stands when `counted`, else a share in per cent."""
    if estimate.value != estimate.value:
        return "none"
    if counted:
        return f"{estimate.value:.2f} ({estimate.low:.2f} to {estimate.high:.2f})"
    return f"{100 * estimate.value:.0f} % ({100 * estimate.low:.0f} to {100 * estimate.high:.0f})"


def _against_plain(scores: Sequence[Score], plain: Mapping[str, float]) -> Iterator[str]:
    yield from ("", "## Against a plain product model", "")
    yield "The same evidence with exact territories and nothing tempered; difference of the mean log2 score, paired:"
    yield ""
    for name, half in halves(scores).items():
        if half:
            told = _difference(half, plain)
            yield f"- {name}: {told.value:+.2f} ({told.low:+.2f} to {told.high:+.2f})"


def _misses(scores: Sequence[Score]) -> Iterator[str]:
    yield from (
        "| case | expected | rank | probability | first instead | level given, expected |",
        "|---|---|---|---|---|---|",
    )
    for one in scores:
        expect = one.expect
        if one.rank > 1 or not one.safe(one.given) or one.over(one.given):
            wrong = "" if one.safe(one.given) else " **unsafe**"
            levels = f"{one.given}{wrong}, {expect.at_least} to {expect.at_most}"
            causes = ", ".join(expect.cause)
            yield f"| {one.case.id} | {causes} | {one.rank} | {one.p_right:.3f} | {one.first} | {levels} |"
