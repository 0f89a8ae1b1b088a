"""The language of messages, as a file from another booking system gives it."""

import pytest

from clinic.accounts.models import User
from screening.models import Patient
from screening.services.audit import Actor
from screening.services.desk.importing import Imported
from screening.services.desk.languages import language_named
from tests.factories import make_patient, publish
from tests.services.test_importing import HEADER, bring_in, file, preview, problems, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(alice: User) -> Actor:
    publish()
    return Actor.staff(alice)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("de", "de"),
        ("DE-CH", "de"),
        ("fr_CH", "fr"),
        (" German ", "de"),
        ("Deutsch", "de"),
        ("allemand", "de"),
        ("francais", "fr"),
        ("Español", "es"),
        ("العربية", "ar"),
        ("العربيّة", "ar"),
        ("Arabisch", "ar"),
        ("", ""),
        ("Klingon", ""),
        ("-", ""),
        ("d", ""),
    ],
)
def test_language_is_known_by_its_code_and_its_names(typed: str, code: str) -> None:
    assert language_named(typed) == code


@pytest.mark.parametrize("column", ["Language", "Sprache", "preferred language"])
def test_language_of_a_new_patient_comes_from_the_file(column: str, by: Actor) -> None:
    data = file(f"{row()};Arabisch", f"{row('A2', '11:00', 'Zoë Díaz')};", header=f"{HEADER};{column}")
    assert bring_in(data, by) == Imported(2, 2, 0, 0)
    assert {one.name: one.language for one in Patient.objects.all()} == {"Ada Canary": "ar", "Zoë Díaz": "en"}


def test_language_nobody_here_writes_is_a_problem_of_its_row(by: Actor) -> None:
    plan = preview(file(f"{row()};Klingon", header=f"{HEADER};Language"), by)
    assert problems(plan) == [(2, "language")]
    assert plan.rows[0].problems[0].message == (
        "Messages are written in English, Deutsch, Français, Español, العربيّة only."
    )


def test_language_of_somebody_known_stays(by: Actor) -> None:
    known = make_patient("Ada Canary")
    bring_in(file(f"{row()};de", header=f"{HEADER};Language"), by)
    assert list(Patient.objects.values_list("pk", "language")) == [(known.pk, "en")]
