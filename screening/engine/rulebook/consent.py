"""Reading what a patient is told before consent: risks of their own, and explanations."""

from collections.abc import Collection, Mapping

from screening.engine.catalogue import ConsentRisk, Explanation
from screening.engine.rulebook.conditions import read_condition
from screening.engine.rulebook.leaves import Scope
from screening.engine.rulebook.reader import Problems, Reader, top_tables, unique
from screening.engine.rulebook.source import RulebookSource

Groups = Mapping[str, frozenset[str]]
"""The treatment codes each code, attribute or `all` stands for."""


def read_consent_risks(
    source: RulebookSource, problems: Problems, scope: Scope, groups: Groups, sources: Collection[str]
) -> tuple[ConsentRisk, ...]:
    """Read `[[consent_risks]]`."""
    rows = []
    for reader in top_tables(source, "consent_risks", problems, "id"):
        inner = reader.inner("when")
        row = ConsentRisk(
            id=reader.text("id"),
            treatments=treatments_of(reader, groups),
            when=None if inner is None else read_condition(inner, scope),
            text=reader.text("text"),
            sources=reader.codes("sources", sources, "source"),
        )
        reader.done()
        rows.append((reader, row.id, row))
    return tuple(unique(rows).values())


def read_explanations(
    source: RulebookSource, problems: Problems, groups: Groups, sources: Collection[str]
) -> tuple[Explanation, ...]:
    """Read `[[explanations]]`."""
    rows = []
    for reader in top_tables(source, "explanations", problems, "id"):
        row = Explanation(
            id=reader.text("id"),
            treatments=treatments_of(reader, groups),
            title=reader.text("title"),
            texts=reader.texts("texts"),
            sources=reader.codes("sources", sources, "source"),
        )
        if not row.texts:
            reader.note("is empty", "texts")
        reader.done()
        rows.append((reader, row.id, row))
    return tuple(unique(rows).values())


def treatments_of(reader: Reader, groups: Groups) -> frozenset[str]:
    """Return the treatments a row is about."""
    codes = reader.codes("treatments", groups, "treatment or attribute", optional=False)
    return frozenset().union(*(groups[code] for code in codes))
