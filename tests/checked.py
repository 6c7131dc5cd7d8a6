"""What `pinprick check` says of what ships. It takes seconds, so each process of these tests asks once, and whatever
else it lists is of the knowledge base that was found sound."""

from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from pinprick.authoring import validation
from pinprick.authoring.validation import Proof, load_knowledge
from pinprick.cli import main
from pinprick.knowledge import Knowledge
from pinprick.watching import Watch

_loaded = cache(load_knowledge)


def _load_once(folder: Path | None, proof: Proof, watch: Watch) -> Knowledge:
    return _loaded(folder, proof)


@cache
def check(*options: str) -> str:
    """What it prints; it must find no fault."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(validation, "load_knowledge", _load_once)
        ran = CliRunner().invoke(main, ["check", *options])
    assert ran.exit_code == 0, ran.output
    return ran.stdout
