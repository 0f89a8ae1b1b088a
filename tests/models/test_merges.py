from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from screening.models import MergedPatient, Patient, PatientSearchKey
from tests.factories import make_patient

pytestmark = pytest.mark.django_db


def merge(kept: Patient, merged: Patient) -> MergedPatient:
    row: MergedPatient = MergedPatient.objects.create(kept=kept, merged=merged)
    return row


def test_patient_is_present_unless_taken_into_another() -> None:
    ada, twin, other = make_patient("Ada"), make_patient("Twin"), make_patient("Other")
    undone = merge(ada, other)
    undone.undone_at = timezone.now()
    undone.save()
    merge(ada, twin)
    assert {patient.name for patient in Patient.objects.present()} == {"Ada", "Other"}


def test_patient_is_merged_into_one_other_at_a_time_and_never_into_itself() -> None:
    ada, twin, other = make_patient("Ada"), make_patient("Twin"), make_patient("Other")
    merge(ada, twin)
    for kept, merged in ((other, twin), (other, other)):
        with pytest.raises(IntegrityError), transaction.atomic():
            merge(kept, merged)


def test_merge_keeps_what_it_filled_in_encrypted() -> None:
    row = MergedPatient(kept=make_patient("Ada"), merged=make_patient("Twin"))
    row.filled = {"email": ["", "canary@example.org"]}
    row.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT filled FROM screening_mergedpatient")
        stored = cursor.fetchone()[0]
    assert (MergedPatient.objects.get().filled, "canary" in stored) == (
        {"email": ["", "canary@example.org"]},
        False,
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("Mayer Stefan", ["Stephan Meier"]), ("maier", ["Stephan Meier"]), ("Huber", []), ("李", []), ("", [])],
)
def test_patients_are_found_by_the_sound_of_their_names(typed: str, expected: list[str]) -> None:
    make_patient("Stephan Meier")
    assert [patient.name for patient in Patient.objects.sounding_like(typed)] == expected


def test_sound_keys_are_made_for_patients_that_were_there_before() -> None:
    make_patient("Stephan Meier", date(1970, 1, 1))
    PatientSearchKey.objects.filter(kind="name_sound").delete()
    migration = import_module("screening.migrations.0003_sound_keys")
    for _again in range(2):
        migration.add_sound_keys(apps, None)
    assert PatientSearchKey.objects.filter(kind="name_sound").count() == 2
