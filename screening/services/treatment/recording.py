"""The treatment day: what was done, signed by who did it, and amended beside what was there."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from screening.engine import digest_of
from screening.models import Appointment, Review, TreatmentPermission, TreatmentRecord
from screening.services.audit import Actor, record
from screening.services.errors import (
    AppointmentIsCancelled,
    NotCleared,
    NotPermitted,
    RecordReplaced,
    TreatmentAhead,
)
from screening.services.evaluation import areas_of
from screening.services.review import gate_now
from screening.services.review.permissions import require_clinical, require_staff
from screening.services.texts import read_text
from screening.services.treatment.performed import Performed, fit

Status = TreatmentRecord.Status


@dataclass(frozen=True, slots=True)
class TreatmentDay:
    """What was done at an appointment: the records that stand, and their earlier or withdrawn versions."""

    standing: tuple[TreatmentRecord, ...]
    replaced: tuple[TreatmentRecord, ...]


@transaction.atomic
def record_treatment(
    *, appointment: Appointment, performed: Performed, by: Actor, now: datetime, without_clearance: str = ""
) -> TreatmentRecord:
    """Sign what was done. For a cleared gate; for any other, NotCleared unless `without_clearance` says why.

    NotPermitted unless who signs may perform the treatment; TreatmentAhead before the appointment's day;
    AppointmentIsCancelled; InvalidInput naming unfit fields; DepthToConfirm.
    """
    Appointment.objects.lock(appointment.pk)
    fresh: Appointment = Appointment.objects.with_people().get(pk=appointment.pk)
    signer = require_performer(by, [performed.treatment])
    if fresh.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    if fresh.day > timezone.localdate(now):
        raise TreatmentAhead
    row = fit(performed, fresh)
    row.gate = gate_now(fresh, now).gate
    if row.gate != Review.Gate.CLEARED:
        row.without_clearance = read_text("without_clearance", without_clearance) or None
        if row.without_clearance is None:
            raise NotCleared
    return sign(row, signer, by, now, "treatment.recorded")


@transaction.atomic
def amend_treatment(
    *, superseded: TreatmentRecord, performed: Performed, because: str, by: Actor, now: datetime
) -> TreatmentRecord:
    """Sign another version of a record; the one before it stays as it was signed.

    Of several at once one succeeds, RecordReplaced for the others. InvalidInput without a reason; otherwise
    as `record_treatment`.
    """
    before = lock_standing(superseded)
    signer = require_performer(by, [before.treatment, performed.treatment])
    row = fit(performed, before.appointment)
    return sign(replacing(row, before, because), signer, by, now, "treatment.amended")


@transaction.atomic
def withdraw_treatment(
    *, superseded: TreatmentRecord, because: str, by: Actor, now: datetime
) -> TreatmentRecord:
    """Say that a record was entered by mistake; it stays. RecordReplaced; InvalidInput; NotPermitted."""
    before = lock_standing(superseded)
    signer = require_performer(by, [before.treatment])
    row = TreatmentRecord(
        appointment=before.appointment, treatment=before.treatment, status=Status.ENTERED_IN_ERROR
    )
    return sign(replacing(row, before, because), signer, by, now, "treatment.withdrawn")


def treatment_day(appointment: Appointment) -> TreatmentDay:
    """What was done at an appointment, in the order it was signed; one query."""
    rows = tuple(TreatmentRecord.objects.filter(appointment=appointment.pk).in_order())
    gone = {row.supersedes_id for row in rows}
    standing = tuple(row for row in rows if row.pk not in gone and row.status != Status.ENTERED_IN_ERROR)
    return TreatmentDay(standing, tuple(row for row in rows if row not in standing))


@transaction.atomic
def open_treatment_day(*, appointment: Appointment, by: Actor) -> TreatmentDay:
    """The same on a page of its own; noted on the audit trail as read."""
    record(action="treatment.read", by=by, subject=appointment)
    return treatment_day(appointment)


def areas_planned(appointment: Appointment) -> list[str]:
    """The areas to be treated: the appointment's, then those the patient added."""
    return areas_of(appointment.response)


def last_treatment(appointment: Appointment) -> tuple[TreatmentRecord, ...]:
    """What was done the last time before an appointment the patient was treated; empty for the first time."""
    earlier = TreatmentRecord.objects.of_patient(appointment.patient).standing()
    rows = list(earlier.filter(appointment__starts_at__lt=appointment.starts_at)[:20])
    return tuple(row for row in reversed(rows) if row.appointment_id == rows[0].appointment_id)


def is_genuine(row: TreatmentRecord) -> bool:
    """Whether a record is what was signed."""
    return digest_of(signed_content(row)) == row.digest


def require_performer(by: Actor, treatments: Sequence[str]) -> uuid.UUID:
    """The id of who may perform these treatments; NotPermitted, naming the others, for anybody else."""
    require_clinical(by)
    lacking = may_not_perform(by, treatments)
    if lacking:
        raise NotPermitted(lacking)
    return require_staff(by)


def may_not_perform(by: Actor, treatments: Sequence[str]) -> tuple[str, ...]:
    """Which of these treatments somebody may not perform."""
    if by.user_id is None:
        return tuple(treatments)
    allowed = TreatmentPermission.objects.filter(user_id=by.user_id, may_perform=True)
    codes = set(allowed.values_list("treatment", flat=True))
    return tuple(code for code in dict.fromkeys(treatments) if code not in codes)


def lock_standing(superseded: TreatmentRecord) -> TreatmentRecord:
    """A record with its appointment, locked; RecordReplaced where it is no longer the newest version."""
    Appointment.objects.lock(superseded.appointment_id)
    rows = TreatmentRecord.objects.standing().select_related("appointment__response", "appointment__patient")
    found: TreatmentRecord | None = rows.filter(pk=superseded.pk).first()
    if found is None:
        raise RecordReplaced
    return found


def replacing(row: TreatmentRecord, before: TreatmentRecord, because: str) -> TreatmentRecord:
    """An unsaved version of the record before it; its gate stays what it was on the day."""
    row.supersedes = before
    row.amended_because = read_text("because", because, required=True)
    row.gate, row.without_clearance = before.gate, before.without_clearance
    return row


def sign(row: TreatmentRecord, signer: uuid.UUID, by: Actor, now: datetime, action: str) -> TreatmentRecord:
    """Save a record with its digest."""
    row.signed_by_id, row.signed_at = signer, now
    row.digest = digest_of(signed_content(row))
    row.save(force_insert=True)
    detail = {"appointment": str(row.appointment_id), "treatment": row.treatment, "gate": str(row.gate)}
    if row.supersedes_id is not None:
        detail["supersedes"] = str(row.supersedes_id)
    record(action=action, by=by, subject=row, detail=detail)
    return row


def signed_content(row: TreatmentRecord) -> dict[str, object]:
    """What is signed, as plain values."""
    return {
        "appointment": str(row.appointment_id),
        "status": str(row.status),
        "treatment": row.treatment,
        "device": row.device,
        "depth_um": row.depth_um,
        "beyond_catalogue": row.beyond_catalogue,
        "passes": row.passes,
        "batch": row.batch,
        "products": list(row.products),
        "areas": list(row.areas),
        "reaction": row.reaction,
        "note": row.note,
        "gate": str(row.gate),
        "without_clearance": row.without_clearance,
        "supersedes": str(row.supersedes_id) if row.supersedes_id else None,
        "amended_because": row.amended_because,
        "signed_by": str(row.signed_by_id),
        "signed_at": row.signed_at.astimezone(UTC).isoformat(),
    }
