"""Fetch them."""

import sys

from scripts.client_types import Unavailable, fetched

try:
    print(fetched())
except Unavailable as why:
    sys.exit(str(why))
