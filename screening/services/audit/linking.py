"""Linking the events of a transaction into the chain, at the last moment before it commits.

Only then is the lock taken that keeps the chain in order: whoever holds it waits for nothing but the disk, so
that it neither takes part in a deadlock nor makes others wait for a page.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from django.db import connection

from screening.models import AuditEvent, AuditLink
from screening.models.audit.links import Content, Head, content_of, seal_of

CHAIN_LOCK = 0x6175646974
"""Any number that nothing else locks: "audit" in ASCII."""


@dataclass(frozen=True, slots=True)
class Unlinked:
    """Events that are stored and not linked yet."""

    events: Sequence[AuditEvent]

    def __call__(self) -> None:
        """Nothing is left to do once they are."""

    @classmethod
    def before_commit(cls, registered: Sequence[Self]) -> None:
        """Link the events of this transaction, in order."""
        wait_for_the_chain()
        events = [event for some in registered for event in some.events]
        links = links_after(AuditLink.objects.head(), map(content_of, events))
        AuditLink.objects.bulk_create(links)


def wait_for_the_chain() -> None:
    """Be the only one to lengthen the chain until this transaction ends.

    On SQLite a transaction that writes is alone anyhow. On PostgreSQL what is checked only when it commits is
    checked first: such a check may wait for another transaction, which may wait for the chain.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; SELECT pg_advisory_xact_lock({CHAIN_LOCK})")


def links_after(head: Head, contents: Iterable[Content]) -> Iterator[AuditLink]:
    """The links that follow a head, one for each event."""
    for content in contents:
        seal = seal_of(content, head)
        yield AuditLink(sequence=head.sequence + 1, event_id=content.id, prev=head.seal, seal=seal)
        head = Head(head.sequence + 1, seal)
