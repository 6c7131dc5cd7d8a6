"""`pinprick understand`, and `pinprick ask` that begins with somebody's words: only what is confirmed
is an answer."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pinprick.case.reading import read_cases
from pinprick.cli import main
from tests.models import shipped

STORY = "I can't lift my left foot since Tuesday. It is numb, I'm 54."


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin)


def kept(tmp_path: Path, replies: str, story: str = STORY) -> dict[str, object]:
    """The answers after the replies; the input then ends, which ends the interview."""
    file = tmp_path / "kept.json"
    file.unlink(missing_ok=True)
    result = run("ask", story, "--save", str(file), "--country", "GB", stdin=replies)
    assert result.exit_code == 0, result.output
    (case,), _ = read_cases(file.read_bytes(), "kept.json", shipped().knowledge.vocabulary)
    return dict(case.answers)


def test_a_red_flag_is_told_first_with_the_words_that_did_it() -> None:
    lines = run("understand", f"numb toes. {STORY}").stdout.splitlines()
    assert "at once" in lines[0]
    assert "can't lift my left foot" in " ".join(lines[:2])


def test_json_is_for_programs() -> None:
    told = json.loads(run("understand", f"{STORY} My mother has diabetes. Zebras graze.", "--json").stdout)
    first = told["proposals"][0]
    assert (first["finding"], first["value"], first["red_flag"]) == ("foot-drop", "present", True)
    assert STORY[slice(*first["at"])] == first["words"]
    assert [(one["finding"], one["why"]) for one in told["aside"]] == [("diabetes", "other")]
    assert [one["words"] for one in told["not_understood"]] == ["Zebras graze"]


def test_words_come_from_standard_input_too() -> None:
    assert run("understand", "-", stdin=STORY).stdout == run("understand", STORY).stdout


def test_too_long_a_text_is_told_and_nothing_of_it_is_said_again() -> None:
    result = run("understand", "secret " * 1000)
    assert result.exit_code == 2
    assert "5000" in result.stderr
    assert "secret" not in result.output


@pytest.mark.parametrize("replies", ["", "\n\n\n\n"])
def test_enter_alone_neither_denies_nor_affirms_a_red_flag(tmp_path: Path, replies: str) -> None:
    assert not kept(tmp_path, replies)


def test_what_is_confirmed_is_an_answer(tmp_path: Path) -> None:
    answers = kept(tmp_path, "y\n\n\n")  # the sign, its age, and all the rest
    assert answers["foot-drop"] == "present"
    assert (answers["age"], answers["known-for"], answers["side"]) == (54.0, "days", "one-side")


def test_what_is_struck_out_was_not_asked(tmp_path: Path) -> None:
    answers = kept(tmp_path, "n\nn\n")
    assert answers == {"foot-drop": "absent"}


def test_single_proposals_can_be_struck_out(tmp_path: Path) -> None:
    both = kept(tmp_path, "\n", "numb toes, 54 years old")
    one = kept(tmp_path, "1\n", "numb toes, 54 years old")
    assert len(one) == len(both) - 1 > 0


def test_a_file_that_is_not_there_is_no_story() -> None:
    assert run("ask", "no-such-file.json").exit_code == 2
