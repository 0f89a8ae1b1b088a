"""Treatments and what is said of them; areas and regions of the body."""

from django.utils.translation import gettext_lazy as _

from clinic.rulebook.presenters.words import PIGMENT_RISKS
from clinic.rulebook.workshop.elements.collections.collection import Collection, Group, Row, text_in
from clinic.rulebook.workshop.elements.collections.lists import (
    areas,
    attributes,
    concerns,
    regions,
    sources,
    treatments,
)
from clinic.rulebook.workshop.elements.kinds.amounts import Number, Range, Span
from clinic.rulebook.workshop.elements.kinds.choosing import Choose, Several, fixed
from clinic.rulebook.workshop.elements.kinds.inner import Rows, Table
from clinic.rulebook.workshop.elements.kinds.texts import Flag, Line, Lines, Long
from clinic.rulebook.workshop.elements.tables import Spec

PART = "treatments"
SOURCES = Spec("sources", _("Sources"), Several(sources), optional=True)
NOTE = Spec("note", _("Note"), Line(), optional=True)

DEVICE = (
    Spec("title", _("Name"), Line()),
    Spec("depth_um", _("Depth"), Range(_("micrometres")), optional=True),
    NOTE,
)
MILESTONE = (
    Spec("from", _("From"), Span()),
    Spec("to", _("To"), Span()),
    Spec("text", _("What is usual then"), Line()),
)
PRICE = (
    Spec("currency", _("Currency"), Line(width="short"), _("For example USD.")),
    Spec("low", _("Lowest"), Number()),
    Spec("high", _("Highest"), Number()),
    NOTE,
)

NAMES = Group(
    _("What it is"),
    (
        Spec("title", _("Title"), Line()),
        Spec("short_title", _("Short title"), Line()),
        Spec("summary", _("In one sentence"), Long(rows=2)),
        Spec(
            "attributes",
            _("Kind"),
            Several(attributes),
            _("Rules address treatments by their kind."),
            optional=True,
        ),
        Spec("add_on", _("Only ever added to another treatment"), Flag(), optional=True),
    ),
)
READING = Group(
    _("What patients read"),
    (
        Spec("how_it_works", _("How it works"), Long(), optional=True),
        Spec("during", _("What it feels like"), Long(rows=2), optional=True),
        Spec("compares", _("How it compares"), Long(rows=2), optional=True),
        Spec("expected_effects", _("What is usual afterwards"), Lines(), _("One per line."), optional=True),
        Spec("rare_risks", _("What is rare"), Lines(), _("One per line."), optional=True),
        Spec("course", _("The usual course"), Rows(MILESTONE, _("Step"), _("Step")), optional=True),
    ),
)
FIGURES = Group(
    _("Figures"),
    (
        Spec("chair_minutes", _("Treatment itself"), Range(_("minutes")), optional=True),
        Spec("visit_minutes", _("Whole visit"), Range(_("minutes")), optional=True),
        Spec("booking_minutes", _("Booked for"), Number(_("minutes")), optional=True),
        Spec("downtime_days", _("Downtime"), Range(_("days")), optional=True),
        Spec("downtime_longest_days", _("Longest downtime"), Number(_("days")), optional=True),
        Spec("price", _("Price"), Table(PRICE), optional=True),
    ),
)
CHOOSING = Group(
    _("Choosing it"),
    (
        Spec("best_for", _("Best for"), Several(concerns), optional=True),
        Spec(
            "pigment_risk",
            _("Risk of dark marks in darker skin"),
            Choose(fixed(PIGMENT_RISKS), default="low"),
            optional=True,
        ),
        Spec("devices", _("Devices"), Rows(DEVICE, _("Device"), _("Device")), optional=True),
        SOURCES,
    ),
)
PLAN = Group(
    _("The plan"),
    (
        Spec("title", _("Title"), Line()),
        Spec("treatment", _("Treatment"), Choose(treatments, _("Choose"))),
        Spec("concerns", _("For"), Several(concerns), optional=True),
        Spec("sessions", _("Sessions"), Range()),
        Spec("gap_days", _("Between them"), Range(_("days"))),
        Spec("note", _("Note"), Long(rows=2), optional=True),
        SOURCES,
    ),
)
AREA = Group(
    _("The area"),
    (
        Spec("title", _("Title"), Line()),
        Spec("region", _("Region"), Choose(regions, _("Choose"))),
        Spec("parent", _("Lies inside"), Choose(areas, _("no other area")), optional=True),
    ),
)
TITLE = Group(_("What it is called"), (Spec("title", _("Title"), Line()),))
LOWER = Group(
    _("What it is called"),
    (Spec("title", _("Title"), Line(), _("In small letters, as in “for needling”.")),),
)


def short_line(row: Row) -> str:
    """A treatment's title."""
    return text_in(row, "title") or text_in(row, "short_title")


TREATMENTS = (
    Collection(
        "treatments",
        PART,
        _("Treatments"),
        _("Treatment"),
        _("Treatment"),
        (NAMES, READING, FIGURES, CHOOSING),
        named_by="short_title",
        called=short_line,
        about=lambda row: text_in(row, "summary"),
    ),
    Collection(
        "plans",
        PART,
        _("Plans"),
        _("Plan"),
        _("Plan"),
        (PLAN,),
        intro=_("How many sessions, how far apart."),
        about=lambda row: text_in(row, "treatment").replace("_", " "),
    ),
    Collection(
        "attributes",
        PART,
        _("Kinds of treatment"),
        _("Kind of treatment"),
        _("Kind"),
        (LOWER,),
        intro=_("What rules may address instead of single treatments."),
    ),
    Collection(
        "areas",
        PART,
        _("Areas of the body"),
        _("Area"),
        _("Area"),
        (AREA,),
        about=lambda row: text_in(row, "region").replace("_", " "),
        within="parent",
    ),
    Collection("regions", PART, _("Regions"), _("Region"), _("Region"), (TITLE,)),
)
