"""Erasing, while others do the same or work on the same record; each thread has its own connection."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from screening.models import AuditEvent, Purge
from screening.services import review
from screening.services.audit import SYSTEM
from screening.services.audit.verifying import verify_trail
from screening.services.retention.belongings import counts_of
from screening.services.retention.erasing import erase_patient
from screening.services.retention.purging import purge_a_little
from tests.clinicians import practitioner, submitted
from tests.services.test_races import AT_ONCE, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now().replace(microsecond=0)


def test_record_erased_by_many_at_once_is_erased_once() -> None:
    patient = submitted(starts_at=NOW - timedelta(days=3)).patient
    outcome = all_at_once(
        lambda _number: erase_patient(patient=patient, reason="asked-for", by=SYSTEM, now=NOW)
    )
    assert outcome == {"done": 1, "patient_unknown": AT_ONCE - 1}
    assert AuditEvent.objects.filter(action="patient.erased").count() == 1
    assert verify_trail().is_guarded


def test_nothing_written_meanwhile_outlives_the_record() -> None:
    appointment, doctor = submitted(starts_at=NOW - timedelta(days=3)), practitioner()
    patient = appointment.patient

    def act(number: int) -> None:
        if number == 0:
            erase_patient(patient=patient, reason="asked-for", by=SYSTEM, now=NOW)
            return
        try:
            review.add_note(appointment=appointment, text="Called.", by=doctor)
        except ObjectDoesNotExist:
            return

    assert all_at_once(act) == {"done": AT_ONCE}
    assert list(counts_of([patient.pk])) == []
    assert verify_trail().is_guarded


def test_purge_of_a_day_begun_by_many_workers_is_one() -> None:
    all_at_once(lambda _number: purge_a_little(NOW))
    assert (Purge.objects.count(), AuditEvent.objects.filter(action="data.purged").count()) == (1, 1)
