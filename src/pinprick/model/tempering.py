"""Findings of a group repeat each other, so each probability is shrunk towards even."""

from pinprick.knowledge import Knowledge
from pinprick.model.axes import Array


def alpha(knowledge: Knowledge, group: str) -> float:
    """How much findings of a group are tempered: 1 is not at all."""
    return knowledge.settings.alpha.get(group, 1.0)


def temper(p: Array, exponent: float) -> Array:
    """Probabilities shrunk towards even; the first axis is the values and keeps its sum of 1."""
    powered = p**exponent
    tempered: Array = powered / powered.sum(axis=0)
    return tempered
