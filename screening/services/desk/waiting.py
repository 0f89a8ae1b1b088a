"""Appointments whose patient has not handed in the questionnaire yet."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from screening.models import Appointment
from screening.services.audit import Actor, record_all

MOST_ROWS = 100
MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Appointments with patient and questionnaire, and whether there are more than are shown."""

    rows: tuple[Appointment, ...]
    has_more: bool


@transaction.atomic
def list_waiting(*, since: datetime, by: Actor) -> WaitingPage:
    """The next appointments from `since` on that wait for the patient, the earliest first."""
    found = list(Appointment.objects.waiting(since).with_people()[: MOST_ROWS + 1])
    shown = tuple(found[:MOST_ROWS])
    record_all(action="appointment.listed", by=by, details=[(row, {}) for row in shown])
    return WaitingPage(shown, len(found) > MOST_ROWS)


def count_waiting(*, since: datetime) -> int:
    """How many of them there are; counted to MOST_COUNTED."""
    return Appointment.objects.waiting(since)[:MOST_COUNTED].count()
