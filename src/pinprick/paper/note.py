"""The note for the doctor as a PDF: data for a typst template, which sets it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from pinprick.account import Account, account, for_clinicians
from pinprick.account.answers import shown
from pinprick.account.maps import maps
from pinprick.account.told import ToldCause, ToldPlace, ToldReason, ToldUrgency
from pinprick.assessment import Assessment
from pinprick.case.answers import Ages, Answers
from pinprick.knowledge import Finding, Knowledge, Level
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT, UNKNOWN
from pinprick.model.axes import Model
from pinprick.paper import typeset
from pinprick.paper.typeset import BOLD, PALE
from pinprick.pictures import bodymap
from pinprick.words import calling, dates, say, wording
from pinprick.words.calling import Place
from pinprick.words.offering import caveats
from pinprick.words.wording import text

_MOST_REASONS, _MOST_TESTS = 4, 6
_MOST_WORDS = 500
"""Characters of somebody's own words: the note has two pages."""
_NOT_SHOWN = "□"
_INK = {"painted": "#15808c", "expected": "#e8b04b", "sometimes": "#f6dfb0"}


def pdf(content: dict[str, Any], day: date) -> bytes:
    """What `data` tells as a note of that day, two pages of A4. Characters of the person's own
    words that no font has are printed as □, and the note says so.

    Raises:
        NotShown: where words of ours have such a character.
    """
    content = content | {"date": dates.day(day, content["language"])}
    try:
        return typeset.pdf("note", content)
    except typeset.NotShown as error:
        lost = error.characters & set(content["words"])
        if lost != error.characters:
            raise
        shown = content["words"].translate(dict.fromkeys(map(ord, lost), _NOT_SHOWN))
        told = say(content["language"], "paper.not-shown", sign=_NOT_SHOWN)
        return typeset.pdf("note", content | {"words": shown, "not_shown": told})


def data(
    model: Model, assessment: Assessment, place: Place, language: str, words: str = ""
) -> dict[str, Any]:
    """What the note says, as plain data; `words` are the person's own, of which it has the first."""
    knowledge = model.knowledge
    limits = for_clinicians(knowledge.settings.telling)
    told = account(model, assessment, language, limits)
    urgency = told.urgency
    first = assessment.places[0] if told.sites else None
    painted = assessment.known.answers.get(MAP)
    whom = calling.call(knowledge, urgency.level, place, language)
    version, hash_ = told.knowledge.version, told.knowledge.hash
    return {
        "language": language,
        "headings": _headings(language),
        "caveats": wording.together(caveats(knowledge, language)),
        "level": urgency.name,
        "not_known": list(_grouped(knowledge, [flag.id for flag in urgency.open], language)),
        "tell": _to_do(urgency, language),
        "why": [say(language, "result.why", reason=reason) for reason in urgency.why],
        "scope": [wording.together((one.says, one.go)) for one in told.scope],
        "call": calling.sentence(whom, language),
        **_answers(knowledge, assessment.case.answers, assessment.case.since, language),
        "words": _own(words, language),
        "not_shown": "",
        "maps": [_coloured(view, marks) for view, marks in maps(knowledge, first, painted).items()],
        "places": [_place(site, language) for site in told.sites],
        "causes": [_cause(knowledge, cause, language) for cause in told.causes],
        "second": told.second.note if told.second else "",
        "examine": [question.ask for question in told.next_for_clinician],
        "tests": _tests(told, language),
        "safety_net": "" if urgency.level == Level.EMERGENCY else urgency.safety_net,
        "footer": say(language, "paper.footer", version=version, hash=hash_),
    }


def _own(words: str, language: str) -> str:
    one = " ".join(words.split())
    short = one if len(one) <= _MOST_WORDS else f"{one[:_MOST_WORDS]}…"
    return say(language, "paper.words", words=short) if one else ""


def _headings(language: str) -> dict[str, str]:
    """What stands over the parts of the note, and what tells of its maps."""
    return {
        "title": say(language, "paper.title"),
        "told": say(language, "paper.told"),
        "absent": say(language, "paper.absent"),
        "not_known": say(language, "paper.not-known"),
        "numb": say(language, "paper.numb"),
        "map_alt": say(language, "paper.map-alt"),
        "map_legend": say(language, "paper.map-legend"),
        "places": say(language, "result.sits"),
        "causes": say(language, "result.causes"),
        "examine": say(language, "paper.examine"),
        "tests": say(language, "paper.tests"),
        "back": say(language, "result.back"),
    }


def _to_do(urgency: ToldUrgency, language: str) -> list[str]:
    """What to answer first, and what to do by the reasons of the level."""
    given = [reason.tell for reason in urgency.reasons if reason.level == urgency.level]
    whom = (
        [urgency.means, say(language, "paper.whom", who=urgency.who)]
        if urgency.means and not given
        else []
    )
    return [*filter(None, [urgency.answer_first]), *dict.fromkeys(given), *whom]


