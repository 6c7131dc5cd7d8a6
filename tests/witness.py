"""A second opinion on the real knowledge base: its own reader, its own formulas, and pyAgrum for
the inference.

It reads the YAML as it lies on the disk, writes down the design's network with conditional tables,
and lets an independent library propagate. Nothing of `pinprick` is imported.

    who (cause, variant) → site → pattern ─┐
     │        └──────┴→ findings           ├→ side → segment → regions of the map → "is any of these
     numb?" └→ affected side ─────────────────────┘
"""

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pyagrum

from tests.witness_akin import kin
from tests.witness_map import (
    AFFECTED,
    BASE,
    area_table,
    file,
    findings,
    number,
    painters,
    region_table,
    regions,
    segment_table,
    shares,
    shrunk,
    side_is_painted,
    sites,
)

Said = Mapping[str, Any]


# ---- who asks: every variant of every condition, the two ways of none of them, and what is akin to them


@cache
def people() -> list[dict[str, Any]]:
    """Each with `cause`, `share`, and `told` (its numbers) or `shrink` (the background, shrunk by
    that)."""
    found = ours()
    other = file("model.yaml")["other"]
    for way in other["variants"].values():
        share = number(other["share"]) * float(way["share"])
        found.append({"cause": "other", "share": share, "shrink": float(way["alpha"])})
    return found + kin(ours(), _usual_rows, values_of)


def ours() -> list[dict[str, Any]]:
    """Those with one of our conditions."""
    found: list[dict[str, Any]] = []
    for path in sorted((BASE / "conditions").glob("*.yaml")):
        condition = file(f"conditions/{path.name}")
        for variant in condition.get("variants", {"": {}}).values():
            own = {key: variant[key] for key in ("age", "female", "sites", "sides") if key in variant}
            told = condition | own | {"findings": condition["findings"] | variant.get("findings", {})}
            part = number(variant["share"]) if variant else 1.0
            found.append({"cause": condition["id"], "share": number(condition["share"]) * part, "told": told})
    return found


# ---- tables of findings


def _vector(stated: Any, values: list[str]) -> np.ndarray:
    p = stated["p"] if isinstance(stated, dict) and "p" in stated else stated
    return shares(p, values) if isinstance(p, dict) else np.array([float(p), 1 - float(p)])


def values_of(finding: str) -> list[str]:
    """The values a finding can take, those of a flag being present and absent, those of age its
    bands."""
    record = findings()[finding]
    if record["kind"] == "number":
        bins = record["bins"]
        return [f"{low}-{high - 1}" for low, high in pairwise(bins)] + [f"{bins[-1]}+"]
    return list(record["values"]) if record["kind"] == "choice" else ["present", "absent"]


def _stated(told: Said, finding: str) -> Any:
    if finding == "sex":
        female = number(told["female"])
        return {"p": {"female": female, "male": 1 - female}}
    return told["age"] if finding == "age" else told["findings"].get(finding)


def _at_site(site: str, finding: str) -> float | None:
    record = file(f"sites/{site}.yaml")
    found = {**record.get("strength", {}), **record.get("reflexes", {})}.get(finding)
    return None if found is None else float(found)


def _moved(means: np.ndarray, weights: np.ndarray, goal: float) -> np.ndarray:
    """Every mean moved by the one log odds ratio that makes their average the goal: Newton, guarded
    by its slope."""
    logits, b = np.log(means / (1 - means)), 0.0
    for _ in range(200):
        p = 1 / (1 + np.exp(-(logits + b)))
        step = (float(weights @ p) - goal) / max(float(weights @ (p * (1 - p))), 1e-12)
        b -= float(np.clip(step, -1, 1))
    return np.asarray(1 / (1 + np.exp(-(logits + b))))


