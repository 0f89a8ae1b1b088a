"""Writing messages into the outbox, inside the transaction of what they tell of."""

import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from screening.models import Appointment, OutboxMessage
from screening.services.audit import Actor, record, refuse_words

logger = logging.getLogger(__name__)

WITHDRAWN = "withdrawn"
ABOUT_TIME = (OutboxMessage.Kind.MOVED, OutboxMessage.Kind.CANCELLED)
"""These tell of the appointment itself, which stays when its form is withdrawn."""


def enqueue(
    *,
    kind: str,
    appointment: Appointment,
    by: Actor,
    parameters: Mapping[str, str] | None = None,
    due_at: datetime | None = None,
    dedupe_key: str = "",
) -> OutboxMessage:
    """Write a message to the patient of a locked appointment; it stands or falls with the transaction.

    Of one `dedupe_key` there is one message ever: who asks again gets it, sent or not. Without a key, each
    call writes a new one. `parameters` holds dates and codes only: ValueError for anything that could be
    somebody's words. RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a message belongs into the transaction of what it tells of")
    given = dict(parameters or {})
    for value in given.values():
        refuse_words(value)
    written: OutboxMessage
    written, is_new = OutboxMessage.objects.get_or_create(
        dedupe_key=dedupe_key or next_key(kind, appointment),
        defaults={
            "kind": OutboxMessage.Kind(kind),
            "appointment": appointment,
            "parameters": given,
            "due_at": due_at or timezone.now(),
            "created_by_id": by.user_id,
        },
    )
    if is_new:
        detail = {"appointment": str(appointment.pk), "kind": written.kind}
        record(action="message.queued", by=by, subject=written, detail=detail)
        logger.info("message written", extra={"message_id": str(written.pk)})
    return written


def tell_patient(*, kind: str, appointment: Appointment, by: Actor) -> None:
    """Write what has become of a locked appointment to its patient; nothing where it lies in the past."""
    if appointment.starts_at > timezone.now():
        given = {"starts_at": appointment.starts_at.isoformat()}
        enqueue(kind=kind, appointment=appointment, parameters=given, by=by)


def next_key(kind: str, appointment: Appointment) -> str:
    """A key no message of this kind and appointment has yet."""
    number = OutboxMessage.objects.filter(kind=kind, appointment=appointment).count() + 1
    return f"{kind}:{appointment.pk}:{number}"


@transaction.atomic
def withdraw(*, kind: str, appointment: Appointment, by: Actor) -> int:
    """Take back the messages of a kind that are not sent yet; returns how many."""
    waiting = OutboxMessage.objects.queued().filter(kind=kind, appointment=appointment)
    count: int = waiting.update(status=OutboxMessage.Status.DROPPED, last_error=WITHDRAWN, lease_until=None)
    if count:
        record(action="message.withdrawn", by=by, subject=appointment, detail={"kind": kind, "count": count})
    return count


@transaction.atomic
def withdraw_about_form(*, appointment: Appointment, by: Actor) -> int:
    """Take back every message about the form of an appointment that is not sent yet; returns how many."""
    waiting = OutboxMessage.objects.queued().filter(appointment=appointment).exclude(kind__in=ABOUT_TIME)
    kinds = sorted(set(waiting.values_list("kind", flat=True)))
    return sum(withdraw(kind=kind, appointment=appointment, by=by) for kind in kinds)
