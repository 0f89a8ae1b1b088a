"""From a document to a Rulebook, or to RulebookError with every problem at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from screening.engine.areas import AreaTree, Region
from screening.engine.canonical import NotCanonical, canonical_json, digest_of_text
from screening.engine.catalogue import Treatment
from screening.engine.conditions import TREATMENT_AREAS
from screening.engine.questionnaire import Item, ItemType
from screening.engine.rulebook import catalogue
from screening.engine.rulebook.cases import read_bases, read_cases
from screening.engine.rulebook.consent import read_consent_risks, read_explanations
from screening.engine.rulebook.invariants import read_invariants
from screening.engine.rulebook.items import gate_order, read_items, read_sections, with_gates
from screening.engine.rulebook.leaves import Scope
from screening.engine.rulebook.medicines import read_medicine_classes, read_medicine_words
from screening.engine.rulebook.problems import ERROR, Problem, RulebookError
from screening.engine.rulebook.reader import Problems, Reader
from screening.engine.rulebook.rules import read_rules, read_sources
from screening.engine.rulebook.source import RulebookSource
from screening.engine.rulebook.types import Head, Rulebook
from screening.engine.rules import Source

SEMANTICS = 1
CONCERN = "concern"
TABLES = frozenset(
    [
        "rulebook",
        "regions",
        "areas",
        "attributes",
        "sources",
        "treatments",
        "plans",
        "care_steps",
        "red_flags",
        "consent_risks",
        "explanations",
        "sections",
        "option_sets",
        "items",
        "medicine_classes",
        "medicine_words",
        "rules",
        "bases",
        "cases",
        "invariants",
    ]
)


def parse_rulebook(document: Mapping[str, object]) -> Rulebook:
    """Return the rulebook a document holds; one value per digest and process.

    Raises RulebookError with every problem: unknown keys, link ids, codes and sources, operators that do not
    fit, gates in a circle, rules without a source, ids that stand twice. See docs/rulebook-format.md.
    """
    try:
        text = canonical_json(document)
    except NotCanonical as error:
        raise RulebookError((Problem("", 0, "document", str(error)),)) from None
    return _parsed(Frozen(text, document))


class Frozen:
    """A document with its canonical text, hashable by that text."""

    def __init__(self, text: str, document: Mapping[str, object]) -> None:
        self.text = text
        self.document = document

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frozen) and self.text == other.text


@lru_cache(maxsize=8)
def _parsed(frozen: Frozen) -> Rulebook:
    problems = Problems(RulebookSource(dict(frozen.document)))
    rulebook = build(problems.source, problems, digest_of_text(frozen.text))
    refuse(problems)
    return rulebook


def parse_source(source: RulebookSource) -> Rulebook:
    """Return the rulebook of a source; problems carry file and line."""
    problems = Problems(source)
    rulebook = build(source, problems, source.digest)
    refuse(problems)
    return rulebook


def refuse(problems: Problems) -> None:
    """Raise where there is an error among the problems."""
    errors = [problem for problem in problems.found if problem.severity == ERROR]
    if errors:
        raise RulebookError(tuple(sorted(errors)))


def build(source: RulebookSource, problems: Problems, digest: str) -> Rulebook:
    """Read every table; problems are noted, and what is broken is left out."""
    note_unknown_tables(source, problems)
    head = read_head(source, problems)
    base = read_base(source, problems)
    sections = read_sections(source, problems)
    rows = read_items(source, problems, sections, base.groups)
    classes = read_medicine_classes(source, problems)
    shells = {item.link_id: item for _, item in reversed(rows)}
    items = with_gates(rows, Scope(shells, base.areas.areas, classes))
    check_treatment_areas(items, problems)
    scope = Scope(items, base.areas.areas, classes)
    rules = read_rules(source, problems, scope, base.sources, base.attributes_of)
    bases = read_bases(source, problems)
    concerns = items[CONCERN].options if CONCERN in items else {}
    return Rulebook(
        document=source.document,
        digest=digest,
        head=head,
        regions=base.regions,
        areas=base.areas,
        attributes=base.attributes,
        sources=base.sources,
        treatments=base.treatments,
        plans=catalogue.read_plans(source, problems, base.treatments, concerns, base.sources),
        care_steps=catalogue.read_care_steps(source, problems, scope, base.groups, base.sources),
        red_flags=catalogue.read_red_flags(source, problems, base.groups, base.sources),
        consent_risks=read_consent_risks(source, problems, scope, base.groups, base.sources),
        explanations=read_explanations(source, problems, base.groups, base.sources),
        sections=sections,
        items=items,
        gate_order=gate_order(items, rows),
        medicine_classes=classes,
        medicine_words=read_medicine_words(source, problems),
        rules=rules,
        bases=bases,
        cases=read_cases(source, problems, rules, bases, base.groups),
        invariants=read_invariants(source, problems, scope, base.groups, base.sources),
    )


def note_unknown_tables(source: RulebookSource, problems: Problems) -> None:
    """Note every table that the format does not have."""
    for key in source.document:
        if key not in TABLES:
            problems.add((key, 0), key, "is not a table of the format")


def read_head(source: RulebookSource, problems: Problems) -> Head:
    """Read `[rulebook]`."""
    reader = Reader(source.document.get("rulebook", {}), ("rulebook", 0), "rulebook", problems)
    semantics = reader.number("semantics")
    if semantics != SEMANTICS:
        reader.note(f"must be {SEMANTICS}, the only semantics there is", "semantics")
    note = reader.text("note", optional=True)
    head = Head(reader.text("id"), reader.text("title"), reader.text("language"), note, semantics)
    reader.done()
    return head


@dataclass(frozen=True, slots=True)
class Base:
    """What everything else in a rulebook refers to."""

    regions: Mapping[str, Region]
    areas: AreaTree
    attributes: Mapping[str, str]
    sources: Mapping[str, Source]
    treatments: Mapping[str, Treatment]
    attributes_of: Mapping[str, frozenset[str]]
    groups: Mapping[str, frozenset[str]]


def read_base(source: RulebookSource, problems: Problems) -> Base:
    """Read areas, attributes, sources and treatments."""
    regions = catalogue.read_regions(source, problems)
    areas = catalogue.read_areas(source, problems, regions)
    attributes = catalogue.read_attributes(source, problems)
    sources = read_sources(source, problems)
    treatments = catalogue.read_treatments(source, problems, attributes, sources)
    attributes_of = {code: treatment.attributes for code, treatment in treatments.items()}
    return Base(regions, areas, attributes, sources, treatments, attributes_of, groups_of(attributes_of))


def groups_of(attributes_of: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return the treatment codes that each attribute, `all` and each code stand for."""
    attributes = {attribute for own in attributes_of.values() for attribute in own}
    found = {a: frozenset(code for code, own in attributes_of.items() if a in own) for a in attributes}
    found["all"] = frozenset(attributes_of)
    return found | {code: frozenset({code}) for code in attributes_of}


def check_treatment_areas(items: Mapping[str, Item], problems: Problems) -> None:
    """Note where there is no item for the treatment areas, which every overlap is measured against."""
    item = items.get(TREATMENT_AREAS)
    if item is None or item.type is not ItemType.AREAS:
        problems.add(("items", 0), "items", f'there must be an item "{TREATMENT_AREAS}" of type areas')
