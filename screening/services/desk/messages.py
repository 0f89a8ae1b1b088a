"""Giving a patient their link: by mail, copied, or printed."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from screening.models import (
    Appointment,
    Invitation,
    OutboxMessage,
    PatientRequest,
    QuestionnaireResponse,
)
from screening.services import outbox
from screening.services.audit import Actor
from screening.services.desk.invitations import create_invitation
from screening.services.errors import AlreadySubmitted, AppointmentIsCancelled, NoMailAddress
from screening.services.links import patient_link, qr_code
from screening.services.withdrawn import refuse_withdrawn

Kind = OutboxMessage.Kind


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A link given to the patient at the desk: to be copied, or printed with its QR code. Shown once."""

    invitation: Invitation
    link: str
    qr: str


@transaction.atomic
def send_invitation(*, appointment: Appointment, by: Actor) -> OutboxMessage:
    """Have the worker mail the patient a link. One that waits to be sent already is enough: it is returned.

    Sending again later brings another link; the earlier ones stay in use until they are revoked. After the
    questionnaire was handed in there is a link only while something is asked again.
    NoMailAddress; AlreadySubmitted; AppointmentIsCancelled; FormWithdrawn.
    """
    fresh = Appointment.objects.lock(appointment.pk)
    if fresh.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    refuse_withdrawn(fresh)
    if not fresh.patient.email:
        raise NoMailAddress
    response: QuestionnaireResponse = QuestionnaireResponse.objects.get(appointment=fresh)
    if response.is_submitted and not PatientRequest.objects.waits_for(fresh):
        raise AlreadySubmitted
    kind = Kind.REQUEST if response.is_submitted else Kind.INVITATION
    waiting: OutboxMessage | None = (
        OutboxMessage.objects.queued().filter(appointment=fresh, kind=kind).first()
    )
    return waiting or outbox.enqueue(kind=kind, appointment=fresh, by=by)


def hand_out_link(
    *, appointment: Appointment, channel: str, by: Actor, valid_for: timedelta | None = None
) -> HandedOut:
    """A new link to copy or to print. Refused like `create_invitation`."""
    invitation, token = create_invitation(
        appointment=appointment, channel=channel, by=by, valid_for=valid_for
    )
    link = patient_link(token)
    return HandedOut(invitation, link, qr_code(link))
