"""How many threads numpy takes: one, unless somebody said otherwise."""

import os


def one_thread() -> None:
    """Have numpy take one thread; it must not be loaded yet. Our arrays are too small to be worth a
    second one, and threads wait for each other. Processes that are started inherit it."""
    for library in ("OPENBLAS", "MKL", "OMP"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
