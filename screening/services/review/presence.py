"""Who else has a record open."""

from datetime import datetime, timedelta

from django.db import transaction

from screening.models import Appointment, Presence, Review
from screening.services.audit import Actor
from screening.services.review.permissions import require_staff

PRESENT_FOR = timedelta(seconds=90)
"""A page says so again well within this."""


@transaction.atomic
def keep_open(*, appointment: Appointment, by: Actor, now: datetime) -> tuple[Presence, ...]:
    """Note that somebody has a record open; return the others who have."""
    user_id = require_staff(by)
    review = Review.objects.get(appointment=appointment)
    present = Presence.objects.filter(review=review).seen_since(now - PRESENT_FOR)
    if not present.filter(user_id=user_id).update(seen_at=now):
        Presence.objects.update_or_create(
            review=review, user_id=user_id, defaults={"opened_at": now, "seen_at": now}
        )
    return tuple(present.exclude(user_id=user_id))


@transaction.atomic
def close(*, appointment: Appointment, by: Actor) -> None:
    """Note that somebody has left a record."""
    Presence.objects.filter(review__appointment=appointment, user_id=require_staff(by)).delete()
