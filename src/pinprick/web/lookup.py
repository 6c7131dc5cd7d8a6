"""The search: what words may mean among guides, causes and the rest, a warning before anything
else."""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from pinprick import urgency
from pinprick.case.answers import Answer
from pinprick.case.known import of_answers
from pinprick.knowledge import Knowledge, Level, Rule
from pinprick.knowledge.ids import ABSENT, MAP
from pinprick.serving import work
from pinprick.serving.state import language_of, lexicon_of, model_of
from pinprick.story import search
from pinprick.story.lexicon import Lexicon
from pinprick.story.understanding import understand
from pinprick.web import requests
from pinprick.web.pages import page
from pinprick.words.wording import text

MOST = 500
"""Characters of what is searched for; more belongs into the interview, which reads it all."""


class Warned(Struct, frozen=True):
    """A red flag that the words name: what it is, and the rule that says what to do if it is so; none
    where it needs a question first."""

    names: tuple[str, ...]
    rule: Rule | None


async def find(request: Request) -> Response:
    """What the words that were typed may mean. They come in the body, like all that a person
    says."""
    words = dict(await requests.pairs(request)).get("words", "")[:MOST].strip()
    return await work.step(request, _found, request, words)


def _found(request: Request, words: str) -> Response:
    knowledge, language = model_of(request).knowledge, language_of(request)
    found = search.find(knowledge, words)
    warned = warning(knowledge, lexicon_of(request), words, language)
    return page(request, "found.html", words=words, found=found, warned=warned)


def warning(knowledge: Knowledge, phrases: Lexicon, words: str, language: str) -> Warned | None:
    """The red flags that some words name, and what they would mean with all else that the words say.
    What they deny says nothing here: it could only calm."""
    told = understand(knowledge, phrases, words).proposals
    said = {one.finding: one.value for one in told if one.value != ABSENT and one.finding != MAP}
    flags = [one.finding for one in told if one.red_flag and one.finding in said]
    if not flags:
        return None
    labels = (text(knowledge.vocabulary.findings[id_].label, language) for id_ in flags)
    return Warned(tuple(labels), _rule(knowledge, said))


def _rule(knowledge: Knowledge, said: dict[str, Answer]) -> Rule | None:
    known = of_answers(knowledge, said)
    fired = urgency.said_by_rules(urgency.parsed(knowledge), known).rules
    urgent = [rule for id_ in fired if (rule := knowledge.rules[id_]).level >= Level.SAME_DAY]
    return urgent[0] if urgent else None
