from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from screening.models import (
    Appointment,
    Evaluation,
    FindingDecision,
    PatientRequest,
    Review,
    SignOff,
    TreatmentRecord,
)
from screening.services import demo, review
from screening.services.audit import SYSTEM
from screening.services.demo.letters import letter
from screening.services.review import Queue, since_last_time
from screening.services.review.sniffing import media_type_of
from screening.services.rulebook import load_starter


@pytest.mark.django_db
def test_demo_shows_every_state_outcome_and_kind_of_decision(settings: Settings) -> None:
    settings.DEMO = True
    load_starter(by=SYSTEM)
    now = timezone.now()
    demo.seed_clinic(patients=60, now=now)
    assert set(Review.objects.values_list("state", flat=True)) == set(Review.State) - {Review.State.WITHDRAWN}
    assert set(Review.objects.values_list("gate", flat=True)) == set(Review.Gate)
    assert set(SignOff.objects.current().values_list("outcome", flat=True)) == set(SignOff.Outcome)
    kinds = {(one.kind, one.needs_second, one.confirmed_at is None) for one in FindingDecision.objects.all()}
    assert {
        ("overridden", False, True),
        ("overridden", True, False),
        ("overridden", True, True),
        ("resolved", False, True),
    } <= kinds
    assert PatientRequest.objects.open().count() >= 1
    counts = review.count_work(now=now)
    chance = {Queue.TODAY, Queue.WITHDRAWN}  # nobody of the demo withdraws; today may be a Sunday
    assert {queue: counts[queue] > 0 for queue in Queue if queue not in chance} == dict.fromkeys(
        [queue for queue in Queue if queue not in chance], True
    )


@pytest.mark.django_db
def test_demo_has_patients_to_recall_and_genuine_sign_offs_before_their_appointments(
    settings: Settings,
) -> None:
    settings.DEMO = True
    load_starter(by=SYSTEM)
    now = timezone.now()
    demo.seed_clinic(patients=60, now=now)
    assert review.count_recalls(now=now) >= 2
    past = SignOff.objects.filter(review__appointment_at__lt=now).select_related("review")
    assert {review.is_genuine(row) for row in SignOff.objects.all()} == {True}
    assert {row.review.appointment_at - row.made_at for row in past} == {timedelta(hours=1)}


def test_demo_letter_is_a_pdf_like_any_other() -> None:
    assert media_type_of(letter("All well.")) == "application/pdf"


@pytest.mark.django_db
def test_demo_has_somebody_who_was_here_before(settings: Settings) -> None:
    settings.DEMO = True
    load_starter(by=SYSTEM)
    now = timezone.now()
    demo.seed_clinic(patients=60, now=now)
    record = TreatmentRecord.objects.get()
    coming = Appointment.objects.get(patient=record.appointment.patient, starts_at__gt=now)
    since = since_last_time(Evaluation.objects.current().get(response__appointment=coming))
    assert since is not None
    assert {"smoker", "cold_sore_history"} <= {one.link_id for one in since.answers}
