"""What every face of a server asks of the application and the request: the model, the phrases, the
language."""

from starlette.requests import Request

from pinprick.knowledge.languages import heard_as
from pinprick.model.axes import Model
from pinprick.serving.languages import language_in
from pinprick.story import lexicon
from pinprick.story.lexicon import Lexicon


def model_of(request: Request) -> Model:
    """The model that this application serves."""
    model: Model = request.app.state.model
    return model


def lexicon_of(request: Request, notes: bool = False) -> Lexicon:
    """The phrases by which own words, or `notes`, are understood, read when they are first needed."""
    state = request.app.state
    language = heard_as(state.model.knowledge.spoken, language_of(request))
    if (language, notes) not in state.phrases:
        state.phrases[language, notes] = lexicon.load(state.folder, language, notes)
    found: Lexicon = state.phrases[language, notes]
    return found


def language_of(request: Request) -> str:
    """The language of an answer."""
    return language_in(request.scope)
