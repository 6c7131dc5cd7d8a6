"""Fit by which words a red flag is heard that no phrase knows: `python -m scripts.likeness zh`.

It reads the sentences of `evaluation/examples/LANGUAGE` and the stories for fitting of own words,
says by cross-validation how well the phrases do alone and with likeness, and writes
`knowledge_base/likeness/LANGUAGE.json`. With `--check` it writes nothing."""

import argparse
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from pinprick import loading, yamltext
from pinprick.case.known import red_flags_to_ask
from pinprick.knowledge import Knowledge
from pinprick.knowledge.folder import FOLDER, likeness_file
from pinprick.knowledge.ids import PRESENT
from pinprick.knowledge.likeness import Weights
from pinprick.knowledge.phrases import Token, tokens
from pinprick.lab import own_words
from pinprick.lab.evaluate import is_for_fitting_id
from pinprick.story import lexicon
from pinprick.story.likeness import grams
from pinprick.story.spelling import mended
from pinprick.story.understanding import understand

EVALUATION = Path(__file__).parents[1] / "evaluation"
FOLDS = 5
SOFTNESS = 300.0
"""scikit-learn's C. From 10 to 300 as many red flags are heard at as many alarms; the
higher, the less of what it was fitted to is heard wrongly."""
LEAST_TEXTS = 2
"""In how many texts a word or pair stands that is weighed."""
LEAST_WEIGHT = 0.5
"""Smaller weights are left out: with all of them, ten times as many, no more is heard."""
STORY = "story"
HARMLESS = "harmless-stories"
"""The part of examples with whole stories near red flags that tell none; shorter texts of none stand in
others, and are harder to tell apart than what people write."""
ALARMS, TOO_MANY = 0.02, 0.01
"""In which share of harmless stories near red flags likeness may ask, and in which of all other stories
it may ask what they do not tell; the limit from which it asks follows from both."""


class Example(Struct, frozen=True):
    """A text, the red flags that it tells, and the part of the examples that it stands in."""

    said: str
    told: frozenset[str]
    part: str


def examples(language: str, knowledge: Knowledge) -> list[Example]:
    """All that may be read: sentences by what they tell, and the stories for fitting."""
    flags, found = red_flags_to_ask(knowledge), []
    for path in sorted((EVALUATION / "examples" / language).glob("*.yaml")):
        for key, texts in yamltext.read(path.read_bytes(), str(path)).data.items():
            found += [Example(one, frozenset({key} & {*flags}), key) for one in texts]
    for path in story_files(language):
        for story in own_words.read(path.read_bytes(), path.name, knowledge):
            if is_for_fitting_id(story.id):
                told = {id_ for id_, value in story.told.items() if value == PRESENT}
                found.append(Example(story.said, frozenset(told & {*flags}), STORY))
    return found


def story_files(language: str) -> list[Path]:
    """The files of labelled stories of a language."""
    folder = EVALUATION / "words" / ("" if language == "en" else language)
    return sorted(folder.glob("*.yaml"))


def hash_of(texts: Iterable[Example]) -> str:
    """What `made_of` says of these examples."""
    told = [(one.said, sorted(one.told)) for one in texts]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def words_of(known: lexicon.Lexicon, text: str) -> list[Token]:
    """The words of a text, as it is understood."""
    return mended(known, tokens(text, known.said.numbers, known.said.signs))


