"""Patients to be booked again, as reception sees them: the day from which, never why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from clinic.desk.presenters.rows import treatment_words
from screening.models import Review
from screening.services.rulebook import active_version, rulebook_of


@dataclass(frozen=True, slots=True)
class RecallRow:
    """One patient to be booked again."""

    patient: str
    patient_id: str
    phone: str
    treatments: str
    from_day: date | None
    before: datetime
    is_possible: bool
    href: str


def recall_rows(reviews: Iterable[Review], today: date) -> list[RecallRow]:
    """The rows, each with the way to a booking that is filled in already."""
    rulebook = rulebook_of(active_version())
    rows = []
    for review in reviews:
        appointment = review.appointment
        from_day = max(review.recall_on or today, today)
        query = urlencode({"day": from_day.isoformat(), "like": str(appointment.pk)})
        row = RecallRow(
            patient=appointment.patient.name,
            patient_id=str(appointment.patient_id),
            phone=appointment.patient.phone,
            treatments=treatment_words(rulebook, appointment.treatments),
            from_day=review.recall_on,
            before=appointment.starts_at,
            is_possible=from_day == today,
            href=f"{reverse('desk:book', args=[appointment.patient_id])}?{query}",
        )
        rows.append(row)
    return rows
