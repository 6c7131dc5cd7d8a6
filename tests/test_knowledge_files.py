"""What is wrong in a knowledge base is told with its place, its cause and its cure, all in one
run."""

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from pinprick import yamltext
from pinprick.authoring import validation as loader
from pinprick.cli import main
from pinprick.knowledge.folder import FOLDER, FOLDERS, LIKENESS, SAID, files
from pinprick.problems import Problem, ProblemsFound
from pinprick.urgency import lines
from tests.parsing import parse_once

_AAFP = "https://www.aafp.org/afp/2020/1215/p740.html"
FAULTS = (
    ("conditions/meralgia-paresthetica.yaml", r"^family: .*", "famly: pressed", "no such key; did you mean family?"),
    ("conditions/sciatic-neuropathy.yaml", r"^family:", "reviewed: 28 November\nfamily:", "28 November is no day"),
    ("findings/flow.yaml", r"skin: \[toes\]", "skin: [toe]", "did you mean toes?"),
    ("skin.yaml", r"  sources: \[frostbite-nhs\]\n", "", "needs `sources` that say how it looks"),
    ("conditions/chilblains.yaml", r"(?<=p: )0\.\d+(?=, range)", "1.2", "between 0 and 1"),
    ("conditions/frostbite.yaml", r"range: \[[^]]*\]", "range: [0.9, 0.95]", "does not hold"),
    ("conditions/fibromyalgia.yaml", r"female: \{p: [\d.]+", "female: {p: 0.7, p: 0.8", "stands twice"),
    ("conditions/hnpp.yaml", r"18-39: [\d.]+", "18-39: 0.99", "sum"),
    ("conditions/leprosy-neuropathy.yaml", r"^  feels-numb:", "  feels-nmb:", "did you mean feels-numb?"),
    ("sources.yaml", r"http://www.aafp.org/afp/2016[^\"]*", _AAFP, "aafp has the same address"),
    (
        "conditions/deep-gluteal-syndrome.yaml",
        r"(?<=      to: emergency\n)      when: saddle-signs\n",
        "",
        "misses the key when",
    ),
    ("guides/sudden-one-side.yaml", r"rules: \[stroke-now\]", "rules: [stroke-nw]", "did you mean stroke-now?"),
    ("guides/crossed-legs.yaml", r"rules: \[new-foot-drop\]", "rules: [frozen]", "the rule frozen says emergency"),
    (
        "guides/after-chemotherapy.yaml",
        r"says: \{en: .Tell your cancer",
        'says: {en: "Tell the cancer',
        "stands in no text of this record",
    ),
    ("screen.yaml", r"rules: \[.*limb-without-blood.*\]", "rules: []", "cite the `rules` that compute it"),
    ("conditions/tarsal-tunnel-syndrome.yaml", r"when: foot-ulcer", "when:", "is empty; say when, by findings"),
    ("conditions/sural-neuropathy.yaml", r"\[sural36\]", "[sural-36]", "did you mean sural36?"),
    ("conditions/hnpp.yaml", r"basis: review, sources: \[[^]]*\]", "basis: review", "without a source"),
    ("guides/nap-numbness.yaml", r"^  on-waking: present", "  on-waking: yes", "did you mean present?"),
    (
        "guides/nap-numbness.yaml",
        r"(?<=mostly: \[)positional-nerve-compression",
        "long-nap",
        "long-nap is not a condition",
    ),
    ("urgency.yaml", r"^  weak:\n    any: \[foot-drop", "  weak:\n    any: [foot-drp", "did you mean foot-drop?"),
    ("rules/brain.yaml", r"face-arm-speech", "face-arm-spech", "did you mean face-arm-speech?"),
    ("sites/nerve.sural.yaml", r"little-toe-edge", "litle-toe-edge", "did you mean little-toe-edge?"),
    ("medicines/carbamazepine.yaml", r"diabetic-polyneuropathy", "diabetic-poly", "is not a condition"),
    ("said/en/strength.yaml", r"^  foot-drop:", "  foot-drp:", "did you mean foot-drop?"),
    ("said/en/time.yaml", r"^      worsening:", "      worsning:", "did you mean worsening?"),
    ("said/en/head.yaml", r'"double vision", "see\|', '"", "double vision", "see|', "says nothing; give a word"),
    ("said/en/pain.yaml", r'said: \["joint', 'said: ["<jont>", "joint', "<jont> is not a set of words"),
    ("said/en/words.yaml", r"^  foot: \[", "  nowhere: [nope]\n  foot: [", "is a set that no phrase names"),
    ("said/en/classes.yaml", r"^  cannot:", "  nohow: [nope]\n  cannot:", "is a class that no phrase names"),
    (
        "said/en/classes.yaml",
        r"- hardly\|barely\|scarcely able",
        '- "{no-strenth} able"',
        "is not a class of phrases here",
    ),
    ("said/en/person.yaml", r'"pregnancy"', '"double vision", "pregnancy"', "double-vision too; keep one"),
    ("said/en/where.yaml", r"area: outer-thigh", "area: outer-thi", "did you mean outer-thigh?"),
    ("said/en/relief.yaml", r"^  moving-relieves:", "  strength-back:", "may excuse a red flag"),
    ("regions.yaml", r"(?<=great-toe: )(.*)segment: foot", r"\1segment: fot", "did you mean foot?"),
    ("findings/pain.yaml", r"^    group: pain", "    group: pian", "not a group of findings; did you mean pain?"),
    ("findings/time.yaml", r"^    group: time", "    group: pain", "move the finding to findings/pain.yaml"),
    ("background.yaml", r"(?<=\{18-39: )0.02", "0.4", "comes to 0.214 over all ages, but `findings` says 0.11"),
    ("background.yaml", r"^  vibration-low: \{p: \{18", "  course: {p: {18", "is not a flag with a number of its own"),
    ("findings/where.yaml", r"^      not-the-leg: \{", "      not-a-leg: {", "needs its regions under `areas`"),
    ("findings/where.yaml", r"(?<=buttock: \[)buttock", "saddle", "not a region with a side"),
    ("findings/where.yaml", r"(?<=      leg: \[)foot-and", "feet-and", "did you mean foot-and-lower-leg?"),
    ("countries.yaml", r'(?<=emergency: \[)"000"', '"0OO"', "takes digits"),
    ("countries.yaml", r"^  NZ:", "  nz:", "two capital letters"),
    ("countries.yaml", r"^  AD, AF", "  AD, AD", "stands twice"),
    ("countries.yaml", r"neas-111", "nea-111", "did you mean neas-111?"),
    ("countries.yaml", r'(?<=emergency: )\["119"\]', "[]", "put the country under `others`"),
    ("countries.yaml", r"sources: \[android-emergency, libphonenumber-short\]", "sources: []", "without a source"),
    ("sources.yaml", r"https://www.nhs.uk[^\"]*", "javascript:alert(1)", "is not an address of the web"),
    ("sources.yaml", r"(?<=pmid: \")\d+", "PMC1", "PMC1 is none; it has at most eight digits"),
    ("hosts.yaml", r"^  - nice.org.uk\n", "  - joomag.com\n", "joomag.com stands under `copies` too"),
    ("rules/brain.yaml", r"^    when: \{all: .*", "    when:", "an expression is the name of a flag or a mapping"),
    ("rules/spine.yaml", r"tell: \{en: .*", "tell: {}", "misses `en`"),
    ("order.yaml", r"^  - nerve.sural\n", "  - nerve.surel\n", "did you mean nerve.sural?"),
    ("order.yaml", r"^  - tramadol\n", "  - duloxetine\n", "stands twice"),
)
"""In which file, what is replaced (the first match), by what, and what the problem says."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    parse_once(monkeypatch)
    return Path(shutil.copytree(FOLDER, tmp_path / "base"))


def spoil(folder: Path, file: str, pattern: str, replacement: str) -> int:
    """Put a fault into a file; the line on which it begins."""
    content = (folder / file).read_text()
    match = re.search(pattern, content, re.MULTILINE)
    assert match, f"{file} holds no {pattern}"
    spoilt = content[: match.start()] + match.expand(replacement) + content[match.end() :]
    (folder / file).write_text(spoilt)
    return content.count("\n", 0, match.start()) + 1


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as found:
        loader.load_knowledge(folder, lines.faults)
    return found.value.problems


def test_every_kind_of_fault_is_told_in_one_run(folder: Path) -> None:
    lines = [spoil(folder, file, pattern, replacement) for file, pattern, replacement, _ in FAULTS]
    found = problems(folder)
    for (file, _, _, says), line in zip(FAULTS, lines, strict=True):
        near = [p for p in found if p.file.endswith(file) and abs(p.line - line) <= 2 and says in p.what]
        assert near, f"nothing in {file}:{line} says {says!r}, but:\n" + "\n".join(map(str, found))
        assert all(problem.column >= 1 and problem.path for problem in near)


@pytest.mark.parametrize(
    ("file", "pattern", "replacement", "says"),
    [
        (
            "guides/crossed-legs.yaml",
            r"when: foot-drop",
            "when: foot-ulcer",
            "foot-ulcer: present is soon by the rules",
        ),
        ("guides/crossed-legs.yaml", r"when: foot-drop", "when: calf-tender-swollen-one", "cites none of the rules"),
        ("guides/crossed-legs.yaml", r"when: foot-drop", "when: {not: {age: {from: 60}}}", "nothing makes a part"),
    ],
)
def test_a_line_that_the_rules_judge_otherwise_is_told(
    folder: Path, file: str, pattern: str, replacement: str, says: str
) -> None:
    spoil(folder, file, pattern, replacement)
    assert any(says in problem.what for problem in problems(folder))


@pytest.mark.parametrize("each", ["[]", "[[fever]]", "fever", "[3]"])
def test_a_story_with_nothing_to_add_is_told(folder: Path, each: str) -> None:
    """An empty list would have stood for no story at all, and kept a promise by it."""
    spoil(folder, "promises/brain.yaml", r"each: \[[^]]*\]", f"each: {each}")
    assert any("no such finding" in p.what and "catches" in p.path for p in problems(folder))


def test_a_verb_that_is_not_a_pattern_is_told(folder: Path) -> None:
    spoil(folder, "promises/levels.yaml", r"    - 'ambulance'", "    - 'ambul(ance'")
    assert [p.path for p in problems(folder) if "is not a pattern" in p.what] == ["verbs.emergency.1"]


@pytest.mark.parametrize(
    ("file", "pattern"),
    [("scope.yaml", r"when: \{[^}]*\}+"), ("screen.yaml", r"when: \S+,"), ("rules/brain.yaml", r"when: \{[^}]*\}+")],
)
@pytest.mark.parametrize("wrong", ["{en: x, unless: fever}", "[fever]", "{}", "{any: [{unless: fever, p: []}]}"])
def test_an_expression_that_is_ill_formed_is_told_wherever_it_stands(
    folder: Path, file: str, pattern: str, wrong: str
) -> None:
    spoil(folder, file, pattern, f"when: {wrong}" + ("," if pattern.endswith(",") else ""))
    assert any(p.file.endswith(file) for p in problems(folder))


def test_a_file_that_is_no_yaml_hides_no_fault_elsewhere(folder: Path) -> None:
    (folder / "conditions/hnpp.yaml").write_text("id: [hnpp\n")
    spoil(folder, "conditions/leprosy-neuropathy.yaml", r"^  feels-numb:", "  feels-nmb:")
    told = [str(problem) for problem in problems(folder)]
    assert len(told) == 2, told
    assert any("not valid YAML" in line for line in told)
    assert any("feels-numb" in line for line in told)


def test_what_stands_in_two_files_is_a_fault(folder: Path) -> None:
    spoil(
        folder,
        "rules/spine.yaml",
        r"\Z",
        "\n  stroke-now: {when: fever, level: soon, tell: {en: Go}, why: {en: It}, basis: judgement}\n",
    )
    (folder / "sites/nerve.new.yaml").write_text((folder / "sites/nerve.sural.yaml").read_text())
    told = [str(problem) for problem in problems(folder)]
    assert any("spine.yaml" in line and "stands in rules/brain.yaml too" in line for line in told)
    assert any("order.yaml" in line and "misses nerve.new; put it where" in line for line in told)


def test_a_red_flag_that_nobody_could_tell_is_a_fault(folder: Path) -> None:
    spoil(folder, "said/en/strength.yaml", r"^  foot-drop:\n(    .*\n)+", "")
    assert "no phrase says the red flag foot-drop; give one" in [one.what for one in problems(folder)]


def test_a_medicine_that_nobody_could_tell_is_a_fault(folder: Path) -> None:
    for language in ("en", "zh"):
        spoil(folder, f"said/{language}/history.yaml", r"^  fluoroquinolone:\n(    .*\n)+", "")
    told = [one for one in problems(folder) if "no phrase says fluoroquinolone, which is of medicines" in one.what]
    assert {Path(one.file).parent.name for one in told} == {"en", "zh"}


def test_a_source_that_nothing_uses_is_a_fault(folder: Path) -> None:
    spoil(folder, "conditions/sural-neuropathy.yaml", r"\[sural36\]", "[podiapaedia-sural]")
    spoil(folder, "sources.yaml", r"^sural36:", "sural-36:")
    assert any(p.path == "sural-36" and "uses this source" in p.what for p in problems(folder))


def test_words_of_yaml_1_1_are_words(folder: Path) -> None:
    spoil(folder, "conditions/chilblains.yaml", r"(?<=p: )0\.\d+(?=, range)", "no")
    assert any("'no'" in problem.what for problem in problems(folder))


@pytest.mark.parametrize(
    ("file", "pattern", "replacement", "says"),
    [
        ("urgency.yaml", r"^red_flags:", "red_flags:\n  - moving-relieves", "moving-relieves"),
        ("screen.yaml", r"^ +- .*findings: \[swallow-breath-trouble\].*\n", "", "no boxes make the emergency rule"),
        (
            "screen.yaml",
            r"^implies:",
            "implies:\n  - {when: diabetes, then: {fever: absent}}",
            "only the person may say no",
        ),
        (
            "screen.yaml",
            r"^implies:",
            "implies:\n  - {when: diabetes, then: {pregnant: present}}",
            "is implied present too",
        ),
        ("screen.yaml", r"finding: feels-numb,", "finding: foot-drop,", "is asked by itself"),
        ("screen.yaml", r"finding: feels-numb,", "finding: onset,", "cannot be ticked"),
        ("screen.yaml", r"finding: feels-numb,", "finding: feels-burning,", "stands there twice"),
        ("screen.yaml", r"guide: nap-numbness,", "guide: crossed-legs,", "a guide stands there twice"),
        ("screen.yaml", r"guide: nap-numbness,", "guide: nap-numbnes,", "is not a guide"),
        ("screen.yaml", r"^    over-three-months: .+\n", "", "takes the values of newest-warning-sign in their order"),
        ("model.yaml", r"(?s)emergency: \{self-care: \d+", "emergency: {self-care: 0", "gains less"),
    ],
)
def test_what_breaks_a_proof_is_a_fault(folder: Path, file: str, pattern: str, replacement: str, says: str) -> None:
    spoil(folder, file, pattern, replacement)
    assert any(says in problem.what for problem in problems(folder))


def test_the_command_says_so_and_exits_with_2(folder: Path) -> None:
    line = spoil(folder, "conditions/leprosy-neuropathy.yaml", r"^  feels-numb:", "  feels-nmb:")
    result = CliRunner().invoke(main, ["check", str(folder)])
    assert result.exit_code == 2
    assert re.search(rf"leprosy-neuropathy\.yaml:{line}:3 findings\.feels-nmb: ", result.stderr)


def test_schemas_accept_the_files_that_ship(tmp_path: Path) -> None:
    """An editor that knows the schemas marks nothing in our own files, and marks what is wrong."""
    assert CliRunner().invoke(main, ["check", "--schemas", str(tmp_path)]).exit_code == 0
    for name in files(FOLDER):
        folder = name.partition("/")[0]
        kind = folder.removesuffix("s") if folder in (*FOLDERS, SAID) else name.removesuffix(".yaml")
        kind = folder if folder == LIKENESS else kind
        schema = json.loads((tmp_path / f"{kind}.schema.json").read_text())
        validator = jsonschema.Draft202012Validator(schema)
        data = yamltext.read((FOLDER / name).read_bytes(), name).data
        assert [error.message for error in validator.iter_errors(data)] == [], name
        assert not validator.is_valid({**data, "unheard-of": 1}), name
