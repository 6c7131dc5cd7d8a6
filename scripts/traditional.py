"""Traditional Chinese out of Simplified, by OpenCC; `languages.yaml` names the region of each language.

A character of Simplified may be several of Traditional. OpenCC chooses by the words it knows, else takes
the commonest one; `scripts/terms/traditional.yaml` mends what that gets wrong in our texts, and has the
words that a region says otherwise. OpenCC's own words of Taiwan (`s2twp`) are not taken: they are those of
computers, and would make 禁用, not to be used, 停用, stopped."""

import re
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from babel.messages import Catalog
from msgspec import Struct, convert
from opencc import OpenCC

from pinprick import yamltext
from pinprick.authoring.overlays import STATE

REGIONS = ("tw", "hk")
MENDED = Path(__file__).parent / "terms" / "traditional.yaml"


class Terms(Struct, frozen=True, forbid_unknown_fields=True):
    """`traditional.yaml`: what is put in the place of each pattern, one after another."""

    characters: dict[str, str]
    everywhere: dict[str, str]
    in_region: dict[str, dict[str, str]]
    where_english_says: dict[str, dict[str, str]]


@cache
def terms() -> Terms:
    return convert(yamltext.read(MENDED.read_bytes(), MENDED.name).data, Terms)


def converted(words: str, region: str, english: str = "") -> str:
    """Words in Simplified Chinese as a region of OpenCC, `tw` or `hk`, has them. `english` is what
    they translate, where that is known."""
    told: str = _converter("s2t").convert(words)
    told = _mended(told, terms().characters)
    for says, instead in terms().where_english_says.items():
        if says in english.lower():
            told = _mended(told, instead)
    told = _converter(f"t2{region}").convert(_mended(told, terms().everywhere))
    return _mended(told, terms().in_region[region])


def convert_all(catalog: Catalog, region: str) -> None:
    """Convert every message of a compiled catalog, but for what tells who reviewed a file."""
    for one in catalog:
        if one.id and one.id != STATE:
            into = partial(converted, region=region, english=str(one.id))
            told = one.string
            one.string = into(told) if isinstance(told, str) else tuple(map(into, told or ()))


def _mended(words: str, instead: Mapping[str, str]) -> str:
    for pattern, other in instead.items():
        words = re.sub(pattern, other, words)
    return words


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)
