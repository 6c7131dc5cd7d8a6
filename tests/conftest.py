"""Settings of all tests."""

import contextlib
import os

import pytest
from hypothesis import HealthCheck, settings

from pinprick.problems import ProblemsFound
from pinprick.threads import one_thread

one_thread()

settings.register_profile(
    "pinprick",
    derandomize=True,
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("pinprick")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: while a test waits for a page or a process, another works."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    """One cache of compiled models for all tests, filled once and not by each worker anew."""
    if hasattr(config, "workerinput"):
        return
    os.environ["XDG_CACHE_HOME"] = str(config.rootpath / ".pytest_cache" / "compiled")
    os.environ.pop("PINPRICK_COMPILED", None)
    if getattr(config.option, "numprocesses", None):
        from pinprick import loading  # with numpy, which reads once how many threads it has

        with contextlib.suppress(ProblemsFound):  # the tests will tell
            loading.load()
