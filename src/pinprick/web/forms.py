"""The state of an interview as form fields, and back: the answers, in the order in which they were
given."""

from collections.abc import Iterable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from pinprick.case.answers import Ages, Answer, Answers, Painted, ages_from, of_signs
from pinprick.case.known import of_answers
from pinprick.case.reading import case_from
from pinprick.interview.pages import boxes_of, findings_of
from pinprick.knowledge import Finding, Knowledge
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT, UNKNOWN
from pinprick.pictures import bodymap
from pinprick.problems import did_you_mean
from pinprick.web import spoken
from pinprick.web.spoken import MANY, OPENING, WORDS, Own
from pinprick.words import calling, say
from pinprick.words.numbers import figure
from pinprick.words.wording import laid_out

Pairs = list[tuple[str, str]]
NOWHERE = "nowhere"
_CONTROLS = (
    "_page",
    "_go",
    "_story",
    "_country",
    "_change",
    "_none",
    "_view",
    "_not-asked",
    "_finished",
    "_asked",
    "_unsure",
    "_on",
    *WORDS,
)
"""Fields that are no findings: the page that was sent, what to do, the guide that was begun with,
the country, whether an earlier answer is being changed, whether the signs that are not ticked are
absent, opened views of the map, regions that were not asked, whether the interview is over, the
pages that were answered, the groups of signs that the person is not sure about, whether the person
goes on though it is an emergency, and what belongs to somebody's own words."""
_BUTTONS = (
    *("next", "none", "on", "read", "take", "back", "skip", "panel"),
    *("result", "answers", "start", "country"),
)
"""What `_go` says, beside a view to open and a page to change."""
_SINCE = "since."
"""The start of the name of a field that says how old a sign is; the id of the sign follows."""
_MOST_UNKNOWN = 20
"""How many unknown fields get a hint: each hint costs a look through all names."""


class Sheet(Struct, frozen=True):
    """What a form says. `given` are the raw values of the fields of the page that was sent;
    `answers` all others. `since` is how old the signs are of both."""

    answers: dict[str, Answer] = field(default_factory=dict)
    since: Ages = field(default_factory=dict)
    page: str = ""
    go: str = "next"
    story: str = ""
    country: str = ""
    change: bool = False
    finished: bool = False
    none: bool = False
    unsure: frozenset[int] = frozenset()
    """The groups of signs about which the person is not sure, on the page that was sent."""
    on: bool = False
    asked: tuple[str, ...] = ()
    """The pages that were answered, in their order."""
    views: tuple[str, ...] = bodymap.FIRST
    given: dict[str, tuple[str, ...]] = field(default_factory=dict)
    own: Own = field(default_factory=Own)
    """What was said in own words, and noticed first."""


# ---- from a form


def read(knowledge: Knowledge, pairs: Pairs, language: str) -> tuple[Sheet, list[str]]:
    """The sheet that a form holds, and every fault of it: what no page of ours could have sent."""
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    aged = _aged(knowledge)
    since = {aged[name]: values[-1] for name, values in fields.items() if name in aged}
    heard = spoken.names(knowledge)
    known = (*knowledge.vocabulary.findings, *_CONTROLS, *aged, *heard)
    unknown = [name for name in fields if name not in known]
    faults = list(_unknown_fields(unknown, known, language))
    last = {name: values[-1] for name, values in fields.items() if name in _CONTROLS}
    page = last.get("_page", "")
    on_page = findings_of(knowledge, page)
    faults += [
        *_control_faults(knowledge, last, fields, language),
        *_age_faults(knowledge, since, language),
        *_said_twice(fields, language),
        *spoken.faults(knowledge, fields, language),
    ]
    answers, wrong = answers_of(
        knowledge, {name: v for name, v in fields.items() if name not in on_page}, language
    )
    sheet = Sheet(
        answers=answers,
        since=since,
        page=page,
        go=last.get("_go", "next"),
        story=last.get("_story", ""),
        country=last.get("_country", ""),
        change=last.get("_change") == "yes",
        finished=last.get("_finished") == "yes",
        none=last.get("_none") == "yes" or last.get("_go") == "none",
        unsure=frozenset(map(int, _groups(knowledge).intersection(fields.get("_unsure", ())))),
        on=last.get("_on") == "yes" or last.get("_go") == "on",
        asked=tuple(fields.get("_asked", ())),
        views=tuple(dict.fromkeys((*bodymap.FIRST, *fields.get("_view", ())))),
        given={name: tuple(fields[name]) for name in on_page if name in fields},
        own=spoken.own(heard, fields),
    )
    return sheet, faults + wrong


