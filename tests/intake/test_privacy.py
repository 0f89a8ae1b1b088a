"""What a patient tells is nowhere but where it belongs."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from clinic.logs import redacted
from screening.models import AuditEvent
from tests.intake.patients import BIRTH_DATE, PatientInBrowser, make_link

pytestmark = pytest.mark.django_db

CANARY = "canarysyndrome"


def test_no_answer_is_in_a_log_an_address_a_session_or_the_audit(
    ada: PatientInBrowser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="django.request")
    answered = [
        ada.send("anything_else", {"other_condition_text": CANARY}),
        ada.send("anything_else", {"other_condition_text": CANARY + "\0"}),
        ada.send("allergies", {"allergies": [CANARY], "reactive_skin": CANARY}),
        ada.client.post("/i/form/names/", {"typed": CANARY, "response": str(ada.response.pk)}),
        ada.client.get("/i/form/check/"),
    ]
    assert [r.headers.get("Location", "") for r in answered if CANARY in r.headers.get("Location", "")] == []
    assert CANARY not in caplog.text
    assert [CANARY for session in Session.objects.all() if CANARY in str(session.get_decoded())] == []
    assert [CANARY for event in AuditEvent.objects.all() if CANARY in str(event.detail)] == []


def test_session_holds_an_id_and_times_only(ada: PatientInBrowser) -> None:
    ada.send("pregnancy", {"pregnant": "yes", "breastfeeding": "no"})
    kept = Session.objects.get().get_decoded()
    assert sorted(kept) == ["_session_expiry", "invitation", "touched"]


def test_token_is_nowhere_behind_the_link(ada: PatientInBrowser) -> None:
    for path in ("questions/about/", "check/"):
        assert ada.token not in ada.client.get(f"/i/form/{path}").content.decode()


def test_refused_links_are_logged_without_their_token(caplog: pytest.LogCaptureFixture) -> None:
    _, token = make_link()
    caplog.set_level(logging.WARNING, logger="django.request")
    Client().post(f"/i/{token}/", {**BIRTH_DATE, "birth_date-year": "1991"})
    assert caplog.messages
    assert [message for message in map(redacted, caplog.messages) if token in message] == []
