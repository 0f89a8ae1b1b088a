"""Reading sources and rules."""

from collections.abc import Mapping
from datetime import date

from screening.engine.canonical import NotCanonical, digest_of
from screening.engine.conditions import Condition
from screening.engine.dates import Duration
from screening.engine.questionnaire import ItemType
from screening.engine.rulebook.conditions import read_condition
from screening.engine.rulebook.leaves import Scope
from screening.engine.rulebook.reader import Problems, Reader, top_tables, unique
from screening.engine.rulebook.source import RulebookSource
from screening.engine.rulebook.types import CONTRADICTION, UNANSWERED
from screening.engine.rules import Branch, ReviewDate, Rule, Severity, Source

STRENGTHS = ("label", "regulator", "guideline", "trial", "review", "practice", "consumer", "design")
SEEN = ("full", "part", "quoted", "not_seen")
OVERRIDES = ("practitioner", "clinical_lead", "nobody")
BUILT_IN = ("", UNANSWERED, CONTRADICTION)
SEVERITIES = tuple(severity.code for severity in Severity)

Treatments = Mapping[str, frozenset[str]]
"""Attributes of each treatment, by code."""


def read_sources(source: RulebookSource, problems: Problems) -> dict[str, Source]:
    """Read `[[sources]]`."""
    rows = []
    for reader in top_tables(source, "sources", problems, "id"):
        row = Source(
            id=reader.text("id"),
            title=reader.text("title"),
            publisher=reader.text("publisher"),
            year=reader.number("year") if reader.has("year") else None,
            link=reader.text("link", optional=True),
            strength=reader.one_of("strength", STRENGTHS),
            seen=reader.one_of("seen", SEEN),
        )
        reader.done()
        rows.append((reader, row.id, row))
    return unique(rows)


def read_rules(
    source: RulebookSource,
    problems: Problems,
    scope: Scope,
    sources: Mapping[str, Source],
    treatments: Treatments,
) -> dict[str, Rule]:
    """Read `[[rules]]`; exactly one stands for each built-in finding."""
    rows = []
    for reader in top_tables(source, "rules", problems, "id"):
        rule = read_rule(reader, scope, sources, treatments)
        reader.done()
        rows.append((reader, rule.id, rule))
    found = unique(rows)
    for kind in (UNANSWERED, CONTRADICTION):
        count = sum(rule.built_in == kind for rule in found.values())
        if count != 1:
            problems.add(
                ("rules", 0), "rules", f'exactly one rule must have built_in = "{kind}", not {count}'
            )
    return found


def read_rule(reader: Reader, scope: Scope, sources: Mapping[str, Source], treatments: Treatments) -> Rule:
    """Read one rule."""
    built_in = reader.one_of("built_in", BUILT_IN[1:]) if reader.has("built_in") else ""
    branches = tuple(read_branch(row, scope, treatments) for row in reader.tables("branches"))
    if not branches and not built_in:
        reader.note("needs at least one branch")
    return Rule(
        id=reader.text("id"),
        topic=reader.text("topic"),
        title=reader.text("title"),
        message=reader.text("message"),
        patient=reader.text("patient", optional=True),
        action=reader.text("action"),
        resolution=reader.text("resolution"),
        override=reader.one_of("override", OVERRIDES),
        sources=reader.codes("sources", sources, "source", optional=False),
        evidence=reader.text("evidence"),
        review_by=read_day(reader, "review_by"),
        review_date=read_review(reader, scope),
        branches=tuple(branch for branch in branches if branch is not None),
        built_in=built_in,
    )


def read_day(reader: Reader, key: str) -> str:
    """Read a calendar day."""
    text = reader.text(key)
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        reader.note(f'"{text}" is not a day (YYYY-MM-DD)', key)
        return ""


def read_review(reader: Reader, scope: Scope) -> ReviewDate | None:
    """Read an advisory date."""
    inner = reader.inner("review_date")
    if inner is None:
        return None
    item = inner.text("from")
    if item != "appointment" and (item not in scope.items or scope.items[item].type is not ItemType.DATE):
        inner.note(f'"{item}" is neither a date item nor "appointment"', "from")
    backwards = inner.has("minus")
    if backwards is inner.has("plus"):
        inner.note("needs either plus or minus")
    offset: Duration = inner.duration("minus" if backwards else "plus")
    inner.done()
    return ReviewDate(None if item == "appointment" else item, offset, backwards)


def read_branch(reader: Reader, scope: Scope, treatments: Treatments) -> Branch | None:
    """Read one branch; None where its condition is none."""
    inner = reader.inner("when")
    if inner is None:
        reader.note("is missing", "when")
    when: Condition | None = None if inner is None else read_condition(inner, scope)
    stated = read_severities(reader, treatments)
    key = branch_key(reader)
    reader.done()
    if when is None:
        return None
    resolved = resolve(stated, treatments)
    if not resolved:
        reader.note("says nothing about any treatment", "severity")
    return Branch(when, resolved, stated, key)


def branch_key(reader: Reader) -> str:
    """Return what names a branch wherever it stands: the digest of its condition and severities."""
    try:
        return digest_of(dict(reader.table))
    except NotCanonical:
        return ""


def read_severities(reader: Reader, treatments: Treatments) -> dict[str, Severity]:
    """Read `severity`: words by treatment code, attribute or `all`."""
    inner = reader.inner("severity")
    if inner is None:
        reader.note("is missing", "severity")
        return {}
    known = {
        "all",
        *treatments,
        *(attribute for attributes in treatments.values() for attribute in attributes),
    }
    found = {}
    for key in inner.table:
        word = inner.one_of(key, SEVERITIES, Severity.NONE.code)
        if key not in known:
            inner.note("is neither a treatment, nor an attribute of one, nor all", key)
        else:
            found[key] = Severity.from_code(word)
    return found


def resolve(stated: Mapping[str, Severity], treatments: Treatments) -> dict[str, Severity]:
    """Return the severity per treatment: a code beats an attribute beats `all`; the worst one counts."""
    found: dict[str, Severity] = {}
    for code, attributes in treatments.items():
        by_attribute = [stated[attribute] for attribute in attributes if attribute in stated]
        fallback = max(by_attribute) if by_attribute else stated.get("all", Severity.NONE)
        severity = stated.get(code, fallback)
        if severity is not Severity.NONE:
            found[code] = severity
    return found
