"""Why is my foot numb, how worried should I be, and what do I do now?

    import pinprick

    model = pinprick.load()
    case = pinprick.Case.of(model, {"age": 34, "limb-pressed": "present"})
    print(pinprick.assess(model, case))

These names are the documented way in (docs/library.md). They are imported on first use, so that the
command line starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pinprick import account
    from pinprick.assessment import Assessment
    from pinprick.case.answers import Painted
    from pinprick.case.case import Case
    from pinprick.interview.progress import Next, next_question
    from pinprick.knowledge.terms import Level
    from pinprick.loading import load
    from pinprick.model.axes import Model
    from pinprick.notebook import assess
    from pinprick.problems import Problem, ProblemsFound

__version__ = "0.1.0"
__all__ = [
    "Assessment",
    "Case",
    "Level",
    "Model",
    "Next",
    "Painted",
    "Problem",
    "ProblemsFound",
    "__version__",
    "account",
    "assess",
    "load",
    "next_question",
]

_WHERE = {
    "Assessment": "pinprick.assessment",
    "Case": "pinprick.case.case",
    "Level": "pinprick.knowledge.terms",
    "Model": "pinprick.model.axes",
    "Next": "pinprick.interview.progress",
    "Painted": "pinprick.case.answers",
    "Problem": "pinprick.problems",
    "ProblemsFound": "pinprick.problems",
    "assess": "pinprick.notebook",
    "load": "pinprick.loading",
    "next_question": "pinprick.interview.progress",
}


def __getattr__(name: str) -> object:
    if name == "account":
        return import_module("pinprick.account")
    if name not in _WHERE:
        raise AttributeError(f"module 'pinprick' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
