"""Merging two records of one person, and taking the merge apart."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Appointment, AuditEvent, Evaluation, MergedPatient, Patient
from screening.services import desk
from screening.services.audit import SYSTEM, Actor
from screening.services.errors import (
    LaterMergeFirst,
    MergeOfOne,
    MergeUndone,
    PatientIsMerged,
)
from tests.factories import APPOINTMENT, make_appointment, make_patient, make_submitted

pytestmark = pytest.mark.django_db


def merge(kept: Patient, merged: Patient) -> MergedPatient:
    return desk.merge_patients(kept=kept, merged=merged, by=SYSTEM)


def owners() -> dict[str, str]:
    """Whose each appointment is, by its time."""
    rows = Appointment.objects.select_related("patient").order_by("starts_at")
    return {f"{row.starts_at:%m-%d}": row.patient.name for row in rows}


def data(patient: Patient) -> tuple[str, date, str, str]:
    fresh = Patient.objects.get(pk=patient.pk)
    return (fresh.name, fresh.birth_date, fresh.email, fresh.phone)


def test_merge_moves_appointments_and_fills_in_what_is_missing() -> None:
    kept = make_patient("Kept", phone="079 555 01 23")
    merged = make_patient("Merged", email="m@example.org", phone="079 555 99 99")
    make_appointment(patient=kept)
    make_appointment(patient=merged, starts_at=APPOINTMENT + timedelta(days=1))
    merge(kept, merged)
    assert owners() == {"09-15": "Kept", "09-16": "Kept"}
    assert data(kept)[2:] == ("m@example.org", "079 555 01 23")
    assert data(merged)[2:] == ("m@example.org", "079 555 99 99")
    assert [one.name for one in Patient.objects.with_mail("m@example.org").present()] == ["Kept"]


def test_merge_undone_restores_exactly_and_leaves_what_came_later() -> None:
    kept, merged = make_patient("Kept"), make_patient("Merged", email="m@example.org", phone="0795550123")
    make_appointment(patient=kept)
    make_appointment(patient=merged, starts_at=APPOINTMENT + timedelta(days=1))
    before = (owners(), data(kept), data(merged))
    row = merge(kept, merged)
    desk.undo_merge(merge=row, by=SYSTEM)
    assert (owners(), data(kept), data(merged)) == before
    assert [one.name for one in Patient.objects.with_mail("m@example.org")] == ["Merged"]
    again = merge(kept, merged)
    make_appointment(patient=kept, starts_at=APPOINTMENT + timedelta(days=2))
    desk.undo_merge(merge=again, by=SYSTEM)
    assert owners() == {"09-15": "Kept", "09-16": "Merged", "09-17": "Kept"}


def test_what_was_changed_after_the_merge_stays_when_it_is_undone() -> None:
    kept, merged = make_patient("Kept"), make_patient("Merged", email="m@example.org", phone="0795550123")
    row = merge(kept, merged)
    desk.edit_patient(
        patient=kept,
        name="Kept",
        birth_date=kept.birth_date,
        email="new@example.org",
        phone="0795550123",
        language="en",
        contact_by="email",
        by=SYSTEM,
    )
    desk.undo_merge(merge=row, by=SYSTEM)
    assert data(kept)[2:] == ("new@example.org", "")


def test_merge_with_another_birth_date_is_evaluated_anew_and_back() -> None:
    evaluation = make_submitted(starts_at=timezone.now() + timedelta(days=9))
    merged = evaluation.response.appointment.patient
    row = merge(make_patient("Kept", birth_date=date(1970, 1, 1)), merged)
    desk.undo_merge(merge=row, by=SYSTEM)
    bodies = [one.body for one in Evaluation.objects.order_by("sequence")]
    births = [body.split('"date_of_birth":"')[1][:10] for body in bodies]
    assert births == ["1990-04-02", "1970-01-01", "1990-04-02"]


def test_merged_patient_can_be_neither_merged_edited_nor_booked() -> None:
    kept, merged, third = make_patient("Kept"), make_patient("Merged"), make_patient("Third")
    make_appointment(patient=kept)
    merge(kept, merged)
    for act in (
        lambda: merge(third, merged),
        lambda: merge(merged, third),
        lambda: make_appointment(patient=merged),
        lambda: desk.edit_patient(
            patient=merged,
            name="X",
            birth_date=date(1990, 1, 1),
            email="",
            phone="",
            language="en",
            contact_by="email",
            by=SYSTEM,
        ),
    ):
        with pytest.raises(PatientIsMerged):
            act()


def test_merge_with_oneself_and_undone_twice_is_refused() -> None:
    kept = make_patient("Kept")
    with pytest.raises(MergeOfOne):
        merge(kept, kept)
    row = merge(kept, make_patient("Merged"))
    desk.undo_merge(merge=row, by=SYSTEM)
    with pytest.raises(MergeUndone):
        desk.undo_merge(merge=row, by=SYSTEM)


def test_merges_in_a_row_are_undone_from_the_last() -> None:
    first, second, third = make_patient("First"), make_patient("Second"), make_patient("Third")
    make_appointment(patient=first)
    one = merge(second, first)
    two = merge(third, second)
    assert owners() == {"09-15": "Third"}
    with pytest.raises(LaterMergeFirst):
        desk.undo_merge(merge=one, by=SYSTEM)
    desk.undo_merge(merge=two, by=SYSTEM)
    desk.undo_merge(merge=one, by=SYSTEM)
    assert owners() == {"09-15": "First"}


def test_search_by_the_merged_name_brings_the_record_in_use() -> None:
    kept, merged, last = make_patient("Anna Kept"), make_patient("Maiden Name"), make_patient("Anna Last")
    merge(kept, merged)
    merge(last, kept)
    found = desk.search_patients(typed="maiden", by=SYSTEM)
    assert [patient.name for patient in found.patients] == ["Anna Last"]
    assert len(desk.search_patients(typed="anna", by=SYSTEM).patients) == 1


def test_merge_and_its_undoing_are_audited_with_ids_only(alice: User) -> None:
    kept, merged = make_patient("Kept"), make_patient("Merged")
    appointment = make_appointment(patient=merged)
    row = desk.merge_patients(kept=kept, merged=merged, by=Actor.staff(alice))
    desk.undo_merge(merge=row, by=Actor.staff(alice))
    events = AuditEvent.objects.about(kept).filter(action__startswith="patient.merge")
    assert [(event.action, event.detail) for event in events] == [
        ("patient.merged", {"merged": str(merged.pk), "appointments": [str(appointment.pk)]}),
        ("patient.merge_undone", {"merged": str(merged.pk)}),
    ]
