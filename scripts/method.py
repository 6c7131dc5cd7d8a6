"""Writes the figures of docs/method.md: every number of the worked case, as the program reckons it.

The page holds its case in its first YAML block, and a place for each table between
`<!-- figures: NAME -->` and `<!-- end -->`. What stands in a place is replaced; all other text is
left as it is. `tests/house/test_method.py` holds that the page is what this would write.
"""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from pinprick import loading, urgency
from pinprick.knowledge import LEVELS
from pinprick.knowledge.ids import SIDE_ANSWERS, SIDES
from pinprick.knowledge.quantity import distribution, number
from pinprick.model.anatomy import offset, spread_over_sites
from pinprick.model.axes import Array, Model
from pinprick.model.draws import numbers
from pinprick.reasoning import inference, weights
from pinprick.rules.language import Answered
from scripts.worked import (
    Lines,
    Worked,
    answer_in_words,
    bits,
    evidence_of_all,
    factors,
    figure,
    map_sides,
    map_steps,
    said,
    table,
    worked,
)

PAGE = Path(__file__).parents[1] / "docs" / "method.md"
PLACE = re.compile(r"(<!-- figures: ([a-z-]+) -->\n).*?(<!-- end -->)", flags=re.DOTALL)
TOLD = 5
"""How many rows a ranking shows."""


def written(page: str, model: Model) -> str:
    """The page with every figure as the program reckons it now."""
    case = worked(model, page)

    def filled(place: re.Match[str]) -> str:
        return place.group(1) + "\n".join(FIGURES[place.group(2)](case)) + "\n" + place.group(3)

    return PLACE.sub(filled, page)


def _hypothesis(case: Worked) -> Lines:
    product = float(np.prod([value for _, value in factors(case)]))
    told = [(name, figure(value)) for name, value in factors(case)]
    return table(
        ("factor", "value"),
        [
            *told,
            ("product", figure(product)),
            ("sum of the products of all hypotheses", figure(evidence_of_all(case))),
            ("P(h \\| x)", figure(case.probability)),
        ],
    )


# ---- what the knowledge base comes to


def _size(case: Worked) -> Lines:
    model = case.model
    counted = {
        "conditions": len(model.causes) - 1,
        "units (condition, variant, site)": len(model.units.cause),
        "patterns": len(model.patterns.site),
        "hypotheses": len(model.hypotheses.unit),
        "findings beside the map": len(model.findings),
        "regions of the map": len(model.regions),
    }
    return table(("what", "how many"), [(what, str(count)) for what, count in counted.items()])


def _other(case: Worked) -> Lines:
    other = case.model.knowledge.settings.other
    rows = [("share of other, before scaling", figure(number(other.share)))]
    rows += [
        (f"{name}: share, α", f"{way.share:g}, {way.alpha:g}")
        for name, way in other.variants.items()
    ]
    rows.append(("akin: share, in how many families", f"{other.akin:g}, {len(case.model.akin)}"))
    rows.append(("P(other \\| x), shown as unexplained", figure(case.assessment.unexplained)))
    return table(("number", "value"), rows)


def _variants(case: Worked) -> Lines:
    model = case.model
    condition = model.knowledge.conditions[case.cause]
    rows = []
    for name, variant in condition.variants.items():
        units = [
            index
            for index, of in enumerate(model.units.variant)
            if of == name and model.causes[model.units.cause[index]] == case.cause
        ]
        after = float(case.assessment.belief.units[units].sum())
        own = variant.findings.get("limb-pressed") or condition.findings["limb-pressed"]
        rows.append((name, figure(number(variant.share)), figure(number(own)), figure(after)))
    return table(("variant", "P(v \\| c)", "P(limb-pressed \\| c, v)", "P(c, v \\| x)"), rows)


# ---- the map


