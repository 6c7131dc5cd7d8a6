"""The work of a cohort on the workers of a Dask cluster; each has pinprick with its extra `batch`.

Dask gives the pieces of a worker that is lost to another one. Rows go there and come back by the
connection, so nothing but this machine sees the files."""

from collections.abc import Iterator
from contextlib import contextmanager

from pinprick.cohort.hands import Hands
from pinprick.extras import needed
from pinprick.problems import Problem, ProblemsFound

with needed("dask"):
    from distributed import Client

_WAIT = "10s"
"""How long a scheduler has to answer."""
_AGAIN = 3
"""How often a piece is given to another worker when one is lost."""


@contextmanager
def workers(address: str) -> Iterator[Hands]:
    """Dask's workers as hands; the `address` is that of the scheduler, such as tcp://host:8786.

    Raises:
        ProblemsFound: when no scheduler answers there.
    """
    try:
        client = Client(address, timeout=_WAIT)
    except (OSError, ValueError):
        what = "no scheduler of Dask answers there; name one that runs, such as tcp://host:8786"
        raise ProblemsFound([Problem(address, 0, 0, "", what)]) from None
    with client:
        count = sum(client.nthreads().values()) or 1
        yield Hands(client.get_executor(pure=False, retries=_AGAIN), count, far=True)
