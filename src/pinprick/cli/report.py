"""An account laid out for a terminal: urgency first, then causes, place, what to do, medicines, and
its basis."""

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace

import click

from pinprick.account import Account, account, for_clinicians, whole
from pinprick.account.told import (
    ToldCause,
    ToldEmergency,
    ToldMedicine,
    ToldReason,
    ToldRoutine,
    ToldUrgency,
)
from pinprick.assessment import Assessment
from pinprick.knowledge import Knowledge, Level, cited
from pinprick.model.axes import Model
from pinprick.words import calling, wording
from pinprick.words.calling import Place
from pinprick.words.wording import ENGLISH

WIDTH = 80
_COLOURS: dict[Level, str] = {
    "self-care": "green",
    "routine": "green",
    "soon": "yellow",
    "same-day": "yellow",
    "emergency": "red",
}
_ROUTINES = 2
_NOT_KNOWN = 10
_MEDICINES_IN_FULL = 3


def report(model: Model, assessment: Assessment, place: Place) -> str:
    """The whole report, lines of at most 80 columns, with colour codes."""
    knowledge, told = model.knowledge, account(model, assessment, ENGLISH)
    sections = [
        wrapped(told.title or told.case),
        _urgency(knowledge, told, place),
        _causes(knowledge, told),
        _place(told),
        _to_do(told),
        _doctor(knowledge, told),
        _medicines(knowledge, told.medicines),
        _come_back(told),
        _ask_next(told),
        _basis(told),
    ]
    return "\n\n".join("\n".join(lines) for lines in map(list, sections) if lines) + "\n"


def width() -> int:
    """Columns to use: those of the window, at most `WIDTH`."""
    return min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)


def wrapped(words: str, indent: str = "", first: str | None = None) -> list[str]:
    start = indent if first is None else first
    return textwrap.wrap(
        words,
        width(),
        initial_indent=start,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )


def bullets(items: Iterable[str], indent: str = "  ") -> Iterator[str]:
    for item in items:
        yield from wrapped(item, f"{indent}  ", f"{indent}- ")


def _bold(words: str, indent: str = "  ") -> Iterator[str]:
    """Wrapped before it is styled: the codes of a style have no width."""
    yield from (click.style(line, bold=True) for line in wrapped(words, indent))


def heading(words: str) -> str:
    return click.style(words.upper(), bold=True)


# ---- urgency


def _urgency(knowledge: Knowledge, told: Account, place: Place) -> Iterator[str]:
    urgency = told.urgency
    colour = _COLOURS[urgency.level] if urgency.level and urgency.complete else "yellow"
    colour = "red" if urgency.level == "emergency" else colour
    yield click.style(urgency.name.upper(), fg=colour, bold=True)
    whom = calling.call(knowledge, urgency.level, place)
    if whom:
        yield from wrapped(calling.sentence(whom), "  ")
        if place.guessed:
            yield from wrapped(
                "The number of your country: --country CODE, such as --country AU.", "  "
            )
    if urgency.answer_first:
        yield from wrapped(urgency.answer_first, "  ")
    yield from _reasons(urgency)
    if urgency.children:
        yield from wrapped(urgency.children, "  ")
    if urgency.emergency:
        yield from _until_help_comes(urgency.emergency)
    elif urgency.open:
        yield from wrapped(_not_known([flag.name for flag in urgency.open]), "  ")


def _reasons(urgency: ToldUrgency) -> Iterator[str]:
    """What to do and why; of lower rules only why, as two things to do would be one too many."""
    if urgency.means and not urgency.reasons:
        yield from wrapped(urgency.means, "  ")
        yield from wrapped(f"{urgency.who} When: {urgency.within}.", "  ")
    said = ""
    for reason in urgency.reasons:
        given = reason.level == urgency.level
        if given and reason.tell != said:
            said = reason.tell
            yield from wrapped(said, "  ")
        yield from wrapped(f"{'Why' if given else 'Also'}: {reason.text}", "  ")


def _until_help_comes(lines: ToldEmergency) -> Iterator[str]:
    for title, told in (
        ("What to say when you call", lines.say),
        ("Until help comes", lines.until_help_comes),
        ("What not to do", lines.do_not),
        ("What goes along", lines.take_along),
    ):
        yield ""
        yield from _bold(title)
        yield from bullets(told)