def _map(case: Worked) -> Lines:
    rows = [
        (
            step.segment,
            figure(step.raw),
            figure(step.tempered),
            said(step.touched),
            figure(step.factor),
        )
        for step in map_steps(case)
    ]
    here, across, whole = map_sides(case)
    other_side = (f"the {SIDES[case.side]} side, with its z", "", "", "", figure(here))
    return table(
        ("segment", "q", "q tempered", "painted", "factor"),
        [
            *rows,
            other_side,
            ("the other side, left empty", "", "", "", figure(across)),
            ("map", "", "", "", figure(whole)),
        ],
    )


def _regions(case: Worked) -> Lines:
    model, painted = case.model, case.painted
    of = model.patterns.of
    touched = {int(of[model.regions.index(region)]) for region in painted.left}
    rows = []
    for at, region in enumerate(model.regions):
        if int(of[at]) in touched and region not in painted.not_asked:
            raw = float(np.exp(model.patterns.raw.painted[case.pattern, at]))
            one = float(np.exp(model.patterns.one.painted[case.pattern, at]))
            rows.append((region, figure(raw), figure(one), said(region in painted.left)))
    return table(("region", "r", "r tempered", "painted"), rows)


# ---- anatomy, tempering, side


def _anatomy(
    case: Worked, cause: str = "lumbar-disc-radiculopathy", finding: str = "foot-drop"
) -> Lines:
    model = case.model
    condition = model.knowledge.conditions[cause]
    sites = distribution(condition.sites)
    of_site = [model.knowledge.sites[site].strength.get(finding) for site in sites]
    at_site = np.array([p for p in of_site if p is not None])
    assert len(at_site) == len(sites), f"every site of {cause} has a number for {finding}"
    shares = np.array(list(sites.values()))
    b = offset(at_site, shares, np.array(number(condition.findings[finding])))
    spread = spread_over_sites(at_site, b)
    rows = [
        (site, figure(share), figure(float(m)), figure(float(p)))
        for (site, share), m, p in zip(sites.items(), at_site, spread, strict=True)
    ]
    mean = (
        f"weighted mean, with b = {b:.3f}",
        "",
        figure(float(shares @ at_site)),
        figure(float(shares @ spread)),
    )
    return table(("site", "P(s \\| c)", "m(s, f)", "P(f \\| c, s)"), [*rows, mean])


def _side(case: Worked) -> Lines:
    model = case.model
    answered = np.exp(model.log_side[:, case.unit, :])
    one = distribution(model.knowledge.conditions[case.cause].sides)["one"]
    prior = (one / 2, one / 2, 1 - one)
    rows = [
        (side, figure(prior[index]), *(figure(float(p)) for p in answered[:, index]))
        for index, side in enumerate(SIDES)
    ]
    return table(("d", "P(d \\| c)", *(f"answers {answer}" for answer in SIDE_ANSWERS)), rows)


# ---- rankings


def _causes(case: Worked) -> Lines:
    told = case.assessment.causes[:TOLD]
    rest = 1 - case.assessment.unexplained - sum(cause.probability for cause in told)
    rows = [(cause.id, figure(cause.probability)) for cause in told]
    rest_rows = [
        ("all other conditions", figure(rest)),
        ("unexplained", figure(case.assessment.unexplained)),
    ]
    return table(("cause", "P(c \\| x)"), [*rows, *rest_rows])


def _families(case: Worked) -> Lines:
    probability = {cause.id: cause.probability for cause in case.assessment.causes}
    rows = []
    for family in case.assessment.families[:3]:
        members = ", ".join(f"{id_} {figure(probability[id_])}" for id_ in family.causes[:3])
        rows.append((family.id, figure(family.probability), members))
    return table(("family", "probability", "its likeliest causes"), rows)


