"""The evaluation as a page and as data: both halves, by stage and kind of source, calibration, and
every miss."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pinprick.knowledge import Knowledge
from pinprick.lab import bootstrap, evaluate, goals, groups, summary
from pinprick.lab.bootstrap import Estimate
from pinprick.lab.evaluate import Score
from pinprick.words import say, wording

_ROWS = (
    "top1",
    "top3",
    "top5",
    "log_score",
    "brier",
    "safe",
    "over",
    "safe_screen_none",
    "over_screen_none",
    "safe_emergencies",
    "safe_rules",
    "over_rules",
    "safe_causes",
    "over_causes",
    "calibration_slope",
    "calibration_intercept",
)
_COUNTED = frozenset({"log_score", "brier", "calibration_slope", "calibration_intercept"})
ONLY_SCORED, FOR_FITTING = "only-scored", "for-fitting"


def halves(scores: Sequence[Score]) -> dict[str, list[Score]]:
    """The scores of the half that may be fitted on and of the half that is only scored."""
    parts: dict[str, list[Score]] = {ONLY_SCORED: [], FOR_FITTING: []}
    for one in scores:
        parts[FOR_FITTING if evaluate.is_for_fitting(one.case) else ONLY_SCORED].append(one)
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
    knowledge: Knowledge,
    scores: Sequence[Score],
    language: str,
    plain: Mapping[str, float] | None = None,
) -> str:
    """The whole report as Markdown; `plain` as in `to_data`."""
    return "\n".join(_page(knowledge, scores, language, plain)) + "\n"


def _page(
    knowledge: Knowledge,
    scores: Sequence[Score],
    language: str,
    plain: Mapping[str, float] | None,
) -> Iterator[str]:
    version, hash_ = knowledge.settings.version, knowledge.hash
    yield from (f"# {say(language, 'report.title')}", "")
    yield say(language, "report.made", count=len(scores), version=version, hash=hash_)
    yield from (say(language, "report.lead"), "")
    named = {say(language, f"report.half.{id_}"): half for id_, half in halves(scores).items()}
    yield from _table({**named, say(language, "report.all"): list(scores)}, language)
    if plain:
        yield from _against_plain(scores, plain, language)
    yield from _heading("report.goals", language)
    yield from _goals(knowledge, scores, language)
    yield from _heading("report.by-person", language)
    yield from _by_person(knowledge, scores, language)
    for title, key in (("report.by-stage", _stage), ("report.by-kind", _kind)):
        yield from _heading(title, language)
        yield from _table(groups.by(scores, key), language)
    yield from _heading("report.reliability", language)
    yield from _head(("given", "right", "cases"), language)
    for row in summary.reliability(scores):
        yield f"| {row['given']:.2f} | {row['right']:.2f} | {row['n']:.0f} |"
    yield from _heading("report.misses", language)
    yield from _misses(scores, language)


def _heading(key: str, language: str) -> Iterator[str]:
    yield from ("", f"## {say(language, key)}", "")


def _head(columns: Sequence[str], language: str) -> Iterator[str]:
    yield f"| {' | '.join(say(language, f'report.column.{column}') for column in columns)} |"
    yield f"|{'---|' * len(columns)}"


def _stage(one: Score) -> str:
    return one.case.stage or "-"


def _kind(one: Score) -> str:
    return one.case.source.get("kind", "-")


def _row(name: str, language: str) -> str:
    """What a figure or the share of a goal is called."""
    return say(language, f"report.row.{name.replace('_', '-')}")


def _number(cases: str, number: int, language: str) -> str:
    return say(language, "report.number", cases=cases, number=number)


def _goals(knowledge: Knowledge, scores: Sequence[Score], language: str) -> Iterator[str]:
    yield from _head(("of", "share", "goal", "is", "met"), language)
    for one in goals.reached(knowledge, scores):
        of = _number(say(language, f"report.set.{one.of}"), one.n, language)
        bound = say(language, f"report.at.{one.goal.at}", percent=f"{100 * one.goal.p:.0f}")
        # With a decimal, as 7.02 % is above 7 %.
        share = _percent(one.share, language, decimals=1)
        met = say(language, "report.met" if one.met else "report.not-met")
        yield f"| {of} | {_row(one.goal.share, language)} | {bound} | {share} | {met} |"


def _by_person(knowledge: Knowledge, scores: Sequence[Score], language: str) -> Iterator[str]:
    heads = " | ".join(_row(name, language) for name in summary.URGENCY)
    yield f"| | {say(language, 'report.column.cases')} | {heads} |"
    yield "|---" * (len(summary.URGENCY) + 2) + "|"
    for id_, parts in groups.by_person(knowledge, scores).items():
        title = say(language, f"report.by.{id_}")
        for name, some in parts.items():
            told = summary.figures(some, summary.URGENCY)
            cells = " | ".join(cell(told[key], language) for key in summary.URGENCY)
            part = say(language, "report.part", by=title, part=_part(name, language))
            yield f"| {part} | {len(some)} | {cells} |"


def _part(name: str, language: str) -> str:
    """What a part of the people is called; a band of ages, a sex and a stage as they stand."""
    if name == groups.NOT_TOLD:
        return say(language, "report.not-told")
    if name.startswith(groups.UNDER):
        return say(language, "report.under", age=name.removeprefix(groups.UNDER))
    return name


def _table(columns: Mapping[str, Sequence[Score]], language: str) -> Iterator[str]:
    summaries = {name: summary.summarise(scores) for name, scores in columns.items()}
    told = {name: one for name, one in summaries.items() if one is not None}
    heads = " | ".join(_number(name, one.n, language) for name, one in told.items())
    yield f"| | {heads} |"
    yield "|---" * (len(told) + 1) + "|"
    for key in _ROWS:
        cells = " | ".join(
            cell(getattr(one, key), language, key in _COUNTED) for one in told.values()
        )
        yield f"| {_row(key, language)} | {cells} |"


def cell(estimate: Estimate, language: str, counted: bool = False) -> str:
    """A figure with its interval: as it stands when `counted`, else a share in per cent."""
    if estimate.value != estimate.value:
        return say(language, "report.no-case")
    return _interval(estimate, language) if counted else _percent(estimate, language)


def _interval(estimate: Estimate, language: str, sign: str = "") -> str:
    value, low, high = (f"{one:{sign}.2f}" for one in (estimate.value, estimate.low, estimate.high))
    return say(language, "report.interval", value=value, low=low, high=high)


def _percent(estimate: Estimate, language: str, decimals: int = 0) -> str:
    value = f"{100 * estimate.value:.{decimals}f}"
    low, high = f"{100 * estimate.low:.0f}", f"{100 * estimate.high:.0f}"
    return say(language, "report.percent", value=value, low=low, high=high)


def _against_plain(
    scores: Sequence[Score], plain: Mapping[str, float], language: str
) -> Iterator[str]:
    yield from _heading("report.against-plain", language)
    yield from (say(language, "report.against-plain-lead"), "")
    for id_, half in halves(scores).items():
        if half:
            name = say(language, f"report.half.{id_}")
            interval = _interval(_difference(half, plain), language, sign="+")
            yield f"- {say(language, 'report.difference', cases=name, interval=interval)}"


def _misses(scores: Sequence[Score], language: str) -> Iterator[str]:
    yield from _head(("case", "expected", "rank", "probability", "first", "levels"), language)
    for one in scores:
        if one.rank > 1 or not one.safe(one.given) or one.over(one.given):
            causes = wording.series(one.expect.cause, language, "list.comma")
            right, levels = f"{one.rank} | {one.p_right:.3f}", _levels(one, language)
            yield f"| {one.case.id} | {causes} | {right} | {one.first} | {levels} |"


def _levels(one: Score, language: str) -> str:
    return say(
        language,
        "report.levels" if one.safe(one.given) else "report.levels-unsafe",
        given=one.given,
        least=one.expect.at_least,
        most=one.expect.at_most,
    )