def _unknown_fields(unknown: list[str], known: tuple[str, ...], language: str) -> Iterator[str]:
    """Names that are not fields, the first few with what may have been meant."""
    for index, name in enumerate(unknown):
        hint = did_you_mean(name, known) if index < _MOST_UNKNOWN else ""
        yield say(language, "form.unknown-field", field=repr(name), hint=hint)


def _control_faults(
    knowledge: Knowledge, last: dict[str, str], fields: dict[str, list[str]], language: str
) -> Iterator[str]:
    pages = [last["_page"]] if last.get("_page") else []
    for page in (*pages, *fields.get("_asked", ())):
        if page != OPENING and not findings_of(knowledge, page):
            yield say(language, "form.unknown-page", page=repr(page))
    if last.get("_story") and last["_story"] not in knowledge.guides:
        hint = did_you_mean(last["_story"], knowledge.guides)
        yield say(language, "form.unknown-guide", guide=repr(last["_story"]), hint=hint)
    for view in fields.get("_view", ()):
        if view not in bodymap.VIEWS:
            hint = did_you_mean(view, bodymap.VIEWS)
            yield say(language, "form.unknown-view", view=repr(view), hint=hint)
    country = last.get("_country", "")
    if country and not calling.is_known(knowledge.countries, country):
        yield calling.fault(knowledge.countries, country, language)
    if not _is_button(knowledge, last.get("_go", "next")):
        yield say(language, "form.unknown-button", button=repr(last["_go"]))
    groups = _groups(knowledge)
    for value in fields.get("_unsure", ()):
        if value not in groups:
            yield say(language, "form.unknown-group", group=repr(value))
    for name in ("_change", "_none", "_finished", "_on"):
        if last.get(name, "yes") != "yes":
            yield say(language, "form.takes-yes", field=name)
    if "_not-asked" in fields and MAP not in fields:
        yield say(language, "form.goes-with", field="_not-asked", other=MAP)


def _groups(knowledge: Knowledge) -> frozenset[str]:
    """The groups of signs as a form names them."""
    return frozenset(map(str, range(len(knowledge.screen.groups))))


def _aged(knowledge: Knowledge) -> dict[str, str]:
    """The signs by the fields that say how old they are."""
    findings = knowledge.vocabulary.findings
    return {f"{_SINCE}{id_}": id_ for id_, one in findings.items() if one.kind == "flag"}


def _age_faults(knowledge: Knowledge, since: Ages, language: str) -> Iterator[str]:
    """The age of a box that is no longer ticked is no fault: without script it is still sent."""
    ticked = dict.fromkeys(since, PRESENT)
    _, faults = ages_from(dict(since), ticked, knowledge.vocabulary)
    for path, what in faults:
        yield say(language, "form.at-answer", answer=f"{_SINCE}{path[0]}", what=what)


def _is_button(knowledge: Knowledge, go: str) -> bool:
    word, _, argument = go.partition(":")
    opens = word == "view" and argument in bodymap.VIEWS
    return go in _BUTTONS or opens or (word == "change" and bool(findings_of(knowledge, argument)))


_MANY = (MAP, "_view", "_not-asked", "_country", "_asked", "_unsure", *MANY)


def _said_twice(fields: dict[str, list[str]], language: str) -> Iterator[str]:
    """Fields with two answers. Only the map and lists have many, and the country that is chosen
    stands after the one that is carried along."""
    for name, values in fields.items():
        if name not in _MANY and len(set(values)) > 1:
            yield say(language, "form.said-twice", field=repr(name))


