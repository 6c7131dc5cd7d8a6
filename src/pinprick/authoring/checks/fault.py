"""What is wrong, and where."""

from msgspec import Struct

from pinprick.yamltext import Path


class Fault(Struct, frozen=True):
    """A fault at a path of a file of the knowledge base; `rules/*.yaml` is that file of a folder in
    which the path stands."""

    file: str
    path: Path
    what: str
