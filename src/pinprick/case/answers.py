"""Answers: what can be said to a finding, read from plain values and told what is wrong with
them."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from numbers import Real
from typing import Any

from msgspec import Struct

from pinprick.knowledge import Finding, Vocabulary
from pinprick.knowledge.ids import ABSENT, MAP_PARTS, PRESENT, SIGN_AGE, UNKNOWN
from pinprick.problems import did_you_mean
from pinprick.yamltext import Path

Fault = tuple[Path, str]


class Painted(Struct, frozen=True):
    """A painted map. Regions that are neither painted nor under `not_asked` are known not to be
    numb."""

    left: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    midline: frozenset[str] = frozenset()
    not_asked: frozenset[str] = frozenset()

    def has(self, region: str) -> bool | None:
        """Whether the region is painted on any side; None when its view was never shown."""
        if region in self.left | self.right | self.midline:
            return True
        return None if region in self.not_asked else False


Answer = str | float | Painted


Answers = Mapping[str, Answer]


Ages = Mapping[str, str]
"""How old single signs are, by flag: each a value of `SIGN_AGE`."""


def plain(answer: Answer) -> Any:
    """An answer as a case file has it."""
    if not isinstance(answer, Painted):
        return answer
    sides: dict[str, Any] = {side: sorted(getattr(answer, side)) for side in MAP_PARTS}
    if not any(sides.values()):
        sides["nowhere"] = True
    return sides | {"not-asked": sorted(answer.not_asked)}


def kind_of(value: Any) -> str:
    """What a plain value is, in words."""
    names = {
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a mapping",
    }
    return "nothing" if value is None else names.get(type(value), "that")


def unknown_keys(data: Mapping[str, Any], known: Collection[str], what: str) -> list[Fault]:
    """A fault for each key that is not known, but not for thousands of them."""
    unknown = [key for key in data if key not in known][:_MOST_TOLD]
    return [((key,), f"{what}{did_you_mean(key, known)}") for key in unknown]


_MOST_TOLD = 20
"""Keys that are not known, of one mapping: each is compared with all that are."""


def answer_from(id_: str, value: Any, vocabulary: Vocabulary) -> tuple[Answer | None, list[Fault]]:
    """The answer that a plain value is to a finding, and every fault of it by its path inside.

    A flag takes "present" or "absent", a choice one of its values, a number an int or a float, the
    map a mapping of its parts or a `Painted`; each takes "unknown".
    """
    finding = vocabulary.findings.get(id_)
    if finding is None:
        return None, [((), f"no such finding{did_you_mean(id_, vocabulary.findings)}")]
    if isinstance(value, str) and value == UNKNOWN:
        return UNKNOWN, []
    if isinstance(value, Painted):
        value = plain(value)
    if finding.kind == "regions":
        return _painted(value, vocabulary)
    if finding.kind == "number":
        return _number(value, finding)
    values = tuple(finding.values) if finding.kind == "choice" else (PRESENT, ABSENT)
    if isinstance(value, str) and value in values:
        return str(value), []
    meant = {"yes": PRESENT, "true": PRESENT, "no": ABSENT, "false": ABSENT}.get(str(value).lower())
    hint = f"; did you mean {meant}?" if meant in values else did_you_mean(value, values)
    return None, [
        ((), f"{value!r} is not an answer; it takes {', '.join(values)} or {UNKNOWN}{hint}")
    ]


def ages_from(
    data: Any, answers: Answers, vocabulary: Vocabulary
) -> tuple[dict[str, str], list[Fault]]:
    """The ages of signs in plain data, and every fault of them; each sign is answered "present"."""
    if not isinstance(data, dict):
        what = f"takes a mapping of signs that are present to their ages, not {kind_of(data)}"
        return {}, [((), what)]
    if len(data) > len(vocabulary.findings):
        return {}, [
            ((), f"holds more signs than the {len(vocabulary.findings)} findings there are")
        ]
    values = ages_known(vocabulary)
    taken: dict[str, str] = {}
    faults: list[Fault] = []
    for id_, age in data.items():
        finding = vocabulary.findings.get(id_) if isinstance(id_, str) else None
        if finding is None:
            faults.append(((id_,), f"no such finding{did_you_mean(id_, vocabulary.findings)}"))
        elif finding.kind != "flag":
            faults.append(((id_,), "is not a flag; only a sign that is present has an age"))
        elif answers.get(id_) != PRESENT:
            faults.append(((id_,), "is not answered present, so it has no age; leave it out"))
        elif age not in values:
            what = f"{age!r} is not an age; it takes {', '.join(values) or 'none'}"
            faults.append(((id_,), f"{what}{did_you_mean(age, values)}"))
        else:
            taken[id_] = str(age)
    return taken, faults


def ages_known(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The ages that a sign can have, newest first; none where nobody is asked."""
    asked = vocabulary.findings.get(SIGN_AGE)
    return tuple(asked.values) if asked else ()


