"""Compile the kernel for this machine: `python -m pinprick.cohort.native`. Writes the names of the files
of kernels that there are now; none, with the status 1, where no compiler of C works."""

import sys

from pinprick.cohort.native import library


def main() -> None:
    """Compile what is missing."""
    built = library.build()
    for path in built:
        print(path.name)
    sys.exit(0 if built else 1)


if __name__ == "__main__":
    main()
