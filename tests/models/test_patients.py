from datetime import date

import pytest
from pytest_django.fixtures import Settings

from screening.models import Patient, PatientSearchKey
from screening.models.keyed_hash import keyed_hash, name_words, normalised_phone
from tests.factories import make_patient

pytestmark = pytest.mark.django_db


def found(queryset: object) -> list[str]:
    return sorted(patient.name for patient in queryset)  # type: ignore[attr-defined] # any queryset of patients


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("zoe", ["Zoë O'Brien-Díaz"]),
        ("ZOË", ["Zoë O'Brien-Díaz"]),
        ("zo", ["Zora Zucchero", "Zoë O'Brien-Díaz"]),
        ("diaz zo", ["Zoë O'Brien-Díaz"]),
        ("brien", ["Zoë O'Brien-Díaz"]),
        ("rien", []),
        ("o", ["Zoë O'Brien-Díaz"]),
        ("z", []),
        ("", []),
        ("--", []),
        ("zoe nobody", []),
        ("wolfeschlegelsteinhausen", ["Hubert Wolfeschlegelsteinhausen"]),
        ("wolfeschlege", ["Hubert Wolfeschlegelsteinhausen"]),
        ("wolfeschlegelst", ["Hubert Wolfeschlegelsteinhausen"]),
        ("wolfen", []),
    ],
)
def test_patients_are_found_by_words_and_beginnings_of_their_names(typed: str, expected: list[str]) -> None:
    for name in ("Zoë O'Brien-Díaz", "Zora Zucchero", "Hubert Wolfeschlegelsteinhausen"):
        make_patient(name)
    assert found(Patient.objects.named(typed)) == expected


@pytest.mark.parametrize("typed", ["Zoe@Example.org", " zoe@example.ORG "])
def test_patients_are_found_by_their_whole_mail_address(typed: str) -> None:
    make_patient("Zoë", email="zoe@example.org")
    make_patient("Other", email="zoe@example.com")
    assert found(Patient.objects.with_mail(typed)) == ["Zoë"]


@pytest.mark.parametrize("typed", ["079 555 01 23", "+41 79 555 01 23", "0041795550123"])
def test_patients_are_found_by_their_telephone_number_however_it_is_written(typed: str) -> None:
    make_patient("Zoë", phone="+41 (79) 555-01-23")
    make_patient("Other", phone="+41 79 555 01 24")
    assert found(Patient.objects.with_phone(typed)) == ["Zoë"]


def test_patients_are_found_by_their_birth_date() -> None:
    make_patient("Zoë", birth_date=date(1980, 2, 29))
    make_patient("Other", birth_date=date(1980, 3, 1))
    assert found(Patient.objects.born_on(date(1980, 2, 29))) == ["Zoë"]


def test_patients_without_mail_or_phone_are_not_found_by_nothing() -> None:
    make_patient()
    assert (found(Patient.objects.with_mail(" ")), found(Patient.objects.with_phone("-"))) == ([], [])


def test_same_value_hashes_differently_by_purpose_and_by_key(settings: Settings) -> None:
    hashes = {keyed_hash("name", "lee"), keyed_hash("name_prefix", "lee")}
    settings.SEARCH_KEYS = (bytes(32),)
    assert len(hashes | {keyed_hash("name", "lee")}) == 3


def test_search_keys_go_with_their_patient() -> None:
    make_patient().delete()
    assert PatientSearchKey.objects.count() == 0


def test_name_words_of_other_scripts_are_kept() -> None:
    assert name_words("李 小龙") == {"李", "小龙"}
    assert name_words("محمد علي") == {"محمد", "علي"}


def test_phone_digits_of_other_scripts_are_the_same_digits() -> None:
    assert normalised_phone(
        "\u0660\u0667\u0669 \u0665\u0665\u0665 \u0660\u0661 \u0662\u0663"
    ) == normalised_phone("079 555 01 23")


@pytest.mark.parametrize(
    ("on", "age"),
    [(date(2026, 2, 28), 21), (date(2026, 3, 1), 22), (date(2028, 2, 28), 23), (date(2028, 2, 29), 24)],
)
def test_age_counts_completed_years_from_1_march_for_those_born_on_29_february(on: date, age: int) -> None:
    assert Patient(name="x", birth_date=date(2004, 2, 29)).age_on(on) == age
