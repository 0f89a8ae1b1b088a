"""The pages about what is stored: who may do what with a record, and what has to be shown first."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import AuditEvent, Patient, RecordHold
from screening.services.audit import Actor
from screening.services.retention.holds import hold_record
from tests.clinicians import submitted
from tests.factories import BORN, make_appointment, make_patient
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]


@pytest.fixture
def patient() -> Patient:
    """Somebody who was here once."""
    return submitted(starts_at=timezone.now() - timedelta(days=3)).patient


def address(name: str, patient: Patient) -> str:
    return reverse(f"data:{name}", args=[patient.pk])


def erasing(**changes: str) -> dict[str, str]:
    return {"reason": "asked-for", "birth_date": BORN.isoformat(), "password": PASSWORD} | changes


def test_record_is_found_by_name_and_birth_date_only(
    client_of: ClientOf, bob: User, patient: Patient
) -> None:
    client, page = client_of(bob), reverse("data:index")
    assert "Kept for" in client.get(page).content.decode()
    found = client.post(page, {"name": "ada canary", "birth_date": BORN.isoformat()})
    assert f'href="{address("record", patient)}"' in found.content.decode()
    other_day = client.post(page, {"name": "ada canary", "birth_date": "1990-04-03"})
    assert "Nothing found" in other_day.content.decode()
    assert client.post(page, {"name": "ada canary"}).status_code == 422
    assert AuditEvent.objects.filter(action="patient.listed", actor_id=bob.pk).count() == 1


def test_export_needs_the_password_and_is_noted(client_of: ClientOf, frank: User, patient: Patient) -> None:
    client, page = client_of(frank), address("export", patient)
    wrong = client.post(page, {"password": "wrong"})
    assert (wrong.status_code, "not your password" in wrong.content.decode()) == (422, True)
    assert not AuditEvent.objects.filter(action="patient.exported").exists()
    made = client.post(page, {"password": PASSWORD})
    assert json.loads(made.content)["tables"]["patient"][0]["name"] == "Ada Canary"
    assert "attachment" in made["Content-Disposition"]
    assert "no-store" in made["Cache-Control"]
    assert AuditEvent.objects.get(action="patient.exported").actor_id == frank.pk


@pytest.mark.parametrize(
    "changes",
    [{"password": "wrong"}, {"birth_date": "1990-04-03"}, {"reason": "again"}, {"reason": ""}],
)
def test_erasing_needs_reason_birth_date_and_password(
    client_of: ClientOf, bob: User, patient: Patient, changes: dict[str, Any]
) -> None:
    answer = client_of(bob).post(address("erase", patient), erasing(**changes))
    assert (answer.status_code, Patient.objects.count()) == (422, 1)


def test_erased_record_is_gone_from_every_page(client_of: ClientOf, bob: User, patient: Patient) -> None:
    client = client_of(bob)
    answer = client.post(address("erase", patient), erasing(), follow=True)
    assert "rows were erased" in answer.content.decode()
    assert Patient.objects.count() == 0
    gone = [client.get(address(name, patient)).status_code for name in ("record", "export", "erase")]
    assert gone == [404, 404, 404]
    event = AuditEvent.objects.get(action="patient.erased")
    assert (event.actor_id, event.detail["reason"]) == (bob.pk, "asked-for")


def test_lead_holds_and_nobody_erases_what_is_held_or_ahead(
    client_of: ClientOf, bob: User, frank: User, patient: Patient
) -> None:
    lead, administrator = client_of(frank), client_of(bob)
    assert lead.post(address("hold", patient), {"reason": " "}).status_code == 422
    assert lead.post(address("hold", patient), {"reason": "A dispute."}).status_code == 302
    assert "A dispute." in lead.get(address("record", patient)).content.decode()
    refused = administrator.post(address("erase", patient), erasing())
    assert (refused.status_code, "on hold" in refused.content.decode()) == (422, True)
    lead.post(address("release", patient))
    assert RecordHold.objects.standing().count() == 0
    make_appointment(patient=patient, starts_at=timezone.now() + timedelta(days=2))
    refused = administrator.post(address("erase", patient), erasing())
    assert (refused.status_code, "appointment to come" in refused.content.decode()) == (422, True)
    assert Patient.objects.count() == 1
    assert lead.get(address("erase", patient)).status_code == 404


def test_holding_twice_says_so(client_of: ClientOf, bob: User) -> None:
    held = make_patient()
    hold_record(patient=held, reason="First.", by=Actor.staff(bob))
    answer = client_of(bob).post(address("hold", held), {"reason": "Second."}, follow=True)
    assert "on hold already" in answer.content.decode()
    assert RecordHold.objects.get().reason == "First."
