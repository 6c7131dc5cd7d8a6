"""What became of cards, as figures: nothing else of what a client tells of them is kept."""

from pinprick.extras import needed

with needed("page"):
    from prometheus_client import CollectorRegistry, Counter


OTHER, NONE = "other", "none"
"""The reason of a card that was put aside for one that is not ours, and without one."""


class Outcomes:
    """How many cards of a service were taken up or put aside, and for which of our reasons."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._told = Counter(
            "pinprick_card_outcomes",
            "Cards that were taken up or put aside, as clients tell.",
            ("service", "outcome", "reason"),
            registry=registry,
        )

    def count(self, service: str, outcome: str, reason: str) -> None:
        """Count one; each of the three is one of few words of ours."""
        self._told.labels(service, outcome, reason).inc()
