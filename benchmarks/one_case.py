"""What the parts of one assessment take, each from the answers on."""

from collections.abc import Sequence

from benchmarks.timing import Way, in_turn
from pinprick.assessment import Assessment, assess
from pinprick.case.case import Case
from pinprick.case.known import known
from pinprick.model.axes import Model
from pinprick.reasoning import uncertainty
from pinprick.reasoning.inference import believe
from pinprick.urgency import judge

POSTERIOR, VERDICT, LIGHT = "posterior", "verdict", "light: verdict and probabilities"
DRAWS, WHOLE = "draws", "whole: every part read"


def parts(model: Model, cases: Sequence[Case], rounds: int = 3) -> list[dict[str, float]]:
    """Seconds of each part, for each case."""
    return [in_turn(_ways(model, case), rounds) for case in cases]


def _ways(model: Model, case: Case) -> dict[str, Way]:
    now = known(model.knowledge, case)
    belief = believe(model, now)
    return {
        POSTERIOR: lambda: believe(model, now),
        VERDICT: lambda: judge(model, now, belief),
        DRAWS: lambda: uncertainty.draws(model, now),
        LIGHT: lambda: _light(assess(model, case)),
        WHOLE: lambda: whole(assess(model, case)),
    }


def _light(assessment: Assessment) -> object:
    return assessment.urgency, assessment.likely


def whole(assessment: Assessment) -> object:
    """Every part of an assessment, read once."""
    return [
        getattr(assessment, name)
        for name in dir(Assessment)
        if not name.startswith("_") and not callable(getattr(Assessment, name))
    ]
