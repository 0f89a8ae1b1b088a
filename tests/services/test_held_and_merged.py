"""A record on hold stays whole, also where it was taken into another one since."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from screening.models import Appointment, Invitation, Patient, RecordHold
from screening.services import desk
from screening.services.audit import SYSTEM
from screening.services.retention.holds import hold_record
from screening.services.retention.purging import purge
from tests.clinicians import practitioner
from tests.factories import answer, make_patient, make_response

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.get_default_timezone())
LONG_AGO = NOW - timedelta(days=11 * 366)


@pytest.mark.parametrize(("is_held", "removed"), [(True, (0, 0, 0)), (False, (1, 1, 1))])
def test_purge_leaves_what_was_merged_while_on_hold(is_held: bool, removed: tuple[int, ...]) -> None:
    first, second, last = make_patient("One Held"), make_patient("Two Held"), make_patient("Three Held")
    response = make_response(patient=first)
    answer(response, {"pregnant": "no"})
    desk.create_invitation(appointment=response.appointment, channel="copy", by=SYSTEM)
    if is_held:
        hold_record(patient=first, reason="A dispute.", by=practitioner())
    desk.merge_patients(kept=second, merged=first, by=SYSTEM)
    desk.merge_patients(kept=last, merged=second, by=SYSTEM)
    Patient.objects.all().update(created_at=LONG_AGO)
    Appointment.objects.all().update(starts_at=NOW - timedelta(days=400))
    Invitation.objects.all().update(created_at=LONG_AGO, expires_at=LONG_AGO + timedelta(days=1))
    done = purge(NOW)
    Appointment.objects.all().update(starts_at=LONG_AGO)
    assert (done["unfinished"], done["links"], purge(NOW)["records"]) == removed


def test_who_comes_out_of_a_record_that_was_held_since_the_merge_stays_held() -> None:
    kept, merged, before = make_patient("Kept"), make_patient("Merged"), make_patient("Held Before")
    doctor = practitioner()
    hold_record(patient=before, reason="Older than the merge.", by=doctor)
    later = desk.merge_patients(kept=kept, merged=merged, by=SYSTEM)
    other = desk.merge_patients(kept=before, merged=make_patient("Other"), by=SYSTEM)
    hold_record(patient=kept, reason="A dispute.", by=doctor)
    for merge in (later, other):
        desk.undo_merge(merge=merge, by=SYSTEM)
    held = {row.patient_id: row.reason for row in RecordHold.objects.standing()}
    assert held == {before.pk: "Older than the merge.", kept.pk: "A dispute.", merged.pk: "A dispute."}
