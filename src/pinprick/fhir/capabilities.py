"""What can be asked of the FHIR interface, in its own words: a CapabilityStatement."""

from datetime import datetime
from importlib import metadata

from pinprick.fhir.systems import Json, ours

NEXT = "http://hl7.org/fhir/uv/sdc/OperationDefinition/Questionnaire-next-question"
POPULATE = "http://hl7.org/fhir/uv/sdc/OperationDefinition/Questionnaire-populate"
ASSESS = ours("assess")


def capabilities(at: datetime) -> Json:
    """The statement, as of a moment."""
    questionnaire = {
        "type": "Questionnaire",
        "interaction": [{"code": "read"}],
        "operation": [
            {"name": "next-question", "definition": NEXT},
            {
                "name": "populate",
                "definition": POPULATE,
                "documentation": "Takes what a record holds, gives the answers in it; on pinprick.",
            },
        ],
    }
    response = {
        "type": "QuestionnaireResponse",
        "operation": [
            {
                "name": "assess",
                "definition": ASSESS,
                "documentation": "Takes a response, gives a Bundle; nothing is kept.",
            }
        ],
    }
    return {
        "resourceType": "CapabilityStatement",
        "status": "draft",
        "date": at.isoformat(timespec="seconds"),
        "kind": "instance",
        "implementation": {"description": "pinprick"},
        "software": {"name": "pinprick", "version": metadata.version("pinprick")},
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "rest": [{"mode": "server", "resource": [questionnaire, response]}],
    }
