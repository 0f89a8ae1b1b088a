"""Who has read a record: for clinical leads."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from clinic.accounts.access import roles_allowed
from clinic.accounts.roles import CLINICAL_LEAD
from clinic.review.unavailable import needs_screening
from clinic.review.views.page import actor, appointment_or_404
from clinic.trail_words import action_words
from screening.models import AuditEvent
from screening.services.review.readers import Reading, read_readers

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Row:
    """What one person did on one day."""

    at: str
    who: str
    what: str
    times: str


@require_safe
@roles_allowed(CLINICAL_LEAD)
@needs_screening
def readers(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Everybody who has read anything of this patient's record, by person and day."""
    appointment = appointment_or_404(appointment_id)
    found = read_readers(appointment=appointment, by=actor(request))
    opened = [row_of(reading) for reading in found if not reading.is_in_list]
    listed = [row_of(reading) for reading in found if reading.is_in_list]
    context = {
        "appointment": appointment,
        "groups": [(_("Opened"), opened[:MOST_SHOWN]), (_("Seen in a list"), listed[:MOST_SHOWN])],
        "is_cut": max(len(opened), len(listed)) > MOST_SHOWN,
        "most": MOST_SHOWN,
    }
    return render(request, "review/readers.html", context)


def row_of(reading: Reading) -> Row:
    """One reading in words."""
    count = reading.times
    times = ngettext("%(count)d time", "%(count)d times", count) % {"count": count} if count > 1 else ""
    when = date_format(timezone.localtime(reading.last), "j M Y, H:i")
    return Row(when, who_of(reading), action_words(reading.action), times)


def who_of(reading: Reading) -> str:
    """A member of staff by name."""
    if reading.by == AuditEvent.ActorKind.PATIENT:
        return _("The patient")
    if reading.by == AuditEvent.ActorKind.SYSTEM:
        return _("The system")
    return reading.name or _("Somebody whose account is gone")
