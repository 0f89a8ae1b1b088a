"""A patient's link to try the demo with."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from screening.models import Appointment, Invitation
from screening.services import desk
from screening.services.audit import SYSTEM


@dataclass(frozen=True, slots=True)
class DemoLink:
    """A patient's link that is open, and what opens it."""

    url: str
    patient: str
    birth_date: date


@transaction.atomic
def open_link(*, now: datetime) -> DemoLink | None:
    """Mint a link for the next appointment with an open questionnaire, not begun if possible; else None."""
    appointment: Appointment | None = Appointment.objects.awaiting_answers(now).first()
    if appointment is None:
        return None
    channel = Invitation.Channel.COPY
    _invitation, token = desk.create_invitation(appointment=appointment, channel=channel, by=SYSTEM)
    patient = appointment.patient
    return DemoLink(
        settings.BASE_URL + reverse("intake:open", args=[token]), patient.name, patient.birth_date
    )
