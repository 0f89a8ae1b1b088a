"""The page of the treatment day."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.results.words import day_words, moment_words
from clinic.review.treatments import LastTreatment, TreatmentView, last_treatment_view, treatment_views
from clinic.review.worklist import area_words, treatment_words
from screening.models import Appointment, Review
from screening.services.audit import Actor
from screening.services.review import gate_now
from screening.services.rulebook import active_version, rulebook_of
from screening.services.treatment import TreatmentDay, areas_planned, last_treatment, may_not_perform

TONES = {Review.Gate.CLEARED: "go", Review.Gate.DECLINED: "stop", Review.Gate.ON_HOLD: "wait"}
ICONS = {
    Review.Gate.CLEARED: "circle-check",
    Review.Gate.DECLINED: "ban",
    Review.Gate.ON_HOLD: "hourglass",
}


@dataclass(frozen=True, slots=True)
class DayPage:
    """Everything the page shows. `refusal`: why nothing can be recorded; empty where something can."""

    appointment_id: uuid.UUID
    name: str
    born: str
    moment: str
    treatments: str
    areas: str
    gate: str
    gate_tone: str
    gate_icon: str
    standing: tuple[TreatmentView, ...]
    replaced: tuple[TreatmentView, ...]
    last: LastTreatment | None
    refusal: str

    @property
    def may_record(self) -> bool:
        """Whether the form is shown."""
        return not self.refusal


def day_page(appointment: Appointment, day: TreatmentDay, by: Actor, now: datetime) -> DayPage:
    """The page of one appointment, for who reads it. ScreeningUnavailable."""
    rulebook = rulebook_of(active_version())
    gate = gate_now(appointment, now).gate
    return DayPage(
        appointment_id=appointment.pk,
        name=appointment.patient.name,
        born=day_words(appointment.patient.birth_date),
        moment=moment_words(appointment.starts_at),
        treatments=treatment_words(rulebook, appointment.treatments),
        areas=area_words(rulebook, areas_planned(appointment)),
        gate=str(gate.label).capitalize(),
        gate_tone=TONES[gate],
        gate_icon=ICONS[gate],
        standing=treatment_views(day.standing, rulebook),
        replaced=treatment_views(day.replaced, rulebook),
        last=last_treatment_view(last_treatment(appointment), rulebook),
        refusal=refusal_words(appointment, by, now),
    )


def refusal_words(appointment: Appointment, by: Actor, now: datetime) -> str:
    """Why this reader cannot record anything here; empty where they can."""
    if appointment.status == Appointment.Status.CANCELLED:
        return _("This appointment has been cancelled.")
    if appointment.day > timezone.localdate(now):
        return _("This appointment lies ahead. What is done is recorded on its day or afterwards.")
    if len(may_not_perform(by, appointment.treatments)) == len(appointment.treatments):
        return _("You are not among those who may perform this treatment: ask who did to record it.")
    return ""
