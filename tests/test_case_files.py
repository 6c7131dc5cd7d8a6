"""A case file: what is well formed is read as it stands, and every fault is told at once with its
place and cure."""

import json
import resource
import time
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pinprick.case.answers import Answer, Painted
from pinprick.case.case import Case
from pinprick.case.reading import read_cases, to_data
from pinprick.cli import main
from pinprick.knowledge.ids import PRESENT, SIGN_AGE
from pinprick.problems import ProblemsFound
from tests.models import shipped


def problems(content: str) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        read_cases(content.encode(), "case.yaml", shipped().knowledge.vocabulary)
    return [str(problem) for problem in found.value.problems]


def answers(content: str) -> dict[str, Answer]:
    return dict(read_cases(content.encode(), "case.yaml", shipped().knowledge.vocabulary)[0][0].answers)


def many(entry: str, count: int) -> str:
    """A mapping of so many entries, each with its number."""
    return "{" + ", ".join(entry.format(number) for number in range(count)) + "}"


ALL_AT_ONCE = """\
id: wrong
titel: "a key that is none"
findings:
  age: 134
  limb-presed: present
  fever: yes
  onset: yesterday
  sex: [female]
  numb-regions:
    left: [dorsm, saddle]
    midline: [heel]
    not-asked: [dorsum]
since:
  fever: over-three-months
  unstedy: days
"""


def test_every_fault_is_told_at_once() -> None:
    told = problems(ALL_AT_ONCE)
    expected = {
        "case.yaml:2:1 titel": "did you mean title?",
        "case.yaml:4:3 findings.age": "out of range; it takes 0 to 120 years",
        "case.yaml:5:3 findings.limb-presed": "did you mean limb-pressed?",
        "case.yaml:6:3 findings.fever": "did you mean present?",
        "case.yaml:7:3 findings.onset": "it takes seconds-minutes, hours-days, weeks, months-years or unknown",
        "case.yaml:8:3 findings.sex": "is not an answer",
        "case.yaml:10:12 findings.numb-regions.left.0": "did you mean dorsum?",
        "case.yaml:10:19 findings.numb-regions.left.1": "write it under midline",
        "case.yaml:14:3 since.fever": "is not answered present, so it has no age",
        "case.yaml:15:3 since.unstedy": "did you mean unsteady?",
        "case.yaml:11:15 findings.numb-regions.midline.0": "write it under left or right",
    }
    for place, cure in expected.items():
        assert any(line.startswith(place + ":") and cure in line for line in told), (place, told)
    assert len(told) == len(expected), told


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "the file is empty"),
        ("findings: {age: 3", "not valid YAML"),
        ("findings:\n  age: 3\n  age: 4\n", "case.yaml:3:3 findings.age: the key stands twice, first in line 2"),
        ("findings: &a {age: 3}\nexpect: *a\n", "an alias (*name) is not allowed"),
        ("findings: {numb-regions: {left: []}}", "write `nowhere: true` when the map was shown"),
        ("findings: {numb-regions: {left: [heel], nowhere: true}}", "leave out `nowhere` or the regions"),
        ("findings: {numb-regions: {left: [heel], not-asked: [heel]}}", "either painted or not asked"),
        ("findings: {age: '34'}", "without quotes"),
        ("findings: {age: '4,5'}", "takes a number of years with a point before the decimals or unknown, not '4,5'"),
        ("findings: {age: '4,5,6'}", "takes a number of years or unknown"),
        ("findings: {age: .nan}", "takes a number"),
        ("findings: {age: 1e400}", "out of range"),
        ("findings: {fever: present}\nsince: weeks", "takes a mapping of signs that are present to their ages"),
        ("findings: {fever: present}\nsince: {fever: weeks}", "'weeks' is not an age; it takes within-a-week"),
        ("- 3\n", "a case is a mapping"),
        ("findings: [age]\n", "misses `findings:`"),
        ("a: " + "[" * 3000, "nest"),
        *(("findings: " + "[" * depth + "]" * depth, "nested more than 50 levels") for depth in (60, 480, 700, 980)),
        ("findings: " + "{a: " * 700 + "1" + "}" * 700, "nested more than 50 levels"),
        ("findings: {age: !!int x}", "a tag ('!!int') is not allowed; write the value alone"),
        ("findings: {age: !!float x}", "a tag ('!!float') is not allowed"),
        ("findings: {age: !!python/object:os.system x}", "is not allowed"),
        ("!!set {findings}", "a tag ('!!set') is not allowed"),
        ("findings: {}\n---\nfindings: {}", "case.yaml:2:1: a second document begins; keep one in a file"),
        ("findings: {[a]: 1, fever: present}", "a key must be a word"),
        ("[]", "the list is empty; it takes cases"),
        ("findings: {}\nid: [1]", "id: takes words or a number, not a list"),
        ("findings: {}\ntitle: {a: 1}", "title: takes words or a number, not a mapping"),
        ("findings: {}\nstage: true", "stage: takes words or a number, not true or false"),
        ("findings: {}\nsource: x", "source: takes a mapping"),
        ("findings: {}\nsource: {page: [1]}", "source.page: takes words or a number"),
        ("findings: {}\nexpect: {cause: [1]}", "expect.cause: takes a list of ids"),
        ("findings: {}\nexpect: {cause: x}", "expect.cause: takes a list of ids"),
        ("findings: {}\nexpect: {urgency: [1]}", "takes a mapping with at_least and at_most"),
        ("findings: {}\nexpect: {urgency: soon}", "takes a mapping with at_least and at_most"),
        ("findings: {}\nexpect: {urgency: {at_least: emergency, at_most: soon}}", "more urgent than at_most"),
        ('findings: {}\ntitle: "\\e]0;x\\a"', r"title: holds the control character '\x1b'"),
        ('findings: {"\\e[31mx": present}', r"holds the control character '\x1b'"),
        ('findings: {}\ntitle: "a\\u202eb"', r"holds the control character '\u202e'"),
        ("findings: " + many("a{}: present", 2000), "holds more findings than"),
        ("findings: {numb-regions: {left: [" + "heel," * 500 + "]}}", "holds more regions than"),
        ("findings: {}\nsince: " + many("a{}: weeks", 2000), "holds more signs than"),
        ("[1" + ",1" * 250_000 + "]", "more than 250,000 values; split the file"),
        ("# " + "x" * 8_000_000, "longer than 8 MB; split it into files"),
    ],
    ids=lambda value: value[:60],
)
def test_a_fault_says_what_to_do(content: str, says: str) -> None:
    assert any(says in line for line in problems(content)), problems(content)


