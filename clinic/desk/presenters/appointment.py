"""One appointment as reception reads it: what is booked, where it stands, which links went out."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.desk.presenters.rows import Row, rows_of
from clinic.look import Look
from screening.models import Appointment, Invitation, OutboxMessage

KINDS: dict[str, str | Promise] = {
    OutboxMessage.Kind.INVITATION: _("Link to the questionnaire"),
    OutboxMessage.Kind.REMINDER: _("Reminder"),
    OutboxMessage.Kind.RECHECK: _("Has anything changed?"),
    OutboxMessage.Kind.REQUEST: _("Please complete a few answers"),
    OutboxMessage.Kind.MOVED: _("New time"),
    OutboxMessage.Kind.CANCELLED: _("Cancelled"),
}
STATES = {
    OutboxMessage.Status.QUEUED: Look("note", "clock", _("Waiting to be sent")),
    OutboxMessage.Status.SENT: Look("go", "check", _("Sent")),
    OutboxMessage.Status.FAILED: Look("stop", "circle-alert", _("Could not be sent")),
    OutboxMessage.Status.DROPPED: Look("plain", "circle-slash", _("Not needed any more")),
}
IN_USE = Look("go", "link", _("In use"))
REVOKED = Look("plain", "circle-slash", _("Revoked"))
EXPIRED = Look("plain", "clock", _("Too old"))


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link that was made: never the link itself, which nobody can be shown again."""

    made_at: datetime
    made_by: str
    channel: str
    opened_at: datetime | None
    expires_at: datetime
    look: Look


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message to the patient."""

    at: datetime
    kind: str | Promise
    look: Look


@dataclass(frozen=True, slots=True)
class AppointmentPage:
    """Everything on the page of one appointment."""

    row: Row
    links: tuple[LinkRow, ...]
    messages: tuple[MessageRow, ...]
    usable: int
    has_mail: bool


def appointment_page(appointment: Appointment, now: datetime) -> AppointmentPage:
    """The page of an appointment read with its links and messages."""
    (row,) = rows_of([appointment], now)
    links = sorted(appointment.invitations.all(), key=lambda one: one.created_at, reverse=True)
    sent = sorted(appointment.messages.all(), key=lambda one: one.created_at, reverse=True)
    rows = tuple(link_row(one, now) for one in links)
    return AppointmentPage(
        row=row,
        links=rows,
        messages=tuple(message_row(one) for one in sent),
        usable=sum(one.look is IN_USE for one in rows),
        has_mail=bool(appointment.patient.email),
    )


def link_row(invitation: Invitation, now: datetime) -> LinkRow:
    """One link."""
    return LinkRow(
        made_at=invitation.created_at,
        made_by=str(invitation.created_by or ""),
        channel=invitation.get_channel_display(),
        opened_at=invitation.opened_at,
        expires_at=invitation.expires_at,
        look=link_look(invitation, now),
    )


def link_look(invitation: Invitation, now: datetime) -> Look:
    """Whether a link still opens something."""
    if invitation.revoked_at is not None:
        return REVOKED
    return EXPIRED if invitation.expires_at <= now else IN_USE


def message_row(message: OutboxMessage) -> MessageRow:
    """One message; a request for answers is only that, whatever it asks."""
    return MessageRow(
        at=message.sent_at or message.created_at,
        kind=KINDS[OutboxMessage.Kind(message.kind)],
        look=STATES[OutboxMessage.Status(message.status)],
    )
