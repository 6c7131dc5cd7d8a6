"""What a server keeps of the memory that it has used."""

import contextlib
import ctypes

_TRIM, _MAPPED = -1, -3
"""The parameters of mallopt (see its manual page): what may lie free before it is given back, and
from which size on each array is asked for by itself."""
_KEPT, _LARGE = 16 << 20, 32 << 20
"""Bytes."""


def keep_freed() -> None:
    """Has the C library keep what one answer frees for the next, up to 16 MB: given back and asked for
    again, page by page, it took an eighth of the time of a whole answer. Other libraries than that of
    GNU have no such choice and are left as they are."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_TRIM, _KEPT)
        mallopt(_MAPPED, _LARGE)
