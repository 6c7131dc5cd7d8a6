"""All that is proved of the urgency, and of the lines that name one: the least case of each is judged just so."""

from collections.abc import Iterator

from pinprick.authoring.checks import signs
from pinprick.case.known import of_answers
from pinprick.knowledge import Knowledge, Sign
from pinprick.rules import AnyOf, parse
from pinprick.rules.language import Expr
from pinprick.urgency.promises import faults as broken_promises
from pinprick.urgency.proofs import faults as rule_faults
from pinprick.urgency.proofs import witness
from pinprick.urgency.rules import parsed, said_by_rules
from pinprick.watching import Watch, unwatched


def faults(
    knowledge: Knowledge, watch: Watch = unwatched
) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """What keeps the rules from what is proved of them, every promise of the knowledge base that is
    broken, and every line whose least case is judged otherwise, each as (file, path, what). `watch`
    sees one line after the other."""
    yield from rule_faults(knowledge)
    yield from broken_promises(knowledge)
    for file, path, _, sign in watch(list(signs(knowledge)), "Proving"):
        for what in _misjudged(knowledge, sign):
            yield file, path, what


def alternatives(expr: Expr) -> Iterator[Expr]:
    """The parts of an expression of which one is enough, or the expression itself."""
    for part in expr.parts if isinstance(expr, AnyOf) else ():
        yield from alternatives(part)
    if not isinstance(expr, AnyOf):
        yield expr


def _misjudged(knowledge: Knowledge, sign: Sign) -> Iterator[str]:
    rules, findings = parsed(knowledge), frozenset(knowledge.vocabulary.findings)
    told = [] if sign.when is None else [parse(sign.when, knowledge.urgency.definitions)]
    for expr in (one for part in told for one in alternatives(part)):
        answers = witness(expr, findings)
        said = said_by_rules(rules, of_answers(knowledge, answers))
        shown = ", ".join(f"{finding}: {answer}" for finding, answer in answers.items())
        if not answers:
            yield "nothing makes a part of its `when` hold"
        elif said.level != sign.to:
            yield f"says {sign.to}, but {shown} is {said.level} by the rules"
        elif not set(sign.rules) & set(said.rules):
            yield f"cites none of the rules that fire on {shown}: {', '.join(said.rules)}"
