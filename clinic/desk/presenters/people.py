"""Who may be the same person, and two records side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.models import Patient
from screening.services.desk import Duplicate

REASONS = {
    "same-name": gettext_lazy("same name"),
    "similar-name": gettext_lazy("similar name"),
    "same-birth-date": gettext_lazy("same date of birth"),
    "swapped-day-and-month": gettext_lazy("day and month of birth the other way round"),
    "one-digit-off": gettext_lazy("one digit of the date of birth differs"),
    "same-phone": gettext_lazy("same telephone number"),
    "same-mail": gettext_lazy("same e-mail address"),
}


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody who may be the same person, and why."""

    patient: Patient
    why: str
    is_likely: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of two records side by side."""

    label: str
    here: str
    there: str

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.here != self.there


def likely_ones(found: Iterable[Duplicate]) -> list[Likely]:
    """Those who may be the same person, the likeliest first."""
    return [
        Likely(one.patient, ", ".join(str(REASONS[reason]) for reason in one.reasons), one.is_likely)
        for one in found
    ]


def compared(here: Patient, there: Patient, counts: tuple[int, int]) -> list[Compared]:
    """Two records line by line; `counts` are their appointments."""
    languages = settings.MESSAGE_LANGUAGES
    lines = [
        (_("Name"), here.name, there.name),
        (_("Date of birth"), day_words(here), day_words(there)),
        (_("E-mail address"), here.email, there.email),
        (_("Telephone number"), here.phone, there.phone),
        (_("Language"), *(str(languages.get(one.language, one.language)) for one in (here, there))),
        (_("Added on"), *(date_format(one.created_at, "j F Y") for one in (here, there))),
        (_("Appointments"), *(str(count) for count in counts)),
    ]
    return [Compared(*line) for line in lines]


def day_words(patient: Patient) -> str:
    """The date of birth in words."""
    return date_format(patient.birth_date, "j F Y")
