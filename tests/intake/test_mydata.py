"""What patients see of what is stored about them, take along, have put right, and take back."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker

from screening.models import Appointment, AuditEvent, CorrectionRequest, Invitation, Review
from screening.services import desk, mydata, review
from screening.services.audit import SYSTEM, Actor
from tests.clinicians import practitioner, submitted
from tests.documents import catalogue_of
from tests.factories import HEALTHY, make_response
from tests.intake.patients import BIRTH_DATE, PatientInBrowser
from tests.intake.reading import read

pytestmark = pytest.mark.django_db

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "my-data.schema.json").read_text())
AHEAD = timezone.now().replace(microsecond=0) + timedelta(days=20)


@pytest.fixture
def ada(db: None) -> PatientInBrowser:
    """Has opened her link to a short questionnaire."""
    return opened(make_response(starts_at=AHEAD).appointment)


@pytest.fixture
def sent(db: None) -> PatientInBrowser:
    """Has sent hers."""
    return opened(submitted({**HEALTHY, "tablets": "yes", "tablets_last": "2026-08"}, starts_at=AHEAD))


def opened(appointment: Appointment) -> PatientInBrowser:
    """The patient of an appointment, by their link."""
    _invitation, token = desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM)
    client = Client()
    assert client.post(f"/i/{token}/", BIRTH_DATE).status_code == 302
    return PatientInBrowser(client, appointment, token)


def text_of(response: Any) -> str:
    """The page as text in one line."""
    return " ".join(read(response).text.split())


def post(ada: PatientInBrowser, path: str, **data: str) -> Any:
    """Send a form of the page."""
    return ada.client.post(path, {"response": str(ada.appointment.response.pk), **data})


def test_page_shows_person_visit_answers_consents_and_readers(sent: PatientInBrowser) -> None:
    review.open_summary(appointment=sent.appointment, by=practitioner("Petra Secret"))
    page = text_of(sent.client.get("/i/data/"))
    today = f"{timezone.localdate():%-d %B %Y}"
    for words in (
        "Ada Canary",
        "2 April 1990",
        f"Given on {today} by you.",
        f"Signed on {today} by Ada Canary",
        f"The people who treat you have read your answers on 1 day, last on {today}.",
        f"We keep it for {settings.RECORDS_KEPT_YEARS} years after your last treatment",
    ):
        assert page.count(words) >= 1, words
    assert page.count("Petra") == 0


def test_page_before_sending_leads_back_to_the_form(ada: PatientInBrowser) -> None:
    page = text_of(ada.client.get("/i/data/"))
    assert (page.count("You have not answered anything yet."), page.count("An answer is wrong")) == (1, 0)
    assert ada.client.get("/i/data/correction/answer/")["Location"] == "/i/form/"


def test_data_fits_its_schema_and_tells_nothing_of_findings(sent: PatientInBrowser) -> None:
    ask(sent, "contact", "My number is new.")
    found = sent.client.get("/i/data/json/")
    document = json.loads(found.content)
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(document)
    kinds = {(one["kind"], one["agreed"]) for one in document["consents"][0]["parts"]}
    assert kinds == {("treatment", True), ("storage", True), ("photographs", False), ("marketing", False)}
    assert {one["given_by"]["kind"] for one in document["answers"]} == {"patient"}
    assert {key for key in document if key in {"findings", "evaluations", "notes", "overrides"}} == set()


@pytest.mark.parametrize("form", ["json", "pdf"])
def test_download_names_nobody_is_not_stored_and_is_on_the_trail(sent: PatientInBrowser, form: str) -> None:
    found = sent.client.get(f"/i/data/{form}/")
    name = f"my-data-{timezone.localdate():%Y-%m-%d}.{form}"
    assert found.status_code == 200
    assert found["Content-Disposition"] == f'attachment; filename="{name}"'
    assert found["Cache-Control"] == "no-store, private"
    assert found["Content-Type"].partition(";")[0] == f"application/{form}"
    if form == "pdf":
        assert catalogue_of(found.content)["/MarkInfo"]["/Marked"]
    events = AuditEvent.objects.filter(action="mydata.copied")
    assert [one.detail for one in events] == [{"form": form}]


def ask(ada: PatientInBrowser, about: str, text: str, **more: str) -> Any:
    """Ask for a correction."""
    return post(ada, f"/i/data/correction/{about}/", text=text, **more)


def test_correction_is_shown_with_the_reply(sent: PatientInBrowser) -> None:
    assert ask(sent, "answer", "I do take it.", link_id="tablets").url == "/i/data/#requests"
    row = CorrectionRequest.objects.get()
    assert (row.about, row.link_id, row.text) == ("answer", "tablets", "I do take it.")
    page = text_of(sent.client.get("/i/data/"))
    assert page.count("We are looking at it") == 1
    mydata.close_correction(
        correction=row, outcome="declined", reply="It says so already.", by=practitioner(), now=timezone.now()
    )
    page = text_of(sent.client.get("/i/data/"))
    assert (page.count("Not changed"), page.count("It says so already.")) == (1, 1)


@pytest.mark.parametrize("text", ["", " ", "a" * 4001])
def test_correction_without_fit_words_is_refused_at_its_field(ada: PatientInBrowser, text: str) -> None:
    refused = ask(ada, "contact", text)
    assert (refused.status_code, CorrectionRequest.objects.count()) == (422, 0)
    assert refused.content.count(b'href="#id_text"') == 1


def test_correction_of_something_unknown_is_not_there(sent: PatientInBrowser) -> None:
    assert ask(sent, "everything", "No.").status_code == 404
    assert ask(sent, "answer", "No.", link_id="nothing").status_code == 422


def test_withdrawing_takes_two_steps_and_ends_the_link(sent: PatientInBrowser) -> None:
    assert text_of(sent.client.get("/i/data/withdraw/")).count("What happens then") == 1
    assert post(sent, "/i/data/withdraw/").status_code == 422
    assert state_of(sent) == "needs-review"
    assert post(sent, "/i/data/withdraw/", sure="on").url == "/i/data/withdrawn/"
    assert state_of(sent) == "withdrawn"
    assert sent.client.get("/i/data/withdrawn/").status_code == 200
    assert sent.client.get("/i/data/").status_code == 403
    assert Client().post(f"/i/{sent.token}/", BIRTH_DATE).status_code == 410


def state_of(ada: PatientInBrowser) -> str:
    """The state of her review."""
    return str(Review.objects.get(appointment=ada.appointment).state)


def test_another_window_says_that_the_form_was_withdrawn(ada: PatientInBrowser) -> None:
    other = Client()
    other.post(f"/i/{ada.token}/", BIRTH_DATE)
    post(ada, "/i/data/withdraw/", sure="on")
    found = other.get("/i/form/")
    assert (found.status_code, text_of(found).count("The form has been withdrawn")) == (410, 2)
    assert other.get("/i/form/").status_code == 403


def test_after_the_visit_has_begun_it_says_whom_to_call(ada: PatientInBrowser, settings: Any) -> None:
    settings.CLINIC_PHONE = "0999 000 111"
    now = timezone.now()
    Appointment.objects.filter(pk=ada.appointment.pk).update(starts_at=now - timedelta(minutes=1))
    page = text_of(ada.client.get("/i/data/withdraw/"))
    assert (page.count("Please call"), page.count("0999 000 111")) == (3, 2)
    assert post(ada, "/i/data/withdraw/", sure="on").status_code == 409
    assert (state_of(ada), Invitation.objects.usable(now).count()) == ("awaiting-answers", 1)


def test_one_patients_form_takes_back_nobody_elses(ada: PatientInBrowser) -> None:
    bob = make_response(starts_at=AHEAD)
    foreign = ada.client.post("/i/data/withdraw/", {"response": str(bob.pk), "sure": "on"})
    states = set(Review.objects.values_list("state", flat=True))
    assert (foreign.status_code, states) == (403, {"awaiting-answers"})


def test_reading_is_on_the_trail_as_the_patients_own(ada: PatientInBrowser) -> None:
    ada.client.get("/i/data/")
    event = AuditEvent.objects.get(action="mydata.read")
    assert (event.actor_kind, event.actor_id) == ("patient", Actor.patient(ada.appointment.patient).id)
