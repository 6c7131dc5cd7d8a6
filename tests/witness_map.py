"""The body map as the witness reads it: its own reader of the files, and what each pattern paints.

Nothing of `pinprick` is imported."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

BASE = Path(__file__).parent.parent / "src" / "pinprick" / "knowledge_base"
AFFECTED = ("left", "right", "both")


@cache
def file(name: str) -> Any:
    """The data of one file."""
    return yaml.load((BASE / name).read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def findings() -> dict[str, Any]:
    groups = file("order.yaml")["findings"]
    return {id_: one for group in groups for id_, one in file(f"findings/{group}.yaml")["findings"].items()}


def regions() -> dict[str, Any]:
    return dict(file("regions.yaml"))


def number(value: Any) -> float:
    return float(value["p"] if isinstance(value, dict) else value)


def shares(table: Mapping[str, Any], keys: Iterable[str]) -> np.ndarray:
    weights = np.array([float(table.get(key, 0)) for key in keys])
    return np.asarray(weights / weights.sum())


@cache
def sites() -> list[str]:
    """The ids of all sites."""
    return list(file("order.yaml")["sites"])


def shrunk(p: np.ndarray, power: float) -> np.ndarray:
    return np.asarray(p**power / (p**power).sum(axis=-1, keepdims=True))


# ---- the map


@cache
def painters() -> list[tuple[str, float, dict[str, float]]]:
    """(site, P(pattern | site), P(painted) by region): every pattern of every site, and who paints
    whole segments."""
    settings = file("model.yaml")["map"]
    vague, stray = number(settings["vague"]), number(settings["stray"])
    found = []
    for site in sites():
        record = file(f"sites/{site}.yaml")
        own = record.get("patterns") or [{"weight": 1, "regions": record["regions"]}]
        total = sum(float(pattern["weight"]) for pattern in own)
        for pattern in own:
            found.append((site, (1 - vague) * float(pattern["weight"]) / total, pattern["regions"]))
        most: dict[str, float] = {}
        for region, told in regions().items():
            p = float(record["regions"].get(region, stray))
            most[told["segment"]] = max(p, most.get(told["segment"], 0.0))
        found.append((site, vague, {region: most[told["segment"]] for region, told in regions().items()}))
    return found


def side_is_painted(where: str) -> np.ndarray:
    """P(the side is painted at all, or not | affected side), shape (3, 2); the midline is no
    side."""
    settings = file("model.yaml")["map"]
    wrong, left_out = number(settings["wrong_side"]), number(settings["left_out"])
    p = {"left": wrong, "right": wrong, "both": 1 - left_out} | {where: 1 - wrong}
    return np.array([[1.0, 0.0] if where == "midline" else [p[side], 1 - p[side]] for side in AFFECTED])


def segment_table(segment: str) -> np.ndarray:
    """P(anything of the segment is painted, or not | pattern, affected side), tempered, shape
    (patterns, 3, 2)."""
    most = [max(territory[region] for region in regions_of(segment)) for territory in territories()]
    return _as_painted(np.array(most), segment, "whether")


def region_table(region: str) -> np.ndarray:
    """P(the region is painted, or not | pattern, affected side, its segment is), tempered, shape
    (patterns, 3, 2)."""
    settings, segment = file("model.yaml")["map"], regions()[region]["segment"]
    stray, core, elsewhere = (number(settings[name]) for name in ("stray", "core", "elsewhere"))
    p = []
    for territory in territories():
        most = max(territory[other] for other in regions_of(segment))
        p.append(min(territory[region] / most, core) if most > stray else elsewhere)
    return _as_painted(np.array(p), segment, "where")


@cache
def territories() -> list[dict[str, float]]:
    """P(painted) of every region, for every pattern."""
    stray = number(file("model.yaml")["map"]["stray"])
    return [{region: float(told.get(region, stray)) for region in regions()} for _, _, told in painters()]


def regions_of(segment: str) -> list[str]:
    return [region for region, told in regions().items() if told["segment"] == segment]


def _as_painted(p: np.ndarray, segment: str, step: str) -> np.ndarray:
    settings = file("model.yaml")["map"]
    power = float(settings["segments"][segment][step])
    table = np.stack([p, 1 - p], axis=-1)
    sides = [float(settings["second_side"]) if affected == "both" else 1.0 for affected in AFFECTED]
    return np.stack([shrunk(table, power * share) for share in sides], axis=1)


def area_table(finding: str) -> np.ndarray:
    """P(word | pattern) in place of the map, shape (patterns, values): each word's area as it would
    be painted on one side, out of all of them; a loose word takes its share of what it stands for."""
    record, loose = findings()[finding], number(file("model.yaml")["map"]["loosely"])
    named = {region for area in record["areas"].values() for region in area}
    one = AFFECTED.index("left")
    painted = {}
    for value, area in record["areas"].items():
        p = np.ones(len(painters()))
        for segment in {regions()[region]["segment"] for region in named}:
            any_, its = segment_table(segment)[:, one], [r for r in regions_of(segment) if r in named]
            whole = any_[:, 0].copy()
            for region in its:
                whole *= region_table(region)[:, one, 0 if region in area else 1]
            p *= whole if set(its) & set(area) else whole + any_[:, 1]
        painted[value] = p
    total = sum(painted.values())
    shared = {value for values in record["loosely"].values() for value in values}
    exact = {value: p / total * (1 - loose if value in shared else 1) for value, p in painted.items()}
    vague = {w: sum(painted[v] for v in values) / total * loose for w, values in record["loosely"].items()}
    return np.stack([(exact | vague)[value] for value in record["values"]], axis=1)
