"""Finding guides, conditions and the rest by the words that people use.

Words are weighed by how few things they belong to, and count less the more often a thing says them
(as in BM25: Robertson and Zaragoza 2009, The Probabilistic Relevance Framework); a word that
nothing says counts as the one that is spelt most like it."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from pinprick.extras import needed
from pinprick.knowledge import Condition, Knowledge
from pinprick.knowledge.quantity import Text
from pinprick.once import once

with needed("search"):
    from rapidfuzz import fuzz, process

_BESIDE = 0.4
"""What a word counts that stands in the text but not in the name."""
_LEAST = 0.15
"""Which part of the weight of the words asked for must be found."""
_BEST = 0.4
"""... and which part of the score of the best of its kind."""
_ALIKE = 80.0
"""From which likeness (0 to 100) a word counts as misspelt."""
_MOST = 12


class Found(Struct, frozen=True):
    """Something that the words may mean."""

    kind: str
    id: str
    name: str


class Index(Struct, frozen=True):
    """How often each thing says each word in its names, what else its text says, and in how many
    things a word is."""

    said: dict[Found, Counter[str]]
    beside: dict[Found, frozenset[str]]
    spread: Counter[str]


def find(knowledge: Knowledge, words: str) -> list[Found]:
    """What the words may mean: guides first, then the rest, likeliest first."""
    made = index(knowledge)
    asked = [_nearest(word, made) for word in stems(words)]
    weights = {word: math.log((len(made.said) + 1) / made.spread[word]) for word in asked if word}
    scores = (
        {found: _score(weights, made.said[found], made.beside[found]) for found in made.said}
        if weights
        else {}
    )
    best: dict[str, float] = {}
    for found, score in scores.items():
        best[found.kind] = max(score, best.get(found.kind, 0))
    least = {kind: max(_LEAST * sum(weights.values()), _BEST * most) for kind, most in best.items()}
    good = [found for found, score in scores.items() if score >= least[found.kind] > 0]
    return sorted(good, key=lambda found: (found.kind != "guides", -scores[found], found.name))[
        :_MOST
    ]


def _score(weights: dict[str, float], said: Counter[str], beside: frozenset[str]) -> float:
    return sum(
        weight * (said[word] / (said[word] + 1) if word in said else _BESIDE * (word in beside) / 2)
        for word, weight in weights.items()
    )


def _nearest(word: str, made: Index) -> str:
    if word in made.spread:
        return word
    alike = process.extractOne(word, made.spread.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return alike[0] if alike else ""


# ---- words


def stems(words: str) -> list[str]:
    """The telling words of a text in small letters, without their endings."""
    return [_stem(word) for word in re.findall(r"[a-z0-9]+", words.lower()) if word not in _EMPTY]


_EMPTY = frozenset(
    "a an and are as at be but can do does for from have i in is it me my of on or so that the to when why with".split()
)
_IRREGULAR = {
    "asleep": "sleep", "slept": "sleep", "feet": "foot", "fell": "fall", "felt": "feel", "lay": "lie", "lying": "lie",
    "ran": "run", "sat": "sit", "woke": "wake", "woken": "wake",
}  # fmt: skip
_ENDINGS = (("ness", 3), ("ing", 3), ("es", 3), ("ed", 3), ("ly", 5), ("s", 3), ("y", 3), ("e", 3))
"""What words end in, and how many letters must be left before it."""


def _stem(word: str) -> str:
    """A word without its ending: "tingly", "tingle" and "tingling" are one, and so are "nap" and
    "napping"."""
    word = _IRREGULAR.get(word, word)
    if word.endswith("ss") and not word.endswith("ness"):
        return word
    ending = next(
        (one for one, least in _ENDINGS if word.endswith(one) and len(word) - len(one) >= least), ""
    )
    bare = word.removesuffix(ending)
    doubled = (
        ending in ("ing", "ed") and len(bare) > 3 and bare[-1] == bare[-2] and bare[-1] not in "ls"
    )
    return bare[:-1] if doubled else bare


# ---- what there is


@once
def index(knowledge: Knowledge) -> Index:
    """Every thing that has a page, with its words."""
    said: dict[Found, Counter[str]] = {}
    beside: dict[Found, frozenset[str]] = {}
    for kind, id_, names, rest in _things(knowledge):
        found = Found(kind, id_, names[0])
        said[found] = Counter(word for name in names for word in stems(name))
        beside[found] = frozenset(stems(rest)) - said[found].keys()
    return Index(
        said, beside, Counter(word for found in said for word in {*said[found], *beside[found]})
    )


def _things(knowledge: Knowledge) -> Iterator[tuple[str, str, list[str], str]]:
    """Kind, id, names (the first is shown) and further text of everything that has a page."""
    for id_, guide in knowledge.guides.items():
        names = [_words(guide.title), _words(guide.story_in_short), *guide.asked["en"]]
        told = [
            name for cause in guide.options.also for name in _names(knowledge.conditions[cause])
        ]
        yield "guides", id_, names, " ".join([_words(guide.intro.text), *told])
    for id_, condition in knowledge.conditions.items():
        yield "conditions", id_, _names(condition)[:2], _words(condition.about)
    for id_, finding in knowledge.vocabulary.findings.items():
        yield "findings", id_, [_words(finding.label)], _words(finding.ask)
    for id_, site in knowledge.sites.items():
        yield "sites", id_, [_words(site.label), _words(site.clinical)], _words(site.supplies)
    for id_, medicine in knowledge.medicines.items():
        yield "medicines", id_, [_words(medicine.name)], _words(medicine.kind)
    for id_, routine in knowledge.self_care.routines.items():
        yield "routines", id_, [_words(routine.title)], ""


def _names(condition: Condition) -> list[str]:
    """The plain, the clinical, and the other names of a condition."""
    name = condition.name
    return [_words(name.plain), _words(name.clinical), *name.synonyms.get("en", ())]


def _words(words: Text) -> str:
    return " ".join(words["en"].split())
