"""Sixteen receptionists at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Appointment, MergedPatient, Patient
from screening.services import desk
from screening.services.audit import SYSTEM, Actor
from screening.services.desk import importing
from tests.factories import make_appointment, make_patient, publish
from tests.services.test_races import AT_ONCE, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_patients_merged_sixteen_times_at_once_are_merged_once() -> None:
    kept, merged = make_patient("Kept"), make_patient("Merged")
    make_appointment(patient=merged)

    def merge(_number: int) -> None:
        desk.merge_patients(kept=kept, merged=merged, by=SYSTEM)

    assert all_at_once(merge) == {"done": 1, "patient_merged": AT_ONCE - 1}
    assert MergedPatient.objects.standing().count() == 1


def test_two_patients_merged_into_each_other_at_once_are_merged_one_way() -> None:
    one, other = make_patient("One"), make_patient("Other")

    def merge(number: int) -> None:
        kept, merged = (one, other) if number % 2 else (other, one)
        desk.merge_patients(kept=kept, merged=merged, by=SYSTEM)

    assert all_at_once(merge) == {"done": 1, "patient_merged": AT_ONCE - 1}


def test_merge_undone_sixteen_times_at_once_is_undone_once() -> None:
    row = desk.merge_patients(kept=make_patient("Kept"), merged=make_patient("Merged"), by=SYSTEM)
    assert all_at_once(lambda _number: desk.undo_merge(merge=row, by=SYSTEM)) == {
        "done": 1,
        "merge_undone": AT_ONCE - 1,
    }


def test_booking_while_merging_leaves_no_appointment_with_the_merged_record() -> None:
    kept, merged = make_patient("Kept"), make_patient("Merged")
    make_appointment(patient=kept)

    def act(number: int) -> None:
        if number == 5:
            desk.merge_patients(kept=kept, merged=merged, by=SYSTEM)
        else:
            make_appointment(patient=merged)

    outcome = all_at_once(act)
    assert outcome["done"] + outcome["patient_merged"] == AT_ONCE
    assert Appointment.objects.filter(patient=merged).count() == 0


def test_file_imported_sixteen_times_at_once_is_imported_once(alice: User) -> None:
    publish()
    by = Actor.staff(alice)
    day = timezone.localdate() + timedelta(days=9)
    data = f"Date;Time;Name;Born;Treatment\n{day};10:30;Ada Canary;2.4.1990;Pen".encode()
    uploads = [importing.upload_import(data=data, by=by) for _number in range(AT_ONCE)]
    seen = importing.preview_import(upload=uploads[0], choices={}, by=by).digest

    def confirm(number: int) -> None:
        importing.confirm_import(upload=uploads[number], choices={}, seen=seen, by=by)

    assert all_at_once(confirm) == {"done": 1, "import_changed": AT_ONCE - 1}
    assert (Patient.objects.count(), Appointment.objects.count()) == (1, 1)
