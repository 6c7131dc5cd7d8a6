"""The numbers of one finding, each distinct one drawn once: many units share a number."""

import numpy as np
import numpy.typing as npt

from pinprick.knowledge.ids import AGE
from pinprick.knowledge.quantity import distribution
from pinprick.model.axes import Array, DrawnNumbers, Model
from pinprick.model.draws import numbers
from pinprick.model.draws.keyed import dirichlet, keys, normal, shifted
from pinprick.model.rows import Rows
from pinprick.model.tempering import alpha, temper


def numbers_of(model: Model, finding: str) -> DrawnNumbers:
    """The draws of the numbers that units have for a finding."""
    return _choice(model, finding) if len(model.values[finding]) > 2 else _flag(model, finding)


def _exponent(model: Model, finding: str) -> float:
    return alpha(model.knowledge, model.knowledge.vocabulary.findings[finding].group)


def _choice(model: Model, finding: str) -> DrawnNumbers:
    first: dict[tuple[str, float], int] = {}
    of = [
        first.setdefault((numbers.behind(model, unit, finding)[0], float(shrink)), unit)
        for unit, shrink in enumerate(numbers.shrunk(model, finding))
    ]
    drawn = [_distributions(model, finding, unit) for unit in first.values()]
    places = {unit: place for place, unit in enumerate(first.values())}
    log_p = np.log(temper(np.stack(drawn, axis=1), _exponent(model, finding)))
    return DrawnNumbers(
        Rows(log_p.astype(np.float32)), Rows(np.array([[places[unit] for unit in of]]))
    )


def _distributions(model: Model, finding: str, unit: int) -> Array:
    """P(value | unit) of a choice or the age, before tempering, shape (values, draws)."""
    path, quantity = numbers.behind(model, unit, finding)
    assert quantity is not None  # sites have flags alone
    p = [distribution(quantity)[value] for value in model.values[finding]]
    width = numbers.concentration(model.knowledge, quantity)
    drawn = dirichlet(path, p, width, model.knowledge.settings.draws).T
    shrink = float(numbers.shrunk(model, finding)[unit])
    return drawn if shrink == 1 else temper(drawn, shrink)


def _flag(model: Model, finding: str) -> DrawnNumbers:
    by_age = range(len(model.values[AGE])) if finding in model.by_age else ()
    p = np.array([model.raw_at(finding, band)[0] for band in (None, *by_age)])
    paths, spread = behind_flag(model, finding)
    _, first, of = np.unique(paths ^ p.view(np.uint64), return_index=True, return_inverse=True)
    unit = first % p.shape[1]
    standard = normal(paths[unit], model.knowledge.settings.draws).T
    odds = _exponent(model, finding) * shifted(p.flat[first][:, None], spread[unit, None], standard)
    log_p = np.stack([-np.log1p(np.exp(-odds)), -np.log1p(np.exp(odds))])
    return DrawnNumbers(Rows(log_p.astype(np.float32)), Rows(of.reshape(p.shape)))


def behind_flag(model: Model, finding: str) -> tuple[npt.NDArray[np.uint64], Array]:
    """The key of the path of the number that each unit (U,) has for a flag, and its spread (U,)."""
    paths, widths = [], []
    for unit, shrink in enumerate(numbers.shrunk(model, finding)):
        path, quantity = numbers.behind(model, unit, finding)
        if quantity is None:
            width = numbers.site_spread(model.knowledge, model.units.site[unit])
        elif isinstance(quantity.p, dict):
            width = 0.0  # a distribution of two values
        else:
            width = numbers.spread(model.knowledge, quantity)
        paths.append(path)
        widths.append(width * float(shrink))
    return keys(paths), np.array(widths)
