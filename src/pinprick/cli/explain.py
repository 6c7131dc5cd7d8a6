"""`pinprick explain`: what the knowledge base holds of one condition, finding or site."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from pinprick import loading
from pinprick.cli.common import fail, knowledge_option
from pinprick.cli.report import WIDTH, bullets, heading, wrapped
from pinprick.knowledge import Condition, Knowledge, Upgrade, sources_of
from pinprick.knowledge.quantity import Quantity, Source
from pinprick.problems import ProblemsFound, did_you_mean
from pinprick.words import ENGLISH, say, wording
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
    yield from _title(text(condition.name.plain, ENGLISH), text(condition.name.clinical, ENGLISH))
    yield from wrapped(text(condition.about, ENGLISH))
    if condition.course.sources:
        yield from _section(say(ENGLISH, "thing.course"), [text(condition.course.text, ENGLISH)])
    yield from _section(say(ENGLISH, "thing.urgent"), [_how_urgent(condition)])
    yield from bullets(_upgrade(upgrade) for upgrade in condition.urgency.upgrades)
    findings = [
        _how_often(knowledge, finding, number) for finding, number in condition.findings.items()
    ]
    yield from _section(say(ENGLISH, "explain.goes-with"), [])
    yield from bullets(line for line in findings if line)
    yield from _section(say(ENGLISH, "thing.look-alikes"), [])
    for look_alike in condition.look_alikes:
        name = text(knowledge.conditions[look_alike.id].name.plain, ENGLISH)
        apart = text(look_alike.tell_apart, ENGLISH)
        yield from bullets([say(ENGLISH, "explain.look-alike", cause=name, difference=apart)])
    yield from _sources(sources_of(knowledge, condition))


def _how_urgent(condition: Condition) -> str:
    level = wording.level_name(condition.urgency.level, ENGLISH)
    return say(ENGLISH, "explain.urgent", level=level, why=text(condition.urgency.why, ENGLISH))


def _upgrade(upgrade: Upgrade) -> str:
    level = wording.level_name(upgrade.to, ENGLISH).lower()
    return say(ENGLISH, "explain.upgrade", sign=text(upgrade.says, ENGLISH), level=level)


def _how_often(knowledge: Knowledge, finding: str, number: Quantity) -> str:
    record = knowledge.vocabulary.findings[finding]
    if record.kind != "flag":
        values = ((value, p) for value, p in _distribution(number).items())
        likely = max(values, key=lambda pair: pair[1])[0]
        often = wording.how_often(knowledge, number, likely, ENGLISH)
        return say(
            ENGLISH,
            "explain.often-value",
            finding=text(record.label, ENGLISH),
            often=often,
            value=text(record.values[likely], ENGLISH),
            basis=number.basis,
        )
    often = wording.how_often(knowledge, number, None, ENGLISH)
    background = knowledge.background.findings.get(finding)
    # What is as rare as in anybody says nothing of the condition.
    same = background and not isinstance(background.p, dict) and _p(number) <= background.p * 1.5
    label = text(record.label, ENGLISH)
    return "" if same else _often(label, often, number)


def _often(finding: str, often: str, number: Quantity) -> str:
    return say(ENGLISH, "explain.often", finding=finding, often=often, basis=number.basis)


def _p(number: Quantity) -> float:
    return number.p if not isinstance(number.p, dict) else max(number.p.values())


def _distribution(number: Quantity) -> dict[str, float]:
    return number.p if isinstance(number.p, dict) else {}


def _finding(knowledge: Knowledge, id_: str) -> Iterator[str]:
    finding = knowledge.vocabulary.findings[id_]
    yield from _title(text(finding.label, ENGLISH), id_)
    yield from wrapped(text(finding.ask, ENGLISH))
    if finding.kind == "flag" and id_ in knowledge.background.findings:
        often = wording.how_often(knowledge, knowledge.background.findings[id_], None, ENGLISH)
        yield from _section(say(ENGLISH, "explain.unexplained"), [often])
        stated = {c.id: c.findings[id_] for c in knowledge.conditions.values() if id_ in c.findings}
        ranked = sorted(stated, key=lambda condition: -_p(stated[condition]))
        yield from _section(say(ENGLISH, "explain.commonest"), [])
        for condition in ranked[:12]:
            name = text(knowledge.conditions[condition].name.plain, ENGLISH)
            number = stated[condition]
            often = wording.how_often(knowledge, number, None, ENGLISH)
            yield from bullets([_often(name, often, number)])
    rules = [name for name, rule in knowledge.rules.items() if id_ in str((rule.when, rule.unless))]
    if rules:
        yield from _section(say(ENGLISH, "thing.rules-ask"), [wording.listed(rules, ENGLISH)])


def _site(knowledge: Knowledge, id_: str) -> Iterator[str]:
    site = knowledge.sites[id_]
    yield from _title(text(site.label, ENGLISH), text(site.clinical, ENGLISH))
    yield from wrapped(say(ENGLISH, "thing.supplies", region=text(site.supplies, ENGLISH)))
    ranked = sorted(site.regions, key=lambda region: -site.regions[region])
    labels = [text(knowledge.vocabulary.regions[region].label, ENGLISH) for region in ranked[:8]]
    yield from _section(say(ENGLISH, "explain.regions"), [wording.listed(labels, ENGLISH)])
    here = [
        c
        for c in knowledge.conditions.values()
        if id_ in (c.sites.p if isinstance(c.sites.p, dict) else {})
    ]
    yield from _section(say(ENGLISH, "explain.conditions"), [])
    yield from bullets(text(condition.name.plain, ENGLISH) for condition in here)
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
    yield from _section(say(ENGLISH, "thing.sources"), [])
    for source in sources:
        yield from bullets([_source(source)])


def _source(source: Source) -> str:
    title, publisher, address = source.title, source.publisher, source.url
    if not source.year:
        return say(ENGLISH, "explain.source", title=title, publisher=publisher, address=address)
    return say(
        ENGLISH,
        "explain.source-of-year",
        title=title,
        publisher=publisher,
        year=source.year,
        address=address,
    )
