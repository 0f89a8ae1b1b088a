"""Questionnaires answered at the clinic: by staff for the patient, and on the tablet."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Appointment, QuestionnaireResponse, TabletSession
from screening.services import desk
from screening.services.audit import SYSTEM
from screening.services.consent import consent_text
from tests.clinicians import submitted
from tests.desk.conftest import at
from tests.desk.reading import html_of, problems_of
from tests.factories import BORN, answer, make_appointment, make_patient

pytestmark = pytest.mark.django_db

GUARDIAN = {"kind": "guardian", "name": "Gerda Guard", "relation": "mother"}
BIRTH_DATE = {"birth_date-day": "2", "birth_date-month": "4", "birth_date-year": "1990"}


@pytest.fixture
def appointment(published: object) -> Appointment:
    return make_appointment(make_patient("Ada Canary"), at(2))


def response_of(appointment: Appointment) -> QuestionnaireResponse:
    return QuestionnaireResponse.objects.whole().get(appointment=appointment)


def begin(client: Client, appointment: Appointment, **who: str) -> Any:
    return client.post(
        f"/desk/appointments/{appointment.pk}/answers/", who or {"kind": "patient"}, follow=True
    )


def save(client: Client, appointment: Appointment, section: str = "health", **answers: Any) -> Any:
    """Send a section as its page would."""
    response = response_of(appointment)
    sent = {f"q-{link_id}": value for link_id, value in answers.items()}
    hidden = {"response": str(response.pk), "revision": str(response.revision), "do": "continue"}
    return client.post(f"/i/form/questions/{section}/", sent | hidden)


def test_answers_entered_by_staff_are_credited_to_them(
    desk_client: Client, appointment: Appointment, erin: User
) -> None:
    page = begin(desk_client, appointment)
    assert "Erin Egli</b> enters answers for <b>Ada Canary" in page.content.decode()
    assert save(desk_client, appointment, pregnant="no", acne="no").status_code == 302
    stored = response_of(appointment)
    assert stored.answers == {"pregnant": "no", "acne": "no"}
    assert stored.answered_by["pregnant"] == {"kind": "staff", "name": "Erin Egli", "relation": ""}


def test_answers_of_a_guardian_are_credited_to_them(desk_client: Client, appointment: Appointment) -> None:
    page = begin(desk_client, appointment, **GUARDIAN).content.decode()
    assert "given by Gerda Guard (mother)" in page
    save(desk_client, appointment, pregnant="no")
    assert response_of(appointment).answered_by["pregnant"] == GUARDIAN


@pytest.mark.parametrize(
    "who",
    [
        {"kind": ""},
        {"kind": "stranger"},
        {"kind": "guardian", "name": "Gerda"},
        {"kind": "carer", "relation": "sister"},
        {"kind": "patient", "name": "Gerda", "relation": "mother"},
    ],
)
def test_who_answers_has_to_be_said_in_full(
    desk_client: Client, appointment: Appointment, who: dict[str, str]
) -> None:
    response = desk_client.post(f"/desk/appointments/{appointment.pk}/answers/", who)
    assert response.status_code == 422
    assert len(problems_of(response)) == 1


def test_questions_may_stay_open_and_it_shows(desk_client: Client, appointment: Appointment) -> None:
    begin(desk_client, appointment)
    save(desk_client, appointment, pregnant="no")
    check = html_of(desk_client, "/i/form/check/")
    assert "Hand in incomplete" in check
    stored = response_of(appointment)
    sent = {"response": str(stored.pk), "revision": str(stored.revision), "declaration": "on"}
    done = desk_client.post("/i/form/check/", sent)
    assert done["Location"] == f"/desk/appointments/{appointment.pk}/"
    assert response_of(appointment).is_submitted
    assert desk_client.get("/i/form/check/").status_code == 403


def test_reception_sees_what_is_entered_now_and_nothing_of_it_afterwards(
    desk_client: Client, appointment: Appointment
) -> None:
    begin(desk_client, appointment)
    save(desk_client, appointment, pregnant="unsure")
    now = html_of(desk_client, "/i/form/questions/health/")
    assert re.search(r'value="unsure"[^>]*checked', now)
    assert desk_client.post("/i/form/leave/")["Location"] == f"/desk/appointments/{appointment.pk}/"
    begin(desk_client, appointment)
    later = html_of(desk_client, "/i/form/questions/health/")
    assert " checked" not in later
    assert "What was answered before is not shown" in later


def test_answers_of_the_patient_are_not_shown_to_staff_and_stay(
    desk_client: Client, appointment: Appointment
) -> None:
    given = {"acne": "yes", "acne_areas": ["chin"], "tablets": "no"}
    answer(response_of(appointment), given)
    begin(desk_client, appointment)
    page = html_of(desk_client, "/i/form/questions/health/")
    assert " checked" not in page
    assert 'id="slot-acne_areas"' not in page or "Acne areas" not in page.split("<main")[1]
    check = html_of(desk_client, "/i/form/check/")
    assert "Answered before" in check
    assert "Chin" not in check
    save(desk_client, appointment, pregnant="no")
    assert response_of(appointment).answers == given | {"pregnant": "no"}


def test_new_answer_replaces_one_that_is_not_shown(desk_client: Client, appointment: Appointment) -> None:
    answer(response_of(appointment), {"tablets": "no"})
    begin(desk_client, appointment)
    save(desk_client, appointment, tablets="unsure")
    assert response_of(appointment).answers == {"tablets": "unsure"}
    assert re.search(r'value="unsure"[^>]*checked', html_of(desk_client, "/i/form/questions/health/"))


def test_two_windows_tell_staff_nothing_of_the_other(desk_client: Client, appointment: Appointment) -> None:
    begin(desk_client, appointment)
    stale = response_of(appointment)
    answer(response_of(appointment), {"pregnant": "yes"})
    sent = {"response": str(stale.pk), "revision": str(stale.revision), "do": "continue", "q-pregnant": "no"}
    response = desk_client.post("/i/form/questions/health/", sent)
    assert response.status_code == 409
    page = response.content.decode()
    assert re.search(r'value="no"[^>]*checked', page)
    assert "other window: " not in page.lower()


def test_entering_belongs_to_who_began_it(
    desk_client: Client, appointment: Appointment, erin: User, frank: User
) -> None:
    begin(desk_client, appointment)
    sealed = desk_client.session["entry"]
    assert "Ada" not in sealed
    other = Client()
    other.force_login(frank)
    session = other.session
    session["entry"] = sealed
    session.save()
    assert other.get("/i/form/check/").status_code == 403
    User.objects.filter(pk=erin.pk).update(is_active=False)
    assert desk_client.get("/i/form/check/").status_code in {403, 404}


def test_guardian_is_named_nowhere_in_the_clear(desk_client: Client, appointment: Appointment) -> None:
    begin(desk_client, appointment, **GUARDIAN)
    assert "Gerda" not in str(dict(desk_client.session.items()))


@pytest.mark.parametrize("tail", ["answers/", "tablet/"])
def test_nothing_is_entered_for_what_has_been_handed_in(desk_client: Client, tail: str) -> None:
    done = submitted(starts_at=at(2))
    assert desk_client.post(f"/desk/appointments/{done.pk}/{tail}", {"kind": "patient"}).status_code == 409


def on_tablet(client: Client, appointment: Appointment) -> Any:
    return client.post(f"/desk/appointments/{appointment.pk}/tablet/", follow=True)


def test_tablet_signs_staff_out_and_shows_the_questionnaire(
    desk_client: Client, appointment: Appointment
) -> None:
    page = on_tablet(desk_client, appointment)
    assert page.status_code == 200
    assert 'id="tablet"' in page.content.decode()
    assert desk_client.get("/desk/")["Location"].startswith("/accounts/sign-in/")
    assert save(desk_client, appointment, pregnant="no").status_code == 302
    assert response_of(appointment).answered_by is None


def test_tablet_shows_nothing_after_leaving(desk_client: Client, appointment: Appointment) -> None:
    on_tablet(desk_client, appointment)
    assert desk_client.post("/i/form/leave/")["Location"] == "/i/form/resting/"
    assert "Ada" not in html_of(desk_client, "/i/form/resting/")
    for page in ("/i/form/", "/i/form/questions/health/", "/i/form/check/"):
        assert desk_client.get(page)["Location"] == "/i/form/resting/"


def test_tablet_shows_nothing_after_a_minute_of_nobody(desk_client: Client, appointment: Appointment) -> None:
    on_tablet(desk_client, appointment)
    TabletSession.objects.update(seen_at=timezone.now() - timedelta(seconds=76))
    assert desk_client.get("/i/form/questions/health/")["Location"] == "/i/form/resting/"
    assert TabletSession.objects.get().end_reason == "idle"


def test_tablet_goes_on_while_somebody_is_there(desk_client: Client, appointment: Appointment) -> None:
    on_tablet(desk_client, appointment)
    before = timezone.now() - timedelta(seconds=50)
    TabletSession.objects.update(seen_at=before)
    sent = {"response": str(response_of(appointment).pk)}
    assert desk_client.post("/i/form/alive/", sent).status_code == 204
    assert TabletSession.objects.filter(seen_at__gt=before).count() == 1


def test_tablet_is_neutral_after_handing_in(desk_client: Client) -> None:
    appointment = make_appointment(make_patient("Ada Canary"), at(2), areas=["full_face"])
    answer(response_of(appointment), {"pregnant": "no", "acne": "no", "tablets": "no"})
    on_tablet(desk_client, appointment)
    stored = response_of(appointment)
    sent = {"response": str(stored.pk), "revision": str(stored.revision), "declaration": "on"}
    assert desk_client.post("/i/form/check/", sent)["Location"] == "/i/form/treatment/"
    text = consent_text(response_of(appointment)).digest
    signed = {"response": str(stored.pk), "text": text, "treatment": "on", "storage": "on", "name": "Ada"}
    assert desk_client.post("/i/form/consent/", signed)["Location"] == "/i/form/resting/"
    assert response_of(appointment).is_submitted
    assert TabletSession.objects.get().end_reason == "submitted"
    assert desk_client.get("/i/form/sent/")["Location"] == "/i/form/resting/"


def test_patient_with_a_link_on_the_same_device_ends_entering(
    desk_client: Client, appointment: Appointment
) -> None:
    begin(desk_client, appointment)
    other = make_appointment(make_patient("Bo Linnet", BORN), at(4))
    _invitation, token = desk.create_invitation(appointment=other, channel="copy", by=SYSTEM)
    assert desk_client.post(f"/i/{token}/", BIRTH_DATE).status_code == 302
    page = desk_client.get("/i/form/", follow=True).content.decode()
    assert "enters answers for" not in page
    assert desk_client.get("/desk/").status_code == 302
