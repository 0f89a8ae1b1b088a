"""Registering patients."""

import unicodedata
from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.models import Patient, PatientSearchKey
from screening.models.keyed_hash import name_words, normalised_phone
from screening.services.audit import Actor, record
from screening.services.errors import FieldProblem, InvalidInput

EARLIEST_BIRTH = date(1900, 1, 1)
LONGEST_NAME = 200
_PHONE_SIGNS = set("+-/(). ")


@transaction.atomic
def register_patient(*, name: str, birth_date: date, email: str = "", phone: str = "", by: Actor) -> Patient:
    """Store a new patient with their search keys, and return them. InvalidInput names every unfit field."""
    problems = list(problems_of(name=name, birth_date=birth_date, email=email, phone=phone))
    if problems:
        raise InvalidInput(problems)
    patient: Patient = Patient.objects.create(
        name=" ".join(name.split()), birth_date=birth_date, email=email.strip(), phone=phone.strip()
    )
    PatientSearchKey.objects.bulk_create(patient.make_search_keys())
    record(action="patient.registered", by=by, subject=patient)
    return patient


def problems_of(*, name: str, birth_date: date, email: str, phone: str) -> Iterator[FieldProblem]:
    """What is wrong with a patient's data."""
    if not name_words(name):
        yield FieldProblem("name", "required", _("Enter a name."))
    elif len(name) > LONGEST_NAME or has_control_signs(name):
        yield FieldProblem("name", "unfit", _("Enter a name of at most 200 ordinary characters."))
    if birth_date > timezone.localdate():
        yield FieldProblem("birth_date", "in_future", _("The date of birth lies in the future."))
    elif birth_date < EARLIEST_BIRTH:
        yield FieldProblem("birth_date", "too_early", _("Enter a date of birth from 1900 on."))
    if email.strip() and not is_mail(email.strip()):
        yield FieldProblem("email", "unfit", _("Enter an e-mail address like name@example.org."))
    if phone.strip() and not is_phone(phone.strip()):
        yield FieldProblem("phone", "unfit", _("Enter a telephone number of 6 to 15 digits."))


def is_mail(text: str) -> bool:
    """Whether this has the form of a mail address."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def is_phone(text: str) -> bool:
    """Whether this has the form of a telephone number (at most 15 digits: ITU-T E.164)."""
    digits = [sign for sign in text if sign.isdecimal()]
    others = {sign for sign in text if not sign.isdecimal()}
    return 6 <= len(digits) <= 15 and others <= _PHONE_SIGNS and bool(normalised_phone(text))


def has_control_signs(text: str) -> bool:
    """Whether a text holds characters that are no text: control, surrogate, private, unassigned."""
    return any(unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"} for sign in text)
