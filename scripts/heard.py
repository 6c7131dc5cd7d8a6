"""How many red flags are heard in sentences that nobody mended for: `python -m scripts.heard en`.

Of `evaluation/examples/LANGUAGE/scored`: of `red-flags.yaml` how many texts of each place in its
lists (the first two are plain, the others in words that nobody thinks of first), of
`harmless.yaml` how many raise an alarm. It prints sums alone, as the texts are not to be read."""

import sys
from collections import Counter
from pathlib import Path

from pinprick import loading, yamltext
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import PRESENT
from pinprick.story import lexicon
from pinprick.story.understanding import understand

PLAIN = 2


def flags(knowledge: Knowledge, known: lexicon.Lexicon, text: str) -> set[str]:
    """The red flags that a text is taken to tell."""
    told = understand(knowledge, known, text).proposals
    return {one.finding for one in told if one.red_flag and one.value == PRESENT}


def main() -> None:
    language = sys.argv[1] if len(sys.argv) > 1 else "en"
    folder = Path(__file__).parents[1] / "evaluation" / "examples" / language / "scored"
    knowledge, known = loading.load().knowledge, lexicon.load(None, language)
    for path in sorted(folder.glob("*.yaml")):
        texts = yamltext.read(path.read_bytes(), str(path)).data
        if path.stem == "harmless":
            alarms = [bool(flags(knowledge, known, one)) for some in texts.values() for one in some]
            print(f"harmless: an alarm in {sum(alarms)} of {len(alarms)}")
            continue
        heard, told = Counter[str](), Counter[str]()
        for flag, some in texts.items():
            for index, one in enumerate(some):
                kind = "plain" if index < PLAIN else "colourful"
                heard[kind] += flag in flags(knowledge, known, one)
                told[kind] += 1
        for kind, count in told.items():
            print(f"{kind}: {heard[kind]} of {count} heard")


if __name__ == "__main__":
    main()
