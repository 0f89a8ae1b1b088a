"""Making the keyed hashes of search anew under the first search key, while the clinic works.

A hash does not say which key made it. So what a row is to be found by is worked out and compared with what is
stored: that tells what is left to do after a run that was killed, and that all is done.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models

from screening.models import Appointment, CannotDecryptError, KeyRotation, Patient, Review, ReviewKey
from screening.models.keyed_hash import key_name
from screening.services.encryption.columns import Done
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
from screening.services.encryption.rotating import MOST_ROUNDS, Rotated
from screening.services.review.following import keys_of

LOOKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Searched:
    """Rows that are found by keyed hashes.

    `hashes` is the relation to them; `make` the unsaved hashes a row ought to have; `free` locks those of the
    rows nobody else holds, as everybody does who changes them, and gives their keys.
    """

    rows: "models.QuerySet[Any]"
    hashes: str
    make: Callable[[Any], Sequence[Any]]
    free: Callable[[Sequence[UUID]], Sequence[UUID]]

    def some(self, after: UUID | None) -> list[Any]:
        """The next rows by key, with their hashes."""
        rest = self.rows.order_by("pk") if after is None else self.rows.order_by("pk").filter(pk__gt=after)
        return list(rest.prefetch_related(self.hashes)[:LOOKED_AT_ONCE])

    def everything(self) -> Iterator[Any]:
        """All rows, in short queries."""
        rows = self.some(None)
        while rows:
            yield from rows
            rows = self.some(rows[-1].pk)

    def is_stale(self, row: Any) -> bool:
        """Whether a row has hashes, and not those the first key makes. CannotDecryptError."""
        stored = {(one.kind, one.digest) for one in getattr(row, self.hashes).all()}
        return bool(stored) and stored != {(one.kind, one.digest) for one in self.make(row)}

    def renew(self, pks: Sequence[UUID]) -> Done:
        """Make the hashes of these rows anew, within the caller's transaction."""
        free = self.rows.filter(pk__in=self.free(pks)).prefetch_related(self.hashes)
        stale = [row for row in free if self.is_stale(row)]
        relation = self.rows.model._meta.get_field(self.hashes)
        stored = relation.related_model._base_manager
        stored.filter(**{f"{relation.field.name}__in": stale}).delete()
        stored.bulk_create([one for row in stale for one in self.make(row)])
        return len(stale), ()


def free_patients(pks: Sequence[UUID]) -> list[UUID]:
    """Those of these patients nobody else holds, locked."""
    free = Patient.objects.filter(pk__in=pks).select_for_update(skip_locked=True, no_key=True)
    return list(free.values_list("pk", flat=True))


def free_reviews(pks: Sequence[UUID]) -> list[UUID]:
    """Those of these reviews whose appointment, with which they are locked, nobody else holds."""
    booked = Appointment.objects.filter(review__pk__in=pks)
    locked = booked.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
    return list(Review.objects.filter(appointment__in=list(locked)).values_list("pk", flat=True))


def keys_of_review(review: Review) -> Sequence[Any]:
    """The hashes of a review: of its evaluation; of what is booked where there is none or it is withdrawn."""
    if review.evaluation is None or review.state == Review.State.WITHDRAWN:
        return ReviewKey.made_for(review, review.appointment.treatments, ())
    return keys_of(review, json.loads(review.evaluation.body))


REVIEWS = Review.objects.select_related("appointment", "evaluation")
SEARCHED = {
    "patients": Searched(Patient.objects.all(), "search_keys", Patient.make_search_keys, free_patients),
    "reviews": Searched(REVIEWS, "keys", keys_of_review, free_reviews),
}


def rehash(told: Progress = silent, *, at_once: int = AT_ONCE) -> Rotated:
    """Make every keyed hash anew that another key than the first of SEARCH_KEY has made.

    Safe to kill and to start anew at any time. Finished is it when a look at everything finds nothing stale;
    what does not open, or what others keep hashing with an old key, leaves it open.
    """
    stale, unreadable = look()
    if not any(stale.values()) and not unreadable:
        finish_left_open(KeyRotation.Purpose.SEARCH, key_name(settings.SEARCH_KEYS[0]))
        return Rotated(0, is_finished=True)
    rotation = begin(KeyRotation.Purpose.SEARCH, key_name(settings.SEARCH_KEYS[0]))
    changed = 0
    for _round in range(MOST_ROUNDS):
        for name, pks in stale.items():
            changed += renew(rotation, name, batches(pks, at_once), told)
        stale, unreadable = look()
        if not any(stale.values()):
            break
    if not any(stale.values()) and not unreadable:
        finish(rotation)
        return Rotated(changed, is_finished=True)
    return Rotated(changed, is_finished=False, unreadable=unreadable)


def renew(rotation: KeyRotation, name: str, some: Iterable[Sequence[UUID]], told: Progress) -> int:
    """Make the hashes of these rows anew, step by step; returns how many it were."""
    total = 0
    for pks in some:
        changed, _none = step(rotation, partial(SEARCHED[name].renew, pks))
        total += changed
        told(name, changed)
    return total


def look() -> tuple[dict[str, list[UUID]], tuple[str, ...]]:
    """The rows whose hashes are stale, by kind, and why what does not open does not."""
    stale: dict[str, list[UUID]] = {name: [] for name in SEARCHED}
    unreadable: list[str] = []
    for name, row in ((name, row) for name, kind in SEARCHED.items() for row in kind.everything()):
        try:
            stale[name] += [row.pk] if SEARCHED[name].is_stale(row) else []
        except CannotDecryptError as problem:
            unreadable.append(str(problem))
    return stale, tuple(unreadable)
