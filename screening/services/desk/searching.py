"""Finding patients by whatever is typed: words of the name, date of birth, telephone number, address."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from screening.models import MergedPatient, Patient
from screening.models.desk.patients import PatientQuerySet
from screening.services.audit import Actor, record_all

MOST_FOUND = 50
LONGEST_TYPED = 200
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_EUROPEAN = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})", re.ASCII)
_PHONE = re.compile(r"(?<!\w)\+?[\d(][\d\s()./-]{4,}\d", re.ASCII)
_MAIL = re.compile(r"\S+@\S+")


@dataclass(frozen=True, slots=True)
class Found:
    """Patients in the order of their names; `by_sound` where only the sound of a name brought them."""

    patients: tuple[Patient, ...]
    by_sound: bool = False
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, taken apart."""

    name: str
    days: tuple[date, ...]
    phones: tuple[str, ...]
    mails: tuple[str, ...]


@transaction.atomic
def search_patients(*, typed: str, by: Actor) -> Found:
    """The patients that everything typed fits; on the audit trail each counts as listed.

    A name that nobody has is looked for by its sound. A record merged into another brings that other one.
    """
    wanted = take_apart(typed[:LONGEST_TYPED])
    others = narrowed(wanted)
    people = others.named(wanted.name) if wanted.name else others
    found = list(people.distinct()[: MOST_FOUND + 1])
    by_sound = not found and bool(wanted.name)
    if by_sound:
        found = list(others.sounding_like(wanted.name).distinct()[: MOST_FOUND + 1])
    shown = sorted(survivors(found[:MOST_FOUND]), key=lambda patient: (patient.name.casefold(), patient.pk))
    record_all(action="patient.listed", by=by, details=[(patient, {}) for patient in shown])
    return Found(tuple(shown), by_sound and bool(shown), len(found) > MOST_FOUND)


def take_apart(typed: str) -> Typed:
    """Addresses, dates and numbers out of what was typed; the rest is a name."""
    mails = tuple(_MAIL.findall(typed))
    rest = _MAIL.sub(" ", typed)
    days = tuple(day for day in map(read_day, day_texts(rest)) if day is not None)
    rest = _EUROPEAN.sub(" ", _ISO.sub(" ", rest))
    phones = tuple(_PHONE.findall(rest))
    return Typed(" ".join(_PHONE.sub(" ", rest).split()), days, phones, mails)


def day_texts(text: str) -> list[str]:
    """Everything in a text that looks like a day."""
    return [found.group() for pattern in (_ISO, _EUROPEAN) for found in pattern.finditer(text)]


def read_day(text: str) -> date | None:
    """The day written as 1990-04-02, 2.4.1990 or 2/4/1990 (day first); None for anything else."""
    match = _ISO.fullmatch(text) or _EUROPEAN.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def narrowed(wanted: Typed) -> PatientQuerySet:
    """Everybody with these dates, numbers and addresses; nobody where nothing at all was typed."""
    people: PatientQuerySet = Patient.objects.all()
    if not (wanted.name or wanted.days or wanted.phones or wanted.mails):
        return people.none()
    for day in wanted.days:
        people = people.born_on(day)
    for phone in wanted.phones:
        people = people.with_phone(phone)
    for mail in wanted.mails:
        people = people.with_mail(mail)
    return people


def survivors(patients: Iterable[Patient]) -> list[Patient]:
    """The records in use behind these: for one that was merged, the one it was merged into. Each once."""
    people = {patient.pk: patient for patient in patients}
    while merges := list(MergedPatient.objects.standing().filter(merged__in=people).select_related("kept")):
        for merge in merges:
            del people[merge.merged_id]
        people |= {merge.kept_id: merge.kept for merge in merges}
    return list(people.values())
