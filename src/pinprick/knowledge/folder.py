"""The folder of a knowledge base: which files make it up, and the hash that tells when any of them
changes."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "knowledge_base"
"""The knowledge base that ships with pinprick."""

NAMES = (
    "findings.yaml",
    "families.yaml",
    "sites.yaml",
    "background.yaml",
    "medicines.yaml",
    "self_care.yaml",
    "urgency.yaml",
    "screen.yaml",
    "model.yaml",
    "sources.yaml",
)
"""The files beside those of the folders."""

FOLDERS = ("conditions", "guides")
"""Folders with a file for each condition and each guide, named by its id."""


def files(folder: Path) -> Iterator[str]:
    """The names, relative to `folder`, of all files that make up its knowledge base, in a fixed
    order."""
    yield from NAMES
    for name in FOLDERS:
        for path in sorted((folder / name).glob("*.yaml")):
            yield f"{name}/{path.name}"


def hash_of(folder: Path) -> str:
    """The hash of all files of the knowledge base: it changes when any of them does."""
    digest = hashlib.sha256()
    for name in files(folder):
        path = folder / name
        digest.update(f"{name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes() if path.is_file() else b"").digest())
    return digest.hexdigest()[:16]
