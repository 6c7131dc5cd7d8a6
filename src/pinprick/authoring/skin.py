"""Texts that name a colour of the skin, ended with how it looks on brown and black skin."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from pinprick.knowledge import Condition, Medicine, OnSkin, SelfCare
from pinprick.knowledge.quantity import Text, Texts
from pinprick.knowledge.texts import together

Record = TypeVar("Record", bound=Struct)

SENTENCES = {"findings": "ask", "rules": "tell"}
"""The text that the lines follow, by the kind of the record."""


def told(parts: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a knowledge base, each text with the lines that its record names under `skin`.
    A name that is not in `skin.yaml` is a fault elsewhere, and adds nothing here."""
    skin: Mapping[str, OnSkin] = parts["skin"]
    vocabulary, self_care = parts["vocabulary"], parts["self_care"]
    findings = _sentences("findings", vocabulary.findings, skin)
    return {
        **parts,
        "vocabulary": replace(vocabulary, findings=findings),
        "rules": _sentences("rules", parts["rules"], skin),
        "conditions": _conditions(parts["conditions"], skin),
        "medicines": {id_: _medicine(one, skin) for id_, one in parts["medicines"].items()},
        "self_care": _self_care(self_care, skin),
    }


def _sentences(
    kind: str, records: Mapping[str, Record], skin: Mapping[str, OnSkin]
) -> dict[str, Record]:
    name = SENTENCES[kind]
    return {
        id_: replace(one, **{name: _longer(getattr(one, name), _lines(skin, one))})
        for id_, one in records.items()
    }


def _conditions(
    conditions: Mapping[str, Condition], skin: Mapping[str, OnSkin]
) -> dict[str, Condition]:
    """What a condition is, longer by the lines of its text and of its urgency: a reason for a level
    stays short."""
    return {
        id_: replace(one, about=_longer(one.about, _lines(skin, one, one.urgency)))
        for id_, one in conditions.items()
    }


def _medicine(medicine: Medicine, skin: Mapping[str, OnSkin]) -> Medicine:
    lines = _lines(skin, medicine)
    return replace(medicine, stop_and_seek_help=_more(medicine.stop_and_seek_help, lines))


def _self_care(self_care: SelfCare, skin: Mapping[str, OnSkin]) -> SelfCare:
    routines = {
        id_: replace(one, seek_help=_more(one.seek_help, _lines(skin, one)))
        for id_, one in self_care.routines.items()
    }
    return replace(self_care, routines=routines)


def _lines(skin: Mapping[str, OnSkin], *records: Any) -> list[OnSkin]:
    """The lines that some records name, each once."""
    names = dict.fromkeys(name for record in records for name in record.skin)
    return [skin[name] for name in names if name in skin]


def _longer(text: Text, lines: Sequence[OnSkin]) -> Text:
    told = [one.after if index else one.text for index, one in enumerate(lines)]
    return {
        language: together([words, *(one[language] for one in told if language in one)])
        for language, words in text.items()
    }


def _more(texts: Texts, lines: list[OnSkin]) -> Texts:
    languages = texts.keys() | {language for one in lines for language in one.text}
    return {
        language: (
            *texts.get(language, ()),
            *(one.text[language] for one in lines if language in one.text),
        )
        for language in sorted(languages)
    }
