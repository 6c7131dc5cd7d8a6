"""The work of a cohort on the workers of a Dask cluster; each has pinprick with its extra `batch`.

Dask gives the parts of a worker that is lost to another one."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from pinprick.extras import needed

with needed("dask"):
    from distributed import Client


@contextmanager
def workers(address: str) -> Iterator[Executor]:
    """Dask's workers as a pool; the `address` is that of the scheduler, such as tcp://host:8786.

    Raises:
        OSError: when no scheduler answers there.
    """
    with Client(address) as client:
        yield client.get_executor(pure=False, retries=3)
