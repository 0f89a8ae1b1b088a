"""What reception and practitioners see of corrections asked for and of forms withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from screening.models import Appointment, AuditEvent, CorrectionRequest
from screening.services import mydata, review
from screening.services.audit import Actor
from tests.clinicians import CLEAN, TABLETS, clinician, practitioner, revision_of, sign, submitted
from tests.factories import make_appointment
from tests.intake.reading import read

pytestmark = pytest.mark.django_db

AHEAD = timezone.now().replace(microsecond=0) + timedelta(days=5)


@pytest.fixture
def rosa() -> Client:
    """At reception."""
    return signed_in("Rosa", "reception")


@pytest.fixture
def petra() -> Client:
    """A practitioner."""
    return signed_in("Petra", "practitioner")


def signed_in(name: str, role: str) -> Client:
    """The browser of a member of staff."""
    client = Client()
    client.force_login(clinician(name, role))
    return client


def ask(appointment: Appointment, about: str, text: str) -> CorrectionRequest:
    """Ask for a correction."""
    by = Actor.patient(appointment.patient)
    return mydata.ask_for_correction(appointment=appointment, about=about, text=text, by=by)


def withdraw(appointment: Appointment) -> None:
    """Withdraw the form."""
    by = Actor.patient(appointment.patient)
    mydata.withdraw_form(appointment=appointment, by=by, now=timezone.now())


def text_of(response: Any) -> str:
    """A page as text in one line."""
    return " ".join(read(response).text.split())


def test_reception_reads_contact_data_to_be_put_right_and_no_word_about_answers(rosa: Client) -> None:
    appointment = submitted(CLEAN, starts_at=AHEAD)
    ask(appointment, "contact", "My number is 0777.")
    health = ask(appointment, "answer", "I do take tablets.")
    page = text_of(rosa.get("/desk/wishes/"))
    assert (page.count("My number is 0777."), page.count("tablets")) == (1, 0)
    assert rosa.get(f"/desk/wishes/{health.pk}/").status_code == 404


def test_reply_of_reception_reaches_the_patients_page_and_leaves_the_list(rosa: Client) -> None:
    asked = ask(submitted(CLEAN, starts_at=AHEAD), "contact", "My number is 0777.")
    path = f"/desk/wishes/{asked.pk}/"
    assert rosa.post(path, {"outcome": "declined", "reply": ""}).status_code == 422
    assert rosa.post(path, {"outcome": "done", "reply": "Done."})["Location"] == "/desk/wishes/"
    asked.refresh_from_db()
    assert (asked.status, asked.reply) == ("done", "Done.")
    assert text_of(rosa.get("/desk/wishes/")).count("Nothing is waiting") == 1
    assert rosa.post(path, {"outcome": "done", "reply": "Again."}).status_code == 409
    actions = ["correction.asked", "correction.done"]
    trail = AuditEvent.objects.filter(subject_id=asked.pk, action__in=actions).order_by("at")
    assert list(trail.values_list("action", flat=True)) == actions


def test_reception_sees_that_a_form_was_withdrawn_and_why_not(rosa: Client) -> None:
    appointment = submitted(TABLETS, starts_at=AHEAD)
    withdraw(appointment)
    assert text_of(rosa.get("/desk/wishes/")).count("Ada Canary") == 1
    page = text_of(rosa.get(f"/desk/appointments/{appointment.pk}/"))
    assert page.count("Withdrawn") == 1
    assert page.count("The patient withdrew the form: ask whether the appointment stays") == 1
    assert rosa.post(f"/desk/appointments/{appointment.pk}/link/copy/").status_code == 409
    day = text_of(rosa.get(f"/desk/?day={AHEAD:%Y-%m-%d}"))
    assert (day.count("Withdrawn"), day.count("Send link")) == (1, 0)


def test_practitioner_sees_a_withdrawn_form_and_can_decide_nothing(petra: Client) -> None:
    appointment = submitted(CLEAN, starts_at=AHEAD)
    sign(appointment, practitioner("Paul"))
    withdraw(appointment)
    page = text_of(petra.get(f"/review/{appointment.pk}/"))
    assert page.count("The patient has withdrawn this form.") == 1
    assert page.count("Sign off") == 0
    worklist = text_of(petra.get("/review/?queue=withdrawn"))
    assert worklist.count("Withdrawn: not to be used") == 1
    assert worklist.count("Withdrawn by the patient on") == 1
    sent = {"outcome": "decline", "revision": revision_of(appointment), "password": "x"}
    assert petra.post(f"/review/{appointment.pk}/sign-off/", sent).status_code in {409, 422}


def test_form_withdrawn_before_it_was_sent_is_told_to_the_practitioner(petra: Client) -> None:
    appointment = make_appointment(starts_at=AHEAD)
    withdraw(appointment)
    page = text_of(petra.get(f"/review/{appointment.pk}/"))
    assert page.count("The patient took the form back before sending it.") == 1


def test_record_shows_what_the_patient_wants_put_right_and_takes_the_reply(petra: Client) -> None:
    appointment = submitted(CLEAN, starts_at=AHEAD)
    asked = ask(appointment, "answer", "I do take tablets.")
    assert text_of(petra.get("/review/")).count("The patient asks for a correction") == 1
    assert text_of(petra.get(f"/review/{appointment.pk}/")).count("I do take tablets.") == 1
    path = f"/review/{appointment.pk}/wishes/{asked.pk}/"
    assert petra.get(path).status_code == 200
    replied = petra.post(path, {"outcome": "done", "reply": ""})
    assert replied["Location"] == f"/review/{appointment.pk}/"
    assert text_of(petra.get("/review/")).count("The patient asks for a correction") == 0
    other = submitted(CLEAN, starts_at=AHEAD)
    assert petra.get(f"/review/{other.pk}/wishes/{asked.pk}/").status_code == 404


def test_withdrawing_and_asking_stand_in_the_timeline(petra: Client) -> None:
    appointment = submitted(CLEAN, starts_at=AHEAD)
    ask(appointment, "answer", "No.")
    withdraw(appointment)
    codes = [one.code for one in review.timeline_of(appointment) if one.what == review.What.CHANGED]
    assert codes == ["withdrawn", "correction-asked"]
