"""The day and the week."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import AuditEvent
from screening.services import desk
from screening.services.audit import SYSTEM
from tests.clinicians import lead, sign, submitted
from tests.desk.conftest import at
from tests.desk.reading import html_of, rows_of, words_of
from tests.factories import answer, make_appointment, make_patient, make_response

pytestmark = pytest.mark.django_db


def read(client: Client, address: str = "/desk/") -> str:
    return html_of(client, address)


def test_day_shows_each_appointment_with_gate_and_questionnaire(desk_client: Client) -> None:
    make_appointment(make_patient("Ada Canary"), at(0))
    cleared = submitted(starts_at=at(0, 12), patient=make_patient("Bo Linnet"))
    sign(cleared, lead())
    submitted(starts_at=at(0, 14), patient=make_patient("Cy Finch"))
    rows = rows_of(read(desk_client))
    quick = "Send link to Ada Canary Answer here with Ada Canary"
    assert [row.replace(" \N{EN DASH}", "-") for row in rows] == [
        f"10:30-11:00 Ada Canary Pen Full face On hold Questionnaire: Not started {quick}",
        "12:30-13:00 Bo Linnet Pen Full face Cleared Questionnaire: Handed in Nothing to do",
        "14:30-15:00 Cy Finch Pen Full face On hold Questionnaire: Handed in With the practitioner",
    ]


def test_day_is_grouped_by_practitioner_and_sorted_by_time(
    desk_client: Client, alice: User, frank: User
) -> None:
    for hour, name, who in ((15, "Late", alice), (9, "Early", alice), (10, "Other", frank)):
        desk.book_appointment(
            patient=make_patient(name),
            starts_at=at(0, hour),
            treatments=["pen"],
            areas=[],
            practitioner=who,
            by=SYSTEM,
        )
    html = read(desk_client)
    found = re.findall(r'<h2 id="group-\d+">(.*?) <span|class="row-link"[^>]*>(.*?)</a>', html)
    assert [one or two for one, two in found] == ["Alice Adler", "Early", "Late", "Frank Favre", "Other"]


def test_day_of_the_address_is_shown_and_leads_to_its_neighbours(desk_client: Client) -> None:
    make_appointment(starts_at=at(3))
    day = timezone.localdate() + timedelta(days=3)
    html = read(desk_client, f"/desk/?day={day}")
    assert len(rows_of(html)) == 1
    for other in (day - timedelta(days=1), day + timedelta(days=1)):
        assert f'href="/desk/?day={other}"' in html


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "20261120", "0001-01-01", "9999-12-31"])
def test_day_that_is_none_is_not_there(desk_client: Client, day: str) -> None:
    assert desk_client.get("/desk/", {"day": day}).status_code == 404
    assert desk_client.get("/desk/week/", {"day": day}).status_code == 404


def test_empty_day_says_what_to_do(desk_client: Client) -> None:
    assert "Nothing is booked on this day" in words_of(read(desk_client))


def test_cancelled_appointment_stands_apart(desk_client: Client) -> None:
    gone = make_appointment(make_patient("Gone"), at(0))
    desk.cancel_appointment(appointment=gone, by=SYSTEM)
    html = read(desk_client)
    assert rows_of(html) == []
    assert "Cancelled 1" in words_of(html)


def test_week_shows_its_seven_days_from_monday(desk_client: Client) -> None:
    make_appointment(make_patient("Ada Canary"), at(0))
    html = read(desk_client, "/desk/week/")
    days = re.findall(r'<h2 id="day-\d"><a href="/desk/\?day=([\d-]+)">', html)
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    assert days == [str(monday + timedelta(days=number)) for number in range(7)]
    assert words_of(html).count("Ada Canary") == 1


def test_double_booking_is_said_on_the_day(desk_client: Client) -> None:
    patient = make_patient("Twice Booked")
    make_appointment(patient, at(0, 10, 30))
    make_appointment(patient, at(0, 10, 45))
    assert words_of(read(desk_client)).count("This patient is booked twice at this time.") == 2


def test_started_questionnaire_asks_for_help(desk_client: Client) -> None:

    answer(make_response(starts_at=at(0)), {"pregnant": "no"})
    (row,) = rows_of(read(desk_client))
    assert "Questionnaire: Started" in row


def test_every_appointment_shown_is_on_the_audit_trail(desk_client: Client, erin: User) -> None:
    appointment = make_appointment(starts_at=at(0))
    read(desk_client)
    (event,) = AuditEvent.objects.filter(action="appointment.listed")
    assert (event.actor_id, event.subject_id) == (erin.pk, appointment.pk)


@pytest.mark.parametrize("address", ["/desk/", "/desk/week/"])
def test_calendar_costs_the_same_for_one_appointment_and_for_many(desk_client: Client, address: str) -> None:
    make_appointment(make_patient("Number 0"), at(0, 8))
    read(desk_client, address)
    with CaptureQueriesContext(connection) as one:
        read(desk_client, address)
    for number in range(1, 12):
        make_appointment(make_patient(f"Number {number}"), at(0, 8 + number % 10, number))
    with CaptureQueriesContext(connection) as many:
        read(desk_client, address)
    assert len(many) == len(one)