def _not_known(names: list[str]) -> str:
    more = len(names) - _NOT_KNOWN
    rest = f", and {more} more that `pinprick ask` goes through" if more > 0 else ""
    listed = ", ".join(names[:_NOT_KNOWN]) if more > 0 else wording.listed(names, "or")
    return f"Not known, and more urgent if true: {listed}{rest}."


# ---- causes


def _causes(knowledge: Knowledge, told: Account) -> Iterator[str]:
    if told.causes:
        yield heading("What it may be")
    for family in told.families:
        yield from wrapped(f"{family.name}: {family.odds}", "    ", "  ")
    for cause in told.causes:
        yield ""
        yield from _cause(cause)
    if told.causes and told.unexplained >= knowledge.settings.telling.least_cause:
        yield ""
        count = len(knowledge.conditions)
        none = f"Something that is none of our {count} causes: {told.unexplained_odds}."
        yield from wrapped(none, "  ")


def _cause(cause: ToldCause) -> Iterator[str]:
    yield from _bold(cause.name)
    yield from wrapped(f"({cause.clinical})", "  ")
    yield from wrapped("; ".join(filter(None, (cause.odds, cause.range))), "    ")
    for word, reasons in (("for", cause.speaks_for), ("against", cause.speaks_against)):
        if reasons:
            listed = "; ".join(f"{reason.words} ({reason.strength})" for reason in reasons)
            yield from wrapped(f"{word}: {listed}", "      ", "    ")


def _place(told: Account) -> Iterator[str]:
    if told.sites:
        yield heading("Where it probably sits")
    for place in told.sites:
        name = f"{place.name}, {place.where} ({place.clinical})"
        yield from wrapped(f"{name}: {place.odds}", "    ", "  ")


# ---- what to do


def _to_do(told: Account) -> Iterator[str]:
    own = [step for care in told.care for step in care.self_care]
    urgent = told.urgency.level in ("same-day", "emergency")
    if told.do or (own and not urgent):
        yield heading("What you can do")
    if not urgent:
        yield from bullets(dict.fromkeys(own))
    for routine in told.do[:_ROUTINES]:
        yield ""
        yield from _routine(routine)
    more = [routine.title for routine in told.do[_ROUTINES:]]
    if more:
        yield ""
        yield from wrapped(f"More to read (--json has it all): {'; '.join(more)}.", "  ")


def _routine(routine: ToldRoutine) -> Iterator[str]:
    timed = all(step.seconds for step in routine.steps)
    minutes = wording.total_minutes((step.seconds, step.repeat) for step in routine.steps)
    took = f" (about {minutes} minutes in all)" if timed and "minute" not in routine.title else ""
    yield from _bold(f"{routine.title}{took}")
    for number, step in enumerate(routine.steps, 1):
        time = wording.how_long(step.seconds, step.repeat)
        words = f"{step.do}{f' [{time}]' if time else ''}"
        yield from wrapped(words, "     ", f"  {number:>2} ")
    for caution in routine.cautions:
        yield from wrapped(caution, "     ", "   ! ")
    for sign in routine.seek_help:
        yield from wrapped(f"Get help if {sign[0].lower()}{sign[1:]}", "     ", "   > ")


def _doctor(knowledge: Knowledge, told: Account) -> Iterator[str]:
    lines: list[str] = []
    for care in told.care:
        tests = [wording.explained(test.test, test.why) for test in care.tests]
        treatment = [treatment.what for treatment in care.treatment]
        if tests or treatment:
            name = wording.text(knowledge.conditions[care.condition].name.plain)
            lines += wrapped(f"{name}:", "  ")
            lines += bullets(tests + treatment, "    ")
    if lines:
        yield heading("What a doctor may do")
        yield from lines


