"""The clinician's note in plain text: what was found, how urgent, where, which causes, what next."""

from pinprick.account.answers import name_of_finding, shown
from pinprick.account.told import Account
from pinprick.assessment import Assessment
from pinprick.case.answers import Painted
from pinprick.knowledge import Knowledge
from pinprick.words import wording
from pinprick.words.wording import ENGLISH


def note(knowledge: Knowledge, assessment: Assessment, told: Account) -> str:
    """The note, a block a line."""
    blocks = [
        _findings(knowledge, assessment, ("person",), "History"),
        _findings(knowledge, assessment, ("examiner",), "Examination"),
        _findings(knowledge, assessment, ("test",), "Tests"),
        _urgency(told),
        _localisation(told),
        _differential(told),
        _next(knowledge, told),
        f"pinprick, knowledge base {told.knowledge.version} ({told.knowledge.hash}); "
        "no certified medical device.",
    ]
    return "\n".join(block for block in blocks if block)


def _findings(knowledge: Knowledge, assessment: Assessment, by: tuple[str, ...], title: str) -> str:
    lines = []
    for id_, answer in assessment.case.answers.items():
        finding = knowledge.vocabulary.findings[id_]
        if finding.by in by:
            words = wording.answer(knowledge, id_, answer)
            words = wording.with_age(knowledge, words, assessment.case.since.get(id_))
            painted = isinstance(answer, Painted)
            lines.append(f"numb: {shown(knowledge, finding, answer)}" if painted else words)
    return f"{title}: {'; '.join(lines)}." if lines else ""


def _urgency(told: Account) -> str:
    urgency = told.urgency
    because = f" ({'; '.join(urgency.why)})" if urgency.why else ""
    open_ = ", ".join(flag.name for flag in urgency.open)
    not_known = f" Not known: {open_}." if open_ else ""
    return f"Urgency: {urgency.name}{because}.{not_known}"


def _localisation(told: Account) -> str:
    places = [f"{place.clinical}, {place.where}: {place.odds}" for place in told.sites]
    return f"Localisation: {'; '.join(places)}." if places else ""


def _differential(told: Account) -> str:
    causes = (
        f"{cause.clinical} {'; '.join(filter(None, (cause.odds, cause.range)))}"
        for cause in told.causes
    )
    return f"Differential: {'; '.join(causes)}."


def _next(knowledge: Knowledge, told: Account) -> str:
    names = [
        name_of_finding(knowledge, question.finding, ENGLISH)
        for question in told.next_for_clinician
    ]
    return f"Most telling next: {'; '.join(names)}." if names else ""
