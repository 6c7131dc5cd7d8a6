"""Rules across files: what a schema of one file cannot see. Each fault names its file, path, cause
and cure."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from pinprick.authoring.checks import guides
from pinprick.authoring.checks.anatomy import background, sites
from pinprick.authoring.checks.codes import codes
from pinprick.authoring.checks.conditions import conditions
from pinprick.authoring.checks.countries import countries
from pinprick.authoring.checks.fault import Fault
from pinprick.authoring.checks.likeness import likeness
from pinprick.authoring.checks.numbers import ids, near
from pinprick.authoring.checks.ranges import orders, ranges
from pinprick.authoring.checks.reviewed import reviewed
from pinprick.authoring.checks.said import own_words
from pinprick.authoring.checks.scope import scope
from pinprick.authoring.checks.signs import lines
from pinprick.authoring.checks.skin import skin
from pinprick.authoring.checks.sources import sources
from pinprick.authoring.checks.urgency import settings, urgency
from pinprick.authoring.checks.walking import expressions, records, required_of
from pinprick.knowledge import Finding, Knowledge, walk
from pinprick.rules import faults as expression_faults
from pinprick.watching import Watch, unwatched
from pinprick.yamltext import Path


def faults(knowledge: Knowledge, watch: Watch = unwatched) -> list[Fault]:
    """Every fault across the files, in no particular order; an empty list is a sound knowledge
    base. `watch` sees one check after the other."""
    checks = (
        _vocabulary,
        conditions,
        reviewed,
        sites,
        background,
        _care,
        urgency,
        countries,
        codes,
        scope,
        skin,
        lines,
        own_words,
        likeness,
        settings,
        ranges,
        orders,
        _texts,
        sources,
    )
    ill_formed = list(_expressions(knowledge))
    found = list(ill_formed)
    for check in watch(checks, "Checking"):
        found += _made(check, knowledge, ill_formed)
    for id_, guide in knowledge.guides.items():
        found += _made(partial(guides.faults, id_=id_, guide=guide), knowledge, ill_formed)
    return found


def _made(
    check: Callable[[Knowledge], Iterable[Fault]], knowledge: Knowledge, ill_formed: list[Fault]
) -> Iterator[Fault]:
    """The faults that a check finds. One that stumbles over an expression that is ill-formed ends
    there, as that is told already."""
    try:
        yield from check(knowledge)
    except ValueError:
        if not ill_formed:
            raise


# ---- file by file


def _vocabulary(knowledge: Knowledge) -> Iterator[Fault]:
    file, groups = "findings/*.yaml", knowledge.vocabulary.groups
    for id_, finding in knowledge.vocabulary.findings.items():
        path: Path = ("findings", id_)
        if finding.group not in groups:
            what = f"{finding.group} is not a group of findings{near(finding.group, groups)}"
            yield Fault(file, (*path, "group"), what)
        yield from ids(
            file, (*path, "in_words"), finding.in_words, knowledge.vocabulary.regions, "region"
        )
        if finding.areas:
            yield from _areas(file, path, finding, knowledge)
        if (finding.kind == "choice") != bool(finding.values):
            yield Fault(file, path, "a choice needs `values`, and nothing else has them")
    for id_, region in knowledge.vocabulary.regions.items():
        segments = knowledge.settings.map.segments
        yield from ids("regions.yaml", (id_,), [region.segment], segments, "segment of model.yaml")


def _areas(file: str, path: Path, finding: Finding, knowledge: Knowledge) -> Iterator[Fault]:
    """Every value of a finding that stands in place of the map is an area, or stands for some."""
    regions = knowledge.vocabulary.regions
    sided = [id_ for id_, region in regions.items() if not region.midline]
    for value in finding.values:
        if (value in finding.areas) == (value in finding.loosely):
            what = (
                "needs its regions under `areas`, or the values that it stands for under `loosely`"
            )
            yield Fault(file, (*path, "values", value), what)
    for value, area in finding.areas.items():
        yield from ids(file, (*path, "areas"), [value], finding.values, "value")
        yield from ids(file, (*path, "areas", value), area, sided, "region with a side")
    for value, of in finding.loosely.items():
        yield from ids(file, (*path, "loosely"), [value], finding.values, "value")
        yield from ids(file, (*path, "loosely", value), of, finding.areas, "value with an area")


def _care(knowledge: Knowledge) -> Iterator[Fault]:
    for id_, medicine in knowledge.medicines.items():
        file, path = f"medicines/{id_}.yaml", ("conditions",)
        yield from ids(file, path, medicine.conditions, knowledge.conditions, "condition")
    for id_, routine in knowledge.self_care.routines.items():
        yield from ids(
            "self_care.yaml",
            ("routines", id_, "conditions"),
            routine.conditions,
            knowledge.conditions,
            "condition",
        )


# ---- expressions and texts


def _expressions(knowledge: Knowledge) -> Iterator[Fault]:
    vocabulary = knowledge.vocabulary
    for file, path, raw in expressions(knowledge):
        wrong = expression_faults(
            raw, vocabulary.findings, vocabulary.regions, knowledge.urgency.definitions
        )
        for inner, what in wrong:
            yield Fault(file, (*path, *inner), what)


def _texts(knowledge: Knowledge) -> Iterator[Fault]:
    vocabulary = knowledge.vocabulary
    labelled = [
        *(("regions.yaml", path, record) for path, record in walk(vocabulary.regions)),
        *(
            ("findings/*.yaml", path, record)
            for path, record in walk(vocabulary.findings, ("findings",))
        ),
    ]
    for file, path, record in [*records(knowledge), *labelled]:
        required = required_of(record.__class__)
        for name in _TEXTS.intersection(record.__struct_fields__):
            text = getattr(record, name)
            if isinstance(text, dict) and (text or name in required) and not text.get("en"):
                yield Fault(file, (*path, name), "misses `en`; every text has its English words")


_TEXTS = frozenset(
    "label ask plain clinical about why says test do what tell_apart claim supplies name kind evidence other effect "
    "check at title means who within tell text common serious cautions seek_help stop_and_seek_help "
    "children story_in_short yours first where advice_where reckoned go".split()
)
