"""Random small knowledge bases and cases: a few conditions, sites, regions and findings of every kind."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import fields, replace

from pinprick.case.answers import Answer, Painted
from pinprick.knowledge import (
    LEVELS,
    Background,
    Condition,
    ConditionUrgency,
    Countries,
    Family,
    Finding,
    Harm,
    Interview,
    Knowledge,
    Leading,
    Level,
    Map,
    Name,
    Other,
    OtherVariant,
    Pattern,
    Region,
    Screen,
    Segment,
    SelfCare,
    SelfCareGate,
    Settings,
    Site,
    Spread,
    Telling,
    Together,
    Urgency,
    Variant,
    VerdictText,
    Vocabulary,
)
from pinprick.knowledge.quantity import Quantity, Statement, Text
from tests.drawing import distributions, exponents, perhaps, probabilities, quantities, quantity, some_of, thousandths

ADULTS = ("18-39", "40-59", "60-74", "75+")
SIDE_ANSWERS = ("one-side", "both-sides-equal", "both-sides-unequal")
SEGMENTS = ("foot", "leg", "rest")
GROUPS = {id_: {"en": id_} for id_ in ("person", "where", "exam", "feel")}
REGIONS = ("saddle", "great-toe", "heel", "calf", "hand", "face")
SITES = ("peroneal", "root", "cord")
CONDITIONS = ("pressure", "disc", "stroke", "diabetic")
EXAM = ("weak-ankle", "reflex-low")
FREE = ("tingles", "onset", "burns", "worse-at-night")
SIDED = ("left", "right")


@dataclass(frozen=True, slots=True)
class Told:
    """A knowledge base and the answers of one person."""

    knowledge: Knowledge
    answers: dict[str, Answer]


def _text(words: str) -> Text:
    return {"en": words}


def numbers_of(finding: Finding) -> st.SearchStrategy[Quantity]:
    """What a condition or the background can say of a finding."""
    return distributions(tuple(finding.values)) if finding.kind == "choice" else quantities


# ---- the parts of a knowledge base


@st.composite
def vocabularies(draw: st.DrawFn) -> Vocabulary:
    """Regions, the first in the midline; the findings that every base has, and 2 to 6 others."""
    regions = REGIONS[: draw(st.integers(3, 6))]
    words = tuple(draw(some_of(regions, 1, 3)))
    findings = {
        "age": finding("number", "person", bins=(18.0, 40.0, 60.0, 75.0)),
        "sex": finding("choice", "person", values=("female", "male")),
        "numb-regions": finding("regions", "where"),
        "side": finding("choice", "where", values=SIDE_ANSWERS),
        "numb-in-words": finding("flag", "where", in_words=words),
        "numb-where": finding("choice", "where", **draw(areas(regions[1:]))),
    }
    for id_ in (*EXAM[: draw(st.integers(1, 2))], *FREE[: draw(st.integers(1, 4))]):
        values = ("sudden", "days", "months") if id_ == "onset" else ()
        findings[id_] = finding("choice" if values else "flag", "exam" if id_ in EXAM else "feel", values=values)
    parts = draw(st.tuples(*(st.sampled_from(SEGMENTS) for _ in regions)))
    records = {
        id_: Region(_text(id_), segment, midline=id_ == REGIONS[0]) for id_, segment in zip(regions, parts, strict=True)
    }
    return Vocabulary(records, findings, GROUPS)


@st.composite
def areas(draw: st.DrawFn, regions: tuple[str, ...]) -> dict[str, Any]:
    """Words in place of the map: three areas, and a word that stands for two of them."""
    drawn = {value: tuple(draw(some_of(regions))) for value in ("front", "back", "whole")}
    return {"values": (*drawn, "foot"), "areas": drawn, "loosely": {"foot": ("front", "whole")}}


def finding(kind: Any, group: str, *, values: tuple[str, ...] = (), **more: Any) -> Finding:
    """A finding that a person can be asked."""
    return Finding(kind, "person", group, _text("?"), _text(kind), {v: _text(v) for v in values}, **more)


@st.composite
def site_records(draw: st.DrawFn, vocabulary: Vocabulary) -> Site:
    """A site with up to two patterns, that knows some of the findings of an examination."""
    painted = st.dictionaries(st.sampled_from(list(vocabulary.regions)), probabilities, max_size=4)
    weight = draw(probabilities)
    patterns = [Pattern(_text("narrow"), weight, draw(painted)), Pattern(_text("wide"), 1 - weight, draw(painted))]
    count = draw(st.integers(0, 2))
    if count == 1:
        patterns[0] = replace(patterns[0], weight=1.0)
    known = {id_: draw(probabilities) for id_ in EXAM if id_ in vocabulary.findings and draw(st.booleans())}
    return Site(
        label=_text("site"),
        clinical=_text("site"),
        supplies=_text("foot"),
        regions=draw(painted),
        basis="estimate",
        strength={id_: p for id_, p in known.items() if id_ == EXAM[0]},
        reflexes={id_: p for id_, p in known.items() if id_ == EXAM[1]},
        patterns=tuple(patterns[:count]),
    )


@st.composite
def stated_findings(draw: st.DrawFn, vocabulary: Vocabulary) -> dict[str, Quantity]:
    """What is said of some findings; the rest is left to the anatomy and the background."""
    can = [
        id_ for id_, f in vocabulary.findings.items() if f.kind in ("flag", "choice") and not f.in_words and not f.areas
    ]
    said = draw(some_of(tuple(id_ for id_ in can if id_ != "sex")))
    return {id_: draw(numbers_of(vocabulary.findings[id_])) for id_ in said}


@cache
def places(sites: tuple[str, ...]) -> st.SearchStrategy[Quantity]:
    """Distributions over some of the sites."""
    return some_of(sites, 1).flatmap(lambda chosen: distributions(tuple(chosen)))


@st.composite
def variant_records(draw: st.DrawFn, vocabulary: Vocabulary, sites: tuple[str, ...]) -> dict[str, Variant]:
    """No variants, or two which state some numbers of their own."""
    share = draw(probabilities)
    shares = (share, 1 - share) if draw(st.booleans()) else ()
    return {
        f"variant-{index}": Variant(
            label=_text("variant"),
            share=quantity(part),
            age=draw(perhaps(distributions(ADULTS))),
            female=draw(perhaps(quantities)),
            sites=draw(perhaps(places(sites))),
            sides=draw(perhaps(distributions(("one", "both")))),
            findings=draw(stated_findings(vocabulary)),
        )
        for index, part in enumerate(shares)
    }


@st.composite
def condition_records(draw: st.DrawFn, id_: str, vocabulary: Vocabulary, sites: tuple[str, ...]) -> Condition:
    """A condition of one of two families."""
    return replace(
        bare_condition(id_, sites),
        family=draw(st.sampled_from(("nerves", "other"))),
        share=quantity(draw(st.integers(1, 200)) / 1000),
        sites=draw(places(sites)),
        sides=draw(distributions(("one", "both"))),
        age=draw(distributions(ADULTS)),
        female=quantity(draw(probabilities)),
        findings=draw(stated_findings(vocabulary)),
        variants=draw(variant_records(vocabulary, sites)),
    )


def even(*values: str) -> Quantity:
    """The even distribution."""
    return quantity(dict.fromkeys(values, 1 / len(values)))


def bare_condition(id_: str, sites: tuple[str, ...]) -> Condition:
    """A condition that says nothing of any finding."""
    return Condition(
        id=id_,
        family="nerves",
        name=Name(_text(id_), _text(id_)),
        codes={},
        about=_text(id_),
        share=quantity(0.1),
        sites=even(*sites),
        sides=even("one", "both"),
        age=even(*ADULTS),
        female=quantity(0.5),
        findings={},
        urgency=ConditionUrgency(Level.ROUTINE, _text("because")),
        course=Statement(_text("it passes")),
    )


@st.composite
def settings_records(draw: st.DrawFn) -> Settings:
    """How the model weighs: every group tempered or not, segments tempered or not."""
    segments = {name: Segment(draw(exponents), draw(exponents)) for name in SEGMENTS}
    ordinary, rest = draw(probabilities), draw(st.sampled_from((1.0, 0.5)))
    return replace(
        PLAIN_SETTINGS,
        other=Other(
            share=draw(thousandths),
            variants={
                "ordinary": OtherVariant(ordinary, 1.0),
                "unusual": OtherVariant((1 - ordinary) * rest, draw(st.sampled_from((0.5, 0.2)))),
            },
            akin=(1 - ordinary) * (1 - rest),
            worrying=0.3,
            level=Level.ROUTINE,
        ),
        map=Map(
            stray=draw(thousandths),
            vague=quantity(draw(probabilities)),
            wrong_side=draw(thousandths),
            left_out=draw(thousandths),
            core=quantity(draw(probabilities)),
            elsewhere=quantity(draw(probabilities)),
            loosely=quantity(draw(probabilities)),
            second_side=draw(exponents),
            segments=segments,
        ),
        alpha={group: draw(exponents) for group in ("exam", "feel", "where")},
    )


PLAIN_SETTINGS = Settings(
    version="0",
    date="2026-01-01",
    other=Other(quantity(0.05), {"ordinary": OtherVariant(1.0, 1.0)}, 0.0, 0.3, Level.ROUTINE),
    map=Map(
        stray=quantity(0.02),
        vague=quantity(0.3),
        wrong_side=quantity(0.03),
        left_out=quantity(0.05),
        core=quantity(0.95),
        elsewhere=quantity(0.4),
        loosely=quantity(0.25),
        second_side=1.0,
        segments={name: Segment(1.0, 1.0) for name in SEGMENTS},
    ),
    alpha={},
    spread={basis: Spread(0.5, 20.0) for basis in ("study", "review", "estimate")},
    draws=40,
    harm=Harm({given: dict.fromkeys(LEVELS, 0.0) for given in LEVELS}),
    words={},
    burden={"person": 1.0, "examiner": 3.0, "test": 15.0},
    leading=Leading(0.1, 3),
    telling=Telling(0.02, 5, 0.04, 3, 0.1, 3, 0.1, 6, 3, 4, 4, 0.1, 0.5, 0.2, 0.5, 0.6, 0.3, 3, 3),
    interview=Interview(0.01, 0.005, 0.05, 0.5, 1.0, 25, 4, 12, 0.04, 20.0),
)


# ---- whole knowledge bases and cases


@st.composite
def knowledge_bases(draw: st.DrawFn) -> Knowledge:
    """A sound knowledge base of 2 to 4 conditions at 2 or 3 sites."""
    vocabulary = draw(vocabularies())
    sites = SITES[: draw(st.integers(2, 3))]
    ids = CONDITIONS[: draw(st.integers(2, 4))]
    asked = {id_: f for id_, f in vocabulary.findings.items() if f.kind in ("flag", "choice")}
    background = {id_: draw(numbers_of(f)) for id_, f in asked.items() if not f.in_words and not f.areas}
    background["age"] = draw(distributions(ADULTS))
    rates = st.tuples(*(probabilities for _ in ADULTS)).map(lambda ps: quantity(dict(zip(ADULTS, ps, strict=True))))
    by_age = draw(st.dictionaries(st.sampled_from([f for f in EXAM if f in background]), rates))
    flags = [id_ for id_, f in vocabulary.findings.items() if f.kind == "flag" and not f.in_words and id_ not in by_age]
    together = {}
    if len(flags) > 1 and draw(st.booleans()):
        two = draw(st.permutations(flags))
        together["one-trouble"] = Together(
            (two[0], two[1]), quantity(draw(probabilities)), quantity(draw(probabilities))
        )
    return assemble(
        vocabulary=vocabulary,
        conditions={id_: draw(condition_records(id_, vocabulary, sites)) for id_ in ids},
        sites={id_: draw(site_records(vocabulary)) for id_ in sites},
        background=Background(background, by_age),
        settings=replace(draw(settings_records()), together=together),
    )


_VERDICT: dict[str, Any] = {field.name: {} for field in fields(VerdictText)}
_URGENCY = Urgency({}, (), {}, Level.ROUTINE, VerdictText(**_VERDICT), SelfCareGate("tingles", (), ()), {}, {})


def assemble(**parts: Any) -> Knowledge:
    """A knowledge base of the parts that the model needs."""
    return Knowledge(
        hash="",
        families={"nerves": Family(_text("nerves")), "other": Family(_text("other"))},
        mechanisms={},
        medicines={},
        self_care=SelfCare({}, ()),
        urgency=_URGENCY,
        countries=Countries(Statement(_text("call")), Statement(_text("call")), {}, ()),
        screen=Screen({}, {}, (), ()),
        guides={},
        rules={},
        sources={},
        **parts,
    )


def on_tingling(own: Quantity, background: Quantity, draws: int = 40) -> Knowledge:
    """Two conditions at one site, alike but for `tingles`, of which the first says `own`."""
    vocabulary = Vocabulary(
        {"heel": Region(_text("heel"), "foot")},
        {
            "age": finding("number", "person", bins=(18.0, 40.0, 60.0, 75.0)),
            "sex": finding("choice", "person", values=("female", "male")),
            "side": finding("choice", "where", values=SIDE_ANSWERS),
            "tingles": finding("flag", "feel"),
        },
        GROUPS,
    )
    words = _text("root")
    rest = {"age": even(*ADULTS), "sex": even("female", "male"), "side": even(*SIDE_ANSWERS)}
    return assemble(
        vocabulary=vocabulary,
        conditions={
            "pressure": replace(bare_condition("pressure", ("root",)), findings={"tingles": own}),
            "disc": bare_condition("disc", ("root",)),
        },
        sites={"root": Site(words, words, words, {"heel": 0.5}, "estimate")},
        background=Background(rest | {"tingles": background}),
        settings=replace(PLAIN_SETTINGS, draws=draws),
    )


def answers_to(record: Finding, vocabulary: Vocabulary) -> st.SearchStrategy[Answer]:
    """What a person can answer, but for "I don't know"."""
    if record.kind == "regions":
        return paintings(vocabulary)
    if record.kind == "number":
        return st.sampled_from((3.0, 17.9, 18.0, 39.0, 59.5, 60.0, 75.0, 99.0))
    return st.sampled_from(tuple(record.values) or ("present", "absent"))


@st.composite
def paintings(draw: st.DrawFn, vocabulary: Vocabulary) -> Painted:
    """A painted map: nowhere, somewhere, everywhere; some regions not asked."""
    parts: dict[str, set[str]] = {"left": set(), "right": set(), "midline": set(), "not_asked": set()}
    for region, record in vocabulary.regions.items():
        if draw(st.integers(0, 3)) == 0:
            parts["not_asked"].add(region)
            continue
        for side in ("midline",) if record.midline else SIDED:
            if draw(st.booleans()):
                parts[side].add(region)
    return Painted(**{part: frozenset(regions) for part, regions in parts.items()})


@st.composite
def cases(draw: st.DrawFn, knowledge: Knowledge) -> dict[str, Answer]:
    """Answers to some findings, some of them "I don't know", in any order."""
    vocabulary = knowledge.vocabulary
    asked = draw(some_of(tuple(vocabulary.findings)))
    return {
        id_: "unknown" if draw(st.integers(0, 4)) == 0 else draw(answers_to(vocabulary.findings[id_], vocabulary))
        for id_ in asked
    }


@st.composite
def told(draw: st.DrawFn) -> Told:
    """A random knowledge base and a random case."""
    knowledge = draw(knowledge_bases())
    return Told(knowledge, draw(cases(knowledge)))
