"""Who has read a record."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from clinic.accounts.models import User
from clinic.trail_words import READ
from screening.models import Appointment, AuditEvent
from screening.services import desk
from screening.services.audit import SYSTEM, Actor
from screening.services.desk.reading import open_patient
from screening.services.review import open_summary
from screening.services.review.readers import LISTED, OPENED
from tests.clinicians import CLEAN, submitted
from tests.factories import make_appointment, make_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Appointment:
    return submitted(CLEAN)


def readers(client: Client, appointment: Appointment) -> dict[str, list[tuple[str, str]]]:
    """Who did what, under each heading."""
    page = client.get(f"/review/{appointment.pk}/readers/").content.decode()
    row = re.compile(r'<th scope="row">(.*?)</th>\s*<td>(.*?)</td>', re.DOTALL)
    sections = re.findall(r'<section [^>]*aria-label="([^"]*)">(.*?)</section>', page, re.DOTALL)
    return {
        title: [(who, unescape(re.sub("<[^>]*>", "", what))) for who, what in row.findall(text)]
        for title, text in sections
    }


def test_readers_are_told_by_person_and_day_the_newest_first(
    record: Appointment, client_of: Callable[[User], Client], alice: User, erin: User, frank: User
) -> None:
    for _time in range(2):
        open_summary(appointment=record, by=Actor.staff(alice))
    open_patient(patient=record.patient, by=Actor.staff(erin))
    desk.search_patients(typed=record.patient.name, by=Actor.staff(erin))
    lead = client_of(frank)
    assert readers(lead, record) == {
        "Opened": [
            ("Erin Egli", "Opened a patient's page at the desk"),
            ("Alice Adler", "Read answers and findings, 2 times"),
        ],
        "Seen in a list": [("Erin Egli", "Saw a patient in a list")],
    }
    assert readers(lead, record)["Opened"][0] == ("Frank Favre", "Looked at who has read a record")


def test_readers_of_every_visit_and_of_a_record_merged_into_it_are_told(
    record: Appointment, client_of: Callable[[User], Client], alice: User, erin: User, frank: User
) -> None:
    other = make_patient("Bea Finch")
    visit = make_appointment(other)
    open_patient(patient=other, by=Actor.staff(erin))
    desk.merge_patients(kept=record.patient, merged=other, by=SYSTEM)
    visit.refresh_from_db()
    open_summary(appointment=record, by=Actor.staff(alice))
    both = {
        ("Erin Egli", "Opened a patient's page at the desk"),
        ("Alice Adler", "Read answers and findings"),
    }
    assert both <= set(readers(client_of(frank), visit)["Opened"])


def test_readers_of_another_record_are_not_told(
    record: Appointment, client_of: Callable[[User], Client], erin: User, frank: User
) -> None:
    open_patient(patient=make_patient("Bea Finch"), by=Actor.staff(erin))
    assert readers(client_of(frank), record) == {"Opened": [], "Seen in a list": []}


def test_summary_leads_a_clinical_lead_there_and_nobody_else(
    record: Appointment, client_of: Callable[[User], Client], alice: User, frank: User
) -> None:
    address = f"/review/{record.pk}/readers/"
    pages = [client_of(user).get(f"/review/{record.pk}/").content.decode() for user in (alice, frank)]
    assert [address in page for page in pages] == [False, True]
    assert client_of(alice).get(address).status_code == 404


def test_every_reading_is_told() -> None:
    assert {*OPENED, *LISTED} == {*READ} - {"rulebook.impact_read"}


def test_reading_the_readers_is_on_the_audit_trail(
    record: Appointment, client_of: Callable[[User], Client], frank: User
) -> None:
    client_of(frank).get(f"/review/{record.pk}/readers/")
    event = AuditEvent.objects.get(action="record.readers_read")
    assert (event.actor_id, event.subject_id) == (frank.pk, record.pk)
