"""Patients to invite again: postponed or deferred, with the day from which it is possible."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from screening.models import Review
from screening.services.audit import Actor, record_all
from screening.services.errors import UnknownPlace
from screening.services.review.places import MOST_COUNTED, MOST_ROWS


@dataclass(frozen=True, slots=True)
class RecallPage:
    """Reviews with `recall_on`, appointment and patient, the earliest day first; the next page's key."""

    rows: tuple[Review, ...]
    next_key: str | None


@transaction.atomic
def list_recalls(*, by: Actor, now: datetime, after: str = "", limit: int = 50) -> RecallPage:
    """Who comes back by the earliest date: postponed, or deferred and not treated, and not booked again.

    `after` is the `next_key` of the page before; UnknownPlace for anything else.
    """
    size = max(1, min(limit, MOST_ROWS))
    rows = Review.objects.to_recall(now).with_people()
    found = list((rows.after_recall(*recall_place(after)) if after else rows)[: size + 1])
    shown = tuple(found[:size])
    record_all(action="review.listed", by=by, details=[(review, {}) for review in shown])
    more = len(found) > size
    return RecallPage(shown, f"{shown[-1].recall_on:%Y-%m-%d}~{shown[-1].pk}" if more else None)


def count_recalls(*, now: datetime) -> int:
    """How many there are, counted to MOST_COUNTED."""
    return Review.objects.to_recall(now)[:MOST_COUNTED].count()


def recall_place(key: str) -> tuple[date, uuid.UUID]:
    """The place behind a key."""
    try:
        day, pk = key.split("~")
        return date.fromisoformat(day), uuid.UUID(pk)
    except ValueError:
        raise UnknownPlace from None
