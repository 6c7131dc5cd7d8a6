"""What tables are read as: a file, a piece of it, and the rows of a piece."""

from msgspec import Struct

from pinprick.cohort.given import Wrong
from pinprick.extras import needed

with needed("batch"):
    import pyarrow as pa

ROWS = 65_536
"""Rows of a piece of a table in columns: enough that numpy works in long rows, and some 15 MB of codes."""
BYTES = 8 << 20
"""Bytes of a piece of a text, and a little less."""


class Source(Struct, frozen=True):
    """A table in a `file` of a `kind`, or the `table` in it. `named` are the columns that name a row
    and are kept, and `columns` those of a text in their order."""

    file: str
    kind: str
    table: str = ""
    named: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


class Piece(Struct, frozen=True):
    """The `number`-th piece of a table. Of a table in blocks it is the rows from `start` to `stop`,
    counted from where the block `first` begins, and the blocks end before `last`; of a text it is the
    bytes from `start` to `stop`, and `first` is the line of the file in which it begins."""

    number: int
    start: int
    stop: int
    first: int = 0
    last: int = 0

    @property
    def weight(self) -> int:
        """How much of the table it is."""
        return self.stop - self.start


class Rows(Struct, frozen=True):
    """The rows of a piece, and those that are `broken`, of which `batch` has nothing: what is wrong
    with them, by their place in it."""

    batch: pa.RecordBatch
    broken: Wrong
