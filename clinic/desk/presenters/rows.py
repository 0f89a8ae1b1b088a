"""Appointments as the desk's lists show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from clinic.desk.presenters.gates import HANDED_IN, Standing, Step, standing_of
from screening.engine import Rulebook
from screening.models import Appointment
from screening.services.review import gates_now
from screening.services.rulebook import active_version, rulebook_of


@dataclass(frozen=True, slots=True)
class Row:
    """One appointment: who, when, what, with whom, and where it stands."""

    pk: UUID
    patient_id: UUID
    patient: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    treatments: str
    areas: str
    practitioner: str
    standing: Standing
    is_ahead: bool
    is_cancelled: bool
    clashes: str = ""

    @property
    def can_send(self) -> bool:
        """Whether the questionnaire waits for the patient: all of it, or what was asked again."""
        return self.standing.step in {Step.SEND_LINK, Step.HELP_FINISH, Step.COMPLETE}

    @property
    def is_handed_in(self) -> bool:
        """Whether the questionnaire has been handed in, whatever was asked again since."""
        return self.standing.form is HANDED_IN

    @property
    def asks_again(self) -> bool:
        """Whether "has anything changed?" is to be asked."""
        return self.standing.step == Step.ASK_AGAIN


def rows_of(
    appointments: Sequence[Appointment], now: datetime, clashes: dict[UUID, str] | None = None
) -> list[Row]:
    """The rows of appointments, in as many queries for many as for one. NoActiveRulebook without one."""
    rulebook = rulebook_of(active_version())
    gates = gates_now(appointments, now)
    found = clashes or {}
    return [
        Row(
            pk=one.pk,
            patient_id=one.patient_id,
            patient=one.patient.name,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            minutes=one.minutes,
            treatments=treatment_words(rulebook, one.treatments),
            areas=area_words(rulebook, one.areas),
            practitioner=str(one.practitioner) if one.practitioner else _("Not settled"),
            standing=standing_of(one, gates[one.pk]),
            is_ahead=one.ends_at >= now,
            is_cancelled=one.status == Appointment.Status.CANCELLED,
            clashes=found.get(one.pk, ""),
        )
        for one in appointments
    ]


def treatment_words(rulebook: Rulebook, codes: Iterable[str]) -> str:
    """The treatments planned; the code itself of one that the rulebook does not know."""
    known = rulebook.treatments
    return ", ".join(known[code].short_title if code in known else code for code in codes)


def area_words(rulebook: Rulebook, codes: Iterable[str]) -> str:
    """The areas booked."""
    known = rulebook.areas.areas
    return ", ".join(known[code].title if code in known else code for code in codes)