@pytest.mark.parametrize(
    "content",
    [
        "[" + "1," * 240_000 + "]",
        "[" + "{findings: {fevr: present}}," * 80_000 + "]",
        many("findngs{}: 1", 120_000),
        "[" + ("{findings: {numb-regions: " + many("lft{}: [heel]", 50) + "}},") * 2000 + "]",
        "findings: {" + "foot-drop" * 100_000 + ": present}",
        "findings: {fever: " + "x" * 7_000_000 + "}",
        "expect: " + many("cause{}: 1", 120_000),
        "[" + "&a {a: *a}," * 60_000 + "]",
        many("a: 1", 100_000),
    ],
    ids=lambda value: value[:40],
)
def test_no_file_takes_the_time_or_the_memory_of_a_machine(content: str) -> None:
    """The longest that are allowed, with a fault everywhere, are refused in seconds with a page of faults."""
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    told = problems(content)
    assert time.process_time() - start < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
    assert len(told) < 200
    assert all(len(line) < 4000 for line in told)


def test_faults_command_no_terminal() -> None:
    told = problems('"\\e[31mx": 1\nfindings: {"a\\u009bb\\x00": 1, fever: "\\x07", "c\\nd": 1}')
    assert len(told) == 3
    assert all(line.isprintable() for line in told), told


def test_what_is_expected_is_in_the_knowledge_base(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("{findings: {}, id: mine, expect: {cause: [diabetic-polyneuropaty], family: [nonsense]}}")
    for command in (["case"], ["evaluate"], ["ask"]):
        told = CliRunner().invoke(main, [*command, str(file)])
        assert told.exit_code == 2
        assert "mine.expect.cause: no cause is diabetic-polyneuropaty; did you mean diabetic-poly" in told.stderr
        assert "mine.expect.family: no family is nonsense" in told.stderr


def test_a_file_that_is_no_text_is_refused() -> None:
    for content in (b"\xff\xfe\x00", b"findings:\x00", b"\x1b[31m"):
        with pytest.raises(ProblemsFound):
            read_cases(content, "case.yaml", shipped().knowledge.vocabulary)


def test_unknown_is_an_answer_and_no_is_a_word() -> None:
    read = answers("findings: {fever: unknown, age: unknown, numb-regions: unknown, onset: weeks}")
    assert read == {"fever": "unknown", "age": "unknown", "numb-regions": "unknown", "onset": "weeks"}


def test_json_is_read_as_well() -> None:
    assert answers(json.dumps({"findings": {"age": 3, "fever": "absent"}})) == {"age": 3.0, "fever": "absent"}


def test_a_list_of_cases_is_a_list() -> None:
    content = b"- findings: {}\n- {id: two, findings: {age: 50}}\n"
    cases, is_list = read_cases(content, "case.yaml", shipped().knowledge.vocabulary)
    assert is_list
    assert [case.id for case in cases] == ["1", "two"]


def _any_answer(id_: str) -> st.SearchStrategy[Answer]:
    finding = shipped().knowledge.vocabulary.findings[id_]
    if finding.kind == "number":
        return st.floats(0, finding.most or 100) | st.just("unknown")
    if finding.kind == "choice":
        return st.sampled_from((*finding.values, "unknown"))
    if finding.kind == "flag":
        return st.sampled_from(("present", "absent", "unknown"))
    sided = [id_ for id_, region in shipped().knowledge.vocabulary.regions.items() if not region.midline]
    some = st.frozensets(st.sampled_from(sided), max_size=4)
    return st.builds(Painted, some, some, st.frozensets(st.sampled_from(["saddle", "trunk"]), max_size=2))


@given(st.data())
def test_what_is_written_is_read_back(data: st.DataObject) -> None:
    ids = data.draw(st.lists(st.sampled_from(list(shipped().knowledge.vocabulary.findings)), unique=True, max_size=8))
    answers = {id_: data.draw(_any_answer(id_)) for id_ in ids}
    ages = st.sampled_from(tuple(shipped().knowledge.vocabulary.findings[SIGN_AGE].values))
    since = {id_: data.draw(ages) for id_, answer in answers.items() if answer == PRESENT}
    case = Case.of(shipped(), answers, "x", "a: {b}", data.draw(st.booleans()), since)
    content = json.dumps(to_data(case)).encode()
    assert read_cases(content, "case.json", shipped().knowledge.vocabulary)[0][0] == case


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_anything_is_read_or_refused(content: bytes) -> None:
    with suppress(ProblemsFound):
        read_cases(content, "case.yaml", shipped().knowledge.vocabulary)
