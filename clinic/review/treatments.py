"""What was done on the treatment day, in words."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.results.words import day_words, joined, stamp_words
from clinic.review.worklist import area_words, treatment_words
from screening.engine import Rulebook
from screening.models import TreatmentRecord

MICRO_PER_MILLI = 1000


@dataclass(frozen=True, slots=True)
class TreatmentView:
    """One record: what was done, then what has to be known about it, then who signed it."""

    record_id: uuid.UUID
    title: str
    settings: str
    areas: str
    products: tuple[str, ...]
    batch: str
    reaction: str
    note: str
    marks: tuple[str, ...]
    without_clearance: str
    amended_because: str
    is_withdrawn: bool
    signed: str


@dataclass(frozen=True, slots=True)
class LastTreatment:
    """The last time the patient was treated."""

    day: str
    records: tuple[TreatmentView, ...]


def treatment_views(rows: Iterable[TreatmentRecord], rulebook: Rulebook) -> tuple[TreatmentView, ...]:
    """Records in words."""
    return tuple(treatment_view(row, rulebook) for row in rows)


def treatment_view(row: TreatmentRecord, rulebook: Rulebook) -> TreatmentView:
    """One record in words."""
    return TreatmentView(
        record_id=row.pk,
        title=joined(treatment_words(rulebook, [row.treatment]), row.device),
        settings=" · ".join(part for part in (depth_words(row.depth_um), passes_words(row.passes)) if part),
        areas=area_words(rulebook, row.areas),
        products=tuple(row.products),
        batch=row.batch,
        reaction=row.reaction,
        note=row.note,
        marks=tuple(marks_of(row)),
        without_clearance=row.without_clearance or "",
        amended_because=row.amended_because or "",
        is_withdrawn=row.status == TreatmentRecord.Status.ENTERED_IN_ERROR,
        signed=_("Signed by %(name)s on %(moment)s")
        % {"name": row.signed_by, "moment": stamp_words(row.signed_at)},
    )


def last_treatment_view(rows: Sequence[TreatmentRecord], rulebook: Rulebook) -> LastTreatment | None:
    """The last time; None for somebody who has not been treated here before."""
    if not rows:
        return None
    return LastTreatment(day_words(rows[0].appointment.day), treatment_views(rows, rulebook))


def depth_words(depth_um: int | None) -> str:
    """A depth in millimetres: "1.5 mm"; empty where none was recorded."""
    return "" if depth_um is None else _("%(depth)s\N{NO-BREAK SPACE}mm") % {"depth": millimetres(depth_um)}


def millimetres(depth_um: int) -> str:
    """Micrometres as millimetres, without zeros that say nothing but for the first: "1.0", "0.25"."""
    whole, rest = divmod(depth_um, MICRO_PER_MILLI)
    return f"{whole}.{f'{rest:03}'.rstrip('0') or '0'}"


def passes_words(passes: int | None) -> str:
    """So many passes; empty where none were counted."""
    if passes is None:
        return ""
    return ngettext("%(count)d pass", "%(count)d passes", passes) % {"count": passes}


def marks_of(row: TreatmentRecord) -> list[str]:
    """What stands out about a record."""
    marks = {
        _("Ended early"): row.status == TreatmentRecord.Status.STOPPED,
        _("Deeper than the catalogue"): row.beyond_catalogue,
        _("Not cleared when treated"): row.without_clearance is not None,
        _("Entered by mistake"): row.status == TreatmentRecord.Status.ENTERED_IN_ERROR,
    }
    return [words for words, applies in marks.items() if applies]
