"""What the kernel takes of the map: how likely its parts are painted, as plain probabilities."""

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np

from pinprick.case.answers import Answer, Painted
from pinprick.case.known import of_answers
from pinprick.cohort.columns import findings, mask, values
from pinprick.cohort.native.layout import axes, by_pattern, by_unit, starts
from pinprick.knowledge.ids import ABSENT, MAP, OTHER, PRESENT
from pinprick.model.axes import Array, Model
from pinprick.reasoning.painting import log_areas, with_words
from pinprick.reasoning.sites import sites
from pinprick.urgency.rules import parsed

Fields = Mapping[str, object]
_KINDS = ("side", "midline")


def map_fields(model: Model) -> Fields:
    """The territories of one-sided and of two-sided hypotheses, and products of them for a map that
    was shown whole: `blank` where nothing is painted, `touched` for a segment of which something
    is."""
    both = [_territory(model, one) for one in ("one", "both")]
    masks = [_mask(model, kind) for kind in _KINDS]
    within = np.arange(both[0]["any"].shape[0])[:, None] == model.patterns.of
    blank, touched = [], []
    for of_kind, its in product(masks, both):
        here = (within & of_kind)[:, :, None]
        unpainted = its["any"] * np.where(here, its["sound"], 1.0).prod(axis=1)
        segments = np.where(here.any(axis=1), unpainted + its["none"], 1.0)
        blank.append(segments.prod(axis=0))
        touched.append(unpainted / segments)
    fields = {name: np.array([one[name] for one in both]) for name in both[0]}
    weights = model.patterns.weight
    ranks = axes(model).rank_count
    return {
        "patterns": _room(model),
        "regions": len(model.regions),
        "segments": len(within),
        "segment_mask": [_bits(row) for row in within],
        "part_mask": [_bits(row) for row in masks],
        **{name: by_pattern(model, array) for name, array in fields.items()},
        "painted_for_sound": by_pattern(model, fields["painted"] / fields["sound"]),
        "blank": by_pattern(model, np.array(blank)),
        "touched": by_pattern(model, np.array(touched)),
        "pattern_weight": by_pattern(model, weights),
        "ranks": len(ranks),
        "rank_first": starts(ranks.tolist())[:-1],
        "rank_count": ranks,
    }


def _room(model: Model) -> int:
    return int(by_pattern(model, model.patterns.weight).shape[0])


def _territory(model: Model, name: str) -> dict[str, Array]:
    its = getattr(model.patterns, name)
    return {part: np.exp(getattr(its, part)).T for part in ("any", "none", "painted", "sound")}


def _mask(model: Model, kind: str) -> np.ndarray:
    named = model.knowledge.vocabulary.regions
    return np.array([named[region].midline == (kind == "midline") for region in model.regions])


def _bits(flags: np.ndarray) -> int:
    return sum(1 << int(place) for place in np.flatnonzero(flags))


# ---- in words


def word_fields(model: Model) -> Fields:
    """What asks in words about regions, for every part of them that a map may leave open; and what
    stands in place of the map.

    Raises:
        ValueError: when more than one finding stands in place of it."""
    named, place = model.knowledge.vocabulary, findings(model)
    words = {id_: one.in_words for id_, one in named.findings.items() if one.in_words}
    rules, areas = parsed(model.knowledge), named.in_place_of_map
    if len(areas) > 1:
        raise ValueError("the kernel knows one finding in place of the map")
    tables = [*_word_tables(model, words)]
    opened = [(1 << len(regions)) - 1 for regions in words.values()]
    columns = [place.index(id_) for id_ in areas]
    rows = [
        log_areas(model)[id_][value] for id_ in areas for value in values(model)[place.index(id_)]
    ]
    return {
        "words": len(words),
        "word_column": [place.index(id_) for id_ in words],
        "word_regions": [mask(model, regions) for regions in words.values()],
        "word_first": starts(opened)[:-1],
        "word_alarms": [int(id_ in rules.in_words and id_ in rules.asked) for id_ in words],
        "word_weights": by_pattern(model, np.array(tables).reshape(-1, len(model.patterns.site))),
        "areas": len(areas),
        "area_column": columns,
        "area_first": [0] * len(areas),
        "area_weights": by_pattern(
            model, np.exp(np.array(rows).reshape(-1, len(model.patterns.site)))
        ),
    }


def _word_tables(model: Model, words: Mapping[str, tuple[str, ...]]) -> Iterator[Array]:
    """P(answer | pattern, side), shape (3, P), of each answer about each part of the regions of each
    word, in the order of their bits."""
    for id_, regions in words.items():
        ordered = sorted(regions, key=model.regions.index)
        for part in range(1, 1 << len(ordered)):
            open_ = frozenset(region for n, region in enumerate(ordered) if part >> n & 1)
            for value in (PRESENT, ABSENT):
                told: dict[str, Answer] = {id_: value, MAP: Painted(not_asked=open_)}
                logs = with_words(model, of_answers(model.knowledge, told), None)
                assert logs is not None
                yield np.exp(logs).T


# ---- units


def unit_fields(model: Model) -> Fields:
    """Where units sit, how likely they are, and on which side by each answer to it."""
    its, at, order = axes(model), sites(model), axes(model).site_order
    place = np.append(np.argsort(order), len(order))  # of each site of the model, and of the last
    of_unit = place[at.of_units]
    ours = model.units.cause != model.causes.index(OTHER)
    names = [*dict.fromkeys(model.patterns.site)]
    known = list(model.knowledge.sites)
    sides = np.exp(at.log_sides)
    answered = np.array([sides, *(sides * np.exp(log.T) for log in model.log_side)])
    where = [np.flatnonzero(model.units.cause[its.units] == c) for c in range(len(model.causes))]
    where = [found[its.units[found] >= 0] for found in where]
    return {
        "units": len(its.units),
        "unit_variant": its.variant_of,
        "unit_site": np.where(its.units >= 0, of_unit[its.units], 0),
        "unit_place": np.where(
            (its.units >= 0) & ours[its.units], of_unit[its.units], len(order) + 1
        ),
        "unit_prior": by_unit(model, np.exp(model.units.log_prior), 0.0),
        "unit_sides": by_unit(model, answered, 0.0),
        "cause_first": [int(found[0]) for found in where],
        "cause_end": [int(found[-1]) + 1 for found in where],
        "cause_group": its.group_of,
        "cause_order": sorted(
            set(range(len(where))) - {model.causes.index(OTHER)}, key=lambda c: model.causes[c]
        ),
        "sites": len(order) + 1,
        "place_of_site": [known.index(names[s]) if names[s] in known else -1 for s in order] + [-1],
    }
