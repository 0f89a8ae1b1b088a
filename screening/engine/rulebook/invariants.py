"""Reading invariants: what must never come out, whatever the answers."""

from collections.abc import Collection, Mapping

from screening.engine.invariants import ELIGIBILITIES, Invariant
from screening.engine.rulebook.conditions import read_condition
from screening.engine.rulebook.leaves import Scope
from screening.engine.rulebook.reader import Problems, Reader, top_tables, unique
from screening.engine.rulebook.source import RulebookSource
from screening.engine.rules import Severity

Groups = Mapping[str, frozenset[str]]
WHENEVER = ("unanswered",)
FEEDS = tuple(severity.code for severity in Severity if severity > Severity.INFORMATION)
AT_LEAST = tuple(ELIGIBILITIES)[1:]


def read_invariants(
    source: RulebookSource, problems: Problems, scope: Scope, groups: Groups, sources: Collection[str]
) -> dict[str, Invariant]:
    """Read `[[invariants]]`; a broken condition is noted and its invariant left out."""
    rows = []
    for reader in top_tables(source, "invariants", problems, "id"):
        invariant = read_invariant(reader, scope, groups, sources)
        reader.done()
        if invariant is not None:
            rows.append((reader, invariant.id, invariant))
    return unique(rows)


def read_invariant(
    reader: Reader, scope: Scope, groups: Groups, sources: Collection[str]
) -> Invariant | None:
    """Read one invariant: a premise, exactly one bound, and the treatments it speaks of."""
    inner = reader.inner("when")
    when = None if inner is None else read_condition(inner, scope)
    if reader.has("when") is reader.has("whenever"):
        reader.note("needs exactly one of when and whenever")
    if reader.has("never") is reader.has("at_least"):
        reader.note("needs exactly one of never and at_least")
    named = reader.codes("treatments", groups, "treatment or attribute", optional=False)
    concerned = frozenset().union(*(groups[name] for name in named))
    invariant = Invariant(
        id=reader.text("id"),
        title=reader.text("title"),
        when=when,
        feeds=read_feeds(reader),
        never=reader.one_of("never", tuple(ELIGIBILITIES)) if reader.has("never") else "",
        at_least=reader.one_of("at_least", AT_LEAST) if reader.has("at_least") else "",
        treatments=tuple(code for code in groups if code in concerned),
        sources=reader.codes("sources", sources, "source", optional=False),
    )
    return None if inner is not None and when is None else invariant


def read_feeds(reader: Reader) -> Severity:
    """Read how bad a branch an unanswered item must feed; NONE where the premise is a condition."""
    if not reader.has("whenever"):
        return Severity.NONE
    reader.one_of("whenever", WHENEVER)
    return Severity.from_code(reader.one_of("feeds", FEEDS))
