"""Reading what a browser sends: forms and one file, and nothing that none of our pages could have
sent."""

from urllib.parse import parse_qsl

from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.requests import Request

from pinprick.serving.refusals import Refused
from pinprick.serving.state import language_of, model_of
from pinprick.web import forms
from pinprick.web.forms import Pairs, Sheet
from pinprick.words import say

_MOST_FIELDS = 1000
_FORM = "application/x-www-form-urlencoded"
_MOST_OF_FILE = 20_000
"""Bytes of a file that is opened; one with every answer there is has half of it."""


async def pairs(request: Request) -> Pairs:
    """The fields of a form in their order.

    Raises:
        Refused: when it is no form, no UTF-8 or has too many fields.
    """
    language = language_of(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise Refused([say(language, "form.not-a-form", kind=_FORM)], 415)
    try:
        content = (await request.body()).decode()
        return parse_qsl(
            content, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
        )
    except UnicodeDecodeError:
        raise Refused([say(language, "form.not-utf-8")]) from None
    except ValueError:
        raise Refused([say(language, "form.too-many-fields", most=_MOST_FIELDS)]) from None


def sheet(request: Request, fields: Pairs) -> Sheet:
    """The sheet that the fields of a form hold.

    Raises:
        Refused: with every fault of it.
    """
    language = language_of(request)
    read, faults = forms.read(model_of(request).knowledge, fields, language)
    if faults:
        raise Refused(faults)
    return read


async def file(request: Request, name: str) -> bytes:
    """The content of a file that was sent with a form.

    Raises:
        Refused: when there is none, or it is longer than any of ours.
    """
    language = language_of(request)
    _, said = parse_options_header(request.headers.get("content-type", ""))
    if said.get(b"charset", b"utf-8").lower() not in (b"utf-8", b"utf8"):
        # Some of Python's names of charsets are no charsets at all, and fail in ways of their own.
        raise Refused([say(language, "form.not-utf-8")], 415)
    async with request.form(max_files=1, max_fields=10) as form:
        sent = form.get(name)
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise Refused([say(language, "file.none-chosen")], 422)
        content = await sent.read(_MOST_OF_FILE + 1)
    if len(content) > _MOST_OF_FILE:
        raise Refused([say(language, "file.too-long", most=_MOST_OF_FILE)], 413)
    return content
