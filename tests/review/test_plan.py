"""The care plan on a practitioner's page: the patient's own, to read and to print."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Appointment, AuditEvent
from screening.services.plan import plan_of
from tests.documents import text_of
from tests.factories import make_response
from tests.intake.reading import read
from tests.review.starter import hand_in, publish_starter

pytestmark = pytest.mark.django_db


@pytest.fixture
def appointment(db: None) -> Appointment:
    """One whose questionnaire was handed in."""
    publish_starter()
    return hand_in({"cold_sore_history": "yes"}, starts_at=timezone.now() + timedelta(days=20))


def test_practitioner_sees_every_step_once(
    appointment: Appointment, alice: User, client_of: Callable[[User], Client]
) -> None:
    text = read(client_of(alice).get(f"/review/{appointment.pk}/plan/")).text
    plan = plan_of(appointment, timezone.now())
    assert {step.id: text.count(step.text) for step in plan.steps} == {step.id: 1 for step in plan.steps}


def test_reading_and_taking_are_on_the_audit_trail(
    appointment: Appointment, alice: User, client_of: Callable[[User], Client]
) -> None:
    client = client_of(alice)
    client.get(f"/review/{appointment.pk}/plan/")
    client.get(f"/review/{appointment.pk}/plan/pdf/")
    events = AuditEvent.objects.filter(action__startswith="plan.").order_by("at")
    assert [(event.action, event.actor_id, event.subject_id) for event in events] == [
        ("plan.opened", alice.pk, appointment.pk),
        ("plan.copied", alice.pk, appointment.pk),
    ]


def test_paper_is_the_patients_plan(
    appointment: Appointment, alice: User, client_of: Callable[[User], Client]
) -> None:
    response = client_of(alice).get(f"/review/{appointment.pk}/plan/pdf/")
    text = " ".join(text_of(response.content).split())
    plan = plan_of(appointment, timezone.now())
    assert [step.id for step in plan.steps if " ".join(step.text.split()) not in text] == []
    assert "Ada" not in response["Content-Disposition"]


def test_summary_leads_to_the_plan(
    appointment: Appointment, alice: User, client_of: Callable[[User], Client]
) -> None:
    links = [href for href, _ in read(client_of(alice).get(f"/review/{appointment.pk}/")).links]
    assert links.count(f"/review/{appointment.pk}/plan/") == 1


def test_before_there_are_answers_the_page_says_so(alice: User, client_of: Callable[[User], Client]) -> None:
    waiting = make_response().appointment
    client = client_of(alice)
    for path in ("plan/", "plan/pdf/"):
        page = read(client.get(f"/review/{waiting.pk}/{path}"))
        assert "The patient has not handed in this questionnaire yet." in page.text
