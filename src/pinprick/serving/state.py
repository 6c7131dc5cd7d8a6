"""What every face of a server asks of the application and the request: the model, the phrases, the
language."""

from starlette.requests import Request

from pinprick.model.axes import Model
from pinprick.story import lexicon
from pinprick.story.lexicon import Lexicon
from pinprick.words import ENGLISH


def model_of(request: Request) -> Model:
    """The model that this application serves."""
    model: Model = request.app.state.model
    return model


def lexicon_of(request: Request) -> Lexicon:
    """The phrases by which own words are understood, read when they are first needed."""
    state, language = request.app.state, language_of(request)
    if language not in state.phrases:
        state.phrases[language] = lexicon.load(state.folder, language)
    found: Lexicon = state.phrases[language]
    return found


def language_of(request: Request) -> str:
    """The language of an answer. There is one so far; what is asked for will choose it here."""
    return ENGLISH
