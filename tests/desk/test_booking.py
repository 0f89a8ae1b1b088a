"""Booking, moving and cancelling."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Appointment, TreatmentPermission
from screening.services import desk
from screening.services.audit import SYSTEM
from tests.clinicians import submitted
from tests.desk.conftest import at
from tests.desk.reading import html_of, problems_of, said
from tests.factories import make_appointment, make_patient

pytestmark = pytest.mark.django_db


def booking(days: int = 3, **changes: Any) -> dict[str, Any]:
    """What the form sends."""
    day = timezone.localdate() + timedelta(days=days)
    usual = {
        "day": str(day),
        "time": "14:30",
        "treatments": ["pen"],
        "areas": ["full_face"],
        "practitioner": "",
    }
    return usual | {"minutes": ""} | changes


def book(client: Client, **changes: Any) -> Any:
    return client.post(f"/desk/patients/{make_patient().pk}/book/", booking(**changes))


def test_appointment_is_booked_with_the_length_of_the_catalogue(desk_client: Client, alice: User) -> None:
    response = book(desk_client, treatments=["pen", "laser"], practitioner=str(alice.pk))
    made = Appointment.objects.get()
    assert response["Location"] == f"/desk/appointments/{made.pk}/"
    assert [made.starts_at, made.treatments, made.areas] == [at(3, 14, 30), ["pen", "laser"], ["full_face"]]
    assert [made.practitioner, made.minutes] == [alice, 180]


def test_given_length_counts(desk_client: Client) -> None:
    book(desk_client, minutes="45")
    assert Appointment.objects.get().minutes == 45


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": ""}, "Date"),
        ({"day": "tomorrow"}, "Date"),
        ({"days": -1}, "Date"),
        ({"day": "2200-01-01"}, "Date"),
        ({"time": ""}, "Time"),
        ({"time": "25:00"}, "Time"),
        ({"treatments": []}, "Treatments"),
        ({"treatments": ["surgery"]}, "Treatments"),
        ({"areas": ["elbow"]}, "Areas"),
        ({"practitioner": "nobody"}, "Practitioner"),
        ({"minutes": "-5"}, "Length in minutes"),
        ({"minutes": "999"}, "Length in minutes"),
    ],
)
def test_unfit_booking_is_refused_at_its_field(
    desk_client: Client, changes: dict[str, Any], field: str
) -> None:
    response = book(desk_client, **changes)
    assert response.status_code == 422
    assert [line.split(" \N{EN DASH} ")[0] for line in problems_of(response)] == [field]
    assert Appointment.objects.count() == 0


def test_practitioner_is_limited_to_who_may_perform(desk_client: Client, alice: User, frank: User) -> None:
    TreatmentPermission.objects.create(treatment="pen", user=frank, may_perform=True)
    response = book(desk_client, practitioner=str(alice.pk))
    assert response.status_code == 422
    (line,) = problems_of(response)
    assert line.endswith("Alice Adler may not perform these treatments. Possible: Frank Favre.")
    assert book(desk_client, practitioner=str(frank.pk)).status_code == 302


def test_double_booking_is_said_first_and_possible_all_the_same(desk_client: Client, alice: User) -> None:
    other = desk.book_appointment(
        patient=make_patient("Other Person"),
        starts_at=at(3, 14, 45),
        treatments=["pen"],
        areas=[],
        practitioner=alice,
        by=SYSTEM,
    )
    patient = make_patient("Ada Canary")
    address, sent = f"/desk/patients/{patient.pk}/book/", booking(practitioner=str(alice.pk))
    response = desk_client.post(address, sent)
    assert response.status_code == 409
    assert "Alice Adler: 14:45\N{EN DASH}15:15 , Other Person" in said(response)
    assert Appointment.objects.count() == 1
    assert desk_client.post(address, sent | {"all_the_same": str(other.pk)}).status_code == 302
    assert Appointment.objects.count() == 2


def test_appointment_is_moved_and_changed_in_one_go(desk_client: Client, alice: User) -> None:
    appointment = make_appointment(starts_at=at(2))
    address = f"/desk/appointments/{appointment.pk}/change/"
    assert 'value="10:30"' in html_of(desk_client, address)
    sent = booking(5, treatments=["laser"], areas=["neck"], practitioner=str(alice.pk), minutes="50")
    assert desk_client.post(address, sent).status_code == 302
    appointment.refresh_from_db()
    assert [appointment.starts_at, appointment.treatments, appointment.areas] == [
        at(5, 14, 30),
        ["laser"],
        ["neck"],
    ]
    assert [appointment.practitioner, appointment.minutes] == [alice, 50]


def test_change_that_is_refused_changes_nothing(desk_client: Client) -> None:
    appointment = make_appointment(starts_at=at(2))
    response = desk_client.post(f"/desk/appointments/{appointment.pk}/change/", booking(5, treatments=[]))
    assert response.status_code == 422
    appointment.refresh_from_db()
    assert appointment.starts_at == at(2)


def test_handed_in_questionnaire_is_checked_again_after_a_move(desk_client: Client) -> None:
    appointment = submitted(starts_at=at(2))
    before = appointment.response.evaluations.count()
    desk_client.post(f"/desk/appointments/{appointment.pk}/change/", booking(5, minutes="30"))
    assert appointment.response.evaluations.count() == before + 1


def test_appointment_is_cancelled_after_asking_once_more(desk_client: Client) -> None:
    appointment = make_appointment(starts_at=at(2))
    address = f"/desk/appointments/{appointment.pk}/cancel/"
    html_of(desk_client, address)
    appointment.refresh_from_db()
    assert appointment.status == "booked"
    assert desk_client.post(address).status_code == 302
    appointment.refresh_from_db()
    assert appointment.status == "cancelled"
    assert desk_client.post(address).status_code == 409
    assert desk_client.get(f"/desk/appointments/{appointment.pk}/change/").status_code == 404


def test_day_chosen_before_is_carried_to_the_booking(desk_client: Client) -> None:
    patient = make_patient("Ada Canary")
    found = desk_client.post("/desk/patients/?day=2027-03-04", {"typed": "canary"}).content.decode()
    address = f"/desk/patients/{patient.pk}/book/?day=2027-03-04"
    assert f'href="{address}"' in found
    assert 'value="2027-03-04"' in html_of(desk_client, address)


def test_booking_again_is_filled_in_like_the_appointment_before(desk_client: Client) -> None:
    appointment = make_appointment(starts_at=at(-2), treatments=["laser"], areas=["neck"])
    html = html_of(desk_client, f"/desk/patients/{appointment.patient_id}/book/?like={appointment.pk}")
    checked = [line for line in html.split("<input") if "checked" in line.split(">")[0]]
    assert [line.split('value="')[1].split('"')[0] for line in checked] == ["laser", "neck"]


def test_appointment_of_another_patient_fills_nothing_in(desk_client: Client) -> None:
    other = make_appointment(make_patient("Other Person"), treatments=["laser"])
    html = html_of(desk_client, f"/desk/patients/{make_patient().pk}/book/?like={other.pk}")
    assert " checked" not in html
