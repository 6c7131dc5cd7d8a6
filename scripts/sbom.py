"""`make sbom`: what a release is made of, as CycloneDX in `dist/`: the locked packages, and what is copied into the
page and the PDFs."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts.fonts import FACE, SHA256, VERSION

ROOT = Path(__file__).parents[1]
COPIED = ("htmx.org", "uqr", "govuk-frontend")
"""The packages of Node of which the page has a part."""


def main() -> None:
    """Write the list and its name; exit with status 1 when it is not valid."""
    told = packages()
    told["components"] += [*copied(), font()]
    content = json.dumps(told, indent=1, sort_keys=True)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(content)
    if fault:
        sys.exit(f"not valid CycloneDX: {fault}")
    version = told["metadata"]["component"]["version"]
    file = ROOT / "dist" / f"pinprick-{version}.cdx.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(content + "\n")
    print(f"{len(told['components'])} components in {file.relative_to(ROOT)}")


def packages() -> dict[str, Any]:
    """The locked packages, each with its hashes. Where they come from is left to whoever installs them."""
    call = (
        "requirements",
        "requirements.lock",
        "--pyproject",
        "pyproject.toml",
        "--output-reproducible",
    )
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", *call],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    told: dict[str, Any] = json.loads(ran.stdout)
    for component in told["components"]:
        del component["description"]  # the line of the lock
        hashes = [
            one
            for where in component.pop("externalReferences", ())
            for one in where.get("hashes", ())
        ]
        component["properties"] = [
            {"name": "pinprick:locked", "value": f"sha256:{one['content']}"} for one in hashes
        ]
    return told


def copied() -> list[dict[str, Any]]:
    """What of Node's packages is in the page, with the hash of the package that it came from."""
    locked = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    return [_component(name, locked[f"node_modules/{name}"]) for name in COPIED]


def font() -> dict[str, Any]:
    """The font that ours are parts of, with the hashes of the files that they were made of."""
    made_of = [
        {"name": f"pinprick:{style}", "value": f"sha256:{one}"} for style, one in SHA256.items()
    ]
    return {
        "bom-ref": FACE,
        "licenses": [{"license": {"id": "OFL-1.1"}}],
        "name": FACE,
        "properties": made_of,
        "type": "file",
        "version": VERSION,
    }


def _component(name: str, package: dict[str, str]) -> dict[str, Any]:
    kind, _, digest = package["integrity"].partition("-")
    assert kind == "sha512"
    return {
        "bom-ref": name,
        "hashes": [{"alg": "SHA-512", "content": base64.b64decode(digest).hex()}],
        "licenses": [{"license": {"name": package["license"]}}],
        "name": name,
        "purl": f"pkg:npm/{name}@{package['version']}",
        "type": "library",
        "version": package["version"],
    }


if __name__ == "__main__":
    main()
