"""The evaluation as a page and as data: both halves, by stage and kind of source, calibration, and
every miss."""

from collections.abc import Iterator, Sequence
from typing import Any

from pinprick.knowledge import Knowledge
from pinprick.lab import evaluate
from pinprick.lab.evaluate import Estimate, Score

_ROWS = {
    "top1": "right cause first",
    "top3": "right cause in the first three",
    "top5": "right cause in the first five",
    "log_score": "log2 of the probability of the right cause, mean",
    "brier": "Brier score",
    "safe": "urgency safe (at least as expected)",
    "over": "urgency above what is expected",
    "safe_emergencies": "urgency safe, of emergencies",
    "safe_rules": "safe by the rules alone",
    "over_rules": "above by the rules alone",
    "safe_causes": "safe by the causes alone",
    "over_causes": "above by the causes alone",
    "calibration_slope": "calibration slope of the first cause (1 is ideal)",
    "calibration_intercept": "calibration intercept (0 is ideal)",
}
_COUNTED = frozenset({"log_score", "brier", "calibration_slope", "calibration_intercept"})


def halves(scores: Sequence[Score]) -> dict[str, list[Score]]:
    """The scores of the half that may be fitted on and of the half that is only scored."""
    fitted = [one for one in scores if evaluate.is_for_fitting(one.case)]
    return {"only scored": [one for one in scores if one not in fitted], "may be fitted on": fitted}


def to_data(scores: Sequence[Score], plain: Sequence[Score] = ()) -> dict[str, Any]:
    """All summaries as plain data; intervals are `[value, low, high]`."""
    by_half = {
        name: evaluate.to_data(evaluate.summarise(half)) for name, half in halves(scores).items()
    }
    data: dict[str, Any] = {"all": evaluate.to_data(evaluate.summarise(scores)), **by_half}
    data["against_plain"] = (
        {name: _difference(part, plain) for name, part in halves(scores).items()} if plain else {}
    )
    data["by_stage"] = _grouped(scores, lambda one: one.case.stage)
    data["by_kind"] = _grouped(scores, lambda one: one.case.source.get("kind", ""))
    data["reliability"] = evaluate.reliability(scores)
    data["cases"] = [
        {
            "case": one.case.id,
            "rank": one.rank,
            "p_right": one.p_right,
            "first": one.first,
            "level": one.given,
        }
        for one in scores
    ]
    return data


def _grouped(scores: Sequence[Score], key: Any) -> dict[str, Any]:
    names = sorted({key(one) for one in scores})
    return {
        name: evaluate.to_data(evaluate.summarise([one for one in scores if key(one) == name]))
        for name in names
    }


def _difference(scores: Sequence[Score], plain: Sequence[Score]) -> list[float]:
    of_plain = {one.case.id: evaluate.log_score(one) for one in plain}
    ours = [evaluate.log_score(one) for one in scores]
    difference = evaluate.paired_difference(ours, [of_plain[one.case.id] for one in scores])
    return [difference.value, difference.low, difference.high]


# ---- the page


def markdown(knowledge: Knowledge, scores: Sequence[Score], plain: Sequence[Score] = ()) -> str:
    """The whole report as Markdown."""
    return "\n".join(_page(knowledge, scores, plain)) + "\n"


def _page(knowledge: Knowledge, scores: Sequence[Score], plain: Sequence[Score]) -> Iterator[str]:
    yield "# Evaluation"
    yield ""
    version = f"{knowledge.settings.version} ({knowledge.hash})"
    yield f"Made by `make evaluation`; {len(scores)} cases, knowledge base {version}."
    yield "Half of the cases, by a hash of their id, may be read and fitted on; the other half is only ever scored."
    yield "In brackets: 95 % intervals by bootstrap over cases."
    yield ""
    yield from _table({**halves(scores), "all": list(scores)})
    if plain:
        yield from _against_plain(scores, plain)
    for title, key in (("stage", _stage), ("kind of source", _kind)):
        yield from ("", f"## By {title}", "")
        yield from _table(
            {
                name: [one for one in scores if key(one) == name]
                for name in sorted({*map(key, scores)})
            }
        )
    yield from ("", "## Is the probability right?", "")
    yield from ("| probability given to the first cause, mean | right | cases |", "|---|---|---|")
    for row in evaluate.reliability(scores):
        yield f"| {row['given']:.2f} | {row['right']:.2f} | {row['n']:.0f} |"
    yield from ("", "## Misses", "")
    yield from _misses(scores)


def _stage(one: Score) -> str:
    return one.case.stage or "-"


def _kind(one: Score) -> str:
    return one.case.source.get("kind", "-")


def _table(columns: dict[str, list[Score]]) -> Iterator[str]:
    summaries = {name: evaluate.summarise(scores) for name, scores in columns.items()}
    told = {name: summary for name, summary in summaries.items() if summary is not None}
    yield "| | " + " | ".join(f"{name} ({summary.n})" for name, summary in told.items()) + " |"
    yield "|---" * (len(told) + 1) + "|"
    for key, words in _ROWS.items():
        cells = " | ".join(
            _cell(getattr(summary, key), key in _COUNTED) for summary in told.values()
        )
        yield f"| {words} | {cells} |"


def _cell(estimate: Estimate, counted: bool) -> str:
    if estimate.value != estimate.value:
        return "none"
    if counted:
        return f"{estimate.value:.2f} ({estimate.low:.2f} to {estimate.high:.2f})"
    return f"{100 * estimate.value:.0f} % ({100 * estimate.low:.0f} to {100 * estimate.high:.0f})"


def _against_plain(scores: Sequence[Score], plain: Sequence[Score]) -> Iterator[str]:
    yield from ("", "## Against a plain product model", "")
    yield "The same evidence with exact territories and nothing tempered; difference of the mean log2 score, paired:"
    yield ""
    for name, half in halves(scores).items():
        if half:
            value, low, high = _difference(half, plain)
            yield f"- {name}: {value:+.2f} ({low:+.2f} to {high:+.2f})"


def _misses(scores: Sequence[Score]) -> Iterator[str]:
    yield from (
        "| case | expected | rank | probability | first instead | level given, expected |",
        "|---|---|---|---|---|---|",
    )
    for one in scores:
        expect = one.case.expect
        if expect and (one.rank > 1 or not one.safe(one.given) or one.over(one.given)):
            wrong = "" if one.safe(one.given) else " **unsafe**"
            levels = f"{one.given}{wrong}, {expect.at_least} to {expect.at_most}"
            causes = ", ".join(expect.cause)
            yield f"| {one.case.id} | {causes} | {one.rank} | {one.p_right:.3f} | {one.first} | {levels} |"
