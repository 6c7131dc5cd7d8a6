"""All that is told of an assessment, laid out for a terminal: causes with what speaks for them, place,
what to do, medicines, its basis; and every reason in bits."""

from collections.abc import Iterator

import click
from msgspec.structs import replace

from pinprick.account import Account, account, for_clinicians, whole
from pinprick.account.told import ToldCause, ToldCaution, ToldMedicine, ToldReason, ToldRoutine
from pinprick.assessment import Assessment
from pinprick.cli.report import (
    bold,
    bullets,
    closing,
    foot,
    heading,
    laid,
    urgency,
    waiting,
    wrapped,
)
from pinprick.knowledge import Knowledge, Level, cited
from pinprick.model.axes import Model
from pinprick.words import naming, say, wording
from pinprick.words.calling import Place
from pinprick.words.lines import padded
from pinprick.words.numbers import figure

_BESIDE_BITS = " " * 15
_ROUTINES = 2
_MEDICINES_IN_FULL = 3


def details(model: Model, assessment: Assessment, place: Place, language: str) -> str:
    """The report with all its details, lines of at most 80 columns; the verdict is told first, and
    again at the end."""
    knowledge, told = model.knowledge, account(model, assessment, language)
    return laid(
        wrapped(told.title or told.case),
        urgency(knowledge, told, place, language),
        _causes(knowledge, told, language),
        _place(told, language),
        _to_do(told, language),
        _doctor(knowledge, told, language),
        _medicines(knowledge, told.medicines, language),
        _come_back(told, language),
        _ask_next(told, language),
        _basis(told, language),
        foot(told, language),
        closing(knowledge, told, place, language),
    )


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
    yield from waiting(told, language)
    if told.causes and told.unexplained >= knowledge.settings.telling.least_cause:
        yield ""
        count = len(knowledge.conditions)
        odds = told.unexplained_odds
        none = say(language, "result.none-of-ours", number=count, frequency=odds)
        yield from wrapped(none, "  ")


def _cause(cause: ToldCause, language: str) -> Iterator[str]:
    yield from bold(cause.name)
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
    if timed and say(language, "time.minutes", count=minutes) not in title:
        title = say(language, "result.minutes", title=title, count=minutes)
    yield from bold(title)
    for number, step in enumerate(routine.steps, 1):
        time = wording.how_long(step.seconds, step.repeat, language)
        words = say(language, "result.step", step=step.do, time=time) if time else step.do
        yield from wrapped(words, "     ", f"  {number:>2} ")
    for caution in routine.cautions:
        yield from wrapped(caution, "     ", "   ! ")
    for sign in routine.seek_help:  # what is a sentence by itself, as of the skin, stands by itself
        help_if = say(language, "result.help-if", sign=wording.small(sign))
        words = sign if wording.is_sentence(sign) else help_if
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
    basis = told.basis
    if told.causes:
        yield heading(say(language, "result.rests"))
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
        lines += ["", *bold(cause.name, "")]
        prior = say(language, "bits.prior", bits=figure(cause.prior_bits, language, "+8.2f"))
        lines += wrapped(prior, _BESIDE_BITS, "")
        reasons = sorted((*cause.speaks_for, *cause.speaks_against), key=lambda r: -abs(r.bits))
        for reason in reasons:
            lines += _explained(knowledge, reason, language)
        total = cause.prior_bits + sum(reason.bits for reason in reasons)
        lines += wrapped(_total(cause, total, language), _BESIDE_BITS, "")
    return "\n".join(lines) + "\n"


def _total(cause: ToldCause, bits: float, language: str) -> str:
    return say(
        language,
        "bits.total",
        bits=figure(bits, language, "+8.2f"),
        frequency=cause.odds,
        probability=figure(cause.probability, language, ".3f"),
    )


def _explained(knowledge: Knowledge, reason: ToldReason, language: str) -> Iterator[str]:
    basis = say(language, f"basis.{reason.basis}")
    words = say(language, "bits.answer", answer=reason.words, basis=basis)
    bits = say(language, "bits.reason", bits=figure(reason.bits, language, "+8.2f"))
    yield from wrapped(words, _BESIDE_BITS, padded(bits, len(_BESIDE_BITS)))
    for source in cited(knowledge, () if reason.basis == "estimate" else reason.sources):
        yield from wrapped(
            say(
                language,
                "explain.source",
                title=source.title,
                publisher=naming.provenance(source, language),
                address=source.url,
            ),
            " " * 19,
            " " * 17 + "- ",
        )