def _answers(knowledge: Knowledge, answers: Answers, since: Ages, language: str) -> dict[str, Any]:
    """The story: what was told and what is there, what is not there by groups, and what was asked
    and is not known; each a sentence or nothing, in the order of the knowledge base."""
    findings = knowledge.vocabulary.findings
    ordered = {id_: answers[id_] for id_ in findings if id_ in answers}
    told = [
        {
            "finding": wording.capital(_label(findings[id_], language)),
            "answer": shown(knowledge, findings[id_], answer, language),
        }
        for id_, answer in ordered.items()
        if answer not in (PRESENT, ABSENT, UNKNOWN) and id_ != MAP
    ]
    present = [
        wording.with_age(knowledge, _label(findings[id_], language), since.get(id_), language)
        for id_, answer in ordered.items()
        if answer == PRESENT
    ]
    unknown = [_label(findings[id_], language) for id_, one in ordered.items() if one == UNKNOWN]
    absent = [id_ for id_, answer in ordered.items() if answer == ABSENT]
    return {
        "told": told,
        "present": _listed("present", present, language),
        "absent": list(_grouped(knowledge, absent, language)),
        "unknown": _listed("unknown", unknown, language),
        "marked": _marked(knowledge, answers, language),
    }


def _listed(name: str, signs: list[str], language: str) -> str:
    if not signs:
        return ""
    named = wording.series(signs, language)
    return say(language, f"paper.listed.{name}", bold=BOLD, bold_end=BOLD, findings=named)


def _grouped(knowledge: Knowledge, signs: Iterable[str], language: str) -> Iterator[dict[str, str]]:
    """Findings by their groups, a line a group."""
    groups: dict[str, list[str]] = {id_: [] for id_ in knowledge.vocabulary.groups}
    for finding in map(knowledge.vocabulary.findings.__getitem__, signs):
        groups[finding.group].append(_label(finding, language))
    for id_, labels in groups.items():
        if labels:
            title = text(knowledge.vocabulary.groups[id_], language)
            yield {"group": title, "findings": wording.series(labels, language)}


def _marked(knowledge: Knowledge, answers: Answers, language: str) -> str:
    """The parts of the map that were marked, in words; it is empty where the map was not shown."""
    painted = answers.get(MAP)
    if painted is None:
        return ""
    return shown(knowledge, knowledge.vocabulary.findings[MAP], painted, language)


def _label(finding: Finding, language: str) -> str:
    """A finding as clinicians call it."""
    return text(finding.clinical or finding.label, language)


def _place(site: ToldPlace, language: str) -> str:
    return say(
        language,
        "paper.place",
        place=site.name,
        clinical=site.clinical,
        side=site.where,
        frequency=site.odds,
    )


def _cause(knowledge: Knowledge, cause: ToldCause, language: str) -> dict[str, str]:
    line = say(
        language,
        "paper.cause",
        bold=BOLD,
        cause=cause.name,
        bold_end=BOLD,
        pale=PALE,
        clinical=cause.clinical,
        pale_end=PALE,
        odds=wording.with_range(cause.odds, cause.range, language),
    )
    speaks_for = _reasons(knowledge, cause.speaks_for, language)
    against = _reasons(knowledge, cause.speaks_against, language)
    return {
        "cause": line,
        "for": say(language, "paper.for", reasons=speaks_for) if speaks_for else "",
        "against": say(language, "paper.against", reasons=against) if against else "",
    }


def _reasons(knowledge: Knowledge, reasons: tuple[ToldReason, ...], language: str) -> str:
    told = (
        say(
            language,
            "result.reason",
            answer=_clinically(knowledge, reason, language),
            strength=reason.strength,
        )
        for reason in reasons[:_MOST_REASONS]
    )
    return wording.series(told, language)


def _clinically(knowledge: Knowledge, reason: ToldReason, language: str) -> str:
    """A reason in its words, but for a finding that clinicians call otherwise."""
    finding = knowledge.vocabulary.findings.get(reason.finding)
    if finding is None or not finding.clinical:
        return reason.words
    return reason.words.replace(text(finding.label, language), text(finding.clinical, language))


def _tests(told: Account, language: str) -> list[str]:
    tests = [test for care in told.care for test in care.tests]
    return [wording.explained(test.test, test.why, language) for test in tests[:_MOST_TESTS]]


def _coloured(view: str, marks: dict[bodymap.Mark, str]) -> str:
    """A view as an SVG that needs no style sheet."""
    drawn = bodymap.view(view, marks).replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
    )
    drawn = drawn.replace('stroke="currentColor"', 'stroke="#444"')
    for kind in ("skin", "tone", "nail", "line", "echo"):
        fill = ' fill="#f4f1ec"' if kind == "skin" else ' fill="none" stroke-opacity="0.3"'
        drawn = drawn.replace(f'class="{kind}"', f'class="{kind}"{fill}')
    for how, ink in _INK.items():
        drawn = drawn.replace(
            f'region {how}"', f'region" fill="{ink}" fill-opacity="0.75" stroke-opacity="0.6"'
        )
        drawn = drawn.replace(
            f'region painted {how}"', f'region" fill="{_INK["painted"]}" fill-opacity="0.75"'
        )
    return drawn.replace(
        'class="region" data', 'class="region" stroke-opacity="0.25" data'
    ).replace(
        'class="letter"',
        'font-size="30" font-weight="600" text-anchor="middle" fill="#666" stroke="none"',
    )
