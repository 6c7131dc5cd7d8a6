"""How fast pinprick is, run by hand; the tests never look at the time."""

import pinprick.cli  # noqa: F401 - before numpy is loaded: one thread for linear algebra, as the command has
