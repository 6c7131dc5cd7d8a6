"""An account laid out for a terminal: urgency first, then causes, place, what to do, medicines, and
its basis."""

import shutil
import textwrap
from collections.abc import Iterable, Iterator

import click
from msgspec.structs import replace

from pinprick.account import Account, account, for_clinicians, whole
from pinprick.account.told import (
    ToldCause,
    ToldCaution,
    ToldEmergency,
    ToldMedicine,
    ToldReason,
    ToldRoutine,
    ToldUrgency,
)
from pinprick.assessment import Assessment
from pinprick.knowledge import Knowledge, Level, cited
from pinprick.model.axes import Model
from pinprick.words import calling, say, wording
from pinprick.words.calling import Place

WIDTH = 80
_COLOURS: dict[Level, str] = {
    Level.SELF_CARE: "green",
    Level.ROUTINE: "green",
    Level.SOON: "yellow",
    Level.SAME_DAY: "yellow",
    Level.EMERGENCY: "red",
}
_ROUTINES = 2
_NOT_KNOWN = 10
_MEDICINES_IN_FULL = 3


def report(model: Model, assessment: Assessment, place: Place, language: str) -> str:
    """The whole report, lines of at most 80 columns, with colour codes."""
    knowledge, told = model.knowledge, account(model, assessment, language)
    sections = [
        wrapped(told.title or told.case),
        _urgency(knowledge, told, place, language),
        _causes(knowledge, told, language),
        _place(told, language),
        _to_do(told, language),
        _doctor(knowledge, told, language),
        _medicines(knowledge, told.medicines, language),
        _come_back(told, language),
        _ask_next(told, language),
        _basis(told, language),
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
    """Wrapped before it is styled: style codes have no width."""
    yield from (click.style(line, bold=True) for line in wrapped(words, indent))


def heading(words: str) -> str:
    return click.style(words.upper(), bold=True)


# ---- urgency


def _urgency(knowledge: Knowledge, told: Account, place: Place, language: str) -> Iterator[str]:
    urgency = told.urgency
    colour = _COLOURS[urgency.level] if urgency.level and urgency.complete else "yellow"
    colour = "red" if urgency.level == Level.EMERGENCY else colour
    yield click.style(urgency.name.upper(), fg=colour, bold=True)
    whom = calling.call(knowledge, urgency.level, place, language)
    if whom:
        yield from wrapped(calling.sentence(whom, language), "  ")
        if place.guessed:
            yield from wrapped(say(language, "result.choose-country"), "  ")
    if urgency.answer_first:
        yield from wrapped(urgency.answer_first, "  ")
    yield from _reasons(urgency, language)
    if urgency.children:
        yield from wrapped(urgency.children, "  ")
    for one in told.scope:
        yield from wrapped(f"{one.says} {one.go}", "  ")
    if urgency.emergency:
        yield from _until_help_comes(urgency.emergency, language)
    yield from _lesser_reasons(urgency, language)
    if urgency.open and not urgency.emergency:
        yield from wrapped(_not_known([flag.name for flag in urgency.open], language), "  ")


def _reasons(urgency: ToldUrgency, language: str) -> Iterator[str]:
    """What to do and why, by the reasons of the level."""
    if urgency.means and not urgency.reasons:
        yield from wrapped(urgency.means, "  ")
        whom = say(language, "result.whom", who=urgency.who, within=urgency.within)
        yield from wrapped(whom, "  ")
    said = ""
    for reason in (one for one in urgency.reasons if one.level == urgency.level):
        if reason.tell != said:
            said = reason.tell
            yield from wrapped(said, "  ")
        yield from wrapped(say(language, "result.why", reason=reason.text), "  ")


def _lesser_reasons(urgency: ToldUrgency, language: str) -> Iterator[str]:
    """Why lower rules fired, without what they say to do: two instructions would be one too
    many."""
    lesser = [reason.text for reason in urgency.reasons if reason.level != urgency.level]
    if lesser:
        yield ""
        yield from wrapped(f"{say(language, 'result.also', count=len(lesser))}:", "  ")
        yield from bullets(lesser)


def _until_help_comes(lines: ToldEmergency, language: str) -> Iterator[str]:
    for title, told in (
        (say(language, "emergency.say"), lines.say),
        (say(language, "emergency.until"), lines.until_help_comes),
        (say(language, "emergency.do-not"), lines.do_not),
        (say(language, "emergency.take-along"), lines.take_along),
    ):
        yield ""
        yield from _bold(title)
        yield from bullets(told)


def _not_known(names: list[str], language: str) -> str:
    more = len(names) - _NOT_KNOWN
    if more > 0:
        first = wording.series(names[:_NOT_KNOWN], language, "list.comma")
        return say(language, "result.not-known-more", signs=first, count=more)
    signs = wording.listed(names, language, "list.or")
    return say(language, "result.not-known", signs=signs)


# ---- causes


def _causes(knowledge: Knowledge, told: Account, language: str) -> Iterator[str]:
    if told.causes:
        yield heading(say(language, "result.causes"))
    for family in told.families:
        words = say(language, "result.family", family=family.name, frequency=family.odds)
        yield from wrapped(words, "    ", "  ")
    if told.second:
        yield ""
        yield from wrapped(told.second.text, "  ")
    for cause in told.causes:
        yield ""
        yield from _cause(cause, language)
    if told.causes and told.unexplained >= knowledge.settings.telling.least_cause:
        yield ""
        count = len(knowledge.conditions)
        odds = told.unexplained_odds
        none = say(language, "result.none-of-ours", number=count, frequency=odds)
        yield from wrapped(none, "  ")


def _cause(cause: ToldCause, language: str) -> Iterator[str]:
    yield from _bold(cause.name)
    yield from wrapped(say(language, "result.clinical", name=cause.clinical), "  ")
    yield from wrapped(wording.with_range(cause.odds, cause.range, language), "    ")
    for way, reasons in (("for", cause.speaks_for), ("against", cause.speaks_against)):
        if reasons:
            listed = wording.series(
                (
                    say(language, "result.reason", answer=reason.words, strength=reason.strength)
                    for reason in reasons
                ),
                language,
            )
            words = say(language, f"reasons.{way}", reasons=listed)
            yield from wrapped(words, "      ", "    ")


def _place(told: Account, language: str) -> Iterator[str]:
    if told.sites:
        yield heading(say(language, "result.sits"))
    for place in told.sites:
        words = say(
            language,
            "result.place",
            place=place.name,
            side=place.where,
            clinical=place.clinical,
            frequency=place.odds,
        )
        yield from wrapped(words, "    ", "  ")


# ---- what to do


def _to_do(told: Account, language: str) -> Iterator[str]:
    own = [step for care in told.care for step in care.self_care]
    urgent = told.urgency.level is not None and told.urgency.level >= Level.SAME_DAY
    if told.do or (own and not urgent):
        yield heading(say(language, "thing.self-care"))
    if not urgent:
        yield from bullets(dict.fromkeys(own))
    for routine in told.do[:_ROUTINES]:
        yield ""
        yield from _routine(routine, language)
    more = [routine.title for routine in told.do[_ROUTINES:]]
    if more:
        yield ""
        titles = wording.series(more, language)
        yield from wrapped(say(language, "result.more", titles=titles), "  ")


def _routine(routine: ToldRoutine, language: str) -> Iterator[str]:
    timed = all(step.seconds for step in routine.steps)
    minutes = wording.total_minutes((step.seconds, step.repeat) for step in routine.steps)
    title = routine.title
    if timed and "minute" not in title:
        title = say(language, "result.minutes", title=title, count=minutes)
    yield from _bold(title)
    for number, step in enumerate(routine.steps, 1):
        time = wording.how_long(step.seconds, step.repeat, language)
        words = say(language, "result.step", step=step.do, time=time) if time else step.do
        yield from wrapped(words, "     ", f"  {number:>2} ")
    for caution in routine.cautions:
        yield from wrapped(caution, "     ", "   ! ")
    for sign in routine.seek_help:
        words = say(language, "result.help-if", sign=f"{sign[0].lower()}{sign[1:]}")
        yield from wrapped(words, "     ", "   > ")


def _doctor(knowledge: Knowledge, told: Account, language: str) -> Iterator[str]:
    lines: list[str] = []
    for care in told.care:
        tests = [wording.explained(test.test, test.why, language) for test in care.tests]
        treatment = [treatment.what for treatment in care.treatment]
        if tests or treatment:
            name = wording.text(knowledge.conditions[care.condition].name.plain, language)
            lines += wrapped(say(language, "result.doctor", cause=name), "  ")
            lines += bullets(tests + treatment, "    ")
    if lines:
        yield heading(say(language, "thing.treatment"))
        yield from lines


def _medicines(
    knowledge: Knowledge, medicines: tuple[ToldMedicine, ...], language: str
) -> Iterator[str]:
    if medicines:
        yield heading(say(language, "guide.medicines"))
        yield from wrapped(say(language, "thing.medicines-note"), "  ")
    for index, medicine in enumerate(medicines):
        role = say(language, f"role.{medicine.role}")
        cause = wording.text(knowledge.conditions[medicine.condition].name.plain, language)
        words = say(language, "result.medicine", medicine=medicine.name, role=role, cause=cause)
        yield from wrapped(words, "    ", "  ")
        for caution in medicine.against:
            lines = _caution("result.against-medicine", caution, language)
            yield from (click.style(line, fg="red") for line in lines)
        for caution in medicine.care:
            yield from _caution("result.care", caution, language)
        if index < _MEDICINES_IN_FULL:
            yield from _to_tell(medicine, language)
    if len(medicines) > _MEDICINES_IN_FULL:
        yield from wrapped(say(language, "result.more-medicine"), "  ")


def _caution(key: str, caution: ToldCaution, language: str) -> list[str]:
    words = say(language, key, caution=caution.says, why=caution.why)
    return wrapped(words, "      ", "    ! ")


def _to_tell(medicine: ToldMedicine, language: str) -> Iterator[str]:
    if medicine.tell_your_doctor_if:
        said = wording.series((one.says for one in medicine.tell_your_doctor_if), language)
        words = say(language, "result.tell-doctor", cautions=said)
        yield from wrapped(words, "      ", "    - ")
    if medicine.does_not_go_with:
        others = (
            say(language, "result.interaction", other=one.other, effect=one.effect)
            for one in medicine.does_not_go_with
        )
        words = say(language, "result.interactions", others=wording.series(others, language))
        yield from wrapped(words, "      ", "    - ")


def _come_back(told: Account, language: str) -> Iterator[str]:
    if told.urgency.level == Level.EMERGENCY:
        return
    yield heading(say(language, "result.back"))
    for care in told.care[:1]:
        yield from bullets(
            say(language, "result.back-if", sign=one.sign, level=_lower_level(one.level, language))
            for one in care.come_back_if
        )
    yield from wrapped(told.urgency.safety_net, "  ")


def _lower_level(level: Level, language: str) -> str:
    return wording.level_name(level, language).lower()


def _ask_next(told: Account, language: str) -> Iterator[str]:
    if told.next:
        yield heading(say(language, "result.next"))
        yield from bullets(question.ask for question in told.next)
    if told.next_for_clinician:
        examined = wording.series((one.ask for one in told.next_for_clinician), language)
        yield from wrapped(say(language, "result.for-clinician", questions=examined), "  ")


def _basis(told: Account, language: str) -> Iterator[str]:
    yield heading(say(language, "result.rests"))
    basis = told.basis
    if told.causes and (told.causes[0].speaks_for or told.causes[0].speaks_against):
        weight = say(
            language,
            "result.weight",
            study=basis.study,
            review=basis.review,
            estimate=basis.estimate,
        )
        yield from wrapped(weight, "  ")
    if told.causes:
        stable = say(language, "result.stable", number=round(100 * told.stable_first))
        yield from wrapped(stable, "  ")
    version, hash_ = told.knowledge.version, told.knowledge.hash
    yield from wrapped(say(language, "page.version", version=version, hash=hash_), "  ")
    yield from wrapped(say(language, "page.informs"), "  ")
    yield from wrapped(say(language, "result.wrong-issue"), "  ")


# ---- every reason


def explanation(model: Model, assessment: Assessment, language: str) -> str:
    """Prior, one row an answer in bits, and the result, for the causes that are told; the rows add
    up."""
    knowledge = model.knowledge
    told = account(model, assessment, language, for_clinicians(knowledge.settings.telling))
    everything = replace(whole(knowledge.settings.telling), faint=0.0)
    causes = {cause.id: cause for cause in account(model, assessment, language, everything).causes}
    lines = list(wrapped(told.title or told.case))
    for cause in (causes[short.id] for short in told.causes):
        lines += ["", *_bold(cause.name, "")]
        lines.append(say(language, "bits.prior", bits=f"{cause.prior_bits:+8.2f}"))
        reasons = sorted((*cause.speaks_for, *cause.speaks_against), key=lambda r: -abs(r.bits))
        for reason in reasons:
            lines += _explained(knowledge, reason, language)
        total = cause.prior_bits + sum(reason.bits for reason in reasons)
        lines.append(_total(cause, total, language))
    return "\n".join(lines) + "\n"


def _total(cause: ToldCause, bits: float, language: str) -> str:
    return say(
        language,
        "bits.total",
        bits=f"{bits:+8.2f}",
        frequency=cause.odds,
        probability=f"{cause.probability:.3f}",
    )


def _explained(knowledge: Knowledge, reason: ToldReason, language: str) -> Iterator[str]:
    words = say(language, "bits.answer", answer=reason.words, basis=reason.basis)
    bits = say(language, "bits.reason", bits=f"{reason.bits:+8.2f}")
    yield from wrapped(words, " " * 15, bits)
    for source in cited(knowledge, () if reason.basis == "estimate" else reason.sources):
        yield from wrapped(
            say(language, "bits.source", title=source.title, address=source.url),
            " " * 19,
            " " * 17 + "- ",
        )
