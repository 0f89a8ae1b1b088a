"""The calendar feed at its secret address: no words of health, no session, and no way back once revoked."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clinic.logs import redacted
from screening.models import AuditEvent, CalendarFeed
from screening.models.desk.invitations import token_digest
from screening.services import desk
from screening.services.audit import SYSTEM, Actor
from tests.clinicians import clinician, sign
from tests.intake.patients import PatientInBrowser, starter
from tests.intake.planning import ZONE, address_of, ask_for, by_title, entries, move, sent_patient
from tests.intake.reading import read

pytestmark = pytest.mark.django_db

REMINDER = f"Reminder from {settings.CLINIC_NAME}: open your plan"


@pytest.fixture
def sent(db: None) -> PatientInBrowser:
    """A patient who has handed in."""
    return sent_patient({"cold_sore_history": "yes"})


@pytest.fixture
def address(sent: PatientInBrowser) -> str:
    """The path of their feed."""
    return address_of(sent)


def days(response: Any) -> list[date]:
    """The days of the reminders."""
    return [entry.decoded("dtstart") for entry in entries(response) if str(entry["summary"]) == REMINDER]


def test_address_holds_256_bits_of_which_only_the_digest_is_stored(address: str) -> None:
    token = address.removeprefix("/i/calendar/").removesuffix(".ics")
    assert (len(token), CalendarFeed.objects.get().token_sha256) == (43, token_digest(token))


def test_feed_has_a_reminder_for_every_day_on_which_something_begins(address: str) -> None:
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    visit = by_title(answer)[f"Reminder from {settings.CLINIC_NAME}: your visit"]
    assert visit.decoded("dtstart") == datetime(2027, 3, 9, 10, 30, tzinfo=ZONE)
    assert days(answer)[:3] == [date(2027, 2, 23), date(2027, 3, 2), date(2027, 3, 4)]
    assert len(days(answer)) == len(set(days(answer)))


def test_feed_holds_no_word_of_the_rulebook_and_no_name(sent: PatientInBrowser, address: str) -> None:
    text = Client().get(address).content.decode().replace("\r\n ", "")
    rulebook = starter()
    told = [step.text for step in rulebook.care_steps] + [flag.text for flag in rulebook.red_flags]
    titles = [one.title for one in rulebook.treatments.values()]
    unwanted = [
        *titles,
        *told,
        "Ada",
        "Canary",
        "1990",
        "skin type",
        str(sent.appointment.pk),
    ]
    assert [word for word in unwanted if word in text] == []
    assert {str(entry["summary"]) for entry in entries(Client().get(address))} == {
        REMINDER,
        f"Reminder from {settings.CLINIC_NAME}: your visit",
    }
    assert {str(entry["url"]) for entry in entries(Client().get(address))} == {
        "http://127.0.0.1:8000/i/plan/"
    }
    assert "DESCRIPTION" not in text


def test_feed_moves_with_the_appointment(sent: PatientInBrowser, address: str) -> None:
    before = Client().get(address)
    move(sent, datetime(2027, 3, 16, 10, 30, tzinfo=ZONE))
    after = Client().get(address)
    moved = [day + timedelta(days=7) for day in days(before)]
    assert days(after)[:-1] == moved[:-1]  # the last is six months on, by the calendar
    assert {str(entry["uid"]) for entry in entries(before)} == {str(entry["uid"]) for entry in entries(after)}


def test_unchanged_feed_is_not_sent_again(address: str, sent: PatientInBrowser) -> None:
    first = Client().get(address)
    again = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    move(sent, datetime(2027, 3, 16, 10, 30, tzinfo=ZONE))
    later = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (later.status_code, later["ETag"] == first["ETag"]) == (200, False)


def test_feed_is_kept_by_nobody_in_between(address: str) -> None:
    assert Client().get(address)["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("do", ["stop", "make"])
def test_revoked_address_is_answered_like_one_that_never_was(
    sent: PatientInBrowser, address: str, do: str
) -> None:
    ask_for(sent, do)
    with CaptureQueriesContext(
        connection,
    ) as revoked:
        gone = Client().get(address)
    with CaptureQueriesContext(connection) as unknown:
        never = Client().get("/i/calendar/" + "A" * 43 + ".ics")
    assert gone.status_code == 404
    for answer in (gone, never):
        del answer["X-Request-ID"]  # every request has its own
    assert (gone.content, dict(gone.items())) == (never.content, dict(never.items()))
    assert len(revoked) == len(unknown)


def test_new_address_opens_where_the_old_one_does_not(sent: PatientInBrowser, address: str) -> None:
    fresh = address_of(sent)
    assert (Client().get(fresh).status_code, Client().get(address).status_code) == (200, 404)
    assert CalendarFeed.objects.running().count() == 1


def test_stopped_feed_can_be_set_up_again(sent: PatientInBrowser, address: str) -> None:
    ask_for(sent, "stop")
    assert CalendarFeed.objects.running().count() == 0
    assert Client().get(address_of(sent)).status_code == 200


def test_cancelled_appointment_leaves_its_cancellation_only(sent: PatientInBrowser, address: str) -> None:
    desk.cancel_appointment(appointment=sent.appointment, by=SYSTEM)
    (entry,) = entries(Client().get(address))
    assert str(entry["status"]) == "CANCELLED"


def test_declined_visit_leaves_its_cancellation_only(sent: PatientInBrowser, address: str) -> None:
    doctor = Actor.staff(clinician("Petra", "practitioner", treatments=["microneedling_pen"]))
    sign(sent.appointment, doctor, "decline")
    (entry,) = entries(Client().get(address))
    assert str(entry["status"]) == "CANCELLED"


def test_address_is_shown_once(sent: PatientInBrowser, address: str) -> None:
    page = sent.client.get("/i/plan/")
    assert address not in page.content.decode()
    assert "Your calendar gets reminders from us since" in read(page).text


def test_address_never_reaches_a_log(address: str) -> None:
    assert redacted(f'"GET {address} HTTP/1.1" 200') == '"GET /i/calendar/[token].ics HTTP/1.1" 200'


def test_making_and_stopping_are_on_the_audit_trail_without_the_secret(
    sent: PatientInBrowser, address: str
) -> None:
    ask_for(sent, "stop")
    events = AuditEvent.objects.filter(action__startswith="feed.").order_by("at")
    assert [(event.action, event.actor_kind) for event in events] == [
        ("feed.made", "patient"),
        ("feed.stopped", "patient"),
    ]
    token = address.removeprefix("/i/calendar/").removesuffix(".ics")
    assert [event for event in events if token in str(event.detail)] == []


def test_button_that_does_not_exist_is_refused(sent: PatientInBrowser) -> None:
    assert ask_for(sent, "sell").status_code == 400
    assert CalendarFeed.objects.count() == 0


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_feed_is_only_read(address: str, method: str) -> None:
    assert getattr(Client(), method)(address).status_code == 405
