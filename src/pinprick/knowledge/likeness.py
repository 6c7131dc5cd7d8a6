"""How like words are to those of people who have a red flag, as data: a file a language."""

from msgspec import Struct, field


class Weights(Struct, frozen=True):
    """`likeness/LANGUAGE.json`, written by `scripts/likeness.py`: logistic regression on words and
    pairs of neighbours, as `story.likeness` reckons with it."""

    made_of: str = ""
    """The hash of the sentences that it was fitted to."""
    asked_from: float = 1.0
    """From this probability on a red flag is asked that no phrase has heard."""
    base: dict[str, float] = field(default_factory=dict)
    """The log-odds of each red flag before any word."""
    rarity: dict[str, float] = field(default_factory=dict)
    """Of each word, or pair with a blank between, that is known, how rare it is (inverse document
    frequency). A text is the vector of those of its words, brought to the length of one."""
    words: dict[str, dict[str, float]] = field(default_factory=dict)
    """What a word adds to the log-odds of some red flags, times its part of that vector."""