def answers_of(
    knowledge: Knowledge, fields: dict[str, list[str]], language: str
) -> tuple[dict[str, Answer], list[str]]:
    """The answers that fields of these names and values say, and their faults."""
    vocabulary = knowledge.vocabulary
    data: dict[str, object] = {}
    for name, values in fields.items():
        finding = vocabulary.findings.get(name)
        if name == MAP:
            data[name] = _painted_data(values, fields.get("_not-asked", []))
        elif finding is not None:
            data[name] = _number(values[-1]) if finding.kind == "number" else values[-1]
    case, faults = case_from({"findings": data}, vocabulary)
    return dict(case.answers), [
        say(language, "form.at-answer", answer=".".join(map(str, path[1:])), what=what)
        for path, what in faults
    ]


def _painted_data(values: list[str], not_asked: list[str]) -> object:
    if values == [UNKNOWN]:
        return UNKNOWN
    data: dict[str, object] = {"not-asked": not_asked}
    if values == [NOWHERE]:
        return data | {"nowhere": True}
    for value in values:
        side, _, region = value.partition(":")
        sides = data.setdefault(side, [])
        if isinstance(sides, list):
            sides.append(region)
    return data


def _number(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


# ---- the page that was sent

Wrong = dict[str, str]
"""What to mend on a page, by the finding, or by the page itself."""


def taken(knowledge: Knowledge, sheet: Sheet, language: str) -> tuple[dict[str, Answer], Wrong]:
    """The answers on the page that was sent, and what has to be mended first."""
    page = sheet.page
    if boxes_of(knowledge, page):
        return _signs(knowledge, sheet, language)
    if page == MAP:
        return _map(knowledge, sheet, language)
    answers: dict[str, Answer] = {}
    wrong: Wrong = {}
    for id_ in findings_of(knowledge, page):
        value = sheet.given.get(id_, ("",))[-1].strip()
        answered, faults = answers_of(knowledge, {id_: [value]}, language)
        finding = knowledge.vocabulary.findings[id_]
        if not value:
            wrong[id_] = _missing(finding, language)
        elif faults:
            wrong[id_] = _mend(finding, language)
        else:
            answers |= answered
    settled = of_answers(knowledge, {**sheet.answers, **answers}).implied
    left_open = [id_ for id_ in wrong if id_ in settled and not sheet.given.get(id_, ("",))[-1]]
    return answers, {id_: what for id_, what in wrong.items() if id_ not in left_open}


def _missing(finding: Finding, language: str) -> str:
    if finding.kind == "number":
        return say(language, "mend.no-number", unit=laid_out(finding.unit, language))
    return say(language, "mend.no-choice")


def _mend(finding: Finding, language: str) -> str:
    if finding.kind == "number":
        return say(language, "mend.number", most=figure(finding.most or 1000, language))
    return say(language, "mend.choice")


def _signs(knowledge: Knowledge, sheet: Sheet, language: str) -> tuple[dict[str, Answer], Wrong]:
    """Signs in boxes: what is not ticked is "no", but only where that was said of all of them."""
    if any(value != PRESENT for values in sheet.given.values() for value in values):
        return {}, {sheet.page: say(language, "mend.other-boxes")}
    if not sheet.none:
        return {}, {sheet.page: say(language, "mend.no-box")}
    said = ticked(knowledge, sheet)
    return {id_: said.get(id_, ABSENT) for id_ in findings_of(knowledge, sheet.page)}, {}


def ticked(knowledge: Knowledge, sheet: Sheet) -> dict[str, Answer]:
    """What is ticked on a page of boxes, and what the person is not sure about; nothing on any other
    page."""
    groups = boxes_of(knowledge, sheet.page)
    doubted = (findings for n, findings in enumerate(groups) if n in sheet.unsure)
    unsure: dict[str, Answer] = {id_: UNKNOWN for findings in doubted for id_ in findings}
    ticked_ = {id_: PRESENT for id_, values in sheet.given.items() if PRESENT in values}
    return unsure | ticked_ if groups else {}


def said(knowledge: Knowledge, sheet: Sheet, language: str) -> dict[str, Answer]:
    """What is said on a page that is left otherwise than by going on. A box left empty is not a "no"
    then, unless it was one before."""
    if not sheet.page:
        return {}
    boxes = boxes_of(knowledge, sheet.page)
    whole = taken(knowledge, sheet, language)[0] if not boxes or sheet.none else {}
    return whole or ticked(knowledge, sheet)


def _map(knowledge: Knowledge, sheet: Sheet, language: str) -> tuple[dict[str, Answer], Wrong]:
    values = list(sheet.given.get(MAP, ()))
    if not values:
        return {}, {MAP: say(language, "mend.no-mark")}
    if len(values) > 1 and NOWHERE in values:
        return {}, {MAP: say(language, "mend.mark-and-nowhere")}
    drawn = {f"{side}:{region}" for view in bodymap.VIEWS for side, region in bodymap.marks(view)}
    if not set(values) <= drawn | {NOWHERE, UNKNOWN}:
        return {}, {MAP: say(language, "mend.other-marks")}
    missing = _open(knowledge, sheet, {value.partition(":")[2] for value in values})
    answers, faults = answers_of(knowledge, {MAP: values, "_not-asked": missing}, language)
    return (answers, {}) if not faults else ({}, {MAP: say(language, "mend.other-marks")})


def _open(knowledge: Knowledge, sheet: Sheet, marked: set[str]) -> list[str]:
    """The regions that the map did not ask for: those of views that were never opened, and those of
    a part that was told in words to be numb, which is not taken back by painting nothing of it. What
    is marked was told, wherever it is."""
    vocabulary = knowledge.vocabulary
    told = bodymap.told(vocabulary, sheet.answers).values()
    in_words = {region for of in told if not marked & set(of) for region in of}
    return sorted(({*bodymap.not_asked(vocabulary, sheet.views)} | in_words) - marked)


# ---- back to a form


def hidden(sheet: Sheet) -> list[tuple[str, str]]:
    """The fields that carry the answers along, and what belongs to them."""
    return [*fields(sheet.answers), *ages(sheet), *controls(sheet)]


def fields(answers: Answers) -> Iterator[tuple[str, str]]:
    """The answers as fields that `read` takes back to the same answers in the same order."""
    for name, answer in answers.items():
        if isinstance(answer, Painted):
            yield from ((name, value) for value in values(answer))
            yield from (("_not-asked", region) for region in sorted(answer.not_asked))
        else:
            yield name, f"{answer:g}" if isinstance(answer, float) else answer


def ages(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """How old the signs among the answers are, as fields; those of the page are in its boxes."""
    for sign, age in of_signs(sheet.since, sheet.answers).items():
        yield f"{_SINCE}{sign}", age


def values(answer: Answer | None) -> list[str]:
    """The values of the boxes that an answer ticks."""
    if answer is None:
        return []
    if not isinstance(answer, Painted):
        return [f"{answer:g}" if isinstance(answer, float) else answer]
    marks = sorted(f"{side}:{region}" for side, region in bodymap.painted_marks(answer))
    return marks or [NOWHERE]


def controls(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """What a form carries along beside the answers."""
    for name, said in (("_finished", sheet.finished), ("_on", sheet.on)):
        if said:
            yield name, "yes"
    yield from (("_asked", page) for page in sheet.asked)
    yield from spoken.carried(sheet.own)
    yield from (
        (name, value)
        for name, value in (("_story", sheet.story), ("_country", sheet.country))
        if value
    )


def without(sheet: Sheet, findings: Iterable[str]) -> Sheet:
    """The sheet without the answers to some findings."""
    gone = set(findings)
    return replace(
        sheet, answers={id_: answer for id_, answer in sheet.answers.items() if id_ not in gone}
    )