def _medicines(knowledge: Knowledge, medicines: tuple[ToldMedicine, ...]) -> Iterator[str]:
    if medicines:
        yield heading("Medicines a doctor may talk about")
        note = "For a talk with a doctor or pharmacist: no reason to start or stop one."
        yield from wrapped(note, "  ")
    for index, medicine in enumerate(medicines):
        role = medicine.role.replace("-", " ")
        condition = wording.text(knowledge.conditions[medicine.condition].name.plain)
        yield from wrapped(f"{medicine.name} ({role}; for: {condition})", "    ", "  ")
        for caution in medicine.against:
            words = f"May speak against it in this case: {caution.says} - {caution.why}"
            lines = wrapped(words, "      ", "    ! ")
            yield from (click.style(line, fg="red") for line in lines)
        for caution in medicine.care:
            words = f"Care in this case: {caution.says} - {caution.why}"
            yield from wrapped(words, "      ", "    ! ")
        if index < _MEDICINES_IN_FULL:
            yield from _to_tell(medicine)
    if len(medicines) > _MEDICINES_IN_FULL:
        note = "Every medicine has more that a doctor must know first (--json has it all)."
        yield from wrapped(note, "  ")


def _to_tell(medicine: ToldMedicine) -> Iterator[str]:
    if medicine.tell_your_doctor_if:
        listed = "; ".join(caution.says for caution in medicine.tell_your_doctor_if)
        yield from wrapped(f"Tell your doctor if: {listed}.", "      ", "    - ")
    if medicine.does_not_go_with:
        listed = "; ".join(f"{i.other} ({i.effect})" for i in medicine.does_not_go_with)
        yield from wrapped(f"Does not go well with: {listed}.", "      ", "    - ")


def _come_back(told: Account) -> Iterator[str]:
    if told.urgency.level == "emergency":
        return
    yield heading("When to come back or call")
    for care in told.care[:1]:
        yield from bullets(
            f"If {sign.sign}: {wording.LEVEL_NAMES[sign.level].lower()}."
            for sign in care.come_back_if
        )
    yield from wrapped(told.urgency.safety_net, "  ")


def _ask_next(told: Account) -> Iterator[str]:
    if told.next:
        yield heading("What would tell us most")
        yield from bullets(question.ask for question in told.next)
    if told.next_for_clinician:
        examined = "; ".join(question.ask for question in told.next_for_clinician)
        yield from wrapped(f"For a clinician: {examined}.", "  ")


def _basis(told: Account) -> Iterator[str]:
    yield heading("What this rests on")
    basis = told.basis
    if told.causes and (told.causes[0].speaks_for or told.causes[0].speaks_against):
        parts = f"{basis.study} % counted studies, {basis.review} % reviews"
        weight = "Weight of the answers for the first cause"
        yield from wrapped(f"{weight}: {parts}, {basis.estimate} % our own estimates.", "  ")
    if told.causes:
        yield from wrapped(
            f"With every number drawn anew within its range, the first cause stays first in "
            f"{round(100 * told.stable_first)} of 100 draws.",
            "  ",
        )
    yield from wrapped(f"Knowledge base {told.knowledge.version} ({told.knowledge.hash}).", "  ")
    note = "pinprick informs; it does not replace a clinician and is no certified medical device."
    yield from wrapped(note, "  ")


# ---- every reason


def explanation(model: Model, assessment: Assessment) -> str:
    """Prior, one row an answer in bits, and the result, for the causes that are told; the rows add
    up."""
    knowledge = model.knowledge
    told = account(model, assessment, ENGLISH, for_clinicians(knowledge.settings.telling))
    everything = replace(whole(knowledge.settings.telling), faint=0.0)
    causes = {cause.id: cause for cause in account(model, assessment, ENGLISH, everything).causes}
    lines = list(wrapped(told.title or told.case))
    for cause in (causes[short.id] for short in told.causes):
        lines += ["", *_bold(cause.name, "")]
        lines.append(f"{cause.prior_bits:+8.2f} bits  to begin with")
        reasons = sorted((*cause.speaks_for, *cause.speaks_against), key=lambda r: -abs(r.bits))
        for reason in reasons:
            lines += _explained(knowledge, reason)
        total = cause.prior_bits + sum(reason.bits for reason in reasons)
        odds = f"{cause.odds} ({cause.probability:.3f})"
        lines.append(f"{total:+8.2f} bits  together: {odds}")
    return "\n".join(lines) + "\n"


def _explained(knowledge: Knowledge, reason: ToldReason) -> Iterator[str]:
    words = f"{reason.words} [{reason.basis}]"
    yield from wrapped(words, " " * 15, f"{reason.bits:+8.2f} bits  ")
    for source in cited(knowledge, () if reason.basis == "estimate" else reason.sources):
        yield from wrapped(f"{source.title}. {source.url}", " " * 19, " " * 17 + "- ")
