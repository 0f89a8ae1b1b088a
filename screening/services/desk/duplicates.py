"""Who may be in the records already: shown before somebody is registered a second time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from itertools import product
from uuid import UUID

from django.db import transaction

from screening.models import Patient, PatientSearchKey
from screening.models.keyed_hash import keyed_hashes, name_words, normalised_mail, normalised_phone
from screening.models.phonetic import sound_of
from screening.services.audit import Actor, record_all
from screening.services.desk.searching import survivors

LIKELY = 60
"""From this score on it is more likely the same person than not."""

MOST_COMPARED = 200
KEYS_AT_ONCE = 10_000
MOST_SHOWN = 10
SAME_SPELLING = 0.8
"""How alike two words have to be written (2 x matching letters / all letters) to be one word misspelled."""

POINTS = {
    "same-name": 40,
    "similar-name": 30,
    "same-birth-date": 40,
    "swapped-day-and-month": 30,
    "one-digit-off": 20,
    "same-phone": 30,
    "same-mail": 30,
}


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of somebody who is to be registered."""

    name: str
    birth_date: date
    email: str = ""
    phone: str = ""

    def digests(self) -> set[str]:
        """The search keys of everybody worth comparing with: date of birth either way round, phone, mail."""
        kind = PatientSearchKey.Kind
        days = {self.birth_date, swapped(self.birth_date) or self.birth_date}
        values = {(kind.BIRTH_DATE, day.isoformat()) for day in days}
        values |= {(kind.PHONE, normalised_phone(self.phone)), (kind.MAIL, normalised_mail(self.email))}
        return {digest for each, value in values if value for digest in keyed_hashes(each.value, value)}

    def misdated(self) -> set[str]:
        """The search keys of everybody whose date of birth differs in one digit."""
        kind = PatientSearchKey.Kind.BIRTH_DATE.value
        days = one_digit_off(self.birth_date)
        return {digest for day in days for digest in keyed_hashes(kind, day.isoformat())}


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Somebody who may be the same person: why (codes of POINTS), and how likely from 0 to 140."""

    patient: Patient
    reasons: tuple[str, ...]
    score: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "score", sum(POINTS[reason] for reason in self.reasons))

    @property
    def is_likely(self) -> bool:
        """Whether it is more likely the same person than not."""
        return self.score >= LIKELY


@transaction.atomic
def find_duplicates(
    *,
    name: str,
    birth_date: date,
    email: str = "",
    phone: str = "",
    apart_from: Patient | None = None,
    by: Actor,
) -> list[Duplicate]:
    """Those who may be this person, the likeliest first; on the audit trail each counts as listed."""
    wanted = Described(name, birth_date, email, phone)
    sounding = Patient.objects.sounding_like(name).distinct()[:MOST_COMPARED]
    people = {patient.pk: patient for patient in (*by_digest(wanted.digests()).everybody(), *sounding)}
    if apart_from is not None:
        people.pop(apart_from.pk, None)
    shown = compared(wanted, survivors(people.values()))[:MOST_SHOWN]
    record_all(action="patient.listed", by=by, details=[(one.patient, {}) for one in shown])
    return shown


class Candidates:
    """Patients by the search keys they were found with."""

    def __init__(self, found: Mapping[str, Mapping[UUID, Patient]]) -> None:
        self.found = found

    def everybody(self) -> list[Patient]:
        """All of them, each once."""
        return list({pk: one for people in self.found.values() for pk, one in people.items()}.values())

    def of(self, digests: Iterable[str]) -> list[Patient]:
        """Those found with one of these keys, each once."""
        mine = (self.found.get(digest, {}) for digest in digests)
        return list({pk: one for people in mine for pk, one in people.items()}.values())


def by_digest(digests: Iterable[str]) -> Candidates:
    """Everybody with one of these search keys, a query for every KEYS_AT_ONCE; MOST_COMPARED for each key."""
    found: dict[str, dict[UUID, Patient]] = defaultdict(dict)
    for key in keys_with(sorted(set(digests))):
        if len(found[key.digest]) < MOST_COMPARED:
            found[key.digest][key.patient_id] = key.patient
    return Candidates(found)


def keys_with(digests: Sequence[str]) -> Iterator[PatientSearchKey]:
    """The search keys with these digests, with their patients; those of one digest in a fixed order."""
    for first in range(0, len(digests), KEYS_AT_ONCE):
        some = PatientSearchKey.objects.filter(digest__in=digests[first : first + KEYS_AT_ONCE])
        yield from some.select_related("patient").order_by("digest", "patient_id")


def compared(wanted: Described, people: Iterable[Patient]) -> list[Duplicate]:
    """Those of these people who may be the same person, the likeliest first."""
    found = [Duplicate(patient, reasons) for patient in people if (reasons := reasons_for(wanted, patient))]
    return sorted(found, key=lambda one: (-one.score, one.patient.name.casefold(), one.patient.pk))


def reasons_for(wanted: Described, patient: Patient) -> tuple[str, ...]:
    """Why a patient may be the person described; nothing where a name or a day alone is the same."""
    name, day = name_reason(wanted.name, patient.name), day_reason(wanted.birth_date, patient.birth_date)
    contact = tuple(contact_reasons(wanted, patient))
    if not contact and not (name and day):
        return ()
    return tuple(reason for reason in (name, day) if reason) + contact


def contact_reasons(wanted: Described, patient: Patient) -> Iterator[str]:
    """What of telephone number and address is the same."""
    if normalised_phone(wanted.phone) and normalised_phone(wanted.phone) == normalised_phone(patient.phone):
        yield "same-phone"
    if normalised_mail(wanted.email) and normalised_mail(wanted.email) == normalised_mail(patient.email):
        yield "same-mail"


def name_reason(one: str, other: str) -> str:
    """How alike two names are: "" where they are not. The order of the words does not count."""
    mine, theirs = name_words(one), name_words(other)
    if mine == theirs:
        return "same-name"
    fewer, more = sorted((mine, theirs), key=len)
    is_similar = all(any(is_alike(word, candidate) for candidate in more) for word in fewer)
    return "similar-name" if fewer and is_similar else ""


def is_alike(one: str, other: str) -> bool:
    """Whether two words are the same, sound the same, or are nearly written the same."""
    if one == other or (sound_of(one) and sound_of(one) == sound_of(other)):
        return True
    return SequenceMatcher(None, one, other).ratio() >= SAME_SPELLING


def day_reason(one: date, other: date) -> str:
    """How alike two dates of birth are: "" where they are not."""
    if one == other:
        return "same-birth-date"
    if swapped(one) == other:
        return "swapped-day-and-month"
    differing = sum(mine != theirs for mine, theirs in zip(one.isoformat(), other.isoformat(), strict=True))
    return "one-digit-off" if differing == 1 else ""


def swapped(day: date) -> date | None:
    """The day with day and month the other way round, where that is another day."""
    if day.day == day.month or day.day > 12:
        return None
    return day.replace(month=day.day, day=day.month)


def one_digit_off(day: date) -> Iterator[date]:
    """Every day that is written with one other digit."""
    text = day.isoformat()
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    for place, digit in product(places, "0123456789"):
        with suppress(ValueError):  # there is no such day
            yield from {date.fromisoformat(text[:place] + digit + text[place + 1 :])} - {day}
