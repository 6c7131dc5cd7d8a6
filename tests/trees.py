"""Random expressions over a few findings, and random answers to those."""

from typing import Any

from hypothesis import strategies as st

from pinprick.case.answers import Painted

FLAGS = ("numb", "weak", "cold")
POSSIBLE: dict[str, tuple[Any, ...]] = dict.fromkeys(FLAGS, ("present", "absent")) | {
    "onset": ("fast", "slow"),
    "age": (10.0, 40.0),
    "numb-regions": (Painted(left=frozenset(["heel"])), Painted()),
}
UNKNOWN: tuple[Any, ...] = (None, "unknown")
DEFINITIONS: dict[str, Any] = {"bad": {"any": ["weak", {"onset": "fast"}]}, "worse": {"all": ["bad", "numb"]}}
LEAVES: st.SearchStrategy[Any] = st.sampled_from(
    [
        *FLAGS,
        *DEFINITIONS,
        {"onset": "fast"},
        {"onset": ["fast", "slow"]},
        {"age": {"under": 18}},
        {"age": {"from": 18}},
        {"region": "heel"},
    ]
)


def _mappings(inner: st.SearchStrategy[Any], unless: bool) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=1, max_size=3)
    kinds = [
        st.builds(lambda parts: {"all": parts}, some),
        st.builds(lambda parts: {"any": parts}, some),
        st.builds(lambda part: {"not": part}, inner),
    ]
    if unless:
        kinds.append(st.builds(lambda part, but: {"when": part, "unless": but}, inner, inner))
        kinds.append(st.builds(lambda parts, but: {"all": parts, "unless": but}, some, inner))
    return st.one_of(kinds)


TREES = st.recursive(LEAVES, lambda inner: _mappings(inner, unless=True), max_leaves=8)
KLEENE = st.recursive(LEAVES, lambda inner: _mappings(inner, unless=False), max_leaves=8)
ANSWERS = st.fixed_dictionaries(
    {finding: st.sampled_from((*values, *UNKNOWN)) for finding, values in POSSIBLE.items()}
).map(lambda answers: {finding: answer for finding, answer in answers.items() if answer is not None})
