"""What reception reads of one patient and one appointment: never an answer, never a finding."""

import uuid

from django.db import transaction

from screening.models import Appointment, Patient
from screening.services.audit import Actor, record
from screening.services.desk.searching import survivors


@transaction.atomic
def open_patient(*, patient: Patient, by: Actor) -> Patient:
    """The record in use behind a patient's: of one that was merged, the one it was merged into."""
    present = survivors([patient])[0]
    record(action="patient.read", by=by, subject=present)
    return present


def appointments_of(*, patient: Patient) -> list[Appointment]:
    """A patient's appointments in order, cancelled ones included, without what was answered."""
    return list(Appointment.objects.for_desk().filter(patient=patient).order_by("starts_at", "id"))


@transaction.atomic
def open_appointment(*, appointment_id: uuid.UUID, by: Actor) -> Appointment | None:
    """One appointment with its people, links and messages, without what was answered; None without one."""
    found: Appointment | None = (
        Appointment.objects.for_desk()
        .prefetch_related("invitations__created_by", "messages", "tablet_sessions")
        .filter(pk=appointment_id)
        .first()
    )
    if found is not None:
        record(action="appointment.read", by=by, subject=found)
    return found
