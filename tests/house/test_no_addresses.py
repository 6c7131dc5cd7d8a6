"""What is committed says nothing of the machine or the workplace it was written on.

The patterns are written so that they do not match themselves.
"""

import re

import pytest

from tests.house.files import ROOT, committed, shown, text_of

WRITERS = r"(?i)\b(sub-?[a]gents?|coding [a]gents?|[c]laude|[a]nthropic|[c]hatgpt|[l]lms?)\b"
OF_STUDIES = {"docs/trust.md": ("[c]hatgpt", "[l]lms?")}
"""Pages that cite studies of such programs, with the names that stand in their titles."""
FORBIDDEN = {
    r"pypi\.org|python[h]osted|npm[j]s\.|(deb|security)\.[d]ebian|archive\.[u]buntu|yarnpkg\.[c]om": (
        "an address of a package registry; name the package, the client knows where to find it"
    ),
    r"\b(extra[-_])?index[-_][u]rl\b|\bfind[-_][l]inks\b|\btrusted[-_][h]ost\b": (
        "a setting of somebody's package client; leave it to their machine"
    ),
    r"(?<![\w.}>~$-])/(root|home|Users|work|opt|tmp|mnt)/[\w.]": (
        "a path of one machine; use a path from the project's folder"
    ),
    r"\.\./[s]hared|\.[l]ibrary/": "a file outside the project; copy what is needed into it",
    WRITERS: "how the text came about; say what it is for",
    r"(?i)\b(helper|developer|this|previous|next|another|our)('s)? [s]essions?\b": (
        "how the work was shared out; say what the project does"
    ),
}


def faults(name: str, text: str) -> list[str]:
    """Every place of a text that a pattern forbids."""
    allowed = OF_STUDIES.get(name, ())
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: `{match.group()}` is {why}"
        for pattern, why in FORBIDDEN.items()
        for match in re.finditer(pattern, text)
        if not any(re.fullmatch(one, match.group(), flags=re.IGNORECASE) for one in allowed)
    ]


def test_no_committed_file_names_a_registry_a_machine_or_a_workplace() -> None:
    found = []
    # A picture is compressed pixels, in which any letters come by chance; test_pictures.py holds that it has no words.
    for path in (path for path in committed() if path.suffix != ".png"):
        text = text_of(path)
        found += faults(shown(path), text)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text, f"{name} holds an address; write it with `make lock`"
    pinned = len(re.findall(r"^[\w.-]+==", text, flags=re.MULTILINE))
    assert pinned == len(re.findall(r"==.*\\\n    --hash=sha256:", text)), f"{name}: every package needs its hash"


def test_the_lock_that_has_addresses_is_not_committed() -> None:
    assert ROOT / "uv.lock" not in committed(), "uv.lock names the registry for every file; `make lock` is ours"


@pytest.mark.parametrize(
    "text",
    [
        "https://" + "py" + "pi.org/simple",
        "files.python" + "hosted.org",
        "--extra-index" + "-url=file:x",
        "see /" + "root/notes.txt",
        "`/" + "tmp/v/bin`",
        "read ../" + "shared/design.md",
        "as the helper " + "session said",
    ],
)
def test_what_is_forbidden_is_found(text: str) -> None:
    assert faults("some.md", f"first line\n{text}\n")[0].startswith("some.md:2: ")


def test_a_page_of_studies_names_what_was_studied_and_no_other_page_does() -> None:
    studied = "Chat" + "GPT Health"
    assert faults("docs/trust.md", studied) == []
    assert faults("docs/other.md", studied)
    assert faults("docs/trust.md", "written by a coding " + "agent")


@pytest.mark.parametrize(
    "text",
    ["https://www.nhs.uk/conditions/work/", "an exercise session", "the causative agent", "#!/usr/bin/env python3"],
)
def test_what_is_allowed_is_left_alone(text: str) -> None:
    assert faults("some.md", text) == []
