"""What one entry of a timeline says."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from screening.models import AuditEvent, OutboxMessage


class What(StrEnum):
    """What happened. `code` and `detail` of an entry say more, as noted."""

    BOOKED = "booked"
    MOVED = "moved"
    PROCEDURE_CHANGED = "procedure-changed"
    CANCELLED = "cancelled"
    LINK_MADE = "link-made"  # code: the channel
    LINK_OPENED = "link-opened"  # code: the channel
    LINK_REVOKED = "link-revoked"
    MESSAGE_SENT = "message-sent"  # code: its kind
    MESSAGE_FAILED = "message-failed"  # code: its kind
    TABLET_STARTED = "tablet-started"
    STARTED = "started"
    EVALUATED = "evaluated"  # code: the cause; detail: the eligibility; number: the evaluation's
    READ = "read"
    EXPORTED = "exported"
    COPIED = "copied"  # the patient took a copy of the answers
    CHANGED = "changed"  # code: the kind of the review's change
    DECIDED = "decided"  # code: the kind of decision; detail: the rule
    SIGNED_OFF = "signed-off"  # code: the outcome
    FELL_AWAY = "fell-away"  # code: why
    TREATED = "treated"  # code: the status; detail: the treatment
    AMENDED = "amended"  # code: the status; detail: the treatment


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `name` is a member of staff's, empty for the patient and the system, whom `by` tells apart.

    `times` is how often the same person did the same on that day, `at` when last.
    """

    at: datetime
    what: What
    by: AuditEvent.ActorKind
    name: str = ""
    code: str = ""
    detail: str = ""
    times: int = 1
    number: int = 0


MESSAGES = frozenset({OutboxMessage.Status.SENT, OutboxMessage.Status.FAILED})
"""What became of a message where there is something to tell."""
