"""Patients who have handed in and come back by their link to their plan."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client
from icalendar import Calendar

from screening.models import RulebookVersion
from screening.services import desk
from screening.services.audit import SYSTEM
from tests.intake.patients import BIRTH_DATE, PatientInBrowser
from tests.intake.reading import read
from tests.review.starter import PEN, hand_in, publish_starter

PLAN = "/i/plan/"
FILE = "/i/plan/calendar/"
PAPER = "/i/plan/pdf/"
REMINDERS = "/i/plan/reminders/"
ZONE = ZoneInfo("Europe/Zurich")
VISIT = datetime(2027, 3, 9, 10, 30, tzinfo=ZONE)


def sent_patient(
    changes: Mapping[str, object] | None = None,
    treatments: Sequence[str] = PEN,
    starts_at: datetime = VISIT,
) -> PatientInBrowser:
    """A patient who has handed in with these answers, and has just opened their link again."""
    if not RulebookVersion.objects.active().exists():
        publish_starter()
    appointment = hand_in(changes, treatments=treatments, starts_at=starts_at)
    _, token = desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM)
    client = Client()
    assert client.post(f"/i/{token}/", BIRTH_DATE).status_code == 302
    return PatientInBrowser(client, appointment, token)


def move(patient: PatientInBrowser, starts_at: datetime) -> None:
    """Book another time."""
    desk.reschedule_appointment(appointment=patient.appointment, starts_at=starts_at, by=SYSTEM)


def words(client: Client, path: str = PLAN) -> str:
    """Everything a page says."""
    response: Any = client.get(path)
    assert response.status_code == 200
    return read(response).text


def entries(response: Any) -> list[Any]:
    """The entries of a calendar."""
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def by_title(response: Any) -> dict[str, Any]:
    """The entries of a calendar by their title."""
    return {str(entry["summary"]): entry for entry in entries(response)}


def ask_for(patient: PatientInBrowser, do: str) -> Any:
    """Press a button of the reminders."""
    return patient.client.post(REMINDERS, {"do": do, "response": str(patient.response.pk)})


def address_of(patient: PatientInBrowser) -> str:
    """Set reminders up; the path of their secret address."""
    shown = ask_for(patient, "make").content.decode()
    (path,) = set(re.findall(r'value="http://127\.0\.0\.1:8000(/i/calendar/[^"]+)"', shown))
    return str(path)
