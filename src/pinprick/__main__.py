"""`python -m pinprick`, and the command `pinprick`: a missing package is told in one line."""

import atexit
import gc
import sys

from pinprick.extras import MissingExtra


def main() -> None:
    """Run the command; exit with status 2 when an extra is missing that it needs, 130 on Ctrl-C."""
    # A process that ends looks for cycles among all that it holds, and all of that ends with it.
    atexit.register(gc.freeze)
    try:
        from pinprick import cli

        cli.main()
    except MissingExtra as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
