"""What a notebook shows of an assessment: the verdict with its reasons, what was not asked, and the
causes with their ranges, in the words of every face."""

from collections.abc import Iterable, Iterator
from html import escape

from pinprick import assessment
from pinprick.account import Account, account
from pinprick.account.told import ToldCause, ToldEmergency, ToldReason, ToldUrgency
from pinprick.assessment import Assessment
from pinprick.case.case import Case
from pinprick.knowledge import Level
from pinprick.model.axes import Model
from pinprick.words import ENGLISH, say, wording

_REASONS = 3
"""How many reasons for and against a cause stand in its row."""
_BLOCK = "max-width:50rem;border-left:.25rem solid currentColor;padding-left:1rem;line-height:1.4"
_CELL = "text-align:left;vertical-align:top;white-space:normal"


def assess(model: Model, case: Case) -> Assessment:
    """The assessment of a case; the order of its answers does not matter. A notebook shows it in
    words."""
    return assessment.assess(model, case, shown)


def shown(made: Assessment) -> str:
    """An assessment as HTML, in which every text is escaped; no script, no colour of its own."""
    told = account(made.model, made, ENGLISH)
    conditions = len(made.model.knowledge.conditions)
    lines = [
        *_titled(told),
        *_urgency(told.urgency, ENGLISH),
        *(_told(wording.together((one.says, one.go))) for one in told.scope),
        *_causes(told, conditions, ENGLISH),
        *_come_back(told.urgency),
        *_foot(told, ENGLISH),
    ]
    return f'<div lang="{ENGLISH}" style="{_BLOCK}">{"".join(lines)}</div>'


def _told(words: str) -> str:
    return f"<p>{escape(words)}</p>"


def _strong(words: str) -> str:
    return f"<p><strong>{escape(words)}</strong></p>"


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _titled(told: Account) -> Iterator[str]:
    if told.title or told.case:
        yield _told(told.title or told.case)


# ---- urgency


def _urgency(urgency: ToldUrgency, language: str) -> Iterator[str]:
    """The level, what to do and why, and what was not asked."""
    yield f'<p style="font-size:1.5em;margin:.2em 0"><strong>{escape(urgency.name)}</strong></p>'
    yield _told(urgency.tell)
    if urgency.answer_first not in ("", urgency.tell):
        yield _told(urgency.answer_first)
    yield from (_told(say(language, "result.why", reason=why)) for why in urgency.why)
    if urgency.children:
        yield _told(urgency.children)
    if urgency.emergency:
        yield from _until_help_comes(urgency.emergency, language)
    elif urgency.open:
        yield _strong(say(language, "result.signs-open", count=len(urgency.open)))
        yield _told(wording.series((flag.name for flag in urgency.open), language))


def _until_help_comes(lines: ToldEmergency, language: str) -> Iterator[str]:
    for key, told in (
        ("emergency.say", lines.say),
        ("emergency.until", lines.until_help_comes),
        ("emergency.do-not", lines.do_not),
        ("emergency.take-along", lines.take_along),
    ):
        yield _strong(say(language, key))
        yield _list(told)


def _come_back(urgency: ToldUrgency) -> Iterator[str]:
    if urgency.level == Level.SELF_CARE:
        yield _told(urgency.safety_net)


# ---- causes


def _causes(told: Account, conditions: int, language: str) -> Iterator[str]:
    """The causes with how likely each is, from where to where, and what speaks for and against
    it."""
    if not told.causes:
        return
    heads = ("result.causes", "notebook.likely", "cause.for", "cause.against")
    cells = (f'<th scope="col" style="{_CELL}">{escape(say(language, key))}</th>' for key in heads)
    rows = "".join(_row(cause, language) for cause in told.causes)
    yield f"<table><thead><tr>{''.join(cells)}</tr></thead><tbody>{rows}</tbody></table>"
    odds = told.unexplained_odds
    yield _told(say(language, "result.none-of-ours", number=conditions, frequency=odds))
    if told.second:
        yield _told(told.second.text)
    if told.waiting:
        yield _strong(say(language, "cause.waiting"))
        yield _list(one.text for one in told.waiting)


def _row(cause: ToldCause, language: str) -> str:
    cells = (
        wording.with_range(cause.odds, cause.range, language),
        _reasons(cause.speaks_for, language),
        _reasons(cause.speaks_against, language),
    )
    others = "".join(f'<td style="{_CELL}">{escape(cell)}</td>' for cell in cells)
    return f'<tr><th scope="row" style="{_CELL}">{escape(cause.name)}</th>{others}</tr>'


def _reasons(reasons: tuple[ToldReason, ...], language: str) -> str:
    told = (
        say(language, "result.reason", answer=one.words, strength=one.strength)
        for one in reasons[:_REASONS]
    )
    return wording.series(told, language)


def _foot(told: Account, language: str) -> Iterator[str]:
    version, hash_ = told.knowledge.version, told.knowledge.hash
    words = (
        say(language, "page.informs"),
        say(language, "page.version", version=version, hash=hash_),
    )
    yield f"<p><small>{escape(' '.join(words))}</small></p>"
