"""load(folder) → Model: read, checked, proved and compiled once, then taken from the kept file."""

import contextlib
from pathlib import Path

from msgspec.structs import replace

from pinprick.knowledge import Knowledge, Promises
from pinprick.knowledge.folder import FOLDER
from pinprick.model import store
from pinprick.model.axes import Model
from pinprick.watching import Watch, unwatched


def load(folder: Path | str | None = None) -> Model:
    """The model of the knowledge base in `folder`, by default the one that ships with pinprick.

    Raises:
        ProblemsFound: when it has to be compiled anew and has faults.
    """
    folder = Path(folder) if folder else FOLDER
    kept = store.read(folder)
    if kept is not None:
        return kept
    model = compiled(folder)
    with contextlib.suppress(OSError):
        store.write(folder, model)
    return model


def compiled(folder: Path, watch: Watch = unwatched) -> Model:
    """The model of the knowledge base in `folder`, made now from its files; `watch` sees it read,
    checked and drawn.

    Raises:
        ProblemsFound: every fault of every file.
    """
    # A quarter of a second, needed only where something has changed.
    from pinprick.authoring import validation
    from pinprick.urgency.lines import faults

    knowledge = validation.load_knowledge(folder, faults, watch)
    return ready(replace(knowledge, promises=Promises(), said={}, likeness={}), watch)


def ready(knowledge: Knowledge, watch: Watch = unwatched) -> Model:
    """The model of a knowledge base with its rules and its draws, compiled now."""
    from pinprick import urgency
    from pinprick.model import compiler
    from pinprick.model.draws import prior

    model = compiler.compile_model(knowledge)
    program = urgency.program(urgency.parsed(knowledge))
    return replace(model, program=program, drawn=prior.prepare(model, watch))
