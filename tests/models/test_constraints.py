from datetime import timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from screening.models import Appointment, AuditEvent, Evaluation, Invitation, QuestionnaireResponse
from screening.models.audit import AppendOnlyError
from screening.services import desk
from screening.services.audit import SYSTEM
from tests.factories import make_submitted, publish

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


def test_version_status_and_publication_go_together() -> None:
    version = publish()
    assert refused(version, published_at=None)
    version.refresh_from_db()
    assert refused(version, status="draft")
    version.refresh_from_db()
    assert refused(version, status="odd")
    version.refresh_from_db()
    assert refused(version, digest="md5:x")
    version.refresh_from_db()
    assert not refused(version, status="retired")


def test_response_status_and_submission_go_together() -> None:
    make_submitted()
    for changes in (
        {"submitted_at": None},
        {"declared_at": None},
        {"started_at": None},
        {"status": "in-progress"},
        {"status": "odd"},
    ):
        assert refused(QuestionnaireResponse.objects.get(), **changes), changes
    assert not refused(QuestionnaireResponse.objects.get(), status="amended")


def test_appointment_has_one_response() -> None:
    response = make_submitted().response
    twin = QuestionnaireResponse(appointment=response.appointment, rulebook_version=response.rulebook_version)
    assert refused(twin)


def test_evaluation_rank_is_that_of_its_eligibility_and_one_is_current() -> None:
    evaluation = make_submitted()
    fresh = Evaluation.objects.get
    assert refused(fresh(), severity_rank=5)
    assert refused(fresh(), eligibility="odd")
    assert refused(fresh(), earliest_date=evaluation.on - timedelta(days=1))
    twin = fresh()
    body = twin.body
    twin.pk = Evaluation().pk
    twin.body = body
    twin._state.adding = True
    assert refused(twin, sequence=2)
    assert refused(twin, sequence=1, is_current=False)
    assert not refused(twin, sequence=2, is_current=False)


def test_invitation_and_appointment_hold_known_words() -> None:
    appointment = make_submitted().response.appointment
    desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM)
    assert refused(Invitation.objects.get(), channel="pigeon")
    assert refused(Invitation.objects.get(), expires_at=timezone.now() - timedelta(days=1))
    assert refused(Appointment.objects.get(), status="odd")


def test_audit_event_of_a_person_names_them() -> None:
    subject = make_submitted()
    for kind, actor_id, is_refused in [
        ("patient", None, True),
        ("staff", None, True),
        ("system", subject.pk, True),
        ("system", None, False),
    ]:
        event = AuditEvent(
            actor_kind=kind, actor_id=actor_id, action="x", subject_type="x", subject_id=subject.pk
        )
        assert refused(event) == is_refused, kind


def test_audit_event_is_written_once() -> None:
    make_submitted()
    event = AuditEvent.objects.first()
    assert event is not None
    for change in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(action="x"),
    ):
        with pytest.raises(AppendOnlyError):
            change()


def test_records_that_others_stand_on_cannot_be_deleted() -> None:
    evaluation = make_submitted()
    response = evaluation.response
    desk.create_invitation(appointment=response.appointment, channel="copy", by=SYSTEM)
    for row in (
        evaluation.rulebook_version,
        response,
        response.appointment,
        response.appointment.patient,
    ):
        with pytest.raises(models.ProtectedError):
            row.delete()
