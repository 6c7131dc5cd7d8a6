"""`pinprick ask --what-if`: what an answer would change, in the terminal."""

import click

from pinprick.account.answers import name_of_cause
from pinprick.account.what_ifs import changes as changes_of
from pinprick.assessment import assess
from pinprick.case.answers import Answer, Answers
from pinprick.case.case import Case
from pinprick.case.reading import read_cases
from pinprick.cli import report
from pinprick.cli.questions import say
from pinprick.knowledge import Knowledge
from pinprick.model.axes import Model
from pinprick.reasoning.outlook import by_id
from pinprick.words import say as message
from pinprick.words import wording


def changes(what_if: tuple[str, ...], knowledge: Knowledge) -> dict[str, Answer]:
    """The answers that `--what-if` gives, each as FINDING=ANSWER.

    Raises:
        ProblemsFound: when one is no answer to a finding.
    """
    lines = [
        f"  {name.strip()}: {value.strip()}"
        for name, _, value in (each.partition("=") for each in what_if)
    ]
    content = "findings:\n" + "\n".join(lines or ["  {}"])
    if not what_if:
        return {}
    return dict(read_cases(content.encode(), "--what-if", knowledge.vocabulary)[0][0].answers)


def show(model: Model, case: Case, changed: Answers, language: str) -> None:
    """Print how urgent a case would be with other answers, and what would be likely."""
    knowledge = model.knowledge
    before = assess(model, case)
    (after,) = changes_of(model, before, [changed])
    given = (wording.answer(knowledge, id_, answer, language) for id_, answer in changed.items())
    say(
        message(
            language,
            "what-if.given",
            answers=wording.series(given, language, "list.comma"),
        )
    )
    level, new = (wording.level_name(one, language) for one in (before.urgency.level, after.level))
    if level == new:
        say(message(language, "what-if.same", level=level))
    else:
        say(message(language, "what-if.urgency", before=level, after=new))
    now, limits = by_id(model, before.belief.causes), knowledge.settings.telling
    either = {id_: max(p, after.causes[id_]) for id_, p in now.items()}
    shown = sorted(either, key=lambda id_: -either[id_])[: limits.most_causes]
    for id_ in sorted(shown, key=lambda id_: -after.causes[id_]):
        if either[id_] >= limits.least_cause:
            moved = message(
                language,
                "what-if.cause",
                cause=name_of_cause(knowledge, id_, language),
                before=wording.frequency(now[id_], language),
                after=wording.frequency(after.causes[id_], language),
            )
            click.echo("\n".join(report.wrapped(moved, "    ", "  ")))
