"""Sending what is due: claim, prepare, send, note. Safe to kill at any point: docs/adr/0010."""

import logging
import smtplib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from structlog.contextvars import bound_contextvars

from screening.models import Appointment, CannotDecryptError, Invitation, OutboxMessage
from screening.models.outbox import OutboxQuerySet
from screening.services.audit import SYSTEM, Detail, record
from screening.services.links import patient_link
from screening.services.outbox.failures import MOST_ATTEMPTS, Failure, delay_after, failure_of
from screening.services.outbox.relevance import WITH_LINK, reason_to_drop
from screening.services.outbox.wording import Mail, compose

LEASE = timedelta(minutes=10)
LINK_VALID_FOR = timedelta(days=30)

Status = OutboxMessage.Status

logger = logging.getLogger(__name__)
UNREADABLE = Failure("unreadable", is_final=True)
GAVE_UP = Failure("gave-up", is_final=True)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the messages that were due."""

    sent: int = 0
    dropped: int = 0
    failed: int = 0
    put_off: int = 0

    @property
    def total(self) -> int:
        """How many there were."""
        return self.sent + self.dropped + self.failed + self.put_off

    def __add__(self, other: "Outcome") -> "Outcome":
        """Both together."""
        return Outcome(
            self.sent + other.sent,
            self.dropped + other.dropped,
            self.failed + other.failed,
            self.put_off + other.put_off,
        )


def send_due(*, now: datetime, limit: int = 20) -> Outcome:
    """Send at most `limit` of what is due. No transaction is open while the mail server is spoken to."""
    ends: Counter[str] = Counter()
    while ends.total() < limit and (message := claim(now)) is not None:
        with bound_contextvars(message_id=str(message.pk)):
            ends[send_claimed(message, now)] += 1
    return Outcome(ends[Status.SENT], ends[Status.DROPPED], ends[Status.FAILED], ends[Status.QUEUED])


@transaction.atomic
def claim(now: datetime) -> OutboxMessage | None:
    """The next message that is due, leased to the caller: nobody else sends it before the lease ends."""
    message: OutboxMessage | None = OutboxMessage.objects.due(now).select_for_update(skip_locked=True).first()
    if message is not None:
        message.attempts += 1
        message.lease_until = now + LEASE
        message.save(update_fields=["attempts", "lease_until"])
    return message


def send_claimed(message: OutboxMessage, now: datetime) -> str:
    """Send a claimed message; returns the status it has then."""
    if message.attempts > MOST_ATTEMPTS:  # the process was killed each time
        return put_off(message, GAVE_UP, now)
    try:
        mail = prepare(message, now)
    except CannotDecryptError:
        logger.error("a message's patient cannot be decrypted")
        return put_off(message, UNREADABLE, now)
    if mail is None:
        return Status.DROPPED
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        failure = failure_of(error)
        logger.warning("a message was not accepted: %s", failure.code)
        return put_off(message, failure, now)
    close(message, Status.SENT, now=now)
    return Status.SENT


@transaction.atomic
def prepare(message: OutboxMessage, now: datetime) -> EmailMultiAlternatives | None:
    """The mail to send, its link minted and stored as a digest; None where it is not needed any more."""
    appointment = Appointment.objects.lock(message.appointment_id)
    message.appointment = Appointment.objects.with_people().get(pk=appointment.pk)
    reason = reason_to_drop(message, now)
    if reason:
        close(message, Status.DROPPED, reason)
        return None
    link = mint_link(message, now) if message.kind in WITH_LINK else ""
    return addressed(message, compose(message, link=link))


def mint_link(message: OutboxMessage, now: datetime) -> str:
    """A new link for the patient. Committed before the mail leaves, so that whatever arrives works."""
    appointment = message.appointment
    message.invitation, token = Invitation.objects.mint(
        appointment=appointment,
        channel=Invitation.Channel.EMAIL,
        created_at=now,
        created_by_id=message.created_by_id,
        expires_at=max(now, appointment.starts_at) + LINK_VALID_FOR,
    )
    message.save(update_fields=["invitation"])
    detail = {"appointment": str(appointment.pk), "message": str(message.pk)}
    record(action="invitation.created", by=SYSTEM, subject=message.invitation, detail=detail)
    return patient_link(token)


def addressed(message: OutboxMessage, mail: Mail) -> EmailMultiAlternatives:
    """The mail in its envelope. A message sent twice has the same Message-ID, which many servers notice."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
    headers = {"Message-ID": f"<{message.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    envelope = EmailMultiAlternatives(
        mail.subject, mail.text, to=[message.appointment.patient.email], headers=headers
    )
    envelope.attach_alternative(mail.html, "text/html")
    return envelope


def put_off(message: OutboxMessage, failure: Failure, now: datetime) -> str:
    """Note why a message was not sent, and when to try again, if at all; returns the status it has then."""
    if failure.is_final or message.attempts >= MOST_ATTEMPTS:
        close(message, Status.FAILED, failure.code)
        return Status.FAILED
    mine(message).update(
        lease_until=None, due_at=now + delay_after(message.attempts), last_error=failure.code
    )
    return Status.QUEUED


@transaction.atomic
def close(message: OutboxMessage, status: str, reason: str = "", now: datetime | None = None) -> None:
    """End a message that is still this worker's; if the lease was lost meanwhile, another one ends it."""
    closed = mine(message).update(status=status, lease_until=None, sent_at=now, last_error=reason)
    if closed:
        detail: dict[str, Detail] = {
            "kind": message.kind,
            "attempts": message.attempts,
            "reason": reason,
        }
        record(action=f"message.{status}", by=SYSTEM, subject=message, detail=detail)


def mine(message: OutboxMessage) -> OutboxQuerySet:
    """The message's row while no later attempt has taken it over."""
    return OutboxMessage.objects.queued().filter(pk=message.pk, attempts=message.attempts)
