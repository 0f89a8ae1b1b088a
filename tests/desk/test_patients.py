"""Looking for patients, adding and changing them, and the same person entered twice."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from screening.models import AuditEvent, MergedPatient, Patient
from screening.services import desk
from screening.services.audit import SYSTEM, Actor
from tests.desk.conftest import at
from tests.desk.reading import html_of, problems_of, said, words_of
from tests.factories import make_appointment, make_patient

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Nora Nightingale",
    "birth_date": "2.4.1990",
    "email": "nora@example.org",
    "phone": "+41 44 555 01 77",
    "language": "en",
    "contact_by": "email",
}


def found_by(client: Client, typed: str) -> str:
    return said(client.post("/desk/patients/", {"typed": typed}))


@pytest.mark.parametrize(
    "typed",
    ["nightingale", "Nightingail", "2.4.1990", "nora@example.org", "044 555 01 77", "nora 1990-04-02"],
)
def test_patient_is_found_by_whatever_is_known(desk_client: Client, typed: str) -> None:
    desk_client.post("/desk/patients/new/", NEW)
    make_patient("Somebody Else", date(1960, 1, 1))
    words = found_by(desk_client, typed)
    assert "1 patient found" in words
    assert "Nora Nightingale" in words


def test_search_that_finds_nobody_leads_to_a_new_patient(desk_client: Client) -> None:
    assert "Nobody found None of these: add a new patient" in found_by(desk_client, "nobody 1.2.1980")
    begun = desk_client.post("/desk/patients/new/", {"begin": "Nobody Here 1.2.1980 a@example.org"})
    html = begun.content.decode()
    for value in ("Nobody Here", "01.02.1980", "a@example.org"):
        assert f'value="{value}"' in html
    assert Patient.objects.count() == 0


def test_search_without_words_says_what_to_do(desk_client: Client) -> None:
    response = desk_client.post("/desk/patients/", {"typed": "  "})
    assert response.status_code == 422
    assert len(problems_of(response)) == 1


def test_patient_is_added(desk_client: Client) -> None:
    response = desk_client.post("/desk/patients/new/", NEW)
    patient = Patient.objects.get()
    assert response["Location"] == f"/desk/patients/{patient.pk}/"
    assert [patient.name, patient.birth_date, patient.email, patient.phone, patient.contact_by] == [
        "Nora Nightingale",
        date(1990, 4, 2),
        "nora@example.org",
        "+41 44 555 01 77",
        "email",
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": ""}, "Name: Enter a name."),
        ({"name": "=cmd()"}, "Name: Enter a name of at most 200 ordinary characters."),
        ({"birth_date": ""}, "Date of birth: Enter the date of birth."),
        ({"birth_date": "31.2.1990"}, "Date of birth: Enter the date of birth as day, month and year"),
        ({"birth_date": "1.1.2990"}, "Date of birth: The date of birth lies in the future."),
        ({"email": "nora"}, "E-mail address: Enter an e-mail address like name@example.org."),
        ({"phone": "12"}, "Telephone number: Enter a telephone number of 6 to 15 digits."),
        ({"language": "xx"}, "Language of messages: Select a valid choice."),
        ({"contact_by": "owl"}, "Reminders: Select a valid choice."),
    ],
)
def test_unfit_patient_is_refused_and_nothing_is_lost(
    desk_client: Client, changes: dict[str, str], problem: str
) -> None:
    sent = NEW | changes
    response = desk_client.post("/desk/patients/new/", sent)
    assert response.status_code == 422
    (line,) = problems_of(response)
    assert line.replace(" \N{EN DASH} ", ": ").startswith(problem)
    assert Patient.objects.count() == 0
    html = response.content.decode()
    kept = [value for name, value in sent.items() if name in {"name", "email", "phone"} and value]
    assert [value for value in kept if f'value="{value}"' not in html] == []


def test_likely_duplicate_is_shown_before_anything_is_saved(desk_client: Client) -> None:
    known = make_patient("Nora Nightingail", date(1990, 4, 2))
    response = desk_client.post("/desk/patients/new/", NEW)
    assert response.status_code == 409
    assert "Is it one of these?" in said(response)
    assert "similar name, same date of birth" in said(response)
    assert f'href="/desk/patients/{known.pk}/"' in response.content.decode()
    assert Patient.objects.count() == 1
    agreed = desk_client.post("/desk/patients/new/", NEW | {"not_these": str(known.pk)})
    assert agreed.status_code == 302
    assert Patient.objects.count() == 2


def test_another_duplicate_than_was_shown_is_shown_too(desk_client: Client) -> None:
    shown = make_patient("Nora Nightingail", date(1990, 4, 2))
    make_patient("Nora Nightingale", date(1990, 4, 2))
    response = desk_client.post("/desk/patients/new/", NEW | {"not_these": str(shown.pk)})
    assert response.status_code == 409
    assert Patient.objects.count() == 2


def test_patient_is_changed(desk_client: Client) -> None:
    patient = make_patient("Ada Canary")
    form = html_of(desk_client, f"/desk/patients/{patient.pk}/edit/")
    assert 'value="02.04.1990"' in form
    response = desk_client.post(f"/desk/patients/{patient.pk}/edit/", NEW | {"contact_by": "phone"})
    assert response.status_code == 302
    patient.refresh_from_db()
    assert [patient.name, patient.contact_by] == ["Nora Nightingale", "phone"]


def test_reading_a_patient_is_on_the_audit_trail(desk_client: Client, by_erin: Actor) -> None:
    patient = make_patient()
    html_of(desk_client, f"/desk/patients/{patient.pk}/")
    event = AuditEvent.objects.about(patient).last()
    assert event is not None
    assert [event.action, event.actor_id] == ["patient.read", by_erin.id]


def test_patient_page_shows_appointments_to_come_and_past(desk_client: Client) -> None:
    patient = make_patient()
    make_appointment(patient, at(2))
    make_appointment(patient, at(-5))
    words = words_of(html_of(desk_client, f"/desk/patients/{patient.pk}/"))
    ahead, _, past = words.partition("Earlier ")
    assert [ahead.count("On hold"), past.count("On hold")] == [1, 1]


def two_records() -> tuple[Patient, Patient]:
    """One person twice, each with an appointment."""
    one, other = make_patient("Ada Canary"), make_patient("Ada Canari", phone="+41 44 555 01 99")
    make_appointment(one, at(1))
    make_appointment(other, at(2))
    return one, other


def test_records_are_compared_merged_and_taken_apart_again(desk_client: Client) -> None:
    one, other = two_records()
    assert "similar name" in words_of(html_of(desk_client, f"/desk/patients/{one.pk}/merge/"))
    address = f"/desk/patients/{one.pk}/merge/{other.pk}/"
    compared = html_of(desk_client, address)
    assert compared.count('class="differs"') == 2
    assert desk_client.post(address, {"keep": str(one.pk)})["Location"] == f"/desk/patients/{one.pk}/"
    assert one.appointments.count() == 2
    assert desk_client.get(f"/desk/patients/{other.pk}/")["Location"] == f"/desk/patients/{one.pk}/"
    page = html_of(desk_client, f"/desk/patients/{one.pk}/")
    assert "Undo the merge Ada Canari" in words_of(page)
    merge = MergedPatient.objects.get()
    assert desk_client.post(f"/desk/merges/{merge.pk}/undo/").status_code == 302
    assert [one.appointments.count(), other.appointments.count()] == [1, 1]


def test_merge_asks_which_record_stays(desk_client: Client) -> None:
    one, other = two_records()
    address = f"/desk/patients/{one.pk}/merge/{other.pk}/"
    response = desk_client.post(address)
    assert response.status_code == 422
    assert problems_of(response) == ["Choose which record stays."]
    assert desk_client.post(address, {"keep": "somebody"}).status_code == 400
    assert MergedPatient.objects.count() == 0


def test_merge_of_one_record_with_itself_is_refused(desk_client: Client) -> None:
    patient = make_patient()
    response = desk_client.post(f"/desk/patients/{patient.pk}/merge/{patient.pk}/", {"keep": str(patient.pk)})
    assert response.status_code == 409


def test_merge_undone_twice_is_refused(desk_client: Client) -> None:
    one, other = two_records()
    merge = desk.merge_patients(kept=one, merged=other, by=SYSTEM)
    assert desk_client.post(f"/desk/merges/{merge.pk}/undo/").status_code == 302
    assert desk_client.post(f"/desk/merges/{merge.pk}/undo/").status_code == 409


@pytest.mark.parametrize("tail", ["", "edit/", "book/", "merge/"])
def test_patient_that_is_none_is_not_there(desk_client: Client, tail: str) -> None:
    missing: Any = "7e0d1c62-0d2f-4c51-9f5f-0c1f5a5d5e5f"
    assert desk_client.get(f"/desk/patients/{missing}/{tail}").status_code == 404
