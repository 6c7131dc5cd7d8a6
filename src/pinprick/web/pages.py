"""Rendering: the templates, what all of them can use, and pages that say what was wrong with a
request."""

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from pinprick.account.told import ToldReason
from pinprick.account.verdict import lesser
from pinprick.knowledge import Knowledge, Level, Step, cited, sources_of
from pinprick.knowledge.quantity import Source, Text, Texts
from pinprick.pictures import bodymap, loops
from pinprick.pictures.drawings import drawing
from pinprick.serving.languages import beginning, offered_of
from pinprick.serving.refusals import Refused, status_of, told_in_headers
from pinprick.serving.state import language_of, model_of
from pinprick.web import abroad
from pinprick.web.abroad import in_english, own
from pinprick.words import calling, dates, naming, numbers, say, wording
from pinprick.words.calling import ELSEWHERE, Place
from pinprick.words.catalogue import ENGLISH, message
from pinprick.words.offering import caveats

_MOST_CITED = 2
"""How many sources a reason names."""
HERE = Path(__file__).parent
STATIC = HERE / "static"


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
    made.filters |= _filters()
    made.globals |= {
        "dates": dates,
        "wording": wording,
        "together": _together,
        "series": _series,
        "semicolon": _semicolon,
        "calling": calling,
        "bodymap": bodymap,
        "asset": asset,
        "lesser_of": lesser,
        "link_to": _link,
        "link_end": Markup("</a>"),
        "bold": Markup("<strong>{}</strong>").format,
        "emphasis": Markup("<em>{}</em>").format,
        "answers_button": Markup('<button class="link" name="_go" value="answers">'),
        "result_button": Markup('<button class="link" name="_go" value="result">'),
        "button_end": Markup("</button>"),
        "drawing": lambda name: Markup(drawing(name)),
        "moving": lambda name: Markup(loops.moving(name)),
        "still": lambda name, number: Markup(loops.still(name, number)),
    }
    return made


def _filters() -> dict[str, Callable[..., Any]]:
    return {
        "t": _text,
        "ts": _texts,
        "plain": _plain,
        "plains": _plains,
        "begun_in_english": _begun_in_english,
        "told": _told,
        "number": _number,
        "own": own,
        "strong": _strength,
        "lettered": _lettered,
        "minutes": _minutes,
        "label_of": _label,
        "cited": _cited,
        "sources_of": sources_of,
        "brief": _brief,
        "provenance": _provenance,
    }


def _minutes(steps: tuple[Step, ...]) -> int:
    return wording.total_minutes((step.seconds, step.repeat) for step in steps)


def _cited(reason: ToldReason, knowledge: Knowledge) -> tuple[Source, ...]:
    """The sources that a reason rests on, where it was counted or read."""
    keys = reason.sources if reason.basis != "estimate" else ()
    return cited(knowledge, keys[:_MOST_CITED])


@pass_context
def _brief(context: Context, source: Source) -> str:
    told = naming.brief(source, context["language"])
    return _begun_in_english(context, told, source.publisher or source.title)


@pass_context
def _provenance(context: Context, source: Source) -> str:
    told = naming.provenance(source, context["language"])
    return _begun_in_english(context, told, source.publisher)


@pass_context
def _begun_in_english(context: Context, told: str, english: str) -> str:
    """Words in a language that begin with some in English, which a screen reader is told."""
    if not english or context["language"] == ENGLISH:
        return told
    return in_english(english) + told.removeprefix(english)


@pass_context
def _text(context: Context, words: Text) -> str:
    """Words for the content of a page; what there is in English alone says so."""
    said = _plain(context, words)
    return said if context["language"] in words else in_english(said)


@pass_context
def _texts(context: Context, words: Texts) -> tuple[str, ...]:
    said = _plains(context, words)
    return said if context["language"] in words else tuple(map(in_english, said))


@pass_context
def _number(context: Context, value: float, form: str) -> str:
    return numbers.figure(value, context["language"], form)


@pass_context
def _told(context: Context, words: str) -> str:
    """Words for the content of a page that are told already."""
    return abroad.told(context["knowledge"], words, context["language"])


@pass_context
def _plain(context: Context, words: Text) -> str:
    """Words for an attribute, a title, or a function that knows no marks."""
    return wording.text(words, context["language"])


@pass_context
def _plains(context: Context, words: Texts) -> tuple[str, ...]:
    return wording.texts(words, context["language"])


def _together(*sentences: str) -> Markup:
    """Sentences one after the other, marks and all; empty ones are left out."""
    return Markup(wording.together(map(escape, sentences), _bare))


def _bare(told: str) -> str:
    """What is read of a text with marks."""
    return Markup(told).striptags()


@pass_context
def _series(context: Context, items: Iterable[str], joint: str = "list.semicolon") -> Markup:
    """Items in a row, marks and all."""
    first, *others = items
    told = escape(first)
    for item in others:
        told = _say(context["language"], joint, first=told, next=item)
    return told


@pass_context
def _semicolon(context: Context) -> str:
    """What stands between two items."""
    return say(context["language"], "list.semicolon", first="", next="")


@pass_context
def _lettered(context: Context, drawn: str) -> Markup:
    """A picture of the body whose sides have the letters of a language."""
    for english, side in (("L", "left"), ("R", "right")):
        letter = escape(say(context["language"], f"map.letter.{side}"))
        drawn = drawn.replace(f">{english}</text>", f">{letter}</text>")
    return Markup(drawn)


@pass_context
def _strength(context: Context, bits: float) -> str:
    return wording.strength(bits, context["language"])


