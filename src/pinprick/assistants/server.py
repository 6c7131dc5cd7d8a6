"""The tools as a server of the official package `mcp`, over the standard streams or any other way."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from pinprick.assistants import KINDS_READ, resources, uri
from pinprick.assistants.sent import Wrong
from pinprick.extras import needed
from pinprick.knowledge.languages import heard_as
from pinprick.model.axes import Model
from pinprick.problems import did_you_mean, without_words
from pinprick.story import lexicon

with needed("mcp"):
    from mcp import MCPError, types
    from mcp.server.lowlevel import Server
    from mcp.server.stdio import stdio_server

    from pinprick.assistants.tools import TOOLS, Place

T = TypeVar("T")
Run = Callable[[bool, Callable[[], T]], Awaitable[T]]
"""How work is done, of which is said whether it is dear."""
LOG = logging.getLogger(__name__)
_FAILED = (
    "This failed, and nothing of it is known. Never guess instead: say so, and that nobody should "
    "wait with a warning sign for an answer from here."
)
INSTRUCTIONS = """\
pinprick says how soon somebody with a numb, tingling, burning or weak foot or leg should be seen, by
rules with sources, and ranks causes by a model that can be read. Never judge urgency yourself.
1. Call next_questions with nothing, ask the person all that it returns, call it again with all
answers so far, until there is no page. Where it says SAY THIS AT ONCE, do, before anything else.
2. Never answer for the person. What they said unasked goes under volunteered with their own words;
what they were not asked is left out, and is never "no".
3. Call assess_case and tell its first line as it is; an incomplete verdict is the least it may be.
4. It informs and replaces no clinician. In an emergency nobody finishes an interview first."""


def made(model: Model, folder: Path | None, run: Run[Any], language: str) -> "Server[Any]":
    """A server for a model; `folder` is that of its knowledge base, where it is not the one that
    ships."""
    silence()
    heard = heard_as(model.knowledge.spoken, language)
    place = Place(model, cache(partial(lexicon.load, folder, heard)), language)
    return Server(
        "pinprick",
        version=metadata.version("pinprick"),
        instructions=INSTRUCTIONS,
        on_list_tools=partial(_tools, place),
        on_call_tool=partial(_called, place, run),
        on_list_resources=partial(_resources, place),
        on_list_resource_templates=_templates,
        on_read_resource=partial(_read, place, run),
    )


def silence() -> None:
    """The package logs what it is sent where that fails; what a person said is in it."""
    logging.getLogger("mcp").setLevel(logging.CRITICAL + 1)


async def over_stdio(model: Model, folder: Path | None, language: str) -> None:
    """Serve whoever started this process, until they close its input."""

    async def run(_: bool, work: Callable[[], T]) -> T:
        return await asyncio.to_thread(work)

    server = made(model, folder, run, language)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


# ---- tools


async def _tools(place: Place, _: object, __: object) -> types.ListToolsResult:
    knowledge = place.model.knowledge
    hints = types.ToolAnnotations(
        read_only_hint=True, idempotent_hint=True, destructive_hint=False, open_world_hint=False
    )
    return types.ListToolsResult(
        tools=[
            types.Tool(
                name=name,
                title=tool.title,
                description=tool.says,
                input_schema=tool.takes(knowledge),
                annotations=hints,
            )
            for name, tool in TOOLS.items()
        ]
    )


async def _called(
    place: Place, run: Run[Any], _: object, asked: types.CallToolRequestParams
) -> types.CallToolResult:
    """The answer of a tool; what was wrong, with the cure, where it has none."""
    tool = TOOLS.get(asked.name)
    if tool is None:
        near = did_you_mean(asked.name, TOOLS)
        return _refused(f"There is no such tool{near}; there are {', '.join(TOOLS)}")
    try:
        told = await run(tool.dear, partial(tool.answer, place, asked.arguments or {}))
    except Wrong as error:
        return _refused(f"Nothing was taken. Mend this and call it again:\n{error}")
    except Exception as error:
        LOG.error(without_words(error))
        return _refused(_FAILED)
    content = types.TextContent(text=told.text)
    return types.CallToolResult(
        content=[content], structured_content=msgspec.to_builtins(told.record)
    )


def _refused(what: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(text=what)], is_error=True)


# ---- resources


async def _resources(place: Place, _: object, __: object) -> types.ListResourcesResult:
    there = resources.listed(place.model.knowledge, place.language)
    return types.ListResourcesResult(
        resources=[types.Resource(uri=one.uri, name=one.name, mime_type=one.kind) for one in there]
    )


async def _templates(_: object, __: object) -> types.ListResourceTemplatesResult:
    return types.ListResourceTemplatesResult(
        resource_templates=[
            types.ResourceTemplate(
                uri_template=uri(kind, "{id}"), name=kind, mime_type=resources.kind_of(kind)
            )
            for kind in KINDS_READ
        ]
    )


async def _read(
    place: Place, run: Run[Any], _: object, asked: types.ReadResourceRequestParams
) -> types.ReadResourceResult:
    """What stands at an address."""
    work = partial(resources.read, place.model, str(asked.uri), place.language)
    try:
        found = await run(True, work)
    except Wrong as error:
        raise MCPError(types.INVALID_PARAMS, str(error)) from None
    except Exception as error:
        LOG.error(without_words(error))
        raise MCPError(types.INTERNAL_ERROR, _FAILED) from None
    content = types.TextResourceContents(uri=asked.uri, mime_type=found.kind, text=found.text)
    return types.ReadResourceResult(contents=[content])
