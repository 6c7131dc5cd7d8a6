"""What `pinprick check` says of what ships. It takes seconds, so each process of these tests asks once."""

from functools import cache

from click.testing import CliRunner

from pinprick.cli import main


@cache
def check(*options: str) -> str:
    """What it prints; it must find no fault."""
    ran = CliRunner().invoke(main, ["check", *options])
    assert ran.exit_code == 0, ran.output
    return ran.stdout