@pass_context
def _label(context: Context, finding: str, knowledge: Knowledge) -> str:
    return wording.text(knowledge.vocabulary.findings[finding].label, context["language"])


def in_language(language: str) -> dict[str, Any]:
    """What every template needs to speak a language."""
    return {
        "language": language,
        "abroad": Markup("") if language == ENGLISH else Markup(f' lang="{ENGLISH}"'),
        "level_names": wording.level_names(language),
        "say": partial(_say, language),
    }


def _say(language: str, key: str, **values: object) -> Markup:
    """A message for a page: its words and the values in it are escaped, values of markup are
    not."""
    return Markup(escape(message(language, key, values))).format(**values)


def _link(address: str) -> Markup:
    """The beginning of a link; `link_end` is its end. Both are values of messages with a link."""
    return Markup('<a class="govuk-link" href="{}">').format(address)


@cache
def asset(name: str) -> str:
    """The address of a file of ours, with a mark that changes when the file does."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={mark}"


def asset_text(name: str) -> str:
    """The content of a file of ours."""
    return (STATIC / name).read_text(encoding="utf-8")


def place_of(request: Request, chosen: str = "") -> Place:
    """Where the reader is: the country that was chosen, else a guess from the browser's first
    language."""
    if chosen:
        return Place(chosen)
    language = request.headers.get("accept-language", "").split(",")[0].split(";")[0].strip()
    region = language.partition("-")[2].rpartition("-")[2]
    return Place(region.upper() if len(region) == 2 and region.isalpha() else "", guessed=True)


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A template filled in, where `country` is the one that was chosen, if any was, and a page that is
    `private` has no link whose address tells what is on it. Whom to call there, the countries to
    choose from and the knowledge base are always there. A page is `lasting` that its address shows
    again."""
    knowledge: Knowledge = model_of(request).knowledge
    country = context.pop("country", "")
    place, language = place_of(request, country), language_of(request)
    shared = {
        "knowledge": knowledge,
        "private": False,
        "country": country,
        "place": place,
        "whom": calling.call(knowledge, Level.EMERGENCY, place, language),
        "countries": _countries(knowledge, language),
        **in_language(language),
        **_spoken(request, knowledge, language, status),
    }
    made = templates().get_template(template).render({**shared, **context})
    return HTMLResponse(_beneath(request, made), status)


def tag_of(knowledge: Knowledge, language: str) -> str:
    """What a browser and a screen reader call a language."""
    here = knowledge.spoken.get(language)
    return here.tag if here else language


def _spoken(request: Request, knowledge: Knowledge, language: str, status: int) -> dict[str, Any]:
    """What a page tells of its language: its tag, how far it has come, and which others there are.
    The address of the page in another is known only of one that is there and can be asked for again."""
    lasting = request.method == "GET" and status == 200
    others = [id_ for id_ in offered_of(request.scope) if id_ != language]
    names = {id_: (one.name, one.tag) for id_, one in knowledge.spoken.items()}
    return {
        "tag": tag_of(knowledge, language),
        "base": beginning(request.scope),
        "caveats": caveats(knowledge, language),
        "languages": [(id_, *names.get(id_, (say(id_, "language.name"), id_))) for id_ in others],
        "lasting": lasting,
        "path": request.scope["path"] if lasting else "/",
    }


_ADDRESS = re.compile(r'(\s(?:href|action|formaction|hx-post)=")/(?=([\w.-]*))')


def _beneath(request: Request, page: str) -> str:
    """A page whose links lead to pages in its language, where its own address begins with that. Its
    head alone knows the addresses of other languages."""
    base, apart = beginning(request.scope), {*offered_of(request.scope), "static"}
    if not base:
        return page
    head, body, rest = page.partition("<body")
    return (
        head + body + _ADDRESS.sub(lambda at: at[0] if at[2] in apart else f"{at[1]}{base}/", rest)
    )


def _countries(knowledge: Knowledge, language: str) -> list[tuple[str, str]]:
    """The countries that can be chosen by their names, each with its numbers; last, none of
    them."""
    named = []
    for code, one in knowledge.countries.countries.items():
        name = wording.text(one.name, language)
        numbers = wording.listed(one.emergency, language, "list.or")
        named.append((code, say(language, "country.numbers", country=name, numbers=numbers)))
    none = (ELSEWHERE, say(language, "country.another"))
    return [*sorted(named, key=lambda one: one[1]), none]


_TITLES = {
    400: "refused.form",
    404: "refused.no-page",
    405: "refused.not-that-way",
    413: "refused.too-much",
    415: "refused.form",
    408: "refused.slow",
    422: "refused.file",
    503: "refused.busy",
}
"""The message that stands over a refusal, by its status."""

_MOST_FAULTS = 20
_MOST_OF_FAULT = 400
"""How many faults are told, and how many characters of each."""


async def refused(request: Request, error: Exception) -> Response:
    """The page for a request that was refused. It repeats nothing of the form but what is wrong
    with it."""
    status = status_of(error)
    faults = error.faults if isinstance(error, Refused) else []
    title = say(language_of(request), _TITLES.get(status, "refused.ours"))
    told = [
        fault if len(fault) <= _MOST_OF_FAULT else f"{fault[:_MOST_OF_FAULT]}…"
        for fault in faults[:_MOST_FAULTS]
    ]
    answer = page(
        request,
        "refused.html",
        status,
        title=title,
        busy=status == 503,
        faults=told,
        in_english=isinstance(error, Refused) and error.in_english,
        more=max(0, len(faults) - _MOST_FAULTS),
    )
    answer.headers.update(told_in_headers(request, error))
    return answer
