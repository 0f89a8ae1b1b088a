"""Who is to be booked again, and what reception may know of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from screening.models import Appointment
from screening.services.audit import Actor
from tests.clinicians import ACNE, lead, sign, submitted
from tests.desk.conftest import at
from tests.desk.reading import html_of, rows_of, words_of
from tests.factories import make_patient

pytestmark = pytest.mark.django_db


def postponed(name: str, by: Actor, days: int = 40) -> Appointment:
    """Put off to a later day."""
    appointment = submitted(ACNE, starts_at=at(2), patient=make_patient(name, phone="+41 44 555 01 50"))
    day = timezone.localdate() + timedelta(days=days)
    sign(appointment, by, "postpone", postponed_to=day)
    return appointment


def test_postponed_patient_is_listed_with_the_day_and_a_booking_filled_in(desk_client: Client) -> None:
    appointment = postponed("Ada Canary", lead())
    html = html_of(desk_client, "/desk/recall/")
    day = timezone.localdate() + timedelta(days=40)
    (row,) = rows_of(html)
    assert row.startswith(f"{day.day} {day:%b %Y} Ada Canary +41 44 555 01 50 Pen")
    query = f"?day={day}&amp;like={appointment.pk}"
    address = f"/desk/patients/{appointment.patient_id}/book/{query}"
    assert address in html
    form = html_of(desk_client, address.replace("&amp;", "&"))
    assert f'value="{day}"' in form
    assert form.count(" checked") == 2


def test_list_says_nothing_of_why(desk_client: Client) -> None:
    postponed("Ada Canary", lead())
    words = words_of(html_of(desk_client, "/desk/recall/")).lower()
    assert [
        word for word in ("acne", "chin", "contraindicated", "deferred", "severity") if word in words
    ] == []


def test_patient_booked_again_is_listed_no_more(desk_client: Client) -> None:
    appointment = postponed("Ada Canary", lead())
    day = timezone.localdate() + timedelta(days=41)
    sent = {"day": str(day), "time": "10:00", "treatments": ["pen"], "areas": ["full_face"]}
    assert desk_client.post(f"/desk/patients/{appointment.patient_id}/book/", sent).status_code == 302
    assert "Nobody is waiting to be booked again" in words_of(html_of(desk_client, "/desk/recall/"))


def test_list_costs_the_same_for_one_and_for_many(desk_client: Client) -> None:
    by = lead()
    postponed("Number 0", by)
    html_of(desk_client, "/desk/recall/")
    with CaptureQueriesContext(connection) as one:
        html_of(desk_client, "/desk/recall/")
    for number in range(1, 8):
        postponed(f"Number {number}", by, 40 + number)
    with CaptureQueriesContext(connection) as many:
        html_of(desk_client, "/desk/recall/")
    assert len(many) == len(one)


def test_place_that_is_none_is_not_there(desk_client: Client) -> None:
    assert desk_client.get("/desk/recall/?after=nonsense").status_code == 404
