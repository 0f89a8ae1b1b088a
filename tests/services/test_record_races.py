"""Reception, practitioner, patient and worker on one record at once; each thread has its own connection."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from screening.models import OutboxMessage, Patient, PatientRequest, PatientSearchKey, SignOff
from screening.services import desk, outbox, review
from screening.services.audit import SYSTEM, Actor
from tests.clinicians import CLEAN, UNSURE, gate, practitioner, result_of, revision_of, sign, submitted
from tests.factories import make_appointment, make_patient
from tests.services.test_races import AT_ONCE, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

SOON = timezone.now().replace(microsecond=0) + timedelta(days=10)


def test_appointment_cancelled_by_many_at_once_is_cancelled_once_and_told_once() -> None:
    appointment = make_appointment(make_patient(email="ada@example.org"), SOON)
    assert all_at_once(lambda _number: desk.cancel_appointment(appointment=appointment, by=SYSTEM)) == {
        "done": 1,
        "appointment_cancelled": AT_ONCE - 1,
    }
    assert OutboxMessage.objects.filter(kind="cancelled").count() == 1


def test_sign_off_while_reception_moves_it_to_a_day_it_does_not_hold_for() -> None:
    given = {**CLEAN, "tablets": "yes", "tablets_last": str((SOON - timedelta(days=170)).date())}
    later = SOON + timedelta(days=60)
    appointment, petra = submitted(given, starts_at=later), practitioner()
    assert result_of(appointment)["eligibility"] == "precaution"
    seen = revision_of(appointment)

    def act(number: int) -> None:
        if number % 2:
            sign(appointment, petra, seen_revision=seen)
        else:
            desk.reschedule_appointment(appointment=appointment, starts_at=SOON, by=SYSTEM)

    outcome = all_at_once(act)
    assert (result_of(appointment)["eligibility"], gate(appointment)) == ("deferred", "on-hold")
    assert (outcome.total(), SignOff.objects.current().exists()) == (AT_ONCE, False)


def test_sign_off_while_reception_cancels_leaves_it_cancelled() -> None:
    appointment, petra = submitted(CLEAN, starts_at=SOON), practitioner()
    seen = revision_of(appointment)

    def act(number: int) -> None:
        if number % 2:
            sign(appointment, petra, seen_revision=seen)
        else:
            desk.cancel_appointment(appointment=appointment, by=SYSTEM)

    outcome = all_at_once(act)
    appointment.refresh_from_db()
    assert (appointment.status, outcome["done"] in {1, 2}) == ("cancelled", True)
    assert SignOff.objects.count() == outcome["done"] - 1


def test_patient_asked_by_two_at_once_is_asked_once() -> None:
    appointment, petra = submitted(UNSURE, starts_at=SOON), practitioner()
    seen = revision_of(appointment)

    def ask(_number: int) -> None:
        review.ask_patient(
            appointment=appointment, items=["tablets"], message="", by=petra, seen_revision=seen
        )

    assert all_at_once(ask) == {"done": 1, "stale_decision": AT_ONCE - 1}
    assert PatientRequest.objects.count() == 1


def test_answers_asked_for_and_sent_many_times_at_once_are_taken_once() -> None:
    appointment, petra = submitted(UNSURE, starts_at=SOON), practitioner()
    review.ask_patient(
        appointment=appointment,
        items=["tablets"],
        message="",
        by=petra,
        seen_revision=revision_of(appointment),
    )
    by = Actor.patient(appointment.patient)
    assert all_at_once(
        lambda _number: review.answer_request(response=appointment.response, answers={"tablets": "no"}, by=by)
    ) == {"done": 1, "no_open_request": AT_ONCE - 1}
    assert result_of(appointment)["eligibility"] == "precaution"


def test_patient_edited_by_many_at_once_is_found_by_what_was_stored_last() -> None:
    patient = make_patient("Ada Canary")

    def edit(number: int) -> None:
        desk.edit_patient(
            patient=patient,
            name=f"Ada Number{number:02}",
            birth_date=patient.birth_date,
            email="",
            phone="",
            language="en",
            contact_by="email",
            by=SYSTEM,
        )

    assert all_at_once(edit) == {"done": AT_ONCE}
    stored = Patient.objects.get()
    keys = {(one.kind, one.digest) for one in stored.make_search_keys()}
    assert Counter(PatientSearchKey.objects.values_list("kind", "digest")) == Counter(keys)


def test_workers_at_once_send_each_message_once() -> None:
    names = [f"patient{number:02}@example.org" for number in range(12)]
    for name in names:
        appointment = make_appointment(make_patient(email=name), SOON)
        desk.send_invitation(appointment=appointment, by=SYSTEM)
    now = timezone.now() + timedelta(minutes=1)
    assert all_at_once(lambda _number: outbox.send_due(now=now)) == {"done": AT_ONCE}
    assert sorted(one.to[0] for one in mail.outbox) == names
    assert set(OutboxMessage.objects.values_list("status", "attempts")) == {("sent", 1)}
