"""Removing what is past its time: all of it at once, or once a day in small steps beside other work."""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from screening.models import Purge
from screening.services.audit import SYSTEM, record
from screening.services.retention.disk import forget_on_disk
from screening.services.retention.kinds import Kind, kinds

AT_ONCE = 200
logger = logging.getLogger("screening.retention")


def counts(now: datetime) -> list[tuple[Kind, int]]:
    """How many of each kind are past their time; nothing is removed."""
    return [(kind, kind.count(now)) for kind in kinds()]


def purge(now: datetime) -> dict[str, int]:
    """Remove everything past its time, in batches; how many by kind. Audited as the purge of that day.

    Of a record that somebody holds or changes meanwhile nothing is removed. May be stopped and run again.
    """
    row = purge_of(now)
    removed = {kind.code: sum(batches(row, kind, now)) for kind in kinds()}
    if row.finished_at is None or any(removed.values()):
        finish(row)
    forget_on_disk()
    return removed


def batches(row: Purge, kind: Kind, now: datetime) -> Iterator[int]:
    """Remove all of one kind, batch by batch; how many each time."""
    while some := kind.remove(now, AT_ONCE):
        note(row, {kind.code: some})
        yield some


def purge_a_little(now: datetime) -> int:
    """One step of the purge of the day: a batch of each kind. How many were removed; 0 once it is done.

    Several workers do no harm to one another: what one removes the others do not find.
    """
    row = purge_of(now)
    if row.finished_at is not None:
        return 0
    removed = {kind.code: kind.remove(now, AT_ONCE) for kind in kinds()}
    if any(removed.values()):
        note(row, removed)
    else:
        finish(row)
        forget_on_disk()
    return sum(removed.values())


def purge_of(now: datetime) -> Purge:
    """The purge of the clinic's day; begun where there is none yet."""
    day = timezone.localdate(now)
    found = Purge.objects.filter(day=day).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Purge.objects.create(day=day, started_at=now)
    except IntegrityError:  # another worker has begun it this moment
        return Purge.objects.get(day=day)


@transaction.atomic
def note(row: Purge, removed: dict[str, int]) -> None:
    """Add to what was removed."""
    fresh = Purge.objects.select_for_update().get(pk=row.pk)
    for code, count in removed.items():
        fresh.removed[code] = fresh.removed.get(code, 0) + count
    fresh.save(update_fields=["removed"])


@transaction.atomic
def finish(row: Purge) -> None:
    """Say on the audit trail what was removed that day; of several workers that see it done, one does."""
    fresh = Purge.objects.select_for_update().get(pk=row.pk)
    if fresh.finished_at != row.finished_at:
        return
    fresh.finished_at = timezone.now()
    fresh.save(update_fields=["finished_at"])
    record(action="data.purged", by=SYSTEM, subject=fresh, detail=fresh.removed)
    logger.info("purge of %s finished: %s", fresh.day, fresh.removed)


def last_purge() -> Purge | None:
    """The latest purge that came to its end, if any."""
    return Purge.objects.filter(finished_at__isnull=False).order_by("-day").first()
