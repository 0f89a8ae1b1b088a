"""Two records of one person become one, and two again where that was a mistake."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from screening.models import Appointment, MergedPatient, Patient, RecordHold
from screening.services.audit import Actor, record
from screening.services.desk.patients import evaluate_for_birth_date, write
from screening.services.errors import LaterMergeFirst, MergeOfOne, MergeUndone, PatientIsMerged

FILLED_IN = ("email", "phone")


@transaction.atomic
def merge_patients(*, kept: Patient, merged: Patient, by: Actor) -> MergedPatient:
    """Take `merged` into `kept`: its appointments move, an address or number `kept` lacks is filled in.

    Questionnaires for appointments to come are evaluated anew where the dates of birth differ. The record
    `merged` stays as it is and is found no more but through `kept`. Of several at once one succeeds;
    PatientIsMerged for the others. MergeOfOne.
    """
    if kept.pk == merged.pk:
        raise MergeOfOne
    people = lock_both(kept, merged)
    if Patient.objects.present().filter(pk__in=people).count() != len(people):
        raise PatientIsMerged
    survivor, gone = people[kept.pk], people[merged.pk]
    merge = MergedPatient(kept=survivor, merged=gone, merged_by_id=by.user_id)
    merge.moved = move(gone, survivor, None)
    merge.filled = fill_in(survivor, gone, by)
    merge.save(force_insert=True)
    detail = {"merged": str(gone.pk), "appointments": merge.moved}
    record(action="patient.merged", by=by, subject=survivor, detail=detail)
    if gone.birth_date != survivor.birth_date:
        evaluate_for_birth_date(survivor, by)
    return merge


@transaction.atomic
def undo_merge(*, merge: MergedPatient, by: Actor) -> MergedPatient:
    """Take a merge apart: what had moved goes back, what was filled in goes unless it was changed since.

    What came to the kept record after the merge stays there; where it was put on hold since, both are held.
    MergeUndone; LaterMergeFirst where the kept record has been merged itself.
    """
    people = lock_both(merge.kept, merge.merged)
    fresh: MergedPatient = MergedPatient.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if fresh.undone_at is not None:
        raise MergeUndone
    survivor, back = people[fresh.kept_id], people[fresh.merged_id]
    if MergedPatient.objects.standing().filter(merged=survivor).exists():
        raise LaterMergeFirst
    move(survivor, back, fresh.moved)
    empty_again(survivor, fresh, by)
    hold_as_well(back, fresh, by)
    fresh.undone_at, fresh.undone_by_id = timezone.now(), by.user_id
    fresh.save(update_fields=["undone_at", "undone_by"])
    record(action="patient.merge_undone", by=by, subject=survivor, detail={"merged": str(back.pk)})
    if back.birth_date != survivor.birth_date:
        evaluate_for_birth_date(back, by)
    return fresh


def lock_both(one: Patient, other: Patient) -> dict[UUID, Patient]:
    """Both patients, and then all their appointments, locked until the transaction ends."""
    people = Patient.objects.lock(one.pk, other.pk)
    for pk in Appointment.objects.filter(patient__in=people).order_by("pk").values_list("pk", flat=True):
        Appointment.objects.lock(pk)
    return people


def move(source: Patient, target: Patient, only: list[str] | None) -> list[str]:
    """Move a patient's appointments, all or only some, to another; returns which."""
    theirs = Appointment.objects.filter(patient=source)
    if only is not None:
        theirs = theirs.filter(pk__in=only)
    moved = sorted(str(pk) for pk in theirs.values_list("pk", flat=True))
    theirs.update(patient=target)
    return moved


def fill_in(survivor: Patient, gone: Patient, by: Actor) -> dict[str, list[str]]:
    """Fill in what the survivor lacks; returns by field what was there and what is there now."""
    lacking = [field for field in FILLED_IN if not getattr(survivor, field) and getattr(gone, field)]
    filled = {field: [getattr(survivor, field), getattr(gone, field)] for field in lacking}
    for field in lacking:
        setattr(survivor, field, getattr(gone, field))
    if lacking:
        write(survivor, lacking, by)
    return filled


def empty_again(survivor: Patient, merge: MergedPatient, by: Actor) -> None:
    """Take back what a merge filled in, where nobody has changed it since."""
    untouched = {
        field: before for field, (before, since) in merge.filled.items() if getattr(survivor, field) == since
    }
    for field, before in untouched.items():
        setattr(survivor, field, before)
    if untouched:
        write(survivor, list(untouched), by)


def hold_as_well(back: Patient, merge: MergedPatient, by: Actor) -> None:
    """Hold the record that comes out of a merged one as that was held since: it was held with all of it."""
    held = RecordHold.objects.on_any([merge.kept_id]).filter(made_at__gte=merge.merged_at).first()
    if held is None or RecordHold.objects.on_any([back.pk]).exists():
        return
    row = RecordHold(patient=back, made_by_id=held.made_by_id, made_at=held.made_at)
    row.reason = held.reason
    row.save(force_insert=True)
    record(action="patient.held", by=by, subject=back)