def fit(
    texts: Sequence[Sequence[Token]],
    told: Sequence[frozenset[str]],
    flags: Iterable[str],
    least_weight: float = LEAST_WEIGHT,
) -> Weights:
    """The weights that tell the texts of each flag from all others, without asking from anywhere."""
    vectors = TfidfVectorizer(analyzer=grams, min_df=LEAST_TEXTS)
    rows = vectors.fit_transform(texts)
    rarity = dict(zip(vectors.get_feature_names_out(), vectors.idf_, strict=True))
    base: dict[str, float] = {}
    words: dict[str, dict[str, float]] = {}
    for flag in flags:
        model = LogisticRegression(C=SOFTNESS, solver="liblinear")
        model.fit(rows, [flag in one for one in told])
        base[flag] = round(float(model.intercept_[0]), 2)
        for gram, weight in zip(rarity, model.coef_[0], strict=True):
            if abs(weight) >= least_weight:
                words.setdefault(gram, {})[flag] = round(float(weight), 2)
    kept = {gram: round(float(rarity[gram]), 2) for gram in sorted(words)}
    return Weights(
        asked_from=0.0, base=base, rarity=kept, words={gram: words[gram] for gram in kept}
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language")
    parser.add_argument("--check", action="store_true", help="write nothing")
    given = parser.parse_args()
    knowledge = loading.load().knowledge
    known = replace(lexicon.load(None, given.language), weights=Weights())
    texts = examples(given.language, knowledge)
    flags = list(red_flags_to_ask(knowledge))
    heard = by_others(knowledge, known, texts, flags)
    made = replace(
        fit([words_of(known, one.said) for one in texts], [one.told for one in texts], flags),
        made_of=hash_of(texts),
        asked_from=limit(texts, heard),
    )
    print(f"{len(texts)} texts, {len(made.words)} words and pairs; asked from {made.asked_from}")
    kinds: dict[str, Callable[[Example], bool]] = {
        "sentences of red flags": lambda one: bool(one.told) and one.part != STORY,
        "stories": lambda one: one.part == STORY,
        "harmless": lambda one: one.part == HARMLESS,
    }
    for name, is_so in kinds.items():
        tell(
            name,
            [one for one, text in zip(heard, texts, strict=True) if is_so(text)],
            made.asked_from,
        )
    if not given.check:
        path = FOLDER / likeness_file(given.language)
        path.parent.mkdir(exist_ok=True)
        path.write_text(written(made), encoding="utf-8")


class Heard(Struct, frozen=True):
    """Of a text the red flags that are told, those that phrases hear, and the likeness of those that
    might be asked besides, by weights that were fitted to other texts."""

    told: frozenset[str] = frozenset()
    by_phrase: frozenset[str] = frozenset()
    by_likeness: dict[str, float] = {}

    def with_likeness(self, asked_from: float) -> set[str]:
        """What phrases and likeness hear together."""
        more = {flag for flag, one in self.by_likeness.items() if one >= asked_from}
        return more | self.by_phrase


def by_others(
    knowledge: Knowledge, known: lexicon.Lexicon, texts: Sequence[Example], flags: Sequence[str]
) -> list[Heard]:
    """What is heard of each text by weights that were fitted to others, where likeness asks of all
    that it may ask."""
    read = [words_of(known, one.said) for one in texts]
    heard: list[Heard] = [Heard()] * len(texts)
    for fitted, held in KFold(FOLDS, shuffle=True, random_state=0).split(texts):
        weights = fit([read[i] for i in fitted], [texts[i].told for i in fitted], flags)
        asking = replace(known, weights=weights)
        for i in held:
            proposals = understand(knowledge, asking, texts[i].said).proposals
            some = [one for one in proposals if one.red_flag and one.value == PRESENT]
            by_phrase = frozenset(one.finding for one in some if one.likeness is None)
            more = {one.finding: one.likeness for one in some if one.likeness is not None}
            heard[i] = Heard(texts[i].told, by_phrase, more)
    return heard


def limit(texts: Sequence[Example], heard: Sequence[Heard]) -> float:
    """From where on likeness asks, so that it asks what is not told in no more than a share of
    harmless stories and of all other stories."""
    shares = {HARMLESS: ALARMS, STORY: TOO_MANY}
    of_part: dict[str, list[float]] = {part: [] for part in shares}
    for of, one in zip(texts, heard, strict=True):
        wrong = (p for flag, p in one.by_likeness.items() if flag not in one.told)
        if of.part in of_part:
            of_part[of.part].append(max(wrong, default=0))
    return round(max(float(np.quantile(of_part[part], 1 - shares[part])) for part in shares), 2)


def tell(name: str, of: Sequence[Heard], asked_from: float) -> None:
    """How many red flags phrases hear, and phrases with likeness, and in how many texts more than
    is told."""
    told = sum(len(one.told) for one in of)
    both = [one.with_likeness(asked_from) for one in of]
    for way, found in (("phrases", [one.by_phrase for one in of]), ("with likeness", both)):
        right = sum(len(one.told & some) for one, some in zip(of, found, strict=True))
        wrong = sum(bool(some - one.told) for one, some in zip(of, found, strict=True))
        print(
            f"  {name}, {way}: {right} of {told} told, more than is told in {wrong} of {len(of)} texts"
        )


def written(weights: Weights) -> str:
    """The file: one word or pair a line."""
    plain = msgspec.to_builtins(weights)
    parts = [f"{json.dumps(name)}: {_lines(of)}" for name, of in plain.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(of: object) -> str:
    """A mapping with an entry a line, everything else in one."""
    if not isinstance(of, dict):
        return json.dumps(of)
    entries = (
        f"  {json.dumps([key], ensure_ascii=False)[1:-1]}: {json.dumps(one)}"
        for key, one in of.items()
    )
    return "{\n" + ",\n".join(entries) + "\n}"


if __name__ == "__main__":
    main()
