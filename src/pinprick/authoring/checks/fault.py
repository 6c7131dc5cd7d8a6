"""What is wrong, and where."""

from dataclasses import dataclass

from pinprick.yamltext import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at a path of a file of the knowledge base; `rules/*.yaml` is that file of a folder in
    which the path stands."""

    file: str
    path: Path
    what: str
