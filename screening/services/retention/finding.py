"""Finding the record somebody asks about, and how much there is of it: no answer and no finding is shown."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from screening.models import Appointment, Patient, RecordHold
from screening.services.audit import Actor, record, record_all
from screening.services.errors.retention import PatientUnknown
from screening.services.retention.belongings import counts_of, everybody_in
from screening.services.retention.holds import hold_on

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Overview:
    """A record from outside: whose, how much, until when it is kept at least, and whether it is held."""

    patient: Patient
    rows: int
    visits: int
    last_at: datetime | None
    is_ahead: bool
    hold: RecordHold | None


@transaction.atomic
def find_records(*, name: str, birth_date: date, by: Actor) -> list[Patient]:
    """Patients of this name born on this day, both being needed; those shown count as listed."""
    found = list(Patient.objects.present().born_on(birth_date).named(name).order_by("pk")[:MOST_FOUND])
    record_all(action="patient.listed", by=by, details=[(patient, {}) for patient in found])
    return found


@transaction.atomic
def open_overview(*, patient_id: uuid.UUID, by: Actor, now: datetime) -> Overview:
    """How much there is of a record; noted as a reading. PatientUnknown, also for one merged elsewhere."""
    patient = Patient.objects.present().filter(pk=patient_id).first()
    if patient is None:
        raise PatientUnknown
    people = everybody_in(patient)
    visits = Appointment.objects.filter(patient__in=people).order_by("-starts_at")
    last = visits.first()
    booked = visits.filter(status=Appointment.Status.BOOKED, starts_at__gt=now)
    record(action="patient.overviewed", by=by, subject=patient)
    return Overview(
        patient=patient,
        rows=sum(count for _table, count in counts_of(people)),
        visits=visits.count(),
        last_at=last.starts_at if last else None,
        is_ahead=booked.exists(),
        hold=hold_on(patient),
    )
