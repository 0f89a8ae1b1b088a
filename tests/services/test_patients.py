"""Editing and searching patients, finding duplicates before they are made."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from clinic.accounts.models import User
from screening.models import AuditEvent, Evaluation, Patient, PatientSearchKey
from screening.services import desk
from screening.services.audit import SYSTEM, Actor
from screening.services.errors import InvalidInput
from tests.factories import APPOINTMENT, BORN, make_patient, make_submitted

pytestmark = pytest.mark.django_db


def edit(patient: Patient, **changes: object) -> Patient:
    fields = ("name", "birth_date", "email", "phone", "language", "contact_by")
    given = {field: getattr(patient, field) for field in fields} | changes
    return desk.edit_patient(patient=patient, **given, by=SYSTEM)


def test_patient_edited_is_found_by_the_new_data_and_not_by_the_old() -> None:
    patient = make_patient("Ada Canary", email="ada@example.org")
    edit(patient, name="Ada Finch", email="finch@example.org", contact_by="phone")
    found = Patient.objects
    assert [
        [one.name for one in people]
        for people in (found.named("finch"), found.named("canary"), found.with_mail("ada@example.org"))
    ] == [["Ada Finch"], [], []]
    assert Patient.objects.get().contact_by == "phone"


def test_edit_is_audited_by_field_and_never_by_value(alice: User) -> None:
    patient = make_patient("Ada Canary")
    desk.edit_patient(
        patient=patient,
        name="Ada Finch",
        birth_date=BORN,
        email="finch@example.org",
        phone="",
        language="en",
        contact_by="email",
        by=Actor.staff(alice),
    )
    event = AuditEvent.objects.about(patient).get(action="patient.edited")
    assert (event.actor_id, event.detail) == (
        alice.pk,
        {"fields": ["name", "email"]},
    )


def test_edit_that_changes_nothing_leaves_no_trace() -> None:
    patient = make_patient("Ada Canary")
    keys = set(PatientSearchKey.objects.values_list("pk", flat=True))
    edit(patient, name=" Ada  Canary ")
    assert AuditEvent.objects.filter(action="patient.edited").count() == 0
    assert set(PatientSearchKey.objects.values_list("pk", flat=True)) == keys


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": ""}, ("name", "required")),
        ({"name": "=cmd|' /C calc'!A0"}, ("name", "unfit")),
        ({"language": "xx"}, ("language", "unknown_code")),
        ({"contact_by": "pigeon"}, ("contact_by", "unknown_code")),
    ],
)
def test_edit_that_is_unfit_changes_nothing(changes: dict[str, object], expected: tuple[str, str]) -> None:
    patient = make_patient("Ada Canary")
    with pytest.raises(InvalidInput) as refusal:
        edit(patient, phone="079 555 01 23", **changes)
    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [expected]
    assert Patient.objects.get().phone == ""


def test_birth_date_changed_is_evaluated_anew_for_appointments_to_come() -> None:
    ahead = make_submitted(starts_at=timezone.now() + timedelta(days=9))
    past = make_submitted(starts_at=APPOINTMENT, patient=ahead.response.appointment.patient)
    edit(ahead.response.appointment.patient, birth_date=date(1991, 4, 2))
    new = Evaluation.objects.filter(cause="patient-changed")
    assert [row.response for row in new] == [ahead.response]
    assert '"date_of_birth":"1991-04-02"' in new.get().body
    assert Evaluation.objects.filter(response=past.response).count() == 1


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("zoe", ["Zoë Meier"]),
        ("mei zo", ["Zoë Meier"]),
        ("1990-04-02", ["Ada Canary", "Zoë Meier"]),
        ("2.4.1990 ada", ["Ada Canary"]),
        ("02/04/1990 zoe", ["Zoë Meier"]),
        ("079 555 01 23", ["Zoë Meier"]),
        ("+41 (79) 555-01-23", ["Zoë Meier"]),
        ("ZOE@example.org", ["Zoë Meier"]),
        ("zoe@example.org ada", []),
        ("31.2.1990", []),
        ("", []),
        ("  ", []),
        ("%", []),
        ("x" * 5000, []),
        ("\0", []),
    ],
)
def test_search_finds_by_whatever_is_typed(typed: str, expected: list[str]) -> None:
    make_patient("Zoë Meier", email="zoe@example.org", phone="0795550123")
    make_patient("Ada Canary")
    found = desk.search_patients(typed=typed, by=SYSTEM)
    assert ([patient.name for patient in found.patients], found.by_sound) == (expected, False)


def test_search_that_finds_nobody_by_spelling_goes_by_sound() -> None:
    make_patient("Stephan Meier")
    found = desk.search_patients(typed="Steffan Mayer", by=SYSTEM)
    assert ([patient.name for patient in found.patients], found.by_sound) == (["Stephan Meier"], True)


def test_search_is_audited_for_everybody_it_shows(alice: User) -> None:
    shown, _other = make_patient("Zoë"), make_patient("Ada")
    desk.search_patients(typed="zoe", by=Actor.staff(alice))
    events = AuditEvent.objects.filter(action="patient.listed")
    assert [(event.subject_id, event.actor_id) for event in events] == [(shown.pk, alice.pk)]


@pytest.mark.parametrize("count", [1, 30])
def test_search_costs_the_same_for_many(count: int) -> None:
    for number in range(count):
        make_patient(f"Zoë Number{number}")
    with assertNumQueries(5):  # savepoint, people, merges, audit, release
        assert len(desk.search_patients(typed="zoe", by=SYSTEM).patients) == count


def test_search_shows_fifty_and_says_there_are_more() -> None:
    for number in range(51):
        make_patient(f"Zoë Number{number}")
    found = desk.search_patients(typed="zoe", by=SYSTEM)
    assert (len(found.patients), found.has_more) == (50, True)


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        ({"name": "Stephan Meier"}, ("same-name", "same-birth-date")),
        ({"name": "Meier Stephan"}, ("same-name", "same-birth-date")),
        ({"name": "Stefan Mayer"}, ("similar-name", "same-birth-date")),
        ({"name": "Stephann Meier"}, ("similar-name", "same-birth-date")),
        ({"name": "Meier"}, ("similar-name", "same-birth-date")),
        ({"name": "Stefan Mayer", "birth_date": date(1990, 2, 4)}, ("similar-name", "swapped-day-and-month")),
        ({"name": "Stephan Meier", "birth_date": date(1990, 4, 3)}, ("same-name", "one-digit-off")),
        ({"name": "Other", "birth_date": date(1950, 1, 1), "phone": "0041795550123"}, ("same-phone",)),
        ({"name": "Other", "birth_date": date(1950, 1, 1), "email": "S@example.org"}, ("same-mail",)),
        ({"name": "Stephan Meier", "birth_date": date(1950, 1, 1)}, None),
        ({"name": "Other"}, None),
        ({"name": "Anna Meier"}, None),
        ({"name": "李"}, None),
    ],
)
def test_duplicates_are_found_with_their_reasons(
    described: dict[str, object], expected: tuple[str, ...] | None
) -> None:
    make_patient("Stephan Meier", email="s@example.org", phone="079 555 01 23")
    found = desk.find_duplicates(**{"birth_date": BORN, **described}, by=SYSTEM)  # type: ignore[arg-type] # a table of mixed values
    assert [one.reasons for one in found] == ([] if expected is None else [expected])


def test_duplicates_come_likeliest_first() -> None:
    make_patient("Family Phone", birth_date=date(1950, 1, 1), phone="079 555 01 23")
    make_patient("Stefan Mayer")
    make_patient("Stephan Meier", phone="079 555 01 23")
    found = desk.find_duplicates(name="Stephan Meier", birth_date=BORN, phone="0795550123", by=SYSTEM)
    assert [(one.patient.name, one.score, one.is_likely) for one in found] == [
        ("Stephan Meier", 110, True),
        ("Stefan Mayer", 70, True),
        ("Family Phone", 30, False),
    ]


def test_patient_being_edited_is_no_duplicate_of_themselves() -> None:
    patient = make_patient("Stephan Meier")
    found = desk.find_duplicates(name="Stephan Meier", birth_date=BORN, apart_from=patient, by=SYSTEM)
    assert found == []
