"""The scores of a table as a page and as data: all cases, every group, and the calibration of the
first cause; groups of few are hidden."""

from collections.abc import Iterator, Mapping
from typing import Any

from pinprick.cohort.tallied import (
    FIGURES,
    MEANS,
    Tallied,
    Tally,
    calibration,
    figures,
    shown,
)
from pinprick.knowledge import Knowledge
from pinprick.lab import summary
from pinprick.lab.groups import NOT_TOLD, UNDER
from pinprick.lab.report import cell
from pinprick.words import say

_OF_GROUPS = ("top1", "top3", "log_score", "safe", "over")
"""What is told of a group."""
_KINDS = ("age", "sex", "level", "condition")


def to_data(of: Tallied, least: int) -> dict[str, Any]:
    """All figures as plain data; an interval is `[value, low, high]`, and a group that is hidden null."""
    slope, intercept = calibration(of)
    return {
        "n": of.all.cases,
        **_data(of.all),
        "calibration_slope": slope,
        "calibration_intercept": intercept,
        "reliability": [
            {"given": odds / count, "right": right / count, "n": int(count)}
            for count, odds, right in of.tenths.tolist()
            if count >= max(least, 1)
        ],
        "groups": {
            by: {
                name: None if one is None else {"n": one.cases, **_data(one)}
                for name, one in shown(groups, least).items()
            }
            for by, groups in of.groups.items()
        },
    }


def _data(of: Tally) -> dict[str, Any]:
    known = figures(of)
    return {
        name: summary.plain(one) if one.value == one.value else None for name, one in known.items()
    }


def markdown(knowledge: Knowledge, of: Tallied, least: int, language: str) -> str:
    """The page as Markdown; groups with fewer cases than `least` are not told."""
    return "\n".join(_page(knowledge, of, least, language)) + "\n"


def _page(knowledge: Knowledge, of: Tallied, least: int, language: str) -> Iterator[str]:
    yield from (f"# {say(language, 'report.title')}", "")
    version, hash_ = knowledge.settings.version, knowledge.hash
    yield say(language, "scores.made", count=of.all.cases, version=version, hash=hash_)
    yield from (say(language, "scores.lead"), "")
    yield from _head((say(language, "scores.figure"), say(language, "report.all")))
    told = figures(of.all)
    for name in FIGURES:
        yield f"| {_row(name, language)} | {cell(told[name], language, name in MEANS)} |"
    for name, value in zip(("slope", "intercept"), calibration(of), strict=True):
        yield f"| {_row(f'calibration-{name}', language)} | {value:.2f} |"
    yield from ("", f"## {say(language, 'report.reliability')}", "")
    yield from _head(say(language, f"report.column.{key}") for key in ("given", "right", "cases"))
    for count, odds, right in of.tenths:
        if count >= max(least, 1):
            yield f"| {odds / count:.2f} | {right / count:.2f} | {count:.0f} |"
    for by, groups in of.groups.items():
        title = say(language, f"scores.by.{by}") if by in _KINDS else by
        yield from ("", f"## {title}", "")
        yield from _groups(groups, least, language)


def _groups(groups: Mapping[str, Tally], least: int, language: str) -> Iterator[str]:
    heads = [_row(name, language) for name in _OF_GROUPS]
    yield from _head(("", say(language, "report.column.cases"), *heads))
    hidden = 0
    for name, one in shown(groups, least).items():
        if one is None:
            hidden += 1
            continue
        told = figures(one)
        cells = " | ".join(cell(told[key], language, key in MEANS) for key in _OF_GROUPS)
        yield f"| {_part(name, language)} | {one.cases} | {cells} |"
    if hidden:
        yield from ("", say(language, "scores.hidden", count=hidden, least=least))


def _head(names: Any) -> Iterator[str]:
    columns = list(names)
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"


def _row(name: str, language: str) -> str:
    return say(language, f"report.row.{name.replace('_', '-')}")


def _part(name: str, language: str) -> str:
    """What a group is called: as it stands, but for those who do not tell or are too young."""
    if name == NOT_TOLD:
        return say(language, "report.not-told")
    if name.startswith(UNDER):
        return say(language, "report.under", age=name.removeprefix(UNDER))
    return name.replace("|", "/")