def of_signs(ages: Ages, answers: Answers) -> dict[str, str]:
    """The ages of signs that are there: that of a sign that was taken back is not kept."""
    return {id_: age for id_, age in ages.items() if answers.get(id_) == PRESENT}


_WITH_COMMA = re.compile(r"\d+,\d+")
"""A number with decimals as a part of the world writes it; files and interfaces have the point."""


def _number(value: Any, finding: Finding) -> tuple[Answer | None, list[Fault]]:
    unit = finding.written_unit
    if isinstance(value, bool) or not isinstance(value, Real):
        told = str(value).strip()
        cure = " without quotes" if told.isdigit() else ""
        if _WITH_COMMA.fullmatch(told):
            cure = " with a point before the decimals"
        return None, [((), f"takes a number of {unit}{cure} or {UNKNOWN}, not {value!r}")]
    most = finding.most if finding.most is not None else float("inf")
    value = float(value)
    if not 0 <= value <= most:
        return None, [((), f"{value:g} is out of range; it takes 0 to {most:g} {unit}")]
    return value, []


def _painted(value: Any, vocabulary: Vocabulary) -> tuple[Answer | None, list[Fault]]:
    if not isinstance(value, dict):
        return None, [
            ((), "takes a mapping with left, right, midline and not-asked, each a list of regions")
        ]
    known = (*MAP_PARTS, "not-asked", "nowhere")
    faults = unknown_keys(value, known, "no such part of a map")
    sets: dict[str, frozenset[str]] = {}
    for part in (*MAP_PARTS, "not-asked"):
        regions = value.get(part) or []
        if not isinstance(regions, list):
            faults.append(((part,), "takes a list of regions"))
            regions = []
        if len(regions) > len(vocabulary.regions):
            faults.append(
                ((part,), f"holds more regions than the {len(vocabulary.regions)} there are")
            )
            regions = []
        faults += _region_faults(part, regions, vocabulary)
        sets[part] = frozenset(str(region) for region in regions)
    faults += _contradictions(sets, value.get("nowhere", False))
    return Painted(sets["left"], sets["right"], sets["midline"], sets["not-asked"]), faults


def _contradictions(sets: Mapping[str, frozenset[str]], nowhere: object) -> Iterator[Fault]:
    painted = sets["left"] | sets["right"] | sets["midline"]
    for region in sorted(painted & sets["not-asked"]):
        yield (
            ("not-asked",),
            f"{region} is painted as well; a region is either painted or not asked",
        )
    if nowhere not in (True, False):
        yield ("nowhere",), "takes true or false"
    elif nowhere and painted:
        yield ("nowhere",), "regions are painted as well; leave out `nowhere` or the regions"
    elif not nowhere and not painted:
        yield (
            (),
            "nothing is painted; write `nowhere: true` when the map was shown, else leave it out",
        )


def _region_faults(part: str, regions: Iterable[Any], vocabulary: Vocabulary) -> list[Fault]:
    faults: list[Fault] = []
    for index, id_ in enumerate(regions):
        region = vocabulary.regions.get(id_) if isinstance(id_, str) else None
        if region is None:
            faults.append(
                ((part, index), f"{id_!r} is not a region{did_you_mean(id_, vocabulary.regions)}")
            )
        elif region.midline and part in ("left", "right"):
            faults.append(((part, index), f"{id_} has no side; write it under midline"))
        elif not region.midline and part == "midline":
            faults.append(((part, index), f"{id_} has a side; write it under left or right"))
    return faults
