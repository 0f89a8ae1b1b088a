"""Verifying the audit trail: link by link, in constant memory, to the first broken place."""

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection

from screening.models import AuditEvent, AuditLink
from screening.models.audit import AuditEventQuerySet
from screening.models.audit.guards import are_placed
from screening.models.audit.links import EMPTY, Content, Head, seal_of

AT_ONCE = 2000
_CONTENT = tuple(f"event__{name}" for name in Content._fields)
_UNREADABLE = (ValueError, TypeError, AttributeError)
"""What a value raises that is none of its column's: somebody wrote it round the software."""


class Fault(StrEnum):
    """What is wrong at a place of the chain."""

    MISSING = "missing"  # the event or its link is not there
    ALTERED = "altered"  # the content does not fit its seal, or the key is another
    MOVED = "moved"  # the link does not follow the one before it
    UNLINKED = "unlinked"  # an event that nothing sealed
    CUT_OFF = "cut-off"  # the trail ends before a head that was written to a log
    REPLACED = "replaced"  # another event stands where a head was written to a log


class BrokenChain(Exception):
    """The trail is not what was written. `sequence` is the first place; None for an event without a place."""

    def __init__(self, fault: Fault, sequence: int | None, event: object = None) -> None:
        super().__init__(f"{fault} at {sequence}")
        self.fault, self.sequence, self.event = fault, sequence, event


@dataclass(frozen=True, slots=True)
class Verified:
    """A whole trail: where it ends, and whether the database's guards are in their place."""

    head: Head
    is_guarded: bool


def verify_trail(heads: Mapping[int, str] | None = None) -> Verified:
    """Go through the trail; BrokenChain at the first place where it is not what was written.

    `heads` are seals by sequence that a log kept. Events written meanwhile do no harm.
    """
    expected = dict(heads or {})
    head = EMPTY
    for row in rows():
        head = follow(head, row)
        if not hmac.compare_digest(expected.pop(head.sequence, head.seal), head.seal):
            raise BrokenChain(Fault.REPLACED, head.sequence)
    if expected:
        raise BrokenChain(Fault.CUT_OFF, head.sequence + 1)
    refuse_strangers(head)
    return Verified(head, are_placed(connection))


def follow(head: Head, row: tuple[Any, ...]) -> Head:
    """The head after one link; BrokenChain where it does not follow, or its event is not what was sealed."""
    sequence, prev, seal, *content = row
    if sequence != head.sequence + 1:
        raise BrokenChain(Fault.MISSING if sequence > head.sequence else Fault.MOVED, head.sequence + 1)
    if prev != head.seal:
        raise BrokenChain(Fault.MOVED, sequence)
    try:
        right = seal_of(Content(*content), head)
    except _UNREADABLE:
        raise BrokenChain(Fault.ALTERED, sequence) from None
    if not hmac.compare_digest(right, seal):
        raise BrokenChain(Fault.ALTERED, sequence, content[0])
    return Head(sequence, seal)


def rows() -> Iterator[tuple[Any, ...]]:
    """The links with what their events say, in order, page by page."""
    last: int | None = None
    while page := page_after(last, AT_ONCE):
        yield from page
        last = page[-1][0]


def page_after(last: int | None, size: int) -> list[tuple[Any, ...]]:
    """The next links. Where one cannot be read, those before it; BrokenChain where it is the first."""
    links = AuditLink.objects.after(last).values_list("sequence", "prev", "seal", *_CONTENT)
    try:
        return list(links[:size])
    except _UNREADABLE:
        if size == 1:
            sequences = AuditLink.objects.after(last).values_list("sequence", flat=True)
            raise BrokenChain(Fault.ALTERED, sequences[0]) from None
        return page_after(last, size // 2)


def refuse_strangers(head: Head) -> None:
    """BrokenChain for a link that was passed over, and for an event without one."""
    if AuditLink.objects.filter(sequence__lte=head.sequence).count() != head.sequence:
        raise BrokenChain(Fault.MOVED, head.sequence)
    strangers = AuditEvent.objects.filter(link__isnull=True)
    if strangers.exists():
        raise BrokenChain(Fault.UNLINKED, None, id_of_first(strangers))


def id_of_first(events: AuditEventQuerySet) -> object:
    """Which event is the first; none where not even that can be read."""
    try:
        return events.order_by("at", "id").values_list("id", flat=True).first()
    except _UNREADABLE:
        return None
