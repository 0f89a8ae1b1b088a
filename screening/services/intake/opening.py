"""From a link to a questionnaire."""

import hmac
import uuid
from datetime import date, datetime

from django.db import transaction

from screening.models import Appointment, Invitation, QuestionnaireResponse
from screening.services.audit import Actor, record
from screening.services.errors import (
    AppointmentIsCancelled,
    InvitationExpired,
    InvitationLocked,
    InvitationRevoked,
    InvitationUnknown,
    ScreeningError,
    WrongBirthDate,
)
from screening.services.rulebook import active_version
from screening.services.withdrawn import refuse_withdrawn

MOST_ATTEMPTS = 10


def find_invitation(*, token: str, now: datetime) -> Invitation:
    """The invitation of a token, unchanged by looking (mail scanners follow links).

    InvitationUnknown, InvitationRevoked, InvitationExpired, InvitationLocked or AppointmentIsCancelled.
    """
    return usable(Invitation.objects.with_response().with_token(token).first(), now)


def resume_invitation(*, invitation_id: uuid.UUID, now: datetime) -> QuestionnaireResponse:
    """The response of an invitation opened before in the same session; refused like `find_invitation`.

    Who has shown whose the link is learns first that the appointment was cancelled, or the form
    withdrawn (FormWithdrawn), which revokes its links.
    """
    found = Invitation.objects.with_response().filter(pk=invitation_id).first()
    if found is not None and found.appointment.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    if found is not None:
        refuse_withdrawn(found.appointment)
    invitation = usable(found, now)
    response: QuestionnaireResponse = invitation.appointment.response
    return response


def open_invitation(*, token: str, birth_date: date, now: datetime) -> QuestionnaireResponse:
    """Exchange a token and the patient's date of birth for their response, submitted or not.

    WrongBirthDate counts an attempt; after ten in all the invitation is locked for good. A response nobody
    has begun moves to the active rulebook. Refused like `find_invitation`.
    """
    found = find_invitation(token=token, now=now)
    with transaction.atomic():
        Appointment.objects.lock(found.appointment_id)
        invitation = find_invitation(token=token, now=now)
        known = invitation.appointment.patient.birth_date
        if hmac.compare_digest(known.isoformat(), birth_date.isoformat()):
            return welcome(invitation, now)
        refusal = count_wrong_date(invitation)
    raise refusal


def usable(invitation: Invitation | None, now: datetime) -> Invitation:
    """The invitation itself; refused where it is none, or opens nothing any more."""
    if invitation is None:
        raise InvitationUnknown
    if invitation.revoked_at is not None:
        raise InvitationRevoked
    if invitation.expires_at <= now:
        raise InvitationExpired
    if invitation.failed_attempts >= MOST_ATTEMPTS:
        raise InvitationLocked
    if invitation.appointment.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    return invitation


def welcome(invitation: Invitation, now: datetime) -> QuestionnaireResponse:
    """Note that the link was opened, and return the response behind it."""
    response: QuestionnaireResponse = invitation.appointment.response
    if response.revision == 0 and not response.is_submitted:
        response.rulebook_version = active_version()
        response.save(update_fields=["rulebook_version"])
    if invitation.opened_at is None:
        invitation.opened_at = now
        invitation.save(update_fields=["opened_at"])
    patient = invitation.appointment.patient
    detail = {"response": str(response.pk)}
    record(action="invitation.opened", by=Actor.patient(patient), subject=invitation, detail=detail)
    return response


def count_wrong_date(invitation: Invitation) -> ScreeningError:
    """Count a wrong date of birth; what to refuse with."""
    invitation.failed_attempts += 1
    invitation.save(update_fields=["failed_attempts"])
    patient = invitation.appointment.patient
    detail = {"attempts": invitation.failed_attempts}
    record(action="invitation.wrong_birth_date", by=Actor.patient(patient), subject=invitation, detail=detail)
    left = MOST_ATTEMPTS - invitation.failed_attempts
    return WrongBirthDate(left) if left > 0 else InvitationLocked()
