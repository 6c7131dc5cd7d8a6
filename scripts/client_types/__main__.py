"""Fetch them."""

from scripts import npm
from scripts.client_types import fetched

npm.tell(fetched)
