"""The chain of the audit trail: one link per event, each sealed together with the one before.

The seal is an HMAC-SHA256 under AUDIT_KEY, which the database does not know: whoever may change all its rows
can neither alter an event nor take one out, put one in or change their order without breaking the chain. What
cutting off its end would hide, the heads show that the worker writes to the log.
"""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import models

from screening.engine import canonical_json
from screening.models.audit.events import AuditEvent
from screening.models.audit.written_once import WrittenOnce, WrittenOnceQuerySet

FIRST = 1
START = "0" * 64
"""What the first link is sealed to."""

_PURPOSE = b"clinic audit trail 1\0"


class Content(NamedTuple):
    """Everything an event says, in the order of its columns."""

    id: UUID
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    action: str
    subject_type: str
    subject_id: UUID
    detail: Any


class Head(NamedTuple):
    """Where a chain ends: how many links it has, and the seal of the last."""

    sequence: int
    seal: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.seal}"


EMPTY = Head(FIRST - 1, START)


def seal_of(content: Content, before: Head) -> str:
    """The seal of an event that follows `before`, in hex: over its place, its content and the seal before."""
    said = content._replace(
        id=str(content.id),  # type: ignore[arg-type] # as text, in the same order
        at=content.at.astimezone(UTC).isoformat(timespec="microseconds"),  # type: ignore[arg-type]
        actor_id=None if content.actor_id is None else str(content.actor_id),  # type: ignore[arg-type]
        subject_id=str(content.subject_id),  # type: ignore[arg-type]
    )
    text = canonical_json({**said._asdict(), "sequence": before.sequence + 1, "prev": before.seal})
    return hmac.new(settings.AUDIT_KEY, _PURPOSE + text.encode(), hashlib.sha256).hexdigest()


def content_of(event: Any) -> Content:
    """What an event says, of this model or of a migration's."""
    return Content(*(getattr(event, name) for name in Content._fields))


class AuditLinkQuerySet(WrittenOnceQuerySet["AuditLink"]):
    """Queries on the chain."""

    def head(self) -> Head:
        """Where the chain ends."""
        last = self.order_by("-sequence").values_list("sequence", "seal").first()
        return EMPTY if last is None else Head(*last)

    def after(self, sequence: int | None) -> "AuditLinkQuerySet":
        """In order, from the beginning or from the link after that one."""
        return (self if sequence is None else self.filter(sequence__gt=sequence)).order_by("sequence")


class AuditLink(WrittenOnce):
    """The place of one event in the chain, and its seal; made at the last moment, so a table of its own."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    # No constraint: it would be looked at when the transaction commits, while others wait for the chain.
    event = models.OneToOneField(
        AuditEvent, on_delete=models.PROTECT, related_name="link", db_constraint=False
    )
    prev = models.CharField(max_length=64, unique=True)
    seal = models.CharField(max_length=64)

    objects: ClassVar = AuditLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "audit link"

    def __str__(self) -> str:
        return str(Head(self.sequence, self.seal))
