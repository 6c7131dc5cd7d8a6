"""An assessment laid out for a terminal: urgency first, then causes, place, what to do, medicines,
and its basis."""

import shutil
import textwrap
from collections.abc import Iterable, Iterator

import click

from pinprick.advice import OfferedMedicine, OfferedRoutine
from pinprick.assessment import Assessment, Cause, FamilyOfCauses
from pinprick.case.case import is_child
from pinprick.knowledge import Knowledge, Level, cited
from pinprick.reasoning.weights import Reason
from pinprick.words import wording
from pinprick.words.wording import text

WIDTH = 80
_COLOURS: dict[Level, str] = {
    "self-care": "green",
    "routine": "green",
    "soon": "yellow",
    "same-day": "yellow",
    "emergency": "red",
}
_CAUSES = 5
_ROUTINES = 2
_NOT_ASKED = 10
_MEDICINES_IN_FULL = 3
_FAMILIES = 3
_REASONS = 4
_LEAST_TOLD = 0.02
_FAINT = 0.2
"""Reasons below this many bits are not told."""


def report(knowledge: Knowledge, assessment: Assessment, country: str) -> str:
    """The whole report, lines of at most 80 columns, with colour codes."""
    title = assessment.case.title or assessment.case.id
    sections = [
        wrapped(title),
        _urgency(knowledge, assessment, country),
        _causes(knowledge, assessment),
        _place(knowledge, assessment),
        _to_do(knowledge, assessment),
        _doctor(knowledge, assessment),
        _medicines(knowledge, assessment.advice.medicines),
        _come_back(knowledge, assessment),
        _ask_next(knowledge, assessment),
        _basis(knowledge, assessment),
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


def _urgency(knowledge: Knowledge, assessment: Assessment, country: str) -> Iterator[str]:
    verdict, level = assessment.urgency, knowledge.urgency.levels[assessment.urgency.level]
    name = wording.LEVEL_NAMES[verdict.level]
    provided = " - provided that none of these is true:" if verdict.provisional else ""
    yield click.style(f"{name.upper()}{provided}", fg=_COLOURS[verdict.level], bold=True)
    if verdict.provisional:
        yield from bullets(_labels(knowledge, verdict.not_asked))
        yield from wrapped("If one of them is true or you are not sure, ask a doctor.", "  ")
    fired = [knowledge.rules[id_] for id_ in verdict.rules]
    strongest = [rule for rule in fired if rule.level == verdict.level]
    for rule in strongest[:2]:
        yield from wrapped(text(rule.tell), "  ")
        yield from wrapped(f"Why: {text(rule.why)}", "  ")
    if not strongest:
        yield from wrapped(text(level.means), "  ")
        yield from wrapped(f"{text(level.who)} When: {text(level.within)}.", "  ")
    number = wording.number_to_call(knowledge, verdict.level, country)
    if number:
        yield from wrapped(f"Number to call: {number}", "  ")
    if is_child(assessment.case):
        yield from wrapped(text(knowledge.urgency.children), "  ")
    if verdict.not_asked and not verdict.provisional and verdict.level != "emergency":
        yield from wrapped(_not_asked(knowledge, verdict.not_asked), "  ")


def _not_asked(knowledge: Knowledge, findings: tuple[str, ...]) -> str:
    told = list(_labels(knowledge, findings[:_NOT_ASKED]))
    more = len(findings) - len(told)
    rest = f", and {more} more that `pinprick ask` goes through" if more else ""
    return f"Not asked, and more urgent if true: {wording.listed(told, 'or')}{rest}."


def _labels(knowledge: Knowledge, findings: Iterable[str]) -> Iterator[str]:
    for finding in findings:
        yield text(knowledge.vocabulary.findings[finding].label)


# ---- causes


def _causes(knowledge: Knowledge, assessment: Assessment) -> Iterator[str]:
    yield heading("What it may be")
    for family in assessment.families[:_FAMILIES]:
        if family.probability >= _LEAST_TOLD * 2:
            yield from _family(knowledge, family)
    told = [
        cause for cause in assessment.causes[:_CAUSES] if cause.probability >= _LEAST_TOLD
    ] or assessment.causes[:1]
    for cause in told:
        yield ""
        yield from _cause(knowledge, assessment, cause)
    if assessment.unexplained >= _LEAST_TOLD:
        yield ""
        odds = wording.frequency(assessment.unexplained)
        yield from wrapped(
            f"Something that is none of our {len(knowledge.conditions)} causes: {odds}.", "  "
        )


def _family(knowledge: Knowledge, family: FamilyOfCauses) -> Iterator[str]:
    odds = wording.likelihood(family.probability, family.interval.low, family.interval.high)
    yield from wrapped(f"{text(knowledge.families[family.id].name)}: {odds}", "    ", "  ")


def _cause(knowledge: Knowledge, assessment: Assessment, cause: Cause) -> Iterator[str]:
    condition = knowledge.conditions[cause.id]
    yield from _bold(text(condition.name.plain))
    yield from wrapped(f"({text(condition.name.clinical)})", "  ")
    yield from wrapped(
        wording.likelihood(cause.probability, cause.interval.low, cause.interval.high), "    "
    )
    telling = [reason for reason in cause.reasons if abs(reason.bits) >= _FAINT]
    for sign, word in ((1, "for"), (-1, "against")):
        reasons = [reason for reason in telling if reason.bits * sign > 0][:_REASONS]
        if reasons:
            told = "; ".join(_reason(knowledge, assessment, reason) for reason in reasons)
            yield from wrapped(f"{word}: {told}", "      ", "    ")


def _reason(knowledge: Knowledge, assessment: Assessment, reason: Reason) -> str:
    if reason.finding not in assessment.case.answers:
        return f"where it is numb ({wording.strength(reason.bits)})"
    words = wording.answer(knowledge, reason.finding, assessment.case.answers[reason.finding])
    return f"{words} ({wording.strength(reason.bits)})"


def _place(knowledge: Knowledge, assessment: Assessment) -> Iterator[str]:
    likely = [place for place in assessment.places[:3] if place.probability >= 0.1]
    if likely:
        yield heading("Where it probably sits")
    for place in likely:
        site = knowledge.sites[place.site]
        name = f"{text(site.label)}, {wording.side(site, place.side)} ({text(site.clinical)})"
        yield from wrapped(f"{name}: {wording.frequency(place.probability)}", "    ", "  ")


# ---- what to do


def _to_do(knowledge: Knowledge, assessment: Assessment) -> Iterator[str]:
    routines = assessment.advice.routines
    own = [step for advice in assessment.advice.causes for step in advice.self_care]
    urgent = assessment.urgency.level in ("same-day", "emergency")
    if routines or (own and not urgent):
        yield heading("What you can do")
    if not urgent:
        yield from bullets(dict.fromkeys(text(step.do) for step in own))
    for offered in routines[:_ROUTINES]:
        yield ""
        yield from _routine(offered)
    more = [text(offered.routine.title) for offered in routines[_ROUTINES:]]
    if more:
        yield ""
        yield from wrapped(f"More to read (--json has it all): {'; '.join(more)}.", "  ")


def _routine(offered: OfferedRoutine) -> Iterator[str]:
    routine = offered.routine
    timed = all(step.seconds for step in routine.steps)
    minutes = wording.total_minutes((step.seconds, step.repeat) for step in routine.steps)
    took = (
        f" (about {minutes} minutes in all)"
        if timed and "minute" not in text(routine.title)
        else ""
    )
    yield from _bold(f"{text(routine.title)}{took}")
    for number, step in enumerate(routine.steps, 1):
        time = wording.how_long(step.seconds, step.repeat)
        yield from wrapped(
            f"{text(step.do)}{f' [{time}]' if time else ''}", "     ", f"  {number:>2} "
        )
    for caution in routine.cautions.get("en", ()):
        yield from wrapped(caution, "     ", "   ! ")
    for sign in routine.seek_help.get("en", ()):
        yield from wrapped(f"Get help if {sign[0].lower()}{sign[1:]}", "     ", "   > ")


def _doctor(knowledge: Knowledge, assessment: Assessment) -> Iterator[str]:
    lines: list[str] = []
    for advice in assessment.advice.causes:
        tests = [wording.explained(text(test.test), text(test.why)) for test in advice.tests]
        treatment = [text(one.what) for one in advice.treatment]
        if tests or treatment:
            name = text(knowledge.conditions[advice.condition].name.plain)
            lines += wrapped(f"{name}:", "  ")
            lines += bullets(tests + treatment, "    ")
    if lines:
        yield heading("What a doctor may do")
        yield from lines


def _medicines(knowledge: Knowledge, offered: Iterable[OfferedMedicine]) -> Iterator[str]:
    offered = list(offered)
    if offered:
        yield heading("Medicines a doctor may talk about")
        yield from wrapped(
            "For a talk with a doctor or pharmacist: no reason to start or stop one.", "  "
        )
    for index, one in enumerate(offered):
        role = one.medicine.role.replace("-", " ")
        condition = text(knowledge.conditions[one.condition].name.plain)
        yield from wrapped(f"{text(one.medicine.name)} ({role}; for: {condition})", "    ", "  ")
        for caution in one.against:
            words = f"May speak against it in this case: {text(caution.says)} - {text(caution.why)}"
            yield from (click.style(line, fg="red") for line in wrapped(words, "      ", "    ! "))
        for caution in one.care:
            yield from wrapped(
                f"Care in this case: {text(caution.says)} - {text(caution.why)}", "      ", "    ! "
            )
        if index < _MEDICINES_IN_FULL:
            yield from _to_tell(one)
    if len(offered) > _MEDICINES_IN_FULL:
        yield from wrapped(
            "Every medicine has more that a doctor must know first (--json has it all).", "  "
        )


def _to_tell(one: OfferedMedicine) -> Iterator[str]:
    if one.tell:
        told = "; ".join(text(caution.says) for caution in one.tell)
        yield from wrapped(f"Tell your doctor if: {told}.", "      ", "    - ")
    if one.interactions:
        told = "; ".join(
            f"{text(other.other)} ({text(other.effect)})" for other in one.interactions
        )
        yield from wrapped(f"Does not go well with: {told}.", "      ", "    - ")


def _come_back(knowledge: Knowledge, assessment: Assessment) -> Iterator[str]:
    yield heading("When to come back or call")
    for advice in assessment.advice.causes[:1]:
        urgency = knowledge.conditions[advice.condition].urgency
        yield from bullets(
            f"If {text(upgrade.says)}: {wording.LEVEL_NAMES[upgrade.to].lower()}."
            for upgrade in urgency.upgrades
        )
    yield from wrapped(text(knowledge.urgency.self_care.safety_net), "  ")


def _ask_next(knowledge: Knowledge, assessment: Assessment) -> Iterator[str]:
    if assessment.next:
        yield heading("What would tell us most")
        yield from bullets(
            text(knowledge.vocabulary.findings[q.finding].ask) for q in assessment.next[:3]
        )
    if assessment.examine:
        examined = (
            text(knowledge.vocabulary.findings[q.finding].ask) for q in assessment.examine[:3]
        )
        yield from wrapped(f"For a clinician: {'; '.join(examined)}.", "  ")


def _basis(knowledge: Knowledge, assessment: Assessment) -> Iterator[str]:
    yield heading("What this rests on")
    first = assessment.causes[0]
    counted = first.basis_share.get("study", 0.0)
    read = first.basis_share.get("review", 0.0)
    judged = round(100 * (1 - counted - read))
    parts = f"{round(100 * counted)} % counted studies, {round(100 * read)} % reviews, {judged} % our own estimates"
    if first.reasons:
        yield from wrapped(f"Weight of the answers for the first cause: {parts}.", "  ")
    yield from wrapped(
        f"With every number drawn anew within its range, the first cause stays first in "
        f"{round(100 * assessment.stable_first)} of 100 draws.",
        "  ",
    )
    yield from wrapped(f"Knowledge base {knowledge.settings.version} ({knowledge.hash}).", "  ")
    yield from wrapped(
        "pinprick informs; it does not replace a clinician and is no certified medical device.",
        "  ",
    )


# ---- every reason


def explanation(knowledge: Knowledge, assessment: Assessment) -> str:
    """Prior, one row an answer in bits, and the result, for the leading causes; the rows add up."""
    lines = list(wrapped(assessment.case.title or assessment.case.id))
    for cause in [
        cause for cause in assessment.causes[:_CAUSES] if cause.probability >= _LEAST_TOLD
    ]:
        lines += ["", *_bold(text(knowledge.conditions[cause.id].name.plain), "")]
        lines.append(f"{cause.prior_bits:+8.2f} bits  to begin with")
        for reason in cause.reasons:
            lines += _explained(knowledge, assessment, cause, reason)
        total = cause.prior_bits + sum(reason.bits for reason in cause.reasons)
        lines.append(
            f"{total:+8.2f} bits  together: {wording.frequency(cause.probability)} ({cause.probability:.3f})"
        )
    return "\n".join(lines) + "\n"


def _explained(
    knowledge: Knowledge, assessment: Assessment, cause: Cause, reason: Reason
) -> Iterator[str]:
    words = "where it is numb"
    if reason.finding in assessment.case.answers:
        words = wording.answer(knowledge, reason.finding, assessment.case.answers[reason.finding])
    yield from wrapped(f"{words} [{reason.basis}]", " " * 15, f"{reason.bits:+8.2f} bits  ")
    for source in cited(knowledge, () if reason.basis == "estimate" else reason.sources):
        yield from wrapped(f"{source.title}. {source.url}", " " * 19, " " * 17 + "- ")
