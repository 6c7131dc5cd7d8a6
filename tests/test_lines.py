"""Lines of a terminal: no wider than the window, and Chinese broken where its readers expect it."""

import re
import textwrap
from itertools import pairwise

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pinprick.cli import main
from pinprick.words import lines, offering
from tests.house.files import PACKAGE

NEVER_FIRST, NEVER_LAST = "，。、；：？！）》”’…%％", "（《“‘"
ENGLISH = st.text(alphabet="ab’“”.,:()-/%1 ", max_size=200)
CHINESE = st.text(alphabet="脚麻痛，。、；：？！（）“”《》…%12 aB.-", max_size=200)


@given(ENGLISH, st.integers(4, 60), st.sampled_from(["", "  ", "  - "]))
def test_english_is_broken_as_before_at_spaces_alone(words: str, columns: int, indent: str) -> None:
    expected = textwrap.wrap(
        words,
        columns,
        initial_indent=indent,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    assert [one.rstrip() for one in lines.wrapped(words, columns, "  ", indent)] == [one.rstrip() for one in expected]


@given(CHINESE, st.integers(12, 60))
def test_chinese_loses_nothing_and_no_line_begins_with_a_comma(words: str, columns: int) -> None:
    made = lines.wrapped(words, columns)
    assert "".join("".join(made).split()) == "".join(words.split())
    for before, after in pairwise(made):
        apart = re.search(rf"{re.escape(before[-1])}\s+{re.escape(after[0])}", words)
        assert apart or (after[0] not in NEVER_FIRST and before[-1] not in NEVER_LAST), made
        assert apart or not before[-1].isdigit(), "a number stands beside what it counts"


@given(st.text(alphabet="脚麻痛了", max_size=200), st.integers(4, 60))
def test_a_line_is_full_before_the_next_begins(words: str, columns: int) -> None:
    made = lines.wrapped(words, columns)
    assert all(columns - 1 <= lines.width(line) <= columns for line in made[:-1])


@pytest.mark.parametrize(
    ("words", "columns"),
    [("foot", 4), ("脚麻", 4), ("脚 ok，", 7), ("e\u0301", 1), ("“脚”", 4), ("ｆ", 2), ("\u200b", 0), ("👣", 2)],
)
def test_a_wide_character_has_two_columns(words: str, columns: int) -> None:
    assert lines.width(words) == columns
    assert lines.padded(words, 9) == words + " " * (9 - columns)


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize(
    "call",
    [
        ("guide", "nap-numbness"),
        ("guide", "--claims"),
        ("explain", "sciatic-neuropathy"),
        ("explain", "foot-drop"),
        ("explain", "children"),
        ("case", "--details", "CASE"),
        ("case", "--explain", "CASE"),
        ("case", "CASE"),
        ("ask",),
    ],
    ids=" ".join,
)
def test_what_is_told_in_chinese_fits_the_window(
    call: tuple[str, ...], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(offering.DRAFTS, "1")
    monkeypatch.setenv("COLUMNS", str(columns))
    case = str(PACKAGE / "knowledge_base" / "cases" / "belly-then-weak.yaml")
    args = [case if one == "CASE" else one for one in call]
    ran = CliRunner().invoke(main, [*args, "--language", "zh"], input="1 2 3 4 5\n" + "w\n?\n1\n" * 60)
    assert ran.exit_code == 0, ran.output
    told = ran.stdout.replace("： ", "：\n").splitlines()  # nobody presses Enter after a prompt
    assert sum("\u4e00" <= one <= "\u9fff" for one in ran.stdout) > 100
    for line in told:
        words = line.strip()
        assert words[:1] not in set(NEVER_FIRST), line
        assert not words.endswith(tuple(NEVER_LAST)), line
        breaks = re.search(r"[\u4e00-\u9fff]", line) and len(line.split()) < 3
        assert lines.width(line) <= columns or not breaks, line
    odd = re.search(r".*([。！？][。.]| [，。]|[。；：] ?[,.;:]|[\u4e00-\u9fff][.,;:]( |$)).*", ran.stdout)
    assert not odd, odd[0]
    apart = re.search(r".*[。？！] [\u4e00-\u9fff].*", ran.stdout)
    assert not apart, apart[0]
