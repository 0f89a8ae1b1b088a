"""The administrator's page of the audit trail."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.accounts.models import User
from clinic.trail_words import ACTIONS
from screening.models import AuditEvent
from screening.services.audit import Actor, record
from screening.services.desk.reading import open_patient
from tests.factories import make_patient

pytestmark = pytest.mark.django_db
TRAIL = "/audit/"


@pytest.fixture
def administrator(client_of: Callable[[User], Client], bob: User) -> Client:
    return client_of(bob)


def listed(client: Client, **filters: Any) -> list[tuple[str, ...]]:
    """Who did what about what, in the order of the page; the searches left out."""
    page = client.get(TRAIL, filters).content.decode()
    row = re.compile(r'<td>([^<]*)</td>\s*<th scope="row">([^<]*)</th>\s*<td>([^<]*)<', re.DOTALL)
    found = [tuple(unescape(word) for word in words) for words in row.findall(page)]
    return [words for words in found if words[1] != "Searched the audit trail"]


def test_trail_says_who_did_what_about_what_the_newest_first(
    administrator: Client, alice: User, erin: User
) -> None:
    patient = make_patient("Ada Canary")
    open_patient(patient=patient, by=Actor.staff(erin))
    with transaction.atomic():
        record(action="mydata.read", by=Actor.patient(patient), subject=patient)
    assert listed(administrator) == [
        ("A patient", "Read what is stored about them", "Patient"),
        ("Erin Egli", "Opened a patient's page at the desk", "Patient"),
        ("The system", "Added a patient", "Patient"),
    ]


def test_trail_names_no_patient(administrator: Client, erin: User) -> None:
    patient = make_patient("Ada Canary", email="canary@example.com")
    open_patient(patient=patient, by=Actor.patient(patient))
    page = administrator.get(TRAIL).content.decode().lower()
    assert ("canary" in page, str(patient.pk) in page) == (False, True)


def test_trail_is_narrowed_by_who_what_and_about_what(administrator: Client, alice: User, erin: User) -> None:
    ada, bea = make_patient("Ada Canary"), make_patient("Bea Finch")
    for patient, user in ((ada, erin), (bea, alice)):
        open_patient(patient=patient, by=Actor.staff(user))
    opened, added = "Opened a patient's page at the desk", "Added a patient"
    assert listed(administrator, actor=erin.pk) == [("Erin Egli", opened, "Patient")]
    assert listed(administrator, actor="system") == [("The system", added, "Patient")] * 2
    assert listed(administrator, action="patient.registered") == [("The system", added, "Patient")] * 2
    assert [one[1] for one in listed(administrator, subject=bea.pk)] == [opened, added]
    assert listed(administrator, subject_type="review") == []


def test_trail_is_narrowed_by_whole_days_of_the_clinic(administrator: Client) -> None:
    patient = make_patient()
    zone = timezone.get_current_timezone()
    for hour, action in ((0, "patient.read"), (23, "patient.edited")):
        AuditEvent.objects.create(
            at=datetime(2026, 3, 5, hour, 30, tzinfo=zone),
            actor_kind="system",
            action=action,
            subject_type="patient",
            subject_id=patient.pk,
        )
    found = {
        day: len(listed(administrator, first_day=f"2026-03-{day}", last_day=f"2026-03-{day}"))
        for day in ("04", "05", "06")
    }
    assert found == {"04": 0, "05": 2, "06": 0}


def test_pages_hold_every_event_once(administrator: Client) -> None:
    patient = make_patient()
    moment = timezone.now() - timedelta(days=1)
    for number in range(120):  # three to a moment, so that the id has to decide
        AuditEvent.objects.create(
            at=moment - timedelta(seconds=number // 3),
            actor_kind="system",
            action="patient.edited",
            subject_type="patient",
            subject_id=patient.pk,
        )
    further: str | None = TRAIL + "?action=patient.edited"
    pages = []
    while further:
        page = administrator.get(further).content.decode()
        pages.append(re.findall(r'<td class="num nowrap">([^<]*)</td>', page))
        found = re.search(r'href="([^"]*)" rel="next"', page)
        further = unescape(found[1]) if found else None
    times = [datetime.strptime(at, "%d %b %Y, %H:%M:%S") for page in pages for at in page]  # noqa: DTZ007
    assert [len(page) for page in pages] == [50, 50, 20]
    assert all(one >= next_one for one, next_one in pairwise(times))
    assert {at: times.count(at) for at in times} == dict.fromkeys(times, 3)


def test_searching_is_on_the_trail_with_what_was_looked_for(administrator: Client, bob: User) -> None:
    administrator.get(TRAIL, {"action": "patient.read", "first_day": "2026-03-05"})
    event = AuditEvent.objects.get(action="audit.searched")
    assert (event.actor_id, event.subject_id, event.detail) == (
        bob.pk,
        bob.pk,
        {"action": "patient.read", "first_day": "2026-03-05"},
    )


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"subject": "nothing"}, "This is not a reference."),
        ({"first_day": "someday"}, "Enter a day, such as 2026-09-15."),
        ({"first_day": "2026-03-05", "last_day": "2026-03-04"}, "This day is before the first one."),
        ({"action": "made.up"}, "made.up"),
    ],
)
def test_filter_that_makes_no_sense_is_refused_at_its_place(
    filters: dict[str, str], said: str, administrator: Client
) -> None:
    answer = administrator.get(TRAIL, filters)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert AuditEvent.objects.filter(action="audit.searched").count() == 0


def test_place_that_is_none_begins_at_the_beginning(administrator: Client) -> None:
    make_patient()
    assert listed(administrator, after="nothing") == listed(administrator)


def cost(client: Client) -> int:
    """How many queries the page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(TRAIL).status_code == 200
    return len(queries)


def test_trail_costs_the_same_however_long(administrator: Client, erin: User) -> None:
    patient = make_patient()
    open_patient(patient=patient, by=Actor.staff(erin))
    administrator.get(TRAIL)
    one = cost(administrator)
    for _number in range(60):
        open_patient(patient=patient, by=Actor.staff(erin))
    assert cost(administrator) == one


def test_every_action_has_words() -> None:
    root = Path(settings.BASE_DIR)
    literal = re.compile(r'action="([a-z-]+\.[a-z_-]+)"')
    files = [file for folder in ("screening", "clinic") for file in (root / folder).rglob("*.py")]
    sources = [file.read_text() for file in files]
    lacking = {action for text in sources for action in literal.findall(text)} - set(ACTIONS)
    assert sorted(lacking) == [], "Give each plain words in clinic/trail_words.py."
