"""Sealing everything anew under the key that encrypts now, while the clinic works."""

from dataclasses import dataclass
from functools import partial

from screening.models import KeyRotation
from screening.models.keys import first_key_id
from screening.services.encryption.columns import Done, SealedRows, Table, behind, sealed_rows
from screening.services.encryption.progress import (
    AT_ONCE,
    Progress,
    batches,
    begin,
    finish,
    finish_left_open,
    silent,
    step,
)

MOST_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Rotated:
    """What came of it: how much was changed now, whether all is done, and why what did not open does not."""

    changed: int
    is_finished: bool
    unreadable: tuple[str, ...] = ()


def rotate_keys(told: Progress = silent, *, at_once: int = AT_ONCE) -> Rotated:
    """Seal every value anew that is under another key than the first of FIELD_KEYS.

    Each step of `at_once` rows is a transaction of its own, and what is done says so itself: a run that was
    killed is simply started anew. Rows somebody holds are left for the next round. It is finished when a look
    at everything finds nothing behind; what does not open, or is still written under an old key, leaves it
    open.
    """
    if not is_behind():
        finish_left_open(KeyRotation.Purpose.FIELDS, first_key_id())
        return Rotated(0, is_finished=True)
    rotation = begin(KeyRotation.Purpose.FIELDS, first_key_id())
    changed = 0
    unreadable: tuple[str, ...] = ()
    for _round in range(MOST_ROUNDS):
        done, unreadable = one_round(rotation, told, at_once)
        changed += done
        if not is_behind():
            finish(rotation)
            return Rotated(changed, is_finished=True)
    return Rotated(changed, is_finished=False, unreadable=unreadable)


def is_behind() -> bool:
    """Whether anything is under another key than the one that encrypts now."""
    return any(True for rows in sealed_rows() for _pk in behind(rows))


def one_round(rotation: KeyRotation, told: Progress, at_once: int) -> Done:
    """Go through everything once; returns how many values were changed, and what did not open."""
    total = 0
    failed: tuple[str, ...] = ()
    for rows in sealed_rows():
        for pks in batches(behind(rows), most_at_once(rows, at_once)):
            changed, unreadable = step(rotation, partial(rows.reseal, pks))
            total, failed = total + changed, failed + unreadable
            told(rows.name, changed)
    return total, failed


def most_at_once(rows: SealedRows, at_once: int) -> int:
    """How many of these rows are changed at once: letters one by one, not to hold up who writes."""
    return 1 if isinstance(rows, Table) and rows.holds_files else at_once
