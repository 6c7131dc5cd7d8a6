"""Rules across files: what a schema of one file cannot see."""

from pinprick.authoring.checks.all import faults
from pinprick.authoring.checks.sources import (
    copies,
    kinds,
    searches,
    unofficial_guides,
    unused_sources,
)
from pinprick.authoring.checks.walking import clinical_lines, quantities, records, signs

__all__ = [
    "clinical_lines",
    "copies",
    "faults",
    "kinds",
    "quantities",
    "records",
    "searches",
    "signs",
    "unofficial_guides",
    "unused_sources",
]
