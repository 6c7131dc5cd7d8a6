"""The unknown illness of each family as the witness reckons it: told like a condition, its numbers the mean
over the members of the family.

Nothing of `pinprick` is imported."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from tests.witness_map import file, number, shares, sites

Said = Mapping[str, Any]


def kin(
    ours: Sequence[Said], rows: Callable[[Said, str], np.ndarray], values_of: Callable[[str], list[str]]
) -> list[dict[str, Any]]:
    """Who has an illness akin to ours, as `people` has them, from the people with `ours`; `rows` says
    P(value | who, site) of a finding."""
    other = file("model.yaml")["other"]
    conditions = {who["cause"] for who in ours}
    found = []
    for family in dict.fromkeys(who["told"]["family"] for who in ours):
        of = [who for who in ours if who["told"]["family"] == family]
        members = {who["cause"] for who in of}
        share = number(other["share"]) * float(other["akin"]) * len(members) / len(conditions)
        found.append({"cause": "other", "share": share, "told": _like(of, rows, values_of)})
    return found


def _like(
    of: Sequence[Said], rows: Callable[[Said, str], np.ndarray], values_of: Callable[[str], list[str]]
) -> dict[str, Any]:
    total = {who["cause"]: sum(one["share"] for one in of if one["cause"] == who["cause"]) for who in of}
    weights = np.array([who["share"] / total[who["cause"]] for who in of]) / len(total)
    places = np.array([shares(who["told"]["sites"]["p"], sites()) for who in of])
    findings = {}
    for id_ in dict.fromkeys(id_ for who in of for id_ in who["told"]["findings"] if id_ != "side"):
        by_site = np.array([np.broadcast_to(rows(who, id_), (len(sites()), len(values_of(id_)))) for who in of])
        p = np.einsum("w,ws,wsv->v", weights, places, by_site)
        flag = values_of(id_) == ["present", "absent"]
        findings[id_] = {"p": float(p[0]) if flag else dict(zip(values_of(id_), map(float, p), strict=True))}
    usual = file("background.yaml")["findings"]["side"]
    told = [(weight, who["told"]) for weight, who in zip(weights, of, strict=True)]
    at = weights @ places
    return {
        "sites": {"p": {site: float(p) for site, p in zip(sites(), at, strict=True) if p > 0}},
        "sides": {"p": _mean([(weight, one["sides"]["p"]) for weight, one in told])},
        "age": {"p": _mean([(weight, one["age"]["p"]) for weight, one in told])},
        "female": {"p": float(sum(weight * number(one["female"]) for weight, one in told))},
        "findings": findings
        | {"side": {"p": _mean([(weight, one["findings"].get("side", usual)["p"]) for weight, one in told])}},
    }


def _mean(parts: Sequence[tuple[float, Mapping[str, Any]]]) -> dict[str, float]:
    values = list(dict.fromkeys(value for _, p in parts for value in p))
    mean = sum(weight * shares(p, values) for weight, p in parts)
    return dict(zip(values, map(float, np.asarray(mean)), strict=True))
