"""A case file: what is well formed is read as it stands, and every fault is told at once with its
place and cure."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinprick.case.answers import Answer, Painted
from pinprick.case.case import Case
from pinprick.case.reading import read_cases, to_data
from pinprick.knowledge.ids import PRESENT, SIGN_AGE
from pinprick.problems import ProblemsFound
from tests.models import shipped


def problems(content: str) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        read_cases(content.encode(), "case.yaml", shipped().knowledge.vocabulary)
    return [str(problem) for problem in found.value.problems]


def answers(content: str) -> dict[str, Answer]:
    return dict(read_cases(content.encode(), "case.yaml", shipped().knowledge.vocabulary)[0][0].answers)


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
        ("findings: {age: .nan}", "takes a number"),
        ("findings: {age: 1e400}", "out of range"),
        ("findings: {fever: present}\nsince: weeks", "takes a mapping of signs that are present to their ages"),
        ("findings: {fever: present}\nsince: {fever: weeks}", "'weeks' is not an age; it takes within-a-week"),
        ("- 3\n", "a case is a mapping"),
        ("findings: [age]\n", "misses `findings:`"),
        ("a: " + "[" * 3000, "nesting"),
    ],
)
def test_a_fault_says_what_to_do(content: str, says: str) -> None:
    assert any(says in line for line in problems(content)), problems(content)


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
