"""Reading the questionnaire: sections, option sets, items and their gates."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from screening.engine.conditions import TREATMENT_AREAS
from screening.engine.questionnaire import Band, Field, Item, ItemType, Option, Section, Tense
from screening.engine.rulebook.conditions import read_condition
from screening.engine.rulebook.leaves import Scope
from screening.engine.rulebook.reader import Problems, Reader, top_tables, unique
from screening.engine.rulebook.source import RulebookSource

WITH_OPTIONS = frozenset({ItemType.CHOICE, ItemType.CHOICES})
FIELD_TYPES = frozenset({ItemType.CHOICE, ItemType.AREAS, ItemType.DATE})
FORMS = ("systemic", "topical")
LARGEST = 1_000_000

OptionSets = Mapping[str, Mapping[str, Option]]


def read_sections(source: RulebookSource, problems: Problems) -> tuple[Section, ...]:
    """Read `[[sections]]`."""
    rows = []
    for reader in top_tables(source, "sections", problems, "id"):
        section = Section(reader.text("id"), reader.text("title"), reader.text("intro", optional=True))
        reader.done()
        rows.append((reader, section.id, section))
    return tuple(unique(rows).values())


def read_option_sets(source: RulebookSource, problems: Problems) -> OptionSets:
    """Read `[[option_sets]]`."""
    rows = []
    for reader in top_tables(source, "option_sets", problems, "id"):
        rows.append((reader, reader.text("id"), read_options(reader)))
        reader.done()
    return unique(rows)


def read_options(reader: Reader) -> Mapping[str, Option]:
    """Read `options` of an item, a field or an option set."""
    rows = []
    for row in reader.tables("options"):
        option = Option(
            code=row.text("code"),
            label=row.text("label"),
            help=row.text("help", optional=True),
            not_known=row.flag("not_known"),
            exclusive=row.flag("exclusive"),
            score=row.number("score") if row.has("score") else None,
            synonyms=row.texts("synonyms"),
        )
        row.done()
        rows.append((row, option.code, option))
    return unique(rows)


def options_for(reader: Reader, sets: OptionSets, kind: ItemType) -> Mapping[str, Option]:
    """Return the options of an item, its own or those of a set."""
    name = reader.text("options_from", optional=True)
    own = read_options(reader)
    if kind not in WITH_OPTIONS:
        if name or own:
            reader.note(f"an item of type {kind} has no options")
        return {}
    if name and name not in sets:
        reader.note(f'there is no option set "{name}"', "options_from")
    if bool(name) == bool(own):
        reader.note("needs either options or options_from")
    return own or sets.get(name, {})


def read_items(
    source: RulebookSource,
    problems: Problems,
    sections: Sequence[Section],
    treatments: Mapping[str, frozenset[str]],
) -> list[tuple[Reader, Item]]:
    """Read `[[items]]`, gates aside. `treatments` gives the codes each code or attribute stands for."""
    sets = read_option_sets(source, problems)
    known = {section.id for section in sections}
    readers = top_tables(source, "items", problems, "link_id")
    found = [(reader, read_item(reader, sets, known, treatments)) for reader in readers]
    unique([(reader, item.link_id, item) for reader, item in found])
    return found


def read_item(
    reader: Reader, sets: OptionSets, sections: set[str], treatments: Mapping[str, frozenset[str]]
) -> Item:
    """Read one item."""
    kind = ItemType(reader.one_of("type", [str(kind) for kind in ItemType]))
    parts, bands = read_score(reader) if kind is ItemType.SCORE else ((), ())
    if kind is ItemType.SCORE:
        least, most = min((b.value for b in bands), default=0), max((b.value for b in bands), default=0)
    else:
        least, most = reader.number("minimum", 0), reader.number("maximum", LARGEST)
    return Item(
        link_id=reader.text("link_id"),
        section=reader.one_of("section", sections),
        type=kind,
        question=reader.text("question"),
        label=reader.text("label"),
        help=reader.text("help", optional=True),
        why=reader.text("why", optional=True),
        options=options_for(reader, sets, kind),
        enable_when=None,
        asked_for=frozenset().union(
            *(treatments[code] for code in reader.codes("asked_for", treatments, "treatment or attribute"))
        ),
        asked=reader.one_of("asked", ("patient", "clinic"), "patient"),
        optional=reader.flag("optional"),
        tense=read_tense(reader, kind),
        open=reader.flag("open"),
        form=reader.one_of("form", FORMS, FORMS[0]),
        minimum=least,
        maximum=most,
        parts=parts,
        bands=bands,
        fields=read_fields(reader, sets) if kind is ItemType.ENTRIES else {},
        fresh=reader.flag("fresh"),
    )


def read_tense(reader: Reader, kind: ItemType) -> Tense:
    """Read the tense a date must state; others have none."""
    if kind is ItemType.DATE:
        return Tense(reader.one_of("tense", [str(tense) for tense in Tense]))
    return Tense.PAST


def read_score(reader: Reader) -> tuple[tuple[str, ...], tuple[Band, ...]]:
    """Read parts and bands of a score: rising limits, the last without one."""
    bands = []
    for row in reader.tables("bands"):
        bands.append(
            Band(
                row.number("at_most") if row.has("at_most") else None, row.number("value"), row.text("label")
            )
        )
        row.done()
    limits = [band.at_most for band in bands]
    rising = [limit for limit in limits if limit is not None]
    if not bands or limits[-1] is not None or rising != sorted(set(rising)) or len(rising) != len(bands) - 1:
        reader.note("must rise, and the last have no at_most", "bands")
    return reader.texts("parts", optional=False), tuple(bands)


def read_fields(reader: Reader, sets: OptionSets) -> Mapping[str, Field]:
    """Read the fields of a repeating item."""
    rows = []
    for row in reader.tables("fields"):
        kind = ItemType(row.one_of("type", sorted(FIELD_TYPES)))
        entry = Field(
            id=row.text("id"),
            type=kind,
            question=row.text("question"),
            label=row.text("label"),
            help=row.text("help", optional=True),
            options=options_for(row, sets, kind),
            tense=read_tense(row, kind),
        )
        row.done()
        rows.append((row, entry.id, entry))
    if not rows:
        reader.note("needs at least one field", "fields")
    return unique(rows)


def with_gates(rows: list[tuple[Reader, Item]], scope: Scope) -> dict[str, Item]:
    """Read `enable_when` of every item; it may look at answers only, never at the appointment day."""
    found: dict[str, Item] = {}
    for reader, item in rows:
        inner = reader.inner("enable_when")
        gate = None if inner is None else read_condition(inner, scope)
        if gate is not None and any(leaf.by_day for leaf in gate.leaves()):
            reader.note("must not depend on the appointment date", "enable_when")
        if gate is not None and item.link_id == TREATMENT_AREAS:
            reader.note("the treatment areas always apply", "enable_when")
        check_parts(reader, item, scope)
        reader.done()
        found.setdefault(item.link_id, replace(item, enable_when=gate))
    return found


def check_parts(reader: Reader, item: Item, scope: Scope) -> None:
    """Note parts of a score that are no scored choices."""
    for part in item.parts:
        options = scope.items[part].options.values() if part in scope.items else []
        if not any(option.score is not None for option in options):
            reader.note(f'"{part}" is no choice whose options carry a score', "parts")


def gate_order(items: Mapping[str, Item], rows: list[tuple[Reader, Item]]) -> tuple[str, ...]:
    """Return the gated items, each after those its gate reads; note a cycle."""
    graph = {name: sorted(gates_of(item)) for name, item in items.items() if item.enable_when is not None}
    try:
        order = TopologicalSorter(graph).static_order()
        return tuple(name for name in order if name in graph)
    except CycleError as error:
        circle = [str(name) for name in error.args[1]]
        reader = next(reader for reader, item in rows if item.link_id in circle)
        reader.note(f"goes in a circle: {' > '.join(reversed(circle))}", "enable_when")
        return ()


def gates_of(item: Item) -> set[str]:
    """Return the items an item's gate reads."""
    leaves = [] if item.enable_when is None else item.enable_when.leaves()
    return {link_id for leaf in leaves for link_id in leaf.items()}
