import importlib
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from screening.models import FindingDecision, PatientRequest, Review, ReviewKey, SignOff, TreatmentPermission
from screening.models.review.reviews import key_digest
from screening.services import review
from screening.services.review.states import GATES
from tests.clinicians import (
    ACNE,
    CLEAN,
    TABLETS,
    UNSURE,
    clinician,
    override,
    practitioner,
    review_of,
    revision_of,
    sign,
    submitted,
)
from tests.factories import make_appointment
from tests.letters import PDF

pytestmark = pytest.mark.django_db


def refused(row: models.Model, **changes: object) -> bool:
    """Whether the database refuses a row with these changes."""
    for name, value in changes.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return True
    return False


def test_database_takes_only_gates_that_fit_the_state() -> None:
    row = review_of(submitted())
    with_answers = [state for state in Review.State if state != Review.State.AWAITING_ANSWERS]
    for state in with_answers:
        for gate in Review.Gate:
            fits = gate in GATES[state]
            assert refused(Review.objects.get(pk=row.pk), state=state, gate=gate) != fits, (state, gate)
    assert refused(Review.objects.get(pk=row.pk), state="odd", gate="on-hold")
    assert refused(Review.objects.get(pk=row.pk), state="signed-off", gate="odd")


def test_review_has_an_evaluation_once_there_are_answers() -> None:
    row = review_of(submitted())
    assert refused(Review.objects.get(pk=row.pk), evaluation=None)
    assert refused(Review.objects.get(pk=row.pk), answers_given_at=None)
    assert refused(Review.objects.get(pk=row.pk), state="awaiting-answers")
    assert refused(Review.objects.get(appointment=make_appointment()), state="needs-review")
    assert refused(Review.objects.get(pk=row.pk), rechecked_by=clinician("Rita"))
    assert refused(Review(appointment=row.appointment, appointment_at=row.appointment_at))


def test_decision_names_who_when_and_why_in_pairs() -> None:
    appointment, petra = submitted(ACNE), practitioner()
    decision = override(appointment, "acne", petra)
    other = clinician("Lena", "clinical-lead")
    now = timezone.now()

    def fresh() -> FindingDecision:
        return FindingDecision.objects.get(pk=decision.pk)

    for changes in (
        {"reason": ""},
        {"reason": "odd"},
        {"kind": "acknowledged"},
        {"kind": "odd", "reason": ""},
        {"kind": "resolved", "reason": "", "needs_second": False},
        {"confirmed_by": other},
        {"confirmed_at": now},
        {"confirmed_by_id": petra.id, "confirmed_at": now},
        {"confirmed_by": other, "confirmed_at": now, "needs_second": False},
        {"withdrawn_by": other},
        {"withdrawn_at": now},
    ):
        assert refused(fresh(), **changes), changes
    assert not refused(fresh(), confirmed_by=other, confirmed_at=now)


def test_only_what_is_resolved_carries_a_letter() -> None:
    appointment, petra = submitted(UNSURE), practitioner()
    letter = review.add_evidence(appointment=appointment, name="a.pdf", data=PDF, by=petra)
    decision = override(appointment, "tablets", petra)
    assert refused(decision, evidence=letter)
    assert refused(letter, media_type="image/svg+xml")
    assert refused(letter, media_type="application/pdf", size=0)


def twin_of(row: Any, *sealed: str) -> Any:
    """The same row once more, with a key of its own."""
    values = {name: getattr(row, name) for name in sealed}
    row.pk = uuid.uuid4()
    row._state.adding = True
    for name, value in values.items():
        setattr(row, name, value)
    return row


def test_sign_off_stands_alone_and_falls_away_with_a_reason() -> None:
    appointment, petra = submitted(CLEAN), practitioner()
    row = sign(appointment, petra)

    def fresh() -> SignOff:
        return SignOff.objects.get(pk=row.pk)

    assert refused(twin_of(fresh(), "conditions", "note", "signed"))
    for changes in (
        {"is_current": False},
        {"is_current": False, "fell_away_at": timezone.now()},
        {"fell_away_at": timezone.now()},
        {"fell_away_why": "result-changed"},
        {"outcome": "postpone"},
        {"outcome": "odd"},
        {"postponed_to": timezone.localdate()},
        {"digest": "md5:x"},
    ):
        assert refused(fresh(), **changes), changes
    assert not refused(fresh(), is_current=False, fell_away_at=timezone.now(), fell_away_why="result-changed")


def test_one_request_is_open_and_a_closed_one_says_when() -> None:
    appointment, petra = submitted(CLEAN), practitioner()
    row = review.ask_patient(
        appointment=appointment, items=["acne"], message="", by=petra, seen_revision=revision_of(appointment)
    )
    assert refused(twin_of(PatientRequest.objects.get(pk=row.pk), "items", "message"))
    assert refused(PatientRequest.objects.get(pk=row.pk), status="answered")
    assert refused(PatientRequest.objects.get(pk=row.pk), closed_at=timezone.now())
    assert refused(PatientRequest.objects.get(pk=row.pk), status="odd", closed_at=timezone.now())


def test_permission_is_one_per_person_and_allows_something() -> None:
    user = clinician("Petra", "practitioner", treatments=["pen"])
    assert refused(TreatmentPermission(treatment="pen", user=user, may_perform=True))
    assert refused(TreatmentPermission(treatment="laser", user=user))


def test_records_that_others_stand_on_cannot_be_deleted() -> None:
    appointment, petra = submitted(TABLETS), practitioner()
    override(appointment, "tablets", petra)
    row = sign(appointment, petra)
    for one in (row.review, row.evaluation, row.made_by):
        with pytest.raises(models.ProtectedError):
            one.delete()


def test_migration_gives_every_appointment_its_review() -> None:
    answered, waiting = submitted(TABLETS), make_appointment()
    kept = {
        one.appointment_id: (
            one.state,
            one.severity_rank,
            one.evaluation_id,
            one.appointment_at,
            one.recall_on,
        )
        for one in Review.objects.all()
    }
    keys = set(ReviewKey.objects.values_list("review__appointment", "kind", "digest"))
    for table in ("ReviewChange", "ReviewKey", "Review"):
        apps.get_model("screening", table).objects.all().delete()
    migration = importlib.import_module("screening.migrations.0005_review_rows")
    migration.add_reviews(apps, None)
    made = {
        one.appointment_id: (
            one.state,
            one.severity_rank,
            one.evaluation_id,
            one.appointment_at,
            one.recall_on,
        )
        for one in Review.objects.all()
    }
    assert (made, set(made)) == (kept, {answered.pk, waiting.pk})
    assert set(ReviewKey.objects.values_list("review__appointment", "kind", "digest")) == keys
    assert (answered.pk, "topic", key_digest(ReviewKey.Kind.TOPIC, "isotretinoin")) in keys
