"""The first page of an interview: what the person's own words seem to say, for them to confirm, and
what people notice first. Only what is ticked there when it is sent is an answer."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from pinprick.case.answers import Answer, Painted, plain
from pinprick.knowledge import Knowledge, Notice
from pinprick.knowledge.ids import MAP, SIDE
from pinprick.pictures import bodymap
from pinprick.serving.state import language_of, lexicon_of, model_of
from pinprick.story.lexicon import Lexicon
from pinprick.story.understanding import MOST, Proposal, Understanding, understand
from pinprick.web import forms, spoken
from pinprick.web.forms import Sheet, Wrong
from pinprick.web.pages import page
from pinprick.web.spoken import OPENING, Own
from pinprick.words import say, wording
from pinprick.words.wording import text

SIDES = ("left", "right")


class Chip(Struct, frozen=True):
    """Something that the words seem to say: the field that confirms it, and the words that did
    it."""

    finding: str
    value: str
    label: str
    words: str
    ticked: bool


class Sign(Struct, frozen=True):
    """A red flag that the words seem to name: its question, and what was answered to it so far."""

    finding: str
    ask: str
    words: str
    chosen: str


class Piece(Struct, frozen=True):
    """Some of the words, and what became of them: "told", "aside", "lost" or nothing."""

    words: str
    kind: str


class Shown(Struct, frozen=True):
    """What the page shows: the words in pieces, what they seem to say, what is named but left aside
    with the reason, what was not understood, and what else can be ticked."""

    pieces: tuple[Piece, ...]
    signs: tuple[Sign, ...]
    chips: tuple[Chip, ...]
    aside: tuple[tuple[str, str], ...]
    lost: tuple[str, ...]
    notice: tuple[tuple[Notice, bool], ...]


# ---- when it comes, and what it tells


def begins(sheet: Sheet) -> bool:
    """Whether an interview begins with this page: nothing is known, and no story was chosen."""
    blank = not (sheet.page or sheet.answers or sheet.asked or sheet.story or sheet.finished)
    return sheet.go == "read" or (sheet.go == "next" and blank)


def follows(sheet: Sheet) -> bool:
    """Whether it comes after the map, where somebody began by touching that."""
    return sheet.asked == (MAP,) and set(sheet.answers) == {MAP}


def taken(
    knowledge: Knowledge, sheet: Sheet, language: str
) -> tuple[dict[str, Answer], Own, Wrong]:
    """The answers that are ticked, what is carried along of the words, and what has to be mended.

    What is not ticked was not asked. What the words say is numb is no answer yet: the map begins
    with it."""
    what = spoken.unread(sheet.own, language)
    if what:
        return {}, sheet.own, {OPENING: what}
    where = sheet.own.heard.get(MAP, "").split()
    ticked = {id_: value for id_, value in sheet.own.heard.items() if id_ != MAP}
    sides = [one for one in where if ":" not in one]
    ticked |= {SIDE: sides[0]} if sides else {}
    fields = {id_: [value] for id_, value in ticked.items() if value}
    answers, faults = forms.answers_of(knowledge, fields, language)
    if faults:
        return {}, sheet.own, {OPENING: faults[0]}
    paint = tuple(one for one in where if ":" in one)
    return answers, replace(sheet.own, heard={}, told=tuple(answers), paint=paint), {}


def again(sheet: Sheet) -> Sheet:
    """The page as it was sent, so that it can be answered anew."""
    said = {id_: sheet.answers[id_] for id_ in sheet.own.told if id_ in sheet.answers}
    heard = {id_: str(plain(answer)) for id_, answer in said.items()}
    if sheet.own.paint:
        heard[MAP] = " ".join((*filter(None, [heard.pop(SIDE, "")]), *sheet.own.paint))
    own = replace(sheet.own, say=sheet.own.words, heard=heard, told=(), paint=())
    return replace(forms.without(sheet, said), own=own)


# ---- what it shows


def response(request: Request, sheet: Sheet, wrong: Wrong, blank: bool = False) -> Response:
    """The page; a `blank` one is the same for everybody."""
    knowledge, language = model_of(request).knowledge, language_of(request)
    words = "" if spoken.unread(sheet.own, language) else sheet.own.say
    own = replace(sheet.own, say=words)
    context = shown(knowledge, lexicon_of(request), own, language)
    carried = replace(sheet, own=Own(words=words, paint=sheet.own.paint))
    return page(
        request,
        "opening.html",
        422 if wrong else 200,
        shown=context,
        say_=sheet.own.say,
        most=MOST,
        anew=bool(sheet.own.words) and not sheet.own.is_read and not wrong,
        wrong=wrong,
        blank=blank,
        country=sheet.country,
        hidden=forms.hidden(carried),
    )


def shown(knowledge: Knowledge, phrases: Lexicon, own: Own, language: str) -> Shown:
    """What the page shows of the words. What was offered before and not ticked stays unticked; what
    is new is ticked, but no red flag: it asks its question."""
    told = understand(knowledge, phrases, own.say)
    before = told if own.is_read else understand(knowledge, phrases, own.words)
    offered = {(one.finding, str(plain(one.value))) for one in before.proposals}
    signs = [one for one in told.proposals if one.red_flag]
    chips = list(_chips(knowledge, told, own, offered, language))
    named = {one.finding for one in told.proposals}
    findings = knowledge.vocabulary.findings
    return Shown(
        pieces(own.say, told),
        tuple(
            Sign(
                one.finding,
                text(findings[one.finding].ask, language),
                one.words,
                own.heard.get(one.finding, ""),
            )
            for one in signs
        ),
        tuple(chips),
        spoken.left_aside(knowledge, told, language),
        tuple(one.words for one in told.not_understood),
        tuple(
            (one, one.finding in own.heard)
            for one in knowledge.screen.notice
            if one.finding not in named
        ),
    )


def _chips(
    knowledge: Knowledge,
    told: Understanding,
    own: Own,
    offered: set[tuple[str, str]],
    language: str,
) -> Iterator[Chip]:
    """What the words seem to say, red flags left out; the side belongs to the parts on the map."""
    found = {one.finding: one for one in told.proposals if not one.red_flag}
    for one in found.values():
        if one.finding == SIDE and MAP in found:
            continue
        ticked = one.finding in own.heard or (one.finding, str(plain(one.value))) not in offered
        value, label = _said(knowledge, one, found, language)
        yield Chip(one.finding, value, label, " ".join(one.words.split()), ticked)


def _said(
    knowledge: Knowledge, one: Proposal, found: dict[str, Proposal], language: str
) -> tuple[str, str]:
    """The value of the field that confirms a proposal, and the proposal in words."""
    if not isinstance(one.value, Painted):
        value = next(iter(forms.values(one.value)))
        return value, wording.answer(knowledge, one.finding, one.value, language)
    side = [str(found[SIDE].value)] if SIDE in found else []
    return " ".join([*side, *forms.values(one.value)]), where(knowledge, one.value, language)


def where(knowledge: Knowledge, painted: Painted, language: str) -> str:
    """Painted parts in words: "left: the whole foot"."""
    parts = {side: _areas(knowledge, getattr(painted, side), language) for side in SIDES}
    if parts["left"] == parts["right"]:
        return say(language, "opening.where.both", parts=parts["left"])
    told = (
        say(language, f"opening.where.{side}", parts=parts[side]) for side in SIDES if parts[side]
    )
    return wording.series(told, language)


def _areas(knowledge: Knowledge, regions: frozenset[str], language: str) -> str:
    """Regions by the parts of the leg that they make up, the largest first."""
    finding = next(iter(knowledge.vocabulary.in_place_of_map), "")
    record, names, left = knowledge.vocabulary.findings[finding], [], set(regions)
    for value, area in sorted(record.areas.items(), key=lambda one: -len(one[1])):
        if area and left.issuperset(area):
            names.append(text(record.values[value], language))
            left -= set(area)
    names += [text(knowledge.vocabulary.regions[one].label, language) for one in sorted(left)]
    return wording.listed(names, language) if names else ""


def pieces(words: str, told: Understanding) -> tuple[Piece, ...]:
    """The words in pieces, each with what became of it."""
    kinds = [""] * len(words)
    spans = (
        *((one.start, one.end, "lost") for one in told.not_understood),
        *((one.start, one.end, "aside") for one in told.aside),
        *((one.start, one.end, "told") for one in told.proposals),
    )
    for start, end, kind in spans:
        kinds[start:end] = [kind] * (end - start)
    cuts = [at for at in range(1, len(words)) if kinds[at] != kinds[at - 1]]
    ends = zip([0, *cuts], [*cuts, len(words)], strict=True)
    return tuple(Piece(words[start:end], kinds[start]) for start, end in ends if end > start)


def first_view(marks: tuple[str, ...]) -> str:
    """The view of the map that shows the most of some marks, the first where several do."""
    wanted = {tuple(mark.split(":")) for mark in marks}
    return max(bodymap.VIEWS, key=lambda view: len(wanted & set(bodymap.marks(view))))
