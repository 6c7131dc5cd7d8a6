"""The command that is installed, and the code beside these tests for it to run."""

import os
import sys
from pathlib import Path

import pinprick

COMMAND = str(Path(sys.executable).parent / "pinprick")
BARE = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(pinprick.__file__).parents[1])}
"""An environment that holds nothing but where the code is that is tested."""


def with_cache(**more: str) -> dict[str, str]:
    """The bare environment with the compiled knowledge of these tests."""
    return {**BARE, "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"], **more}
