"""Holding a record: nothing of it is removed, whatever its age, until somebody lifts the hold."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from screening.models import Patient, RecordHold
from screening.services.audit import Actor, record
from screening.services.errors.retention import AlreadyOnHold, NotOnHold
from screening.services.retention.belongings import everybody_in
from screening.services.texts import read_text


@transaction.atomic
def hold_record(*, patient: Patient, reason: str, by: Actor) -> RecordHold:
    """Hold a patient's record, for a reason in words.

    AlreadyOnHold; InvalidInput naming `reason`; PatientIsMerged; ValueError for other than staff.
    """
    if by.user_id is None:
        raise ValueError("a member of staff holds a record")
    said = read_text("reason", reason, required=True)
    Patient.objects.lock(*everybody_in(patient))
    row = RecordHold(patient=patient, made_by_id=by.user_id)
    row.reason = said
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyOnHold from None
    record(action="patient.held", by=by, subject=patient)
    return row


@transaction.atomic
def release_record(*, patient: Patient, by: Actor) -> None:
    """Lift the hold on a patient's record; the row stays and says who did. NotOnHold; PatientIsMerged."""
    people = everybody_in(patient)
    Patient.objects.lock(*people)
    holds = RecordHold.objects.on_any(people)
    if not holds.update(ended_by=by.user_id, ended_at=timezone.now()):
        raise NotOnHold
    record(action="patient.released", by=by, subject=patient)


def hold_on(patient: Patient) -> RecordHold | None:
    """The hold that stands on a patient's record, if any."""
    holds = (
        RecordHold.objects.on_any(everybody_in(patient)).select_related("made_by").order_by("made_at", "id")
    )
    return holds.first()
