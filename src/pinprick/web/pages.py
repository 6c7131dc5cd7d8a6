"""Rendering: the templates, what all of them can use, and pages that say what was wrong with a
request."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Match

from pinprick.account.told import ToldReason
from pinprick.knowledge import Knowledge, cited
from pinprick.knowledge.quantity import Source, Texts
from pinprick.model.axes import Model
from pinprick.pictures import bodymap
from pinprick.pictures.drawings import drawing
from pinprick.words import calling, wording
from pinprick.words.calling import ELSEWHERE, Place

_MOST_CITED = 2
"""How many sources a reason names."""
HERE = Path(__file__).parent
STATIC = HERE / "static"


class Refused(HTTPException):
    """A request that none of our pages sends; `faults` say what is wrong with it."""

    def __init__(self, faults: list[str], status: int = 400) -> None:
        super().__init__(status)
        self.faults = faults


@cache
def templates() -> Environment:
    """The environment of all templates; a name that a page does not know is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["t"] = wording.text
    made.filters["strong"] = wording.strength
    made.filters["ts"] = _texts
    made.filters["label_of"] = _label
    made.filters["cited"] = _cited
    made.globals |= {
        "wording": wording,
        "calling": calling,
        "bodymap": bodymap,
        "level_names": wording.LEVEL_NAMES,
        "asset": asset,
        "drawing": lambda name: Markup(drawing(name)),
    }
    return made


def _cited(reason: ToldReason, knowledge: Knowledge) -> tuple[Source, ...]:
    """The sources that a reason rests on, where it was counted or read."""
    keys = reason.sources if reason.basis != "estimate" else ()
    return cited(knowledge, keys[:_MOST_CITED])


def _texts(words: Texts) -> tuple[str, ...]:
    """A list of words in English; none where there is none."""
    return words.get("en", ())


def _label(finding: str, knowledge: Knowledge) -> str:
    return wording.text(knowledge.vocabulary.findings[finding].label)


@cache
def asset(name: str) -> str:
    """The address of a file of ours, with a mark that changes when the file does."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={mark}"


def asset_text(name: str) -> str:
    """The content of a file of ours."""
    return (STATIC / name).read_text(encoding="utf-8")


def model_of(request: Request) -> Model:
    """The model that this application serves."""
    model: Model = request.app.state.model
    return model


def place_of(request: Request, chosen: str = "") -> Place:
    """Where the reader is: the country that was chosen, else a guess from the browser's first
    language."""
    if chosen:
        return Place(chosen)
    language = request.headers.get("accept-language", "").split(",")[0].split(";")[0].strip()
    region = language.partition("-")[2].rpartition("-")[2]
    return Place(region.upper() if len(region) == 2 and region.isalpha() else "", guessed=True)


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A template filled in, where `country` is the one that was chosen, if any was; whom to call
    there, the countries to choose from and the knowledge base are always there."""
    knowledge: Knowledge = model_of(request).knowledge
    country = context.pop("country", "")
    place = place_of(request, country)
    shared = {
        "knowledge": knowledge,
        "country": country,
        "place": place,
        "whom": calling.call(knowledge, "emergency", place),
        "countries": _countries(knowledge),
    }
    return HTMLResponse(templates().get_template(template).render({**shared, **context}), status)


def _countries(knowledge: Knowledge) -> list[tuple[str, str]]:
    """The countries that can be chosen by their names, each with its numbers; last, none of
    them."""
    known = knowledge.countries.countries.items()
    named = [
        (code, f"{wording.text(one.name)}: {wording.listed(one.emergency, 'or')}")
        for code, one in known
    ]
    return [*sorted(named, key=lambda one: one[1]), (ELSEWHERE, "Another country")]


_TOLD = {
    400: "This form could not be read",
    404: "There is no such page",
    405: "This page cannot be used in that way",
    413: "That is too much to read",
    415: "This form could not be read",
    422: "This file could not be read",
}


_OF_FILES = ("GET", "HEAD")
"""The methods that files of ours take; their mount does not say so."""
_MOST_FAULTS = 20
_MOST_OF_FAULT = 400
"""How many faults are told, and how many characters of each."""


async def refused(request: Request, error: Exception) -> Response:
    """The page for a request that was refused. It repeats nothing of the form but what is wrong
    with it."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    faults = error.faults if isinstance(error, Refused) else []
    title = _TOLD.get(status, "Something went wrong on our side")
    told = [
        fault if len(fault) <= _MOST_OF_FAULT else f"{fault[:_MOST_OF_FAULT]}…"
        for fault in faults[:_MOST_FAULTS]
    ]
    answer = page(
        request,
        "refused.html",
        status,
        title=title,
        faults=told,
        more=max(0, len(faults) - _MOST_FAULTS),
    )
    if status == 405:
        answer.headers["allow"] = ", ".join(_allowed(request))
    return answer


def _allowed(request: Request) -> list[str]:
    """The methods that an address takes. The error knows only those of the first of its routes, or
    none."""
    # a mount has moved the address that its own routes see
    scope = {**request.scope, "root_path": request.scope.get("app_root_path", "")}
    matching = [one for one in request.app.routes if one.matches(scope)[0] != Match.NONE]
    return sorted({method for one in matching for method in getattr(one, "methods", _OF_FILES)})
