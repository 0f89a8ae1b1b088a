"""Registering patients and changing what is known of them."""

import unicodedata
import uuid
from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.models import Appointment, Evaluation, Patient, PatientSearchKey, Review
from screening.models.keyed_hash import name_words, normalised_phone
from screening.services.audit import Actor, record
from screening.services.errors import FieldProblem, InvalidInput, PatientIsMerged
from screening.services.evaluation import evaluate_response

EARLIEST_BIRTH = date(1900, 1, 1)
LONGEST_NAME = 200
FIELDS = ("name", "birth_date", "email", "phone", "language", "contact_by")
_PHONE_SIGNS = set("+-/(). ")
_FORMULA = tuple("=+-@")


@transaction.atomic
def register_patient(
    *,
    name: str,
    birth_date: date,
    email: str = "",
    phone: str = "",
    language: str = "",
    contact_by: str = Patient.ContactBy.EMAIL,
    by: Actor,
) -> Patient:
    """Store a new patient with their search keys, and return them. InvalidInput names every unfit field.

    Without a `language` it is the clinic's.
    """
    patient = Patient(name=name, birth_date=birth_date, email=email, phone=phone, contact_by=contact_by)
    patient.language = language or settings.LANGUAGE_CODE
    tidy(patient)
    patient.save(force_insert=True)
    PatientSearchKey.objects.bulk_create(patient.make_search_keys())
    record(action="patient.registered", by=by, subject=patient)
    return patient


@transaction.atomic
def edit_patient(
    *,
    patient: Patient,
    name: str,
    birth_date: date,
    email: str,
    phone: str,
    language: str,
    contact_by: str,
    by: Actor,
) -> Patient:
    """Store changed data of a patient. The audit trail says which fields changed, never what was in them.

    With another date of birth, submitted questionnaires of appointments from today on are evaluated anew.
    InvalidInput names every unfit field; PatientIsMerged.
    """
    given = (name, birth_date, email, phone, language, contact_by)
    fresh = lock_present(patient.pk)
    before = [getattr(fresh, field) for field in FIELDS]
    for field, value in zip(FIELDS, given, strict=True):
        setattr(fresh, field, value)
    tidy(fresh)
    changed = [field for field, old in zip(FIELDS, before, strict=True) if getattr(fresh, field) != old]
    if changed:
        write(fresh, changed, by)
    return fresh


def lock_present(pk: uuid.UUID) -> Patient:
    """The patient, locked until the transaction ends; PatientIsMerged where another record has taken over."""
    Patient.objects.lock(pk)
    patient: Patient | None = Patient.objects.present().filter(pk=pk).first()
    if patient is None:
        raise PatientIsMerged
    return patient


def write(patient: Patient, changed: list[str], by: Actor) -> None:
    """Save changed fields of a locked patient, and all that follows from them."""
    patient.save(update_fields=changed)
    patient.search_keys.all().delete()
    PatientSearchKey.objects.bulk_create(patient.make_search_keys())
    record(action="patient.edited", by=by, subject=patient, detail={"fields": changed})
    if "birth_date" in changed:
        evaluate_for_birth_date(patient, by)


def evaluate_for_birth_date(patient: Patient, by: Actor) -> None:
    """Evaluate anew what a patient has submitted for appointments from today on, those begun included."""
    booked = Appointment.objects.filter(patient=patient, status=Appointment.Status.BOOKED)
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    in_use = booked.exclude(review__state=Review.State.WITHDRAWN)
    for appointment in in_use.filter(starts_at__gte=today).with_people().order_by("pk"):
        if appointment.response.is_submitted:
            cause = Evaluation.Cause.PATIENT_CHANGED
            evaluate_response(response=appointment.response, cause=cause, by=by)


def tidy(patient: Patient) -> None:
    """Bring an unsaved patient's data into the form they are stored in; InvalidInput names what is unfit."""
    problems = [
        *problems_of(
            name=patient.name, birth_date=patient.birth_date, email=patient.email, phone=patient.phone
        ),
        *choice_problems(patient.language, patient.contact_by),
    ]
    if problems:
        raise InvalidInput(problems)
    patient.name = " ".join(patient.name.split())
    patient.email, patient.phone = patient.email.strip(), patient.phone.strip()


def problems_of(*, name: str, birth_date: date, email: str, phone: str) -> Iterator[FieldProblem]:
    """What is wrong with a patient's data."""
    if not name_words(name):
        yield FieldProblem("name", "required", _("Enter a name."))
    elif len(name) > LONGEST_NAME or has_control_signs(name) or name.lstrip().startswith(_FORMULA):
        yield FieldProblem("name", "unfit", _("Enter a name of at most 200 ordinary characters."))
    if birth_date > timezone.localdate():
        yield FieldProblem("birth_date", "in_future", _("The date of birth lies in the future."))
    elif birth_date < EARLIEST_BIRTH:
        yield FieldProblem("birth_date", "too_early", _("Enter a date of birth from 1900 on."))
    if email.strip() and not is_mail(email.strip()):
        yield FieldProblem("email", "unfit", _("Enter an e-mail address like name@example.org."))
    if phone.strip() and not is_phone(phone.strip()):
        yield FieldProblem("phone", "unfit", _("Enter a telephone number of 6 to 15 digits."))


def choice_problems(language: str, contact_by: str) -> Iterator[FieldProblem]:
    """What is wrong with the language of messages and the way to send them."""
    if language not in settings.MESSAGE_LANGUAGES:
        yield FieldProblem("language", "unknown_code", _("Choose a language of the list."))
    if contact_by not in Patient.ContactBy.values:
        yield FieldProblem("contact_by", "unknown_code", _("Choose how the patient wants to hear from us."))


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
