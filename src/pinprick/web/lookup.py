"""The search: what words may mean among guides, causes and the rest, a warning before anything
else."""

from starlette.requests import Request
from starlette.responses import Response

from pinprick.account.heard import warning
from pinprick.serving import work
from pinprick.serving.state import language_of, lexicon_of, model_of
from pinprick.story import search
from pinprick.web import requests
from pinprick.web.pages import page

MOST = 500
"""Characters of what is searched for; more belongs into the interview, which reads it all."""


async def find(request: Request) -> Response:
    """What the words that were typed may mean. They come in the body, like all that a person
    says."""
    words = dict(await requests.pairs(request)).get("words", "")[:MOST].strip()
    return await work.step(request, _found, request, words)


def _found(request: Request, words: str) -> Response:
    knowledge, language = model_of(request).knowledge, language_of(request)
    phrases = lexicon_of(request)
    found = search.find(knowledge, phrases, words, language)
    others = search.commonest(knowledge, phrases, language) if words and not found else []
    warned = warning(knowledge, phrases, words, language)
    return page(request, "found.html", words=words, found=found, others=others, warned=warned)
