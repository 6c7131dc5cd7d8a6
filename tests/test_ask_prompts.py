"""What the terminal asks explains itself: where it has come to, what can be replied, and for whom it is."""

import pytest
from click.testing import CliRunner, Result

from pinprick.cli import main
from pinprick.interview.pages import PARTS
from pinprick.words import say
from tests.models import shipped

KNOWLEDGE = shipped().knowledge
NONE, SKIPPED = "n", "s"


def ask(*replies: str) -> Result:
    given = "".join(f"{reply}\n" for reply in replies)
    return CliRunner().invoke(main, ["ask", "--country", "GB"], input=given, catch_exceptions=False)


def told(*replies: str) -> str:
    """What was shown until the questions ended, in one line."""
    shown = ask(*replies, "e").output.partition(say("en", "ask.ended"))[0]
    return " ".join(shown.split())


def test_each_question_says_which_part_it_belongs_to() -> None:
    shown = told(NONE, "3 4", NONE, "51")
    at = [shown.index(f"Part {number} of {len(PARTS)}: {_named(part)}") for number, part in enumerate(PARTS[:3], 1)]
    assert at == sorted(at)
    questions = shown.count("? help:")
    assert shown.count("Part ") == questions - 1, "the map asks for each side"


def _named(part: str) -> str:
    return say("en", f"progress.part.{part}")


@pytest.mark.parametrize("before", [[], [NONE], [NONE, SKIPPED], ["1"]])
def test_a_question_mark_shows_what_can_be_replied_and_asks_again(before: list[str]) -> None:
    first, second = told(*before), told(*before, "?")
    assert second.startswith(first)
    assert say("en", "ask.help") in second[len(first) :]
    assert second.endswith("? help:")


def test_a_prompt_says_in_words_what_its_letters_mean() -> None:
    letters = {key: say("en", f"ask.{key}") for key in ("flag", "choice", "group")}
    assert letters["flag"] == "y yes, n no, d don't know, ? help:"
    assert all("n none" in letters[key] or "d don't know" in letters[key] for key in letters)


def test_a_child_is_told_at_once_that_this_is_for_adults() -> None:
    after = told(NONE, "3 4", NONE, "1")
    assert KNOWLEDGE.urgency.children["en"] in after
    assert KNOWLEDGE.urgency.children["en"] not in told(NONE, "3 4", NONE, "41")


def test_enter_alone_never_denies_a_warning_sign() -> None:
    shown = ask("", "", "e")
    assert "SELF-CARE" not in shown.output
    assert shown.output.count(say("en", "ask.group-again")) == 2
