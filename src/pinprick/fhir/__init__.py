"""The interview and its answer as FHIR R4: questionnaires out, responses in, a bundle out.

It translates `account` and `interview` and decides nothing. Answers travel in the body of a request
and nowhere else; nothing of them is kept or logged."""

from pinprick.extras import needed

with needed("page"):
    from pinprick.fhir.outcomes import refused
    from pinprick.fhir.routes import LONGER, PREFIX, routes

from pinprick.fhir.records import Ground, Record, answers_from_record

__all__ = [
    "LONGER",
    "PREFIX",
    "Ground",
    "Record",
    "answers_from_record",
    "refused",
    "routes",
]
