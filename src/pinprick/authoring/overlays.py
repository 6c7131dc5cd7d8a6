"""The texts of other languages, laid over the English of the files before they are read.

What translators write is compiled by `make words` to a file of gettext for each language, which the
standard library reads: the context of a message is FILE:PLACE, its key the English. So a text whose
English has changed has no translation, until somebody looks at it again."""

from collections.abc import Mapping
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

from pinprick.knowledge.folder import translation_file
from pinprick.knowledge.languages import Languages, Spoken, tier_of
from pinprick.knowledge.texts import ENGLISH, joined, parted, texts

STATE = "State"
"""The key under which a compiled file keeps the state of each file, its context being FILE:."""
DRAFT = "draft"
_BETWEEN = "\x04"
"""Stands between context and key in a compiled file of gettext."""

Data = Mapping[str, Any]
"""What files hold, by their names."""


def lay_over(files: Data, folder: Path, languages: Languages) -> dict[str, Spoken]:
    """Add to every text of the files what each language has of it, and tell how much that is."""
    return {
        id_: _lay_over(files, _read(folder, id_), id_, languages)
        for id_ in languages.languages
        if (folder / translation_file(id_)).is_file()
    }


def _read(folder: Path, language: str) -> GNUTranslations:
    with (folder / translation_file(language)).open("rb") as file:
        return GNUTranslations(file)


def _lay_over(files: Data, found: GNUTranslations, id_: str, languages: Languages) -> Spoken:
    has: dict[str, str] = dict(getattr(found, "_catalog"))  # noqa: B009 - there is no other way to list it
    missing: dict[str, list[str]] = {tier: [] for tier in languages.tiers}
    counts = dict.fromkeys(languages.tiers, 0)
    drafts, used = False, set[str]()
    for name, data in files.items():
        file = name.removesuffix(".yaml")
        state = has.get(f"{file}:{_BETWEEN}{STATE}", DRAFT)
        for place, words in texts(data):
            tier = tier_of(languages, file, place)
            counts[tier] += 1
            drafts |= languages.tiers[tier].needed and state == DRAFT
            key = f"{file}:{place}{_BETWEEN}{joined(words[ENGLISH])}"
            used.add(key)
            told = _told(has.get(key), words[ENGLISH], place)
            if told is None:
                missing[tier].append(f"{file}:{place}")
            else:
                words[id_] = told
    of_texts = {key for key in has if _BETWEEN in key and not key.endswith(f":{_BETWEEN}{STATE}")}
    language = languages.languages[id_]
    return Spoken(
        name=language.name,
        tag=language.tag,
        texts=counts,
        missing={tier: tuple(places) for tier, places in missing.items() if places},
        outdated=len(of_texts - used),
        needed=sum(len(missing[tier]) for tier, of in languages.tiers.items() if of.needed),
        reviewed=not drafts,
        converted_from=language.converted_from,
        also=language.also,
    )


FREE = ("synonyms", "asked")
"""Lists of which a language has as many as it has: other names, and how people ask."""


def _told(line: str | None, english: str | list[str], place: str) -> str | list[str] | None:
    """A translation as the text wants it; None where it is none, or a list of another length."""
    if not line:
        return None
    told = parted(line, english)
    if isinstance(told, list):
        told = [one.strip() for one in told]
        free = place.rpartition(".")[2] in FREE
        if not all(told) or (not free and len(told) != len(english)):
            return None
    return told
