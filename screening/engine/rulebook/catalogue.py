"""Reading the catalogue: areas, attributes, treatments, plans, care steps, red flags, medicine classes."""

from collections.abc import Collection, Mapping

from screening.engine.areas import Area, AreaTree, Region
from screening.engine.catalogue import CareStep, Device, Milestone, Plan, Price, RedFlag, Span, Treatment
from screening.engine.dates import Duration
from screening.engine.rulebook.conditions import read_condition
from screening.engine.rulebook.leaves import Scope
from screening.engine.rulebook.reader import Problems, Reader, top_tables, unique
from screening.engine.rulebook.source import RulebookSource

PIGMENT_RISKS = ("low", "moderate", "moderate_high")
PHASES = ("before", "day", "after")

Groups = Mapping[str, frozenset[str]]
"""The treatment codes each code, attribute or `all` stands for."""


def read_regions(source: RulebookSource, problems: Problems) -> dict[str, Region]:
    """Read `[[regions]]`."""
    rows = []
    for reader in top_tables(source, "regions", problems, "code"):
        row = Region(reader.text("code"), reader.text("title"))
        reader.done()
        rows.append((reader, row.code, row))
    return unique(rows)


def read_areas(source: RulebookSource, problems: Problems, regions: Mapping[str, Region]) -> AreaTree:
    """Read `[[areas]]`; note parents that do not exist, and circles."""
    rows = []
    for reader in top_tables(source, "areas", problems, "code"):
        parent = reader.text("parent", optional=True) or None
        row = Area(reader.text("code"), reader.text("title"), reader.one_of("region", regions), parent)
        reader.done()
        rows.append((reader, row.code, row))
    areas = unique(rows)
    for reader, code, area in rows:
        if area.parent is not None and area.parent not in areas:
            reader.note(f'there is no area "{area.parent}"', "parent")
        elif code in ancestors_of(code, areas):
            reader.note("lies inside itself", "parent")
    return AreaTree(areas.values())


def ancestors_of(code: str, areas: Mapping[str, Area]) -> list[str]:
    """Return the areas that hold an area, nearest first; a circle ends where it closes."""
    found: list[str] = []
    parent = areas[code].parent if code in areas else None
    while parent is not None and parent in areas and parent not in found:
        found.append(parent)
        parent = areas[parent].parent
    return found


def read_attributes(source: RulebookSource, problems: Problems) -> dict[str, str]:
    """Read `[[attributes]]`."""
    rows = []
    for reader in top_tables(source, "attributes", problems, "code"):
        rows.append((reader, reader.text("code"), reader.text("title")))
        reader.done()
    return unique(rows)


def read_treatments(
    source: RulebookSource, problems: Problems, attributes: Collection[str], sources: Collection[str]
) -> dict[str, Treatment]:
    """Read `[[treatments]]`."""
    rows = []
    for reader in top_tables(source, "treatments", problems, "code"):
        row = read_treatment(reader, attributes, sources)
        reader.done()
        rows.append((reader, row.code, row))
    if not rows:
        problems.add(("treatments", 0), "treatments", "there is no treatment")
    return unique(rows)


def read_treatment(reader: Reader, attributes: Collection[str], sources: Collection[str]) -> Treatment:
    """Read one treatment."""
    return Treatment(
        code=reader.text("code"),
        title=reader.text("title"),
        short_title=reader.text("short_title"),
        attributes=frozenset(reader.codes("attributes", attributes, "attribute")),
        add_on=reader.flag("add_on"),
        summary=reader.text("summary"),
        how_it_works=reader.text("how_it_works", optional=True),
        during=reader.text("during", optional=True),
        devices=tuple(read_device(row) for row in reader.tables("devices")),
        chair_minutes=reader.pair("chair_minutes"),
        visit_minutes=reader.pair("visit_minutes"),
        booking_minutes=reader.number("booking_minutes", 60),
        downtime_days=reader.pair("downtime_days"),
        downtime_longest_days=reader.number("downtime_longest_days", 0),
        course=tuple(read_milestone(row) for row in reader.tables("course")),
        expected_effects=reader.texts("expected_effects"),
        rare_risks=reader.texts("rare_risks"),
        best_for=reader.texts("best_for"),
        compares=reader.text("compares", optional=True),
        pigment_risk=reader.one_of("pigment_risk", PIGMENT_RISKS, PIGMENT_RISKS[0]),
        price=read_price(reader),
        sources=reader.codes("sources", sources, "source"),
    )