def _draws(case: Worked) -> Lines:
    first, knowledge = case.assessment.causes[0], case.model.knowledge
    stated = knowledge.conditions[first.id].findings["foot-drop"]
    assert stated.range, "the number that is shown has a range"
    low, high = stated.range
    rows = [
        ("P(foot-drop \\| c), its range", f"{number(stated):g}, {low:g} to {high:g}"),
        ("standard deviation of its log odds", figure(numbers.spread(knowledge, stated))),
        ("draws", str(knowledge.settings.draws)),
        (f"P({first.id} \\| x)", figure(first.probability)),
        (
            "the middle 90 % of the draws",
            f"{figure(first.interval.low)} to {figure(first.interval.high)}",
        ),
        ("in which part of the draws it comes first", figure(case.assessment.stable_first)),
    ]
    return table(("number", "value"), rows)


def _weights(case: Worked) -> Lines:
    first = case.assessment.causes[0]
    rows = [("prior log odds", bits(first.prior_bits))]
    rows += [(answer_in_words(case, reason.finding), bits(reason.bits)) for reason in first.reasons]
    total = first.prior_bits + sum(reason.bits for reason in first.reasons)
    odds = float(weights.log_odds(np.array(first.probability)))
    return table(
        (f"for {first.id}", "bits"),
        [
            *rows,
            ("sum", bits(total)),
            (f"log2 of the odds of {figure(first.probability)}", bits(odds)),
        ],
    )


# ---- questions and urgency


def _questions(case: Worked) -> Lines:
    rows = []
    for question in case.assessment.next[:TOLD]:
        told = (question.bits, question.urgency_bits, question.changes, question.value)
        rows.append((question.finding, *(f"{value:.3f}" for value in told)))
    return table(
        ("question", "I(answer; cause)", "I(answer; level)", "chance to change", "value"), rows
    )


def _rules(case: Worked) -> Lines:
    rules = case.model.knowledge.rules
    return table(
        ("rule that fires", "level"),
        [(id_, rules[id_].level) for id_ in case.assessment.urgency.rules],
    )


def _harm(case: Worked) -> Lines:
    model, found = case.model, case.assessment.belief.evidence
    known = case.assessment.known
    now = urgency.stands_in(model, known)
    harms = urgency.harm_table(model, known, now)
    flags = _red_flags_present(case)
    calm = np.array([finding not in flags for finding in found.findings])
    findings = tuple(f for f in found.findings if f not in flags)
    without = replace(found, findings=findings, rows=found.rows[calm])
    rows = []
    for name, causes in (
        ("all answers", case.assessment.belief.causes),
        (
            f"all but {', '.join(flags)}",
            inference.beliefs(model, [without])[0].causes,
        ),
    ):
        expected: Array = causes @ urgency.harm(harms)
        least = urgency.level_by_harm(causes, harms)
        rows.append((name, *(figure(float(cost)) for cost in expected), least))
    return table(("expected harm, given", *LEVELS, "least"), rows)


def _red_flags_present(case: Worked) -> Lines:
    flags = urgency.parsed(case.model.knowledge).red_flags
    named = {flag.finding for flag in flags if isinstance(flag, Answered)}
    found = case.assessment.belief.evidence.findings
    return [id_ for id_ in found if id_ in named and case.assessment.known.get(id_) == "present"]


def _verdict(case: Worked) -> Lines:
    verdict = case.assessment.urgency
    rows = [
        ("rules", verdict.by_rules),
        ("causes", verdict.by_causes),
        ("the more urgent", verdict.level),
    ]
    return table(("voice", "level"), rows)


FIGURES: dict[str, Callable[[Worked], Lines]] = {
    "size": _size,
    "hypothesis": _hypothesis,
    "causes": _causes,
    "other": _other,
    "variants": _variants,
    "map": _map,
    "regions": _regions,
    "anatomy": _anatomy,
    "side": _side,
    "families": _families,
    "draws": _draws,
    "weights": _weights,
    "questions": _questions,
    "rules": _rules,
    "harm": _harm,
    "verdict": _verdict,
}
"""The places of the page, and what stands in each."""


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), loading.load()), encoding="utf-8")
