"""The clinician's note in plain text: what was found, how urgent, where, which causes, what
next."""

from pinprick.account.answers import name_of_finding, shown
from pinprick.account.told import Account
from pinprick.assessment import Assessment
from pinprick.case.answers import Painted
from pinprick.knowledge import Knowledge
from pinprick.words import say, wording


def note(knowledge: Knowledge, assessment: Assessment, told: Account, language: str) -> str:
    """The note, a block a line."""
    version, hash_ = told.knowledge.version, told.knowledge.hash
    blocks = [
        *(_findings(knowledge, assessment, by, language) for by in ("person", "examiner", "test")),
        _urgency(told, language),
        *(one.says for one in told.scope),
        _localisation(told, language),
        _differential(told, language),
        told.second.note if told.second else "",
        _next(knowledge, told, language),
        say(language, "note.version", version=version, hash=hash_),
    ]
    return "\n".join(block for block in blocks if block)


def _findings(knowledge: Knowledge, assessment: Assessment, by: str, language: str) -> str:
    lines, since = [], assessment.case.since
    for id_, answer in assessment.case.answers.items():
        finding = knowledge.vocabulary.findings[id_]
        if finding.by != by:
            continue
        if isinstance(answer, Painted):
            places = shown(knowledge, finding, answer, language)
            lines.append(say(language, "note.numb", places=places))
        else:
            words, age = wording.answer(knowledge, id_, answer, language), since.get(id_)
            lines.append(wording.with_age(knowledge, words, age, language))
    if not lines:
        return ""
    return say(language, f"note.by.{by}", findings=wording.series(lines, language))


def _urgency(told: Account, language: str) -> str:
    urgency = told.urgency
    words = say(language, "note.urgency", level=urgency.name)
    if urgency.why:
        reasons = wording.series(urgency.why, language)
        words = say(language, "note.urgency-because", level=urgency.name, reasons=reasons)
    open_ = wording.series((flag.name for flag in urgency.open), language, "list.comma")
    rest = say(language, "note.not-known", findings=open_) if open_ else ""
    return wording.together((words, rest))


def _localisation(told: Account, language: str) -> str:
    places = [
        say(language, "note.place", place=one.clinical, side=one.where, frequency=one.odds)
        for one in told.sites
    ]
    if not places:
        return ""
    return say(language, "note.localisation", places=wording.series(places, language))


def _differential(told: Account, language: str) -> str:
    causes = (
        say(
            language,
            "note.cause",
            cause=cause.clinical,
            frequency=wording.with_range(cause.odds, cause.range, language),
        )
        for cause in told.causes
    )
    return say(language, "note.differential", causes=wording.series(causes, language))


def _next(knowledge: Knowledge, told: Account, language: str) -> str:
    names = [
        name_of_finding(knowledge, question.finding, language)
        for question in told.next_for_clinician
    ]
    return say(language, "note.next", findings=wording.series(names, language)) if names else ""
