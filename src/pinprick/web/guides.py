"""Guides as pages, as leaflets, and as files of their own; and the page of the article's claims."""

from itertools import groupby
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pinprick import guide
from pinprick.guide import GuidePage, joining
from pinprick.guide import claims as article_claims
from pinprick.knowledge import Knowledge
from pinprick.paper import leaflet as leaflets
from pinprick.serving import work
from pinprick.serving.state import language_of, model_of
from pinprick.web.pages import asset_text, in_language, page, tag_of, templates


async def shown(request: Request) -> Response:
    """A guide to read, which leads into the interview with its story filled in."""
    made = await _made(request)
    return page(request, "guides.html", **context(model_of(request).knowledge, made))


async def leaflet(request: Request) -> Response:
    """A guide to hand out. It holds nothing that anybody told, so it has an address."""
    made = await _made(request)
    content = await work.heavy(request, leaflets.pdf, model_of(request).knowledge, made)
    name = f'inline; filename="{made.id}.pdf"'
    return Response(content, media_type="application/pdf", headers={"content-disposition": name})


async def claims(request: Request) -> Response:
    """What the article that pinprick began with claims, and what is known of it."""
    knowledge, language = model_of(request).knowledge, language_of(request)
    judged = list(article_claims.claims(knowledge, language))
    by_subject = [(of, list(each)) for of, each in groupby(judged, lambda one: one.about)]
    counted = article_claims.counted(judged, language)
    named = [(id_, one) for id_, one in knowledge.medicines.items() if one.named_by_article]
    return page(request, "claims.html", by_subject=by_subject, counted=counted, named=named)


async def _made(request: Request) -> GuidePage:
    model, id_ = model_of(request), request.path_params["id"]
    if id_ not in model.knowledge.guides:
        raise HTTPException(404)
    return await work.heavy(request, guide.page, model, id_, language_of(request))


def context(knowledge: Knowledge, made: GuidePage) -> dict[str, Any]:
    """What the templates of a guide need."""
    return {
        "made": made,
        "heading": joining.heading(made),
        "box_heading": joining.box_heading,
        "version": joining.version(knowledge, made.language),
    }


def standalone(knowledge: Knowledge, made: GuidePage) -> str:
    """A guide as one file of HTML that needs no other."""
    template = templates().get_template("guide_file.html")
    return template.render(
        knowledge=knowledge,
        style=asset_text("pinprick.css"),
        tag=tag_of(knowledge, made.language),
        **in_language(made.language),
        **context(knowledge, made),
    )
