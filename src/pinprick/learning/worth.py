"""What a number is worth in people, and the range that people give it.

The model reads a range as a standard deviation of log odds (`draws.numbers.spread`), and a
distribution as a Dirichlet. The Beta distribution of mean p with that deviation says how many people
a probability is worth. The range that is written is the mean log odds of a Beta ± 1.645 of its
deviations, so whoever reads it again finds the same people.
"""

from functools import cache
from math import exp, log, sqrt

from pinprick.knowledge import Knowledge
from pinprick.knowledge.quantity import Quantity
from pinprick.model.draws.numbers import NORMAL_90, concentration, spread

_SHIFTS = 10
"""Steps of the recurrence, after which the first terms of the series are exact to 1e-9."""
_LEAST = 1e-12
"""The least variance of log odds; a number that is surer is not moved by any people."""
_HALVINGS = 36


def digamma(x: float) -> float:
    """The mean of the log of a Gamma variable of shape x > 0."""
    below = sum(1 / (x + step) for step in range(_SHIFTS))
    y = x + _SHIFTS
    return log(y) - 1 / (2 * y) - 1 / (12 * y**2) + 1 / (120 * y**4) - 1 / (252 * y**6) - below


def trigamma(x: float) -> float:
    """The variance of the log of a Gamma variable of shape x > 0."""
    below = sum((x + step) ** -2 for step in range(_SHIFTS))
    y = x + _SHIFTS
    return 1 / y + 1 / (2 * y**2) + 1 / (6 * y**3) - 1 / (30 * y**5) + 1 / (42 * y**7) + below


def log_odds(p: float) -> float:
    """The natural log of the odds of a probability, which is neither 0 nor 1."""
    return log(p / (1 - p))


def probability(odds: float) -> float:
    """The probability of these log odds."""
    return 1 / (1 + exp(-odds))


def people(knowledge: Knowledge, quantity: Quantity) -> float:
    """How many people's answers a number is worth: what is added to those that are counted."""
    if isinstance(quantity.p, dict):
        return concentration(knowledge, quantity)
    return people_of(quantity.p, spread(knowledge, quantity))


@cache
def people_of(p: float, deviation: float) -> float:
    """The people whose Beta distribution of mean `p` has this standard deviation of log odds."""
    once, twice = 1 / p + 1 / (1 - p), 1 / p**2 + 1 / (1 - p) ** 2
    variance = max(deviation**2, _LEAST)
    # trigamma(x) lies between 1/x and 1/x + 1/x², so the people lie between these
    few = once / variance
    many = (once + sqrt(once**2 + 4 * variance * twice)) / (2 * variance)
    for _ in range(_HALVINGS):
        middle = (few + many) / 2
        if deviation_of(p, middle) ** 2 > variance:
            few = middle
        else:
            many = middle
    return few


def deviation_of(p: float, count: float) -> float:
    """The standard deviation of log odds of a probability that rests on so many people."""
    return sqrt(trigamma(p * count) + trigamma((1 - p) * count))


def range_of(p: float, count: float) -> tuple[float, float]:
    """Where a probability lies with 90 % certainty that rests on so many people."""
    middle = digamma(p * count) - digamma((1 - p) * count)
    half = NORMAL_90 * deviation_of(p, count)
    low, high = probability(middle - half), probability(middle + half)
    return min(low, p), max(high, p)
