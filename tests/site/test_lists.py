"""Every list costs as many queries with 300 rows as with one.

The first row of each list is made by the services; the others are laid beside it, row for row, so that a test
takes seconds.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any, TypeVar

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import (
    Appointment,
    Invitation,
    OutboxMessage,
    Patient,
    QuestionnaireResponse,
    Review,
    RulebookVersion,
    SignOff,
)
from screening.services import desk, mydata, review
from screening.services.audit import Actor
from screening.services.review import Queue
from tests.clinicians import ACNE, CLEAN, UNSURE, revision_of, sign, submitted
from tests.factories import make_appointment, make_patient
from tests.review.decisions import permit

pytestmark = pytest.mark.django_db

MANY = 300
Row = TypeVar("Row", bound=models.Model)


def today(minutes: int) -> datetime:
    """So many minutes past eight, today."""
    start = timezone.make_aware(datetime.combine(timezone.localdate(), time(8)))
    return start + timedelta(minutes=minutes)


def beside(row: Row, **changes: Any) -> Row:
    """An unsaved row like another one."""
    columns = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
    del columns["id"]
    return type(row)(**{**columns, **changes})


def lay_beside(booked: Appointment, count: int = MANY) -> None:
    """So many appointments like one, each of its own patient, seconds apart, with review and sign-off."""
    original = Review.objects.get(appointment=booked)
    response = QuestionnaireResponse.objects.whole().get(appointment=booked)
    signed = SignOff.objects.filter(review=original).first()
    patients = [beside(booked.patient, name=f"Nadia Row{number}") for number in range(count)]
    for number, one in enumerate(Patient.objects.bulk_create(patients), 1):
        at = booked.starts_at + timedelta(hours=1, seconds=number)
        appointment = beside(booked, patient_id=one.pk, starts_at=at, external_reference="")
        appointment.save(force_insert=True)
        beside(response, appointment_id=appointment.pk).save(force_insert=True)
        like = beside(original, appointment_id=appointment.pk, appointment_at=at)
        like.save(force_insert=True)
        if signed is not None:
            beside(signed, review_id=like.pk).save(force_insert=True)


def one_in_each_state(alice: User) -> dict[str, Appointment]:
    """One appointment of today in each state of a review, by the queue it stands in."""
    by = Actor.staff(alice)
    permit(alice, "pen")
    asked, awaited = submitted(UNSURE, starts_at=today(2)), submitted(UNSURE, starts_at=today(3))
    review.ask_patient(
        appointment=asked, items=["tablets"], message="", by=by, seen_revision=revision_of(asked)
    )
    review.await_clearance(appointment=awaited, by=by, seen_revision=revision_of(awaited))
    signed = submitted(CLEAN, starts_at=today(4))
    sign(signed, by)
    gone = submitted(CLEAN, starts_at=today(5))
    before = gone.starts_at - timedelta(hours=1)
    mydata.withdraw_form(appointment=gone, by=Actor.patient(gone.patient), now=before)
    return {
        "": make_appointment(starts_at=today(0)),
        Queue.NEEDS_REVIEW: submitted(ACNE, starts_at=today(1)),
        Queue.WAITING_FOR_PATIENT: asked,
        Queue.WAITING_FOR_CLEARANCE: awaited,
        Queue.SIGNED_OFF: signed,
        Queue.WITHDRAWN: gone,
    }


def cost(client: Client, address: str, data: Mapping[str, str] | None = None) -> int:
    """How many queries a page takes that is read a second time.

    Who was shown goes on the audit trail; that counts once, for SQLite takes 999 values in one statement.
    """
    ask = partial(client.post, address, data) if data else partial(client.get, address)
    ask()
    with CaptureQueriesContext(connection) as queries:
        assert ask().status_code == 200
    noted = [one for one in queries if one["sql"].startswith('INSERT INTO "screening_auditevent"')]
    return len(queries) - max(len(noted) - 1, 0)


@pytest.fixture
def practitioner(client_of: Callable[[User], Client], alice: User) -> Client:
    return client_of(alice)


@pytest.fixture
def reception(client_of: Callable[[User], Client], erin: User) -> Client:
    return client_of(erin)


@pytest.mark.parametrize("queue", Queue)
def test_worklist(queue: Queue, practitioner: Client, alice: User) -> None:
    first = one_in_each_state(alice)
    one = cost(practitioner, f"/review/?queue={queue}")
    for booked in [first[queue]] if queue in first else first.values():
        lay_beside(booked, MANY if queue in first else MANY // len(first))
    assert cost(practitioner, f"/review/?queue={queue}") == one
    assert review.count_work(now=timezone.now())[queue] > MANY


@pytest.mark.parametrize("address", ["/desk/", "/desk/week/"])
def test_calendar(address: str, reception: Client, alice: User) -> None:
    first = one_in_each_state(alice)
    one = cost(reception, address)
    for booked in first.values():
        lay_beside(booked, MANY // len(first))
    assert cost(reception, address) == one
    shown = re.findall(r"/desk/appointments/([0-9a-f-]{36})/", reception.get(address).content.decode())
    assert len(set(shown)) == MANY + len(first)


def test_recall_list(reception: Client, alice: User) -> None:
    permit(alice, "pen")
    postponed = submitted(CLEAN, starts_at=today(0))
    later = timezone.localdate() + timedelta(days=40)
    sign(postponed, Actor.staff(alice), "postpone", postponed_to=later)
    one = cost(reception, "/desk/recall/")
    lay_beside(postponed)
    assert cost(reception, "/desk/recall/") == one
    assert review.count_recalls(now=timezone.now()) == MANY + 1


def test_search_for_patients(reception: Client) -> None:
    make_appointment(make_patient("Nadia Sample"))
    one = cost(reception, "/desk/patients/", {"typed": "nadia"})
    for number in range(MANY):
        make_patient(f"Nadia Row{number}")
    assert cost(reception, "/desk/patients/", {"typed": "nadia"}) == one


def test_patient_with_many_appointments(reception: Client) -> None:
    booked = submitted(CLEAN, starts_at=today(0))
    address = f"/desk/patients/{booked.patient_id}/"
    one = cost(reception, address)
    lay_beside(booked)
    Appointment.objects.update(patient=booked.patient)
    assert cost(reception, address) == one
    assert reception.get(address).content.decode().count("/desk/appointments/") >= MANY


def test_appointment_with_many_links_and_messages(reception: Client, erin: User) -> None:
    booked = make_appointment(make_patient("Ada", email="ada@example.org"), today(0) + timedelta(days=3))
    by = Actor.staff(erin)
    desk.create_invitation(appointment=booked, channel="copy", by=by)
    desk.send_invitation(appointment=booked, by=by)
    address = f"/desk/appointments/{booked.pk}/"
    one = cost(reception, address)
    link, message = Invitation.objects.get(), OutboxMessage.objects.get()
    Invitation.objects.bulk_create(beside(link, token_sha256=f"{number:064}") for number in range(MANY))
    OutboxMessage.objects.bulk_create(beside(message, dedupe_key=str(number)) for number in range(MANY))
    assert cost(reception, address) == one


def test_summary_with_a_long_story(practitioner: Client, alice: User) -> None:
    appointment = submitted(ACNE, starts_at=today(0))
    by = Actor.staff(alice)
    review.add_note(appointment=appointment, text="Phoned.", by=by)
    address = f"/review/{appointment.pk}/"
    one = cost(practitioner, address)
    for _number in range(MANY):
        review.add_note(appointment=appointment, text="Phoned again.", by=by)
    assert cost(practitioner, address) == one
    assert practitioner.get(address).content.decode().count("Phoned again.") == MANY


def test_versions_of_the_rulebook(practitioner: Client, alice: User) -> None:
    make_appointment()
    one = cost(practitioner, "/rulebook/versions/")
    version = RulebookVersion.objects.get()
    now = timezone.now()
    RulebookVersion.objects.bulk_create(
        beside(version, number=number + 2, status="retired", created_by_id=alice.pk, published_at=now)
        for number in range(MANY)
    )
    assert cost(practitioner, "/rulebook/versions/") == one
