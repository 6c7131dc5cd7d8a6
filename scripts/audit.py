"""`make audit`: whether a weakness is known of anything that is locked.

pip-audit says "No known vulnerabilities found" of packages that it could not ask about as well. Here what was not
checked is told, and is a failure."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
OFFLINE = (
    "The data on weaknesses could not be reached, so nothing is known of them here. The hashes of the lock hold all "
    "the same: what is installed is what was locked. Run this again where there is a network."
)


def main() -> None:
    """Exit with status 1 for a known weakness, 2 when something could not be checked."""
    sys.exit(max(audited(lock) for lock in LOCKS))


def audited(lock: str) -> int:
    """Ask about every package of a lock; the status."""
    call = (
        "--requirement",
        lock,
        "--require-hashes",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    )
    ran = subprocess.run(
        [sys.executable, "-m", "pip_audit", *call],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        dependencies = json.loads(ran.stdout)["dependencies"]
    except ValueError:  # it says in words what went wrong, the network above all
        last = ran.stderr.strip().splitlines()[-1:] or ["no answer"]
        print(f"{lock}: NOT CHECKED: {last[0]}\n{OFFLINE}")
        return 2
    status, lines = verdict(dependencies)
    print("\n".join(f"{lock}: {line}" for line in lines))
    return status


def verdict(dependencies: list[dict[str, Any]]) -> tuple[int, list[str]]:
    """The status, and what to say of the packages that were asked about."""
    skipped = [one["name"] for one in dependencies if "skip_reason" in one]
    weak = [(one, fault) for one in dependencies for fault in one.get("vulns", ())]
    lines = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version'}"
        for one, fault in weak
    ]
    checked = len(dependencies) - len(skipped)
    if skipped:
        lines.append(
            f"NOT CHECKED: {len(skipped)} of {len(dependencies)} packages: {', '.join(skipped)}"
        )
    if not checked:
        lines.append(OFFLINE)
    if checked and not weak:
        lines.append(f"no weakness is known of {checked} packages")
    return (1 if weak else 2 if not checked or skipped else 0), lines


if __name__ == "__main__":
    main()
