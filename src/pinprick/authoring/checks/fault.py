"""What is wrong, and where."""

from dataclasses import dataclass

from pinprick.yamltext import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at a path of a file of the knowledge base."""

    file: str
    path: Path
    what: str
