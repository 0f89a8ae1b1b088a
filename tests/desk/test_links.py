"""Links for patients: sent, copied, printed, revoked; and "has anything changed?"."""

import re

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.models import Appointment, Invitation, OutboxMessage, Review
from screening.services import desk
from screening.services.audit import SYSTEM
from tests.clinicians import gate, lead, sign, submitted
from tests.desk.conftest import at
from tests.desk.reading import html_of, problems_of, said, words_of
from tests.factories import make_appointment, make_patient

pytestmark = pytest.mark.django_db


def page_of(client: Client, appointment: object) -> str:
    return words_of(html_of(client, f"/desk/appointments/{appointment}/"))


def test_link_is_sent_by_mail(desk_client: Client) -> None:
    appointment = make_appointment(make_patient(email="ada@example.org"), at(3))
    assert desk_client.post(f"/desk/appointments/{appointment.pk}/link/send/").status_code == 302
    assert OutboxMessage.objects.get().kind == "invitation"
    assert "Link to the questionnaire" in page_of(desk_client, appointment.pk)


def test_link_cannot_be_sent_without_an_address(desk_client: Client) -> None:
    appointment = make_appointment(starts_at=at(3))
    response = desk_client.post(f"/desk/appointments/{appointment.pk}/link/send/")
    assert response.status_code == 409
    assert "This patient has no e-mail address." in said(response)
    assert "/link/send/" not in html_of(desk_client, f"/desk/appointments/{appointment.pk}/")


def test_copied_link_opens_the_questionnaire_and_is_shown_once(desk_client: Client) -> None:
    appointment = make_appointment(starts_at=at(3))
    html = desk_client.post(f"/desk/appointments/{appointment.pk}/link/copy/").content.decode()
    found = re.search(r'value="http://[^/]+(/i/[\w-]+/)"', html)
    assert found is not None
    assert Client().get(found[1]).status_code == 200
    page = html_of(desk_client, f"/desk/appointments/{appointment.pk}/")
    assert "copied link" in page
    assert found[1] not in page


def test_printed_link_is_a_picture_without_a_token_beside_it(desk_client: Client) -> None:
    appointment = make_appointment(starts_at=at(3))
    html = desk_client.post(f"/desk/appointments/{appointment.pk}/link/print/").content.decode()
    assert html.count("<svg") > 1
    assert "/i/" not in html
    assert Invitation.objects.get().channel == "print"


@pytest.mark.parametrize("tail", ["link/send/", "link/copy/", "link/print/"])
def test_no_link_for_what_has_been_handed_in(desk_client: Client, tail: str) -> None:
    appointment = submitted(starts_at=at(3), patient=make_patient(email="ada@example.org"))
    assert desk_client.post(f"/desk/appointments/{appointment.pk}/{tail}").status_code == 409
    assert Invitation.objects.count() == 0


def test_all_links_are_revoked(desk_client: Client) -> None:
    appointment = make_appointment(starts_at=at(3))
    for _ in range(2):
        desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM)
    response = desk_client.post(f"/desk/appointments/{appointment.pk}/link/revoke/", follow=True)
    assert "2 links have been revoked." in said(response)
    assert said(response).count("Revoked") == 2


def test_link_is_not_made_by_looking(desk_client: Client) -> None:
    appointment = make_appointment(starts_at=at(3))
    for tail in ("send", "copy", "print", "revoke"):
        assert desk_client.get(f"/desk/appointments/{appointment.pk}/link/{tail}/").status_code == 405
    assert Invitation.objects.count() == 0


def cleared_two_weeks_ago() -> Appointment:
    """Signed off for tomorrow, answered long enough ago to be asked again."""
    appointment = submitted(starts_at=at(1))
    sign(appointment, lead())
    Review.objects.filter(appointment=appointment).update(answers_given_at=at(-14))
    return appointment


def test_gate_opens_when_nothing_has_changed(desk_client: Client, erin: User) -> None:
    appointment = cleared_two_weeks_ago()
    pk = appointment.pk
    assert "Ask whether anything has changed" in page_of(desk_client, pk)
    assert gate(appointment) == "on-hold"
    assert desk_client.post(f"/desk/appointments/{pk}/asked/", {"changed": "no"}).status_code == 302
    assert gate(appointment) == "cleared"
    assert Review.objects.get(appointment=pk).rechecked_by == erin


def test_change_that_is_reported_is_for_the_practitioner(desk_client: Client) -> None:
    appointment = cleared_two_weeks_ago()
    pk = appointment.pk
    desk_client.post(f"/desk/appointments/{pk}/asked/", {"changed": "yes"})
    assert "With the practitioner" in page_of(desk_client, pk)


def test_asking_without_an_answer_says_so(desk_client: Client) -> None:
    appointment = submitted(starts_at=at(1))
    address = f"/desk/appointments/{appointment.pk}/asked/"
    response = desk_client.post(address)
    assert response.status_code == 422
    assert problems_of(response) == ["Choose what the patient said."]
    assert desk_client.post(address, {"changed": "perhaps"}).status_code == 400
