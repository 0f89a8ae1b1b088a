"""Links for patients. Every sending, copy or print mints a new one."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.models import Appointment, Invitation
from screening.services.audit import Actor, record
from screening.services.desk.appointments import lock_booked
from screening.services.errors import FieldProblem, InvalidInput
from screening.services.withdrawn import refuse_withdrawn

VALID_FOR = timedelta(days=30)
LONGEST_VALID = timedelta(days=366)


@transaction.atomic
def create_invitation(
    *, appointment: Appointment, channel: str, by: Actor, valid_for: timedelta | None = None
) -> tuple[Invitation, str]:
    """Mint a link for an appointment's questionnaire; return the invitation and its token, known only here.

    AppointmentIsCancelled where it does not take place; FormWithdrawn; InvalidInput for an unknown channel or
    an unfit time.
    """
    lifetime = VALID_FOR if valid_for is None else valid_for
    if channel not in Invitation.Channel.values:
        raise InvalidInput([FieldProblem("channel", "unknown_code", _("Choose how the link is sent."))])
    if not timedelta(0) < lifetime <= LONGEST_VALID:
        raise InvalidInput([FieldProblem("valid_for", "unfit", _("A link is valid for at most a year."))])
    fresh = lock_booked(appointment.pk)
    refuse_withdrawn(fresh)
    now = timezone.now()
    invitation, token = Invitation.objects.mint(
        appointment=fresh,
        channel=channel,
        created_at=now,
        created_by_id=by.user_id,
        expires_at=now + lifetime,
    )
    detail = {"appointment": str(fresh.pk), "channel": channel}
    record(action="invitation.created", by=by, subject=invitation, detail=detail)
    return invitation, token


@transaction.atomic
def revoke_invitations(*, appointment: Appointment, by: Actor) -> int:
    """Make every link of an appointment useless at once; returns how many still were of use."""
    fresh = Appointment.objects.lock(appointment.pk)
    revoked: int = Invitation.objects.revoke(fresh, timezone.now())
    record(action="invitation.revoked", by=by, subject=fresh, detail={"count": revoked})
    return revoked
