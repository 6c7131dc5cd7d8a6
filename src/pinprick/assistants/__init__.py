"""The tools for language models (MCP): they ask what the interview asks and say what every face
says.

It translates `account` and decides nothing. A model that speaks for a person fills in what nobody
said: so an answer comes from a page that was asked, or with the person's own words. Nothing of it
is kept or logged. Only `server` needs the package `mcp`, and is imported when somebody asks."""

PATH = "/mcp"
"""The address of the tools, where they are served over HTTP."""
KINDS_READ = ("conditions", "guides", "rules", "sources")
"""The kinds of records that can be read by their address."""


def uri(kind: str, id_: str) -> str:
    """The address of a record: `pinprick://conditions/meralgia-paresthetica`."""
    return f"pinprick://{kind}/{id_}"
