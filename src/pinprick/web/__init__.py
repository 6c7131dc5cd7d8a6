"""The page: paint where it is numb, answer a few questions, understand the answer.

Server-rendered; every page works without script. Answers travel in the body of a form and nowhere
else: they are in no address, no log and no cookie, and nothing of them is kept on the server."""

from pinprick.extras import needed

with needed("page"):
    from starlette.routing import BaseRoute, Mount, Route
    from starlette.staticfiles import StaticFiles

    from pinprick.web import assets, browse, clinician, guides, keeping, talk
    from pinprick.web.fixed import for_everybody
    from pinprick.web.pages import STATIC, refused

__all__ = ["refused", "routes"]


def routes() -> list[BaseRoute]:
    """All pages. The application that serves them has the model as `state.model`."""
    return [
        Route("/", for_everybody(talk.start), methods=["GET"]),
        Route("/interview", for_everybody(talk.begin), methods=["GET"]),
        Route("/interview", talk.interview, methods=["POST"]),
        Route("/about", for_everybody(talk.about), methods=["GET"]),
        Route("/case.json", keeping.case_file, methods=["POST"]),
        Route("/note.pdf", keeping.note, methods=["POST"]),
        Route("/open", keeping.open_file, methods=["POST"]),
        Route("/clinician", for_everybody(clinician.blank), methods=["GET"]),
        Route("/clinician", clinician.filled, methods=["POST"]),
        Route("/claims", for_everybody(guides.claims), methods=["GET"]),
        Route("/guides/{id}", for_everybody(guides.shown), methods=["GET"]),
        Route("/guides/{id}/leaflet.pdf", for_everybody(guides.leaflet), methods=["GET"]),
        *browse.routes(),
        *assets.routes(),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
    ]
