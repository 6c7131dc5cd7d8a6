"""`pinprick explain`: what the knowledge base holds of one condition, finding or site."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from pinprick import loading
from pinprick.cli.common import fail, knowledge_option, language_option, spoken
from pinprick.cli.report import bullets, heading, width, wrapped
from pinprick.knowledge import Condition, Knowledge, Upgrade, sources_of
from pinprick.knowledge.quantity import Quantity, Source
from pinprick.problems import ProblemsFound, did_you_mean
from pinprick.words import dates, naming, say, wording
from pinprick.words.wording import text, texts


@click.command("explain")
@click.argument("id_", metavar="ID")
@language_option
@knowledge_option
def command(id_: str, knowledge: Path | None) -> None:
    """Tell what pinprick knows of a condition, finding or site, or a page such as `children`."""
    try:
        base = loading.load(knowledge).knowledge
        language = spoken(base)
    except ProblemsFound as error:
        fail(error)
    tellers = (
        (base.conditions, _condition),
        (base.vocabulary.findings, _finding),
        (base.sites, _site),
        (base.pages, _reading),
    )
    for ids, tell in tellers:
        if id_ in ids:
            click.echo("\n".join(tell(base, id_, language)))
            return
    known = [*base.conditions, *base.vocabulary.findings, *base.sites, *base.pages]
    raise click.BadParameter(
        f"{id_} is no condition, finding, site or page{did_you_mean(id_, known)}", param_hint="ID"
    )


def _condition(knowledge: Knowledge, id_: str, language: str) -> Iterator[str]:
    condition = knowledge.conditions[id_]
    yield from _title(text(condition.name.plain, language), text(condition.name.clinical, language))
    yield from wrapped(text(condition.about, language))
    if condition.course.sources:
        yield from _section(say(language, "thing.course"), [text(condition.course.text, language)])
    yield from _section(say(language, "thing.urgent"), [_how_urgent(condition, language)])
    yield from bullets(_upgrade(upgrade, language) for upgrade in condition.urgency.upgrades)
    findings = [
        _how_often(knowledge, finding, number, language)
        for finding, number in condition.findings.items()
    ]
    yield from _section(say(language, "explain.goes-with"), [])
    yield from bullets(line for line in findings if line)
    yield from _section(say(language, "thing.look-alikes"), [])
    for look_alike in condition.look_alikes:
        name = text(knowledge.conditions[look_alike.id].name.plain, language)
        apart = text(look_alike.tell_apart, language)
        yield from bullets([say(language, "explain.look-alike", cause=name, difference=apart)])
    yield from _sources(sources_of(knowledge, condition), language)
    yield ""
    yield from wrapped(_reviewed(condition, language))


def _reviewed(condition: Condition, language: str) -> str:
    if not condition.reviewed:
        return say(language, "thing.not-reviewed")
    return say(language, "thing.reviewed", day=dates.day(condition.reviewed, language))


def _how_urgent(condition: Condition, language: str) -> str:
    level = wording.level_name(condition.urgency.level, language)
    return say(language, "explain.urgent", level=level, why=text(condition.urgency.why, language))


def _upgrade(upgrade: Upgrade, language: str) -> str:
    level = wording.level_name(upgrade.to, language).lower()
    return say(language, "explain.upgrade", sign=text(upgrade.says, language), level=level)


def _how_often(knowledge: Knowledge, finding: str, number: Quantity, language: str) -> str:
    record = knowledge.vocabulary.findings[finding]
    if record.kind != "flag":
        values = ((value, p) for value, p in _distribution(number).items())
        likely = max(values, key=lambda pair: pair[1])[0]
        often = wording.how_often(knowledge, number, likely, language)
        return say(
            language,
            "explain.often-value",
            finding=text(record.label, language),
            often=often,
            value=text(record.values[likely], language),
            basis=say(language, f"basis.{number.basis}"),
        )
    often = wording.how_often(knowledge, number, None, language)
    background = knowledge.background.findings.get(finding)
    # A finding no commoner than in anybody says nothing about the condition.
    same = background and not isinstance(background.p, dict) and _p(number) <= background.p * 1.5
    label = text(record.label, language)
    return "" if same else _often(label, often, number, language)


def _often(finding: str, often: str, number: Quantity, language: str) -> str:
    basis = say(language, f"basis.{number.basis}")
    return say(language, "explain.often", finding=finding, often=often, basis=basis)


def _p(number: Quantity) -> float:
    return number.p if not isinstance(number.p, dict) else max(number.p.values())


def _distribution(number: Quantity) -> dict[str, float]:
    return number.p if isinstance(number.p, dict) else {}


def _finding(knowledge: Knowledge, id_: str, language: str) -> Iterator[str]:
    finding = knowledge.vocabulary.findings[id_]
    yield from _title(text(finding.label, language), id_)
    yield from wrapped(text(finding.ask, language))
    if finding.kind == "flag" and id_ in knowledge.background.findings:
        often = wording.how_often(knowledge, knowledge.background.findings[id_], None, language)
        yield from _section(say(language, "explain.unexplained"), [often])
        stated = {c.id: c.findings[id_] for c in knowledge.conditions.values() if id_ in c.findings}
        ranked = sorted(stated, key=lambda condition: -_p(stated[condition]))
        yield from _section(say(language, "explain.commonest"), [])
        for condition in ranked[:12]:
            name = text(knowledge.conditions[condition].name.plain, language)
            number = stated[condition]
            often = wording.how_often(knowledge, number, None, language)
            yield from bullets([_often(name, often, number, language)])
    rules = [name for name, rule in knowledge.rules.items() if id_ in str((rule.when, rule.unless))]
    if rules:
        yield from _section(say(language, "thing.rules-ask"), [wording.listed(rules, language)])


def _site(knowledge: Knowledge, id_: str, language: str) -> Iterator[str]:
    site = knowledge.sites[id_]
    yield from _title(text(site.label, language), text(site.clinical, language))
    yield from wrapped(say(language, "thing.supplies", region=text(site.supplies, language)))
    ranked = sorted(site.regions, key=lambda region: -site.regions[region])
    labels = [text(knowledge.vocabulary.regions[region].label, language) for region in ranked[:8]]
    yield from _section(say(language, "explain.regions"), [wording.listed(labels, language)])
    here = [
        c
        for c in knowledge.conditions.values()
        if id_ in (c.sites.p if isinstance(c.sites.p, dict) else {})
    ]
    yield from _section(say(language, "explain.conditions"), [])
    yield from bullets(text(condition.name.plain, language) for condition in here)
    yield from _sources(sources_of(knowledge, site), language)


def _reading(knowledge: Knowledge, id_: str, language: str) -> Iterator[str]:
    page = knowledge.pages[id_]
    yield heading(text(page.title, language))
    yield from wrapped(text(page.lead, language))
    for part in page.parts:
        yield from _section(text(part.title, language), [])
        yield from bullets(texts(part.lines, language))
    yield from _sources(sources_of(knowledge, page), language)


def _title(name: str, clinical: str) -> Iterator[str]:
    yield heading(name)
    yield from wrapped(clinical)
    yield "-" * width()


def _section(name: str, paragraphs: list[str]) -> Iterator[str]:
    yield ""
    yield heading(name)
    for paragraph in paragraphs:
        yield from wrapped(paragraph, "  ")


def _sources(sources: Iterable[Source], language: str) -> Iterator[str]:
    yield from _section(say(language, "thing.sources"), [])
    for source in sources:
        yield from bullets([_source(source, language)])


def _source(source: Source, language: str) -> str:
    publisher = naming.provenance(source, language)
    return say(
        language, "explain.source", title=source.title, publisher=publisher, address=source.url
    )