def read_device(reader: Reader) -> Device:
    """Read one device."""
    device = Device(reader.text("title"), reader.pair("depth_um"), reader.text("note", optional=True))
    reader.done()
    return device


def read_milestone(reader: Reader) -> Milestone:
    """Read one step of the usual course."""
    milestone = Milestone(reader.duration("from"), reader.duration("to"), reader.text("text"))
    reader.done()
    return milestone


def read_price(reader: Reader) -> Price | None:
    """Read a price range."""
    inner = reader.inner("price")
    if inner is None:
        return None
    price = Price(
        inner.text("currency"), inner.number("low"), inner.number("high"), inner.text("note", optional=True)
    )
    if price.low > price.high:
        inner.note("low must not be above high")
    inner.done()
    return price


def read_plans(
    source: RulebookSource,
    problems: Problems,
    treatments: Collection[str],
    concerns: Collection[str],
    sources: Collection[str],
) -> tuple[Plan, ...]:
    """Read `[[plans]]`."""
    rows = []
    for reader in top_tables(source, "plans", problems, "title"):
        reader.text("id", optional=True)  # for those who edit
        row = Plan(
            treatment=reader.one_of("treatment", treatments),
            concerns=reader.codes("concerns", concerns, "concern"),
            title=reader.text("title"),
            sessions=reader.pair("sessions") or (1, 1),
            gap_days=reader.pair("gap_days") or (0, 0),
            note=reader.text("note", optional=True),
            sources=reader.codes("sources", sources, "source"),
        )
        reader.done()
        rows.append(row)
    return tuple(rows)


def read_care_steps(
    source: RulebookSource, problems: Problems, scope: Scope, groups: Groups, sources: Collection[str]
) -> tuple[CareStep, ...]:
    """Read `[[care_steps]]`."""
    rows = []
    for reader in top_tables(source, "care_steps", problems, "id"):
        inner = reader.inner("when")
        spans = spans_of(reader, groups)
        for variant in reader.tables("variants"):
            spans |= spans_of(variant, groups)
            variant.done()
        row = CareStep(
            id=reader.text("id"),
            phase=reader.one_of("phase", PHASES),
            spans=spans,
            when=None if inner is None else read_condition(inner, scope),
            text=reader.text("text"),
            sources=reader.codes("sources", sources, "source"),
        )
        reader.done()
        rows.append((reader, row.id, row))
    return tuple(unique(rows).values())


def spans_of(reader: Reader, groups: Groups) -> dict[str, Span]:
    """Return the span of a step, or a variant, for each treatment it names."""
    span = Span(signed(reader, "from"), signed(reader, "to"))
    codes = reader.codes("treatments", groups, "treatment or attribute", optional=False)
    return {code: span for group in codes for code in sorted(groups[group])}


def signed(reader: Reader, key: str) -> tuple[int, int]:
    """Read a duration that may lie before the appointment, as (months, days)."""
    text = reader.text(key)
    try:
        duration = Duration.parse(text.removeprefix("-"))
    except ValueError as error:
        if text.strip():
            reader.note(str(error), key)
        return 0, 0
    sign = -1 if text.startswith("-") else 1
    return sign * duration.months, sign * duration.days


def read_red_flags(
    source: RulebookSource, problems: Problems, groups: Groups, sources: Collection[str]
) -> tuple[RedFlag, ...]:
    """Read `[[red_flags]]`."""
    rows = []
    for reader in top_tables(source, "red_flags", problems, "id"):
        codes = reader.codes("treatments", groups, "treatment or attribute", optional=False)
        row = RedFlag(
            id=reader.text("id"),
            treatments=frozenset().union(*(groups[code] for code in codes)),
            urgent=reader.flag("urgent"),
            text=reader.text("text"),
            sources=reader.codes("sources", sources, "source"),
        )
        reader.done()
        rows.append((reader, row.id, row))
    return tuple(unique(rows).values())
