import pytest
from django.db import transaction

from clinic.accounts.models import User
from screening.models import AuditEvent
from screening.services.audit import SYSTEM, Actor, record
from tests.factories import make_patient

pytestmark = pytest.mark.django_db


def test_event_names_actor_subject_and_detail(alice: User) -> None:
    patient = make_patient()
    event = record(action="patient.read", by=Actor.staff(alice), subject=patient, detail={"count": 2})
    assert (event.actor_kind, event.actor_id, event.subject_type, event.subject_id, event.detail) == (
        "staff",
        alice.pk,
        "patient",
        patient.pk,
        {"count": 2},
    )


@pytest.mark.parametrize("value", ["Ada Canary", "no\nlonger", "x" * 81, ["ok", "not ok"], "a@b", [["ok"]]])
def test_event_with_words_is_refused(value: str | list[str]) -> None:
    patient = make_patient()
    with pytest.raises(ValueError, match="ids and codes only"):
        record(action="patient.read", by=SYSTEM, subject=patient, detail={"note": value})
    assert AuditEvent.objects.filter(action="patient.read").count() == 0


def test_event_falls_with_the_transaction_it_belongs_to() -> None:
    patient = make_patient()
    with transaction.atomic():
        record(action="patient.read", by=SYSTEM, subject=patient)
        transaction.set_rollback(True)
    assert AuditEvent.objects.filter(action="patient.read").count() == 0


@pytest.mark.django_db(transaction=True)
def test_event_outside_a_transaction_is_refused() -> None:
    patient = make_patient()
    with pytest.raises(RuntimeError, match="transaction"):
        record(action="patient.read", by=SYSTEM, subject=patient)


def test_staff_are_named_in_columns_and_patients_and_the_system_are_not(alice: User) -> None:
    patient = make_patient()
    assert [actor.user_id for actor in (Actor.staff(alice), Actor.patient(patient), SYSTEM)] == [
        alice.pk,
        None,
        None,
    ]
