"""`pinprick explain`: what the knowledge base holds of one condition, finding or site."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from pinprick import loading
from pinprick.cli.common import fail, knowledge_option
from pinprick.cli.report import WIDTH, bullets, heading, wrapped
from pinprick.knowledge import Knowledge, sources_of
from pinprick.knowledge.quantity import Quantity, Source
from pinprick.problems import ProblemsFound, did_you_mean
from pinprick.words import wording
from pinprick.words.wording import text


@click.command("explain")
@click.argument("id_", metavar="ID")
@knowledge_option
def command(id_: str, knowledge: Path | None) -> None:
    """Tell what pinprick knows of a condition, finding or site, with the sources."""
    try:
        base = loading.load(knowledge).knowledge
    except ProblemsFound as error:
        fail(error)
    tellers = (
        (base.conditions, _condition),
        (base.vocabulary.findings, _finding),
        (base.sites, _site),
    )
    for ids, tell in tellers:
        if id_ in ids:
            click.echo("\n".join(tell(base, id_)))
            return
    known = [*base.conditions, *base.vocabulary.findings, *base.sites]
    raise click.BadParameter(
        f"{id_} is no condition, finding or site{did_you_mean(id_, known)}", param_hint="ID"
    )


def _condition(knowledge: Knowledge, id_: str) -> Iterator[str]:
    condition = knowledge.conditions[id_]
    yield from _title(text(condition.name.plain), text(condition.name.clinical))
    yield from wrapped(text(condition.about))
    if condition.course.sources:
        yield from _section("How it goes", [text(condition.course.text)])
    level = wording.LEVEL_NAMES[condition.urgency.level]
    yield from _section("How urgent", [f"{level}. {text(condition.urgency.why)}"])
    yield from bullets(
        f"{text(u.says)}: {wording.LEVEL_NAMES[u.to].lower()}" for u in condition.urgency.upgrades
    )
    findings = [
        _how_often(knowledge, finding, number) for finding, number in condition.findings.items()
    ]
    yield from _section("What goes with it", [])
    yield from bullets(line for line in findings if line)
    yield from _section("What looks like it", [])
    for look_alike in condition.look_alikes:
        name = text(knowledge.conditions[look_alike.id].name.plain)
        yield from bullets([f"{name}: {text(look_alike.tell_apart)}"])
    yield from _sources(sources_of(knowledge, condition))


def _how_often(knowledge: Knowledge, finding: str, number: Quantity) -> str:
    record = knowledge.vocabulary.findings[finding]
    if record.kind != "flag":
        values = ((value, p) for value, p in _distribution(number).items())
        likely = max(values, key=lambda pair: pair[1])[0]
        often = wording.how_often(knowledge, number, likely)
        return f"{text(record.label)}: {often} {text(record.values[likely])} [{number.basis}]"
    often = wording.how_often(knowledge, number)
    background = knowledge.background.findings.get(finding)
    # What is as rare as in anybody says nothing of the condition.
    same = background and not isinstance(background.p, dict) and _p(number) <= background.p * 1.5
    return "" if same else f"{text(record.label)}: {often} [{number.basis}]"


def _p(number: Quantity) -> float:
    return number.p if not isinstance(number.p, dict) else max(number.p.values())


def _distribution(number: Quantity) -> dict[str, float]:
    return number.p if isinstance(number.p, dict) else {}


def _finding(knowledge: Knowledge, id_: str) -> Iterator[str]:
    finding = knowledge.vocabulary.findings[id_]
    yield from _title(text(finding.label), id_)
    yield from wrapped(text(finding.ask))
    if finding.kind == "flag" and id_ in knowledge.background.findings:
        often = wording.how_often(knowledge, knowledge.background.findings[id_])
        yield from _section("In people whose cause is none of ours", [often])
        stated = {c.id: c.findings[id_] for c in knowledge.conditions.values() if id_ in c.findings}
        ranked = sorted(stated, key=lambda condition: -_p(stated[condition]))
        yield from _section("Where it is commonest", [])
        for condition in ranked[:12]:
            name = text(knowledge.conditions[condition].name.plain)
            number = stated[condition]
            yield from bullets([f"{name}: {wording.how_often(knowledge, number)} [{number.basis}]"])
    rules = [name for name, rule in knowledge.rules.items() if id_ in str((rule.when, rule.unless))]
    if rules:
        yield from _section("Urgency rules that ask for it", [wording.listed(rules)])


def _site(knowledge: Knowledge, id_: str) -> Iterator[str]:
    site = knowledge.sites[id_]
    yield from _title(text(site.label), text(site.clinical))
    yield from wrapped(f"Supplies: {text(site.supplies)}.")
    ranked = sorted(site.regions, key=lambda region: -site.regions[region])
    labels = [text(knowledge.vocabulary.regions[region].label) for region in ranked[:8]]
    yield from _section("Numb there, most often first", [wording.listed(labels)])
    here = [
        c
        for c in knowledge.conditions.values()
        if id_ in (c.sites.p if isinstance(c.sites.p, dict) else {})
    ]
    yield from _section("Conditions that sit here", [])
    yield from bullets(text(condition.name.plain) for condition in here)
    yield from _sources(sources_of(knowledge, site))


def _title(name: str, clinical: str) -> Iterator[str]:
    yield heading(name)
    yield from wrapped(clinical)
    yield "-" * WIDTH


def _section(name: str, paragraphs: list[str]) -> Iterator[str]:
    yield ""
    yield heading(name)
    for paragraph in paragraphs:
        yield from wrapped(paragraph, "  ")


def _sources(sources: Iterable[Source]) -> Iterator[str]:
    yield from _section("Sources", [])
    for source in sources:
        year = f", {source.year}" if source.year else ""
        yield from bullets([f"{source.title} ({source.publisher}{year}) {source.url}"])
