"""Somebody who was here before confirms or changes what they answered last time."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from screening.models import Appointment, QuestionnaireResponse
from screening.services import desk
from screening.services.audit import SYSTEM
from tests.intake.patients import BIRTH_DATE, PatientInBrowser, activate, make_link, open_form, starter
from tests.intake.reading import read

pytestmark = pytest.mark.django_db

BEFORE = {
    "eczema": "mild",
    "eczema_areas": ["cheeks"],
    "eczema_flare_now": "no",
    "cold_sore_history": "no",
    "allergies": ["nickel", "pollen"],
    "pregnant": "no",
    "takes_medicines": "no",
    "smoker": "yes",
}


def was_here(appointment: Appointment, answers: dict[str, Any] = BEFORE) -> None:
    """Give the patient of an appointment an earlier visit with these answers, handed in half a year ago."""
    earlier = desk.book_appointment(
        patient=appointment.patient,
        starts_at=appointment.starts_at - timedelta(days=180),
        treatments=appointment.treatments,
        areas=appointment.areas,
        by=SYSTEM,
    )
    response = QuestionnaireResponse.objects.get(appointment=earlier)
    then = timezone.now() - timedelta(days=180)
    response.answers, response.status = answers, QuestionnaireResponse.Status.COMPLETED
    response.started_at = response.declared_at = response.submitted_at = then
    response.save()


@pytest.fixture
def eve(db: None) -> PatientInBrowser:
    """Was here half a year ago, and has opened the link of her next visit."""
    patient = open_form()
    was_here(patient.appointment)
    return patient


def test_last_answer_is_shown_and_nothing_is_ticked(eve: PatientInBrowser) -> None:
    page = eve.page("skin_history")
    assert page.values("offered_earlier") == ["cold_sore_history", "eczema"]
    assert (page.values("still"), page.values("q-eczema"), eve.answers) == ([], [], {})
    day = timezone.localdate(timezone.now() - timedelta(days=180))
    mild = starter().items["eczema"].label_of("mild")
    assert f"Last time, on {day:%-d %B %Y}, you answered: {mild}" in page.text
    assert "You were here before." in page.text


def test_what_goes_stale_is_asked_afresh(eve: PatientInBrowser) -> None:
    for section in ("pregnancy", "medicines", "skin_today", "recent"):
        page = eve.page(section)
        assert (page.values("offered_earlier"), "Last time" in page.text) == ([], False)


def test_new_patient_is_shown_nothing_of_it(ada: PatientInBrowser) -> None:
    page = ada.page("skin_history")
    assert (page.values("offered_earlier"), "here before" in page.text) == ([], False)


def test_confirmed_answer_counts_and_one_neither_confirmed_nor_changed_is_demanded(
    eve: PatientInBrowser,
) -> None:
    page = eve.page("allergies")
    refusal = eve.send_page("allergies", page, {"reactive_skin": "no"})
    assert (refusal.status_code, read(refusal).errors) == (422, ["Choose at least one answer."])
    assert eve.answers == {}
    again = read(refusal)
    assert again.values("offered_earlier") == ["allergies"]
    assert eve.send_page("allergies", again, {}, still="allergies").status_code == 302
    assert eve.answers == {"allergies": ["nickel", "pollen"], "reactive_skin": "no"}


def test_changed_answer_counts_instead(eve: PatientInBrowser) -> None:
    eve.send("allergies", {"allergies": ["latex"], "reactive_skin": "no"})
    assert eve.answers["allergies"] == ["latex"]


def test_answer_both_confirmed_and_changed_is_refused_at_its_place(eve: PatientInBrowser) -> None:
    page = eve.page("health")
    refusal = eve.send_page("health", page, {"smoker": "no"}, still="smoker")
    again = read(refusal)
    assert "You ticked that this is still right, and gave another answer too. Keep one." in again.errors
    assert (refusal.status_code, again.values("q-smoker"), again.values("still")) == (422, ["no"], [])
    assert eve.answers == {}


def test_question_behind_a_confirmed_one_opens_with_what_was_answered(eve: PatientInBrowser) -> None:
    page = eve.page("skin_history")
    found = eve.client.post(
        "/i/form/questions/skin_history/follow-up/", {**page.data, "still": "eczema"}, HTTP_HX_REQUEST="true"
    )
    opened = read(found)
    assert opened.questions == ["eczema_flare_now", "eczema_areas"]
    assert (opened.values("offered_earlier"), eve.answers) == (["eczema_areas"], {})


def test_answer_never_given_cannot_be_confirmed(eve: PatientInBrowser) -> None:
    page = eve.page("pregnancy")
    refusal = eve.send_page("pregnancy", page, {}, still=["pregnant", "breastfeeding", "nothing"])
    assert (refusal.status_code, eve.answers) == (422, {})


def test_confirming_is_stored_at_once(eve: PatientInBrowser) -> None:
    data = {**eve.page("allergies").data, "item": "allergies", "still": "allergies"}
    told = eve.client.post("/i/form/questions/allergies/answer/", data)
    assert (told.status_code, eve.answers) == (200, {"allergies": ["nickel", "pollen"]})
    page = eve.page("allergies")
    assert (page.values("offered_earlier"), page.values("q-allergies")) == ([], ["nickel"])
    stale = {**data, "revision": "1", "q-reactive_skin": "no", "do": "continue"}
    assert eve.client.post("/i/form/questions/allergies/", stale).status_code == 302
    assert eve.answers == {"allergies": ["nickel", "pollen"], "reactive_skin": "no"}


def test_confirming_and_taking_it_back_clears(eve: PatientInBrowser) -> None:
    data = {**eve.page("allergies").data, "item": "allergies"}
    eve.client.post("/i/form/questions/allergies/answer/", {**data, "still": "allergies"})
    eve.client.post("/i/form/questions/allergies/answer/", {**data, "revision": "1"})
    assert eve.answers == {}


def test_unconfirmed_answer_keeps_the_questionnaire_open(eve: PatientInBrowser) -> None:
    text = eve.check().text
    assert "Not answered yet" in text
    assert "pollen" not in text


def test_staff_who_enter_are_shown_nothing_of_last_time(client_of: Any, erin: Any) -> None:
    activate(starter())
    appointment, _token = make_link()
    was_here(appointment)
    client: Client = client_of(erin)
    client.post(f"/desk/appointments/{appointment.pk}/answers/", {"kind": "patient"}, follow=True)
    page = read(client.get("/i/form/questions/allergies/"))
    assert (page.h1, page.values("offered_earlier"), "pollen" in page.text) == (
        "Allergies and reactions",
        [],
        False,
    )


def test_link_of_somebody_else_shows_nothing(eve: PatientInBrowser) -> None:
    other = open_form()
    assert other.page("allergies").values("offered_earlier") == []
    assert eve.client.post(f"/i/{eve.token}/", BIRTH_DATE).status_code == 302
