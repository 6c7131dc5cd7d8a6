"""Finding guides, conditions and the rest by the words that people use.

Words are weighed by how few things they belong to, and count less the more often a thing says them
(as in BM25: Robertson and Zaragoza 2009, The Probabilistic Relevance Framework); a word that
nothing says counts as the one that is spelt most like it."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache

from msgspec import Struct

from pinprick.extras import needed
from pinprick.knowledge import Condition, Knowledge, Medicine
from pinprick.knowledge.phrases import HAN, is_han, tokens
from pinprick.knowledge.quantity import Text, text, texts
from pinprick.knowledge.said import Said, alike
from pinprick.once import once
from pinprick.story.lexicon import Lexicon, compiled, matches

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
_MUCH, _NEARLY = 5, 0.8
"""How many things of a kind are much, and which part of the best score is nearly as good."""
_MOST = 12
_WIDE = 0.1
"""What part of all things says a word that tells no cause from the others."""
GUIDES = "guides"
_FIRST = (GUIDES, "conditions")
"""The kinds that rank together, before all others."""


class Found(Struct, frozen=True):
    """Something that the words may mean."""

    kind: str
    id: str
    name: str
    says: str
    """A sentence of what its page says."""


class Index(Struct, frozen=True):
    """How often each thing says each word in its names, what else its text says, and in how many
    things a word is."""

    said: dict[Found, Counter[str]]
    beside: dict[Found, frozenset[str]]
    spread: Counter[str]
    mentioned: dict[Found, frozenset[str]]
    """What a medicine must not go with, and whom it concerns: looked at where nothing else fits."""
    names: dict[Found, str]
    """The words of all names, each between two bars."""
    common: frozenset[str]
    """The words of more than half of the guides: they tell none of them from the others, and no
    cause."""


def find(knowledge: Knowledge, phrases: Lexicon, words: str, language: str) -> list[Found]:
    """What the words may mean among what is told in a language, likeliest first: guides and causes
    together, then the rest, but what the words name whole. Words that most guides say lead to the
    commonest, and ones that many things say to guides before causes. `phrases` says how a question is
    asked, and which characters are read as one."""
    made, read = indexes(knowledge)(language)(phrases), _reading(phrases)
    wanted = read(words)
    asked = [one for word in wanted for one in _nearest(word, made)]
    weights = {word: math.log((len(made.said) + 1) / made.spread[word]) for word in asked if word}
    least = _LEAST * sum(weights.values())
    scores: dict[str, dict[Found, float]] = defaultdict(dict)
    for found in made.said if weights else ():
        score = _score(weights, made.said[found], made.beside[found])
        scores[found.kind][found] = score
    good = {found: score for of in scores.values() for found, score in _good(of, least)}
    if weights and weights.keys() <= made.common:
        good = _saying(made, asked, scores[GUIDES])
        if not good:
            return commonest(knowledge, phrases, language)
    if not good:
        whole = frozenset(wanted)
        good = {one: 1.0 for one, said in made.mentioned.items() if whole and whole <= said}

    many = _WIDE * len(made.said)
    wide = all(made.spread[word] > many or (len(word) == 1 and is_han(word)) for word in weights)

    def order(found: Found) -> tuple[bool, bool, float, bool, str]:
        named = set(read(found.name)) <= weights.keys()
        guide, cause = found.kind == GUIDES, found.kind in _FIRST and found.kind != GUIDES
        first = guide or named or (cause and not wide)
        return not first, wide and cause, -good[found], not guide, found.name

    return sorted(good, key=order)[:_MOST]


def commonest(knowledge: Knowledge, phrases: Lexicon, language: str) -> list[Found]:
    """The guides that the start begins with, in its order: what is offered where words tell none of
    the guides from the others."""
    said = indexes(knowledge)(language)(phrases).said
    guides = {one.id: one for one in said if one.kind == GUIDES}
    return [guides[card.guide] for card in knowledge.screen.stories][:_MUCH]


def _good(scores: dict[Found, float], least: float) -> Iterator[tuple[Found, float]]:
    """What fits of a kind, not far worse than the best; where much fits, only the best of it."""
    best = max(scores.values())
    good = {one: score for one, score in scores.items() if score >= max(least, _BEST * best) > 0}
    if len(good) > _MUCH:
        good = {one: score for one, score in good.items() if score >= _NEARLY * best}
    yield from sorted(good.items(), key=lambda one: -one[1])[:_MUCH]


def _saying(made: Index, asked: list[str], guides: dict[Found, float]) -> dict[Found, float]:
    """The guides that say common words in just this order, where few do: each word alone is in most
    of them, and "numb feet" tells nothing."""
    phrase = f" {' '.join(asked)} "
    good = {one: score for one, score in guides.items() if phrase in made.names[one]}
    return good if len(good) <= _MUCH else {}


def _score(weights: dict[str, float], said: Counter[str], beside: frozenset[str]) -> float:
    return sum(
        weight * (said[word] / (said[word] + 1) if word in said else _BESIDE * (word in beside) / 2)
        for word, weight in weights.items()
    )


def _nearest(word: str, made: Index) -> tuple[str, ...]:
    """The word that is spelt most like one; of a pair of characters that nothing says, each."""
    if word in made.spread:
        return (word,)
    if is_han(word):
        return tuple(letter for letter in word if letter in made.spread)
    alike = process.extractOne(word, made.spread.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return (alike[0],) if alike else ("",)


# ---- words


_WORDS = re.compile(rf"[a-z0-9]+|[{HAN}]+")


def stems(words: str) -> list[str]:
    """The telling words of a text in small letters, without their endings. Chinese has no blanks between
    its words, so each two neighbouring characters count as one, and one that stands alone."""
    found = (word for word in _WORDS.findall(words.lower()) if word not in _EMPTY)
    return [part for word in found for part in (_pairs(word) if is_han(word) else (_stem(word),))]


@once
def _reading(phrases: Lexicon) -> Callable[[str], list[str]]:
    """The telling words of a text: characters and general words that are read as one written as one (疼
    is 痛, 发麻 is 麻), and how a question is asked left out."""
    said, table = phrases.said, alike(phrases.said)
    asking = compiled(Said(words=said.words, classes=said.classes, asking=said.asking))
    general = {one.translate(table): read for one, read in said.searched_as.items()}
    written = re.compile("|".join(sorted(general, key=len, reverse=True)) or r"(?!)")

    def telling(words: str) -> list[str]:
        words = words.lower().translate(table)
        words = written.sub(lambda found: general[found.group()], words)
        return stems(_without(asking, words))

    return telling


def _without(asking: Lexicon, words: str) -> str:
    """A text with blanks where a phrase stands; the words of its gaps are left."""
    text = tokens(words)
    left = list(words)
    for at in {at for match in matches(asking, text, frozenset()) for at in match.at}:
        first, end = text[at].start, text[at].end
        left[first:end] = " " * (end - first)
    return "".join(left)


def _said(words: list[str]) -> list[str]:
    """Words, and of pairs of characters each character too: who searches for 麻 alone means all that
    is said with it."""
    alone = [letter for word in words if len(word) == 2 and is_han(word) for letter in word]
    return words + alone


def _pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(max(1, len(word) - 1))]


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
def indexes(knowledge: Knowledge) -> Callable[[str], Callable[[Lexicon], Index]]:
    """An index of each language and its phrases, made when somebody first searches in it."""

    @cache
    def of(language: str) -> Callable[[Lexicon], Index]:
        def made(phrases: Lexicon) -> Index:
            return _index(knowledge, phrases, language)

        return once(made)

    return of


def _index(knowledge: Knowledge, phrases: Lexicon, language: str) -> Index:
    """Every thing that has a page, with its words."""
    read = _reading(phrases)
    said: dict[Found, Counter[str]] = {}
    beside: dict[Found, frozenset[str]] = {}
    together: dict[Found, str] = {}
    for kind, id_, names, (rest, about) in _things(knowledge, language):
        found = Found(kind, id_, names[0], _first_sentence(about))
        said[found] = Counter(word for name in names for word in _said(read(name)))
        beside[found] = frozenset(_said(read(rest))) - said[found].keys()
        together[found] = "|".join(f" {' '.join(read(name))} " for name in names)
    guides = [said[found] for found in said if found.kind == GUIDES]
    asked = Counter(word for guide in guides for word in guide)
    return Index(
        said,
        beside,
        Counter(word for found in said for word in {*said[found], *beside[found]}),
        {
            one: frozenset(read(_mentioned(knowledge.medicines[one.id], language)))
            for one in said
            if one.kind == "medicines"
        },
        together,
        frozenset(word for word, count in asked.items() if count > len(guides) / 2),
    )


def _first_sentence(words: str) -> str:
    first = re.match(r".+?(?:[.?!](?=\s+[A-Z]|$)|[。？！])", words)
    return first[0] if first else words


def _things(
    knowledge: Knowledge, language: str
) -> Iterator[tuple[str, str, list[str], tuple[str, str]]]:
    """Kind, id, names (the first is shown), further words and what is told of everything that has a
    page."""

    def told(words: Text) -> str:
        return text(words, language)

    for id_, guide in knowledge.guides.items():
        names = [told(guide.title), told(guide.story_in_short), *texts(guide.asked, language)]
        answer = " ".join(texts(guide.answer.lines, language))
        causes = (knowledge.conditions[cause] for cause in guide.mostly)
        called = [name for cause in causes for name in _names(cause, language)]
        yield GUIDES, id_, names, (" ".join([answer, *called]), answer)
    for id_, condition in knowledge.conditions.items():
        yield "conditions", id_, _names(condition, language), (told(condition.about),) * 2
    for id_, finding in knowledge.vocabulary.findings.items():
        yield "findings", id_, [told(finding.label)], (told(finding.ask),) * 2
    for id_, site in knowledge.sites.items():
        names = [told(site.label), told(site.clinical)]
        yield "sites", id_, names, (told(site.supplies),) * 2
    for id_, medicine in knowledge.medicines.items():
        names = [told(medicine.name), *medicine.also_called]
        yield "medicines", id_, names, (told(medicine.kind), told(medicine.evidence))
    for id_, routine in knowledge.self_care.routines.items():
        yield "routines", id_, [told(routine.title)], ("", told(routine.evidence))


def _mentioned(medicine: Medicine, language: str) -> str:
    told = [text(one.says, language) for one in (*medicine.must_not, *medicine.care)]
    told += [text(one.other, language) for one in medicine.interactions]
    return " ".join(told)


def _names(condition: Condition, language: str) -> list[str]:
    """The plain, the clinical, and the other names of a condition."""
    name = condition.name
    others = texts(name.synonyms, language)
    return [text(name.plain, language), text(name.clinical, language), *others]