@cache
def table(finding: str, band: str = "") -> np.ndarray:
    """P(value | who, site), shape (people, sites, values), not yet tempered; `band` is the age of
    the person, empty when it is not known."""
    values = values_of(finding)
    usual = _vector(file("background.yaml")["findings"][finding], values)
    by_age = file("background.yaml")["by_age"].get(finding, {}).get("p", {})
    chance = _vector(by_age[band], values) if band in by_age else usual
    result = np.empty((len(people()), len(sites()), len(values)))
    for index, who in enumerate(people()):
        result[index] = _rows(who, finding, usual, chance)
    return result


def _usual_rows(who: Mapping[str, Any], finding: str) -> np.ndarray:
    """The same where the age is not known."""
    usual = _vector(file("background.yaml")["findings"][finding], values_of(finding))
    return _rows(who, finding, usual, usual)


def _rows(who: Mapping[str, Any], finding: str, usual: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """What one row of `table` holds, (sites, values) or (values,) when all sites are alike. What
    nobody speaks of comes by `chance`."""
    if "shrink" in who:
        return shrunk(chance, who["shrink"] if _tells_of_causes(finding) else 1.0)
    stated = _stated(who["told"], finding)
    places = who["told"]["sites"]["p"]
    at = {site: _at_site(site, finding) for site in sites()}
    if stated is None:
        return np.array([chance if at[s] is None else [at[s], 1 - float(at[s] or 0)] for s in sites()])
    if all(at[site] is None for site in places):
        return _vector(stated, values_of(finding))
    means = np.array([at[site] if at[site] is not None else usual[0] for site in places], dtype=float)
    present = dict(zip(places, _moved(means, shares(places, places), number(stated)), strict=True))
    return np.array([[present.get(site, 0.5), 1 - present.get(site, 0.5)] for site in sites()])


@cache
def _tells_of_causes(finding: str) -> bool:
    """Whether anybody with one of our conditions, or a site, has a number of its own for it."""
    told = any(_stated(who["told"], finding) is not None for who in ours())
    return told or any(_at_site(site, finding) is not None for site in sites())


def side_table() -> np.ndarray:
    """P(affected side | who), shape (people, 3)."""
    one_in_background = float(file("background.yaml")["findings"]["side"]["p"]["one-side"])
    rows = []
    for who in people():
        one = shares(who["told"]["sides"]["p"], ("one", "both"))[0] if "told" in who else one_in_background
        rows.append([one / 2, one / 2, 1 - one])
    return np.array(rows)


def answer_table() -> np.ndarray:
    """P(answer to `side` | who, affected side), tempered, shape (people, 3, 3)."""
    background = file("background.yaml")["findings"]["side"]
    error = number(file("model.yaml")["map"]["wrong_side"])
    power = _power("side")
    result = np.empty((len(people()), len(AFFECTED), 3))
    for index, who in enumerate(people()):
        stated = who["told"]["findings"].get("side", background) if "told" in who else background
        equal, unequal = (float(stated["p"][value]) for value in ("both-sides-equal", "both-sides-unequal"))
        equal = equal / (equal + unequal)
        one = [1 - error, error / 2, error / 2]
        result[index] = [one, one, [error, (1 - error) * equal, (1 - error) * (1 - equal)]]
    order = [values_of("side").index(value) for value in ("one-side", "both-sides-equal", "both-sides-unequal")]
    assert order == [0, 1, 2]
    return shrunk(result, power)


def _power(finding: str) -> float:
    return float(file("model.yaml")["alpha"].get(findings()[finding]["group"], 1.0))


# ---- the network of one person's answers


def causes(answers: Said) -> dict[str, float]:
    """P(cause | answers): answers as they stand in a case file."""
    network, evidence = network_of(answers)
    inference = pyagrum.LazyPropagation(network)
    inference.setEvidence(evidence)
    inference.addTarget("who")
    inference.makeInference()
    return by_cause(inference.posterior("who").toarray())


def by_cause(posterior: np.ndarray) -> dict[str, float]:
    """P(who | answers), shape (people,), summed by cause."""
    result: dict[str, float] = {}
    for who, p in zip(people(), posterior, strict=True):
        result[who["cause"]] = result.get(who["cause"], 0.0) + float(p)
    return result


def network_of(answers: Said) -> tuple[pyagrum.BayesNet, dict[str, int]]:
    """The network of what was answered, and the value of each variable that is seen."""
    network, evidence = pyagrum.BayesNet(), {}
    _add_places(network)
    for finding, answer in answers.items():
        record = findings()[finding]
        if answer == "unknown" or record["kind"] == "regions" or record.get("in_words") or record.get("areas"):
            continue
        value = _index(finding, answer)
        if value is not None:
            _add(network, f"f:{finding}", len(values_of(finding)))
            evidence[f"f:{finding}"] = value
            _fill_finding(network, finding, _band(answers))
    evidence |= _add_map(network, answers)
    return network, evidence


def _add(network: pyagrum.BayesNet, name: str, size: int) -> None:
    network.add(pyagrum.LabelizedVariable(name, name, size))


def _fill(network: pyagrum.BayesNet, name: str, parents: tuple[str, ...], p: np.ndarray) -> None:
    """Set P(name | parents): axes of `p` are the parents in their order, then the values."""
    for parent in parents:
        network.addArc(parent, name)
    cpt, order = network.cpt(name), [*parents, name]
    # pyAgrum keeps the axes of an array in the reverse order of its variables.
    cpt[:] = np.ascontiguousarray(np.transpose(p, [order.index(variable) for variable in reversed(cpt.names)]))


def _add_places(network: pyagrum.BayesNet) -> None:
    of_people = np.array([who["share"] for who in people()])
    _add(network, "who", len(of_people))
    _fill(network, "who", (), of_people / of_people.sum())
    _add(network, "site", len(sites()))
    even = np.full(len(sites()), 1 / len(sites()))
    at = [shares(who["told"]["sites"]["p"], sites()) if "told" in who else even for who in people()]
    _fill(network, "site", ("who",), np.array(at))
    _add(network, "pattern", len(painters()))
    patterns = np.array([[weight if place == site else 0.0 for place, weight, _ in painters()] for site in sites()])
    _fill(network, "pattern", ("site",), patterns)
    _add(network, "affected", len(AFFECTED))
    _fill(network, "affected", ("who",), side_table())


def _index(finding: str, answer: Any) -> int | None:
    if finding != "age":
        return values_of(finding).index(answer)
    bands = [index for index, low in enumerate(findings()["age"]["bins"]) if float(answer) >= low]
    return bands[-1] if bands else None


def _band(answers: Said) -> str:
    age = answers.get("age", "unknown")
    index = None if age == "unknown" else _index("age", age)
    return "" if index is None else values_of("age")[index]


def _fill_finding(network: pyagrum.BayesNet, finding: str, band: str) -> None:
    if finding == "side":
        _fill(network, "f:side", ("who", "affected"), answer_table())
        return
    before = _before(network, finding)
    if before:
        _fill(network, f"f:{finding}", ("who", "site", f"f:{before}"), _given(before, finding))
        return
    p = shrunk(table(finding, band), _power(finding))
    if np.ptp(p, axis=1).any():
        _fill(network, f"f:{finding}", ("who", "site"), p)
    else:
        _fill(network, f"f:{finding}", ("who",), p[:, 0])


def _pair(finding: str) -> dict[str, Any] | None:
    """The pair of signs of one trouble that a finding is of."""
    pairs = file("model.yaml").get("together", {}).values()
    return next((pair for pair in pairs if finding in pair["signs"]), None)


def _before(network: pyagrum.BayesNet, finding: str) -> str | None:
    """The sign that a finding comes together with, where it is in the network already."""
    pair = _pair(finding)
    other = None if pair is None else next(one for one in pair["signs"] if one != finding)
    return other if other and f"f:{other}" in network.names() else None


def _given(first: str, second: str) -> np.ndarray:
    """P(second | who, site, first), shape (people, sites, 2, 2): a mixture of two signs apart, and of two that one
    number between 0 and 1 decides, below which either is present."""
    pair = _pair(first)
    assert pair is not None
    a, b = (shrunk(table(id_), _power(id_)) for id_ in (first, second))
    share = np.where(_owned(first) & _owned(second), number(pair["brought"]), number(pair["by_chance"]))
    apart = a[..., :, None] * b[..., None, :]
    edges = [(np.zeros_like(p[..., 0]), p[..., 0], np.ones_like(p[..., 0])) for p in (a, b)]
    one = np.empty_like(apart)
    for i, j in ((0, 0), (0, 1), (1, 0), (1, 1)):
        top, bottom = np.minimum(edges[0][i + 1], edges[1][j + 1]), np.maximum(edges[0][i], edges[1][j])
        one[..., i, j] = np.maximum(top - bottom, 0)
    both = (1 - share)[..., None, None] * apart + share[..., None, None] * one
    return np.asarray(both / a[..., :, None])


def _owned(finding: str) -> np.ndarray:
    """Whether a number is of the condition or of the place and not by chance, shape (people, sites)."""
    at = np.array([_at_site(site, finding) is not None for site in sites()])
    said = [None if "shrink" in who else _stated(who["told"], finding) is not None for who in people()]
    return np.array([np.zeros_like(at) if one is None else at | one for one in said])


def _add_map(network: pyagrum.BayesNet, answers: Said) -> dict[str, int]:
    """Regions that were shown are seen; a question in words sees that one of its regions, not
    shown, is numb."""
    shown = answers.get("numb-regions", "unknown")
    hidden = set(shown.get("not-asked", ())) if isinstance(shown, dict) else set(regions())
    evidence = {}
    for region in regions():
        for where in _sides_of(region) if region not in hidden else ():
            name = _add_region(network, "map", where, region)
            evidence[name] = 0 if region in (shown.get(where) or ()) else 1
    for finding, record in findings().items():
        words = [region for region in record.get("in_words", ()) if region in hidden]
        if words and answers.get(finding, "unknown") != "unknown":
            _add_words(network, finding, words)
            evidence[f"f:{finding}"] = 0 if answers[finding] == "present" else 1
        if record.get("areas") and shown == "unknown" and answers.get(finding, "unknown") != "unknown":
            _add(network, f"f:{finding}", len(record["values"]))
            _fill(network, f"f:{finding}", ("pattern",), area_table(finding))
            evidence[f"f:{finding}"] = list(record["values"]).index(answers[finding])
    return evidence


def _sides_of(region: str) -> tuple[str, ...]:
    return ("midline",) if regions()[region].get("midline") else ("left", "right")


def _add_region(network: pyagrum.BayesNet, told: str, where: str, region: str) -> str:
    """The region, below its segment, below its side: told once on the map, once more by each
    question in words."""
    segment = regions()[region]["segment"]
    side, part, own = f"{told} {where}", f"{told} {where} {segment}", f"{told} {where}: {region}"
    if side not in network.names():
        _add(network, side, 2)
        _fill(network, side, ("affected",), side_is_painted(where))
    if part not in network.names():
        _add(network, part, 2)
        _fill(network, part, (side, "pattern", "affected"), _below(segment_table(segment)))
    _add(network, own, 2)
    _fill(network, own, (part, "pattern", "affected"), _below(region_table(region)))
    return own


def _below(p: np.ndarray) -> np.ndarray:
    """What is painted when what it is part of is, and never when that is not, shape (2,
    *p.shape)."""
    never = np.zeros_like(p)
    never[..., 1] = 1
    return np.stack([p, never])


def _add_words(network: pyagrum.BayesNet, finding: str, asked: list[str]) -> None:
    """Numb in words: when any of the regions would be painted."""
    parts = [_add_region(network, finding, where, region) for region in asked for where in _sides_of(region)]
    _add(network, f"f:{finding}", 2)
    any_ = np.zeros((2,) * len(parts) + (2,))
    any_[..., 0] = 1
    any_[(1,) * len(parts)] = [0, 1]
    _fill(network, f"f:{finding}", tuple(parts), any_)
