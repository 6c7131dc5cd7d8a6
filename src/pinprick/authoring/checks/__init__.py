"""Rules across files: what a schema of one file cannot see."""

from pinprick.authoring.checks.all import faults, unused_sources
from pinprick.authoring.checks.walking import clinical_lines, quantities, records, signs

__all__ = ["clinical_lines", "faults", "quantities", "records", "signs", "unused_sources"]
