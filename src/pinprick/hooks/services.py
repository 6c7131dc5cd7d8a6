"""The services that are there, as a client finds them."""

from pinprick.hooks.cards import Service
from pinprick.words import say

VIEW, SELECT, SIGN = "patient-view", "order-select", "order-sign"
FEET, MEDICINES = "numb-feet", "nerve-medicines"
PERSON, CONDITIONS = "patient", "conditions"
NEEDED = (PERSON, CONDITIONS)
"""What has to be sent along: without it nothing can be said of a person."""
PREFETCH = {
    PERSON: "Patient/{{context.patientId}}",
    CONDITIONS: "Condition?patient={{context.patientId}}",
    "observations": "Observation?patient={{context.patientId}}&category=laboratory&_sort=-date&_count=100",
    "medications": "MedicationStatement?patient={{context.patientId}}",
    "prescriptions": "MedicationRequest?patient={{context.patientId}}&status=active",
}
"""What should be sent along, each by its key: a request to the server of the client."""
_IDS = {VIEW: FEET, SELECT: MEDICINES, SIGN: MEDICINES}
"""The service of each hook. Those of an order share one, so that what is said when it is signed takes
the place of what was said when it was chosen."""


def services(language: str) -> tuple[Service, ...]:
    """All of them."""
    return tuple(
        Service(
            hook=hook,
            id=id_,
            title=say(language, f"hooks.{id_}.title"),
            description=say(language, f"hooks.{id_}.about"),
            usage_requirements=say(language, "hooks.needs"),
            prefetch=PREFETCH,
        )
        for hook, id_ in _IDS.items()
    )


def hooks_of(id_: str) -> tuple[str, ...]:
    """The hooks at which a service is asked; none of one that is not ours."""
    return tuple(hook for hook, service in _IDS.items() if service == id_)
