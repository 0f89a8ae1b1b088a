"""A record that is merged while its erasure waits goes whole, or not at all."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from screening.models import MergedPatient, Patient
from screening.services import desk
from screening.services.audit import SYSTEM
from screening.services.errors import PatientIsMerged
from screening.services.retention.erasing import erase_patient
from tests.factories import make_patient

pytestmark = pytest.mark.django_db(transaction=True)

LONG_ENOUGH = 0.5
"""For the erasure to come as far as the locks."""


def erase(patient: Patient) -> None:
    try:
        erase_patient(patient=patient, reason="asked-for", by=SYSTEM, now=timezone.now())
    finally:
        connection.close()


def erase_while_merging(patient: Patient, kept: Patient, merged: Patient) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            desk.merge_patients(kept=kept, merged=merged, by=SYSTEM)
            waiting = pool.submit(erase, patient)
            time.sleep(LONG_ENOUGH)
        waiting.result(timeout=20)


def test_record_taken_into_another_while_its_erasure_waits_is_not_erased() -> None:
    kept, merged = make_patient(), make_patient()
    with pytest.raises(PatientIsMerged):
        erase_while_merging(merged, kept, merged)
    assert (Patient.objects.count(), MergedPatient.objects.standing().count()) == (2, 1)


def test_record_that_takes_in_another_while_its_erasure_waits_goes_with_it() -> None:
    kept, merged = make_patient(), make_patient()
    erase_while_merging(kept, kept, merged)
    assert Patient.objects.count() == 0
