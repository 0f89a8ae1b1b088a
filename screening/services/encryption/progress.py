"""Changing a key in small steps that leave room for everybody else, and the note of how far it came."""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from screening.models import KeyRotation
from screening.services.audit import SYSTEM, Detail, record
from screening.services.encryption.columns import Done

AT_ONCE = 100
LEAST_PAUSE = 0.005

Item = TypeVar("Item")
Progress = Callable[[str, int], None]
"""Told the table and how much of it was changed, after each step."""


def silent(_table: str, _changed: int) -> None:
    """Told, and says nothing."""


def begin(purpose: KeyRotation.Purpose, key_name: str) -> KeyRotation:
    """The change to this key that is open, or a new one, on the audit trail."""
    wanted = {"purpose": purpose, "key_name": key_name, "finished_at": None}
    found: KeyRotation | None = KeyRotation.objects.filter(**wanted).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            begun: KeyRotation = KeyRotation.objects.create(**wanted)
            detail = {"purpose": purpose.value, "key": key_name}
            record(action="keys.rotation_begun", by=SYSTEM, subject=begun, detail=detail)
    except IntegrityError:  # another run has begun it this moment
        return KeyRotation.objects.get(**wanted)
    return begun


def finish_left_open(purpose: KeyRotation.Purpose, key_name: str) -> None:
    """Finish the change to this key whose run did all there was to do, and was killed before it said so."""
    for rotation in KeyRotation.objects.filter(purpose=purpose, key_name=key_name, finished_at=None):
        finish(rotation)


@transaction.atomic
def finish(rotation: KeyRotation) -> None:
    """Note that all is done: what was used before is not needed any more. Once, however many runs see it."""
    fresh: KeyRotation = KeyRotation.objects.select_for_update().get(pk=rotation.pk)
    if fresh.finished_at is not None:
        return
    fresh.finished_at = timezone.now()
    fresh.save(update_fields=["finished_at"])
    detail: dict[str, Detail] = {"purpose": fresh.purpose, "key": fresh.key_name, "changed": fresh.changed}
    record(action="keys.rotated", by=SYSTEM, subject=fresh, detail=detail)


def step(rotation: KeyRotation, work: Callable[[], Done]) -> Done:
    """Do one piece of work in a transaction of its own, counted; then rest for as long as it took.

    On SQLite one writes at a time: without the rest those who want to write as well would hardly get a turn.
    """
    began = time.monotonic()
    with transaction.atomic():
        changed, unreadable = work()
        if changed:
            KeyRotation.objects.filter(pk=rotation.pk).update(changed=F("changed") + changed)
    time.sleep(max(LEAST_PAUSE, time.monotonic() - began))
    return changed, unreadable


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
