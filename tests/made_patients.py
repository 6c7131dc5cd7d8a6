"""The made patients of `tests/records`, each a bundle."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PATIENTS: list[Any] = json.loads(gzip.decompress((Path(__file__).parent / "records" / "patients.json.gz").read_bytes()))


def resources(index: int, kind: str) -> Iterator[Any]:
    """Those of a kind of one of them."""
    for entry in PATIENTS[index]["entry"]:
        if entry["resource"]["resourceType"] == kind:
            yield entry["resource"]
