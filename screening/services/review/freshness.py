"""How old the answers are, and whether the patient has said that nothing has changed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from screening.engine import Duration
from screening.models import Review
from screening.services.review.gate import are_answers_too_old, is_recheck_due, oldest_valid, recheck_from
from screening.services.review.queues import start_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Freshness:
    """When the answers were given, and what the patient has said since.

    `valid_until` is the last day on which they count; `asked_from` the first on which the patient is asked
    whether anything has changed, `told_at` when they last said that nothing had, to `told_to` of the staff.
    """

    given_at: datetime
    valid_until: date
    is_too_old: bool
    asked_from: date
    is_due: bool
    told_at: datetime | None
    told_to: str


def freshness_of(review: Review, now: datetime) -> Freshness | None:
    """The state of a review's answers at `now`; None before there are any."""
    given_at = review.answers_given_at
    if given_at is None:
        return None
    return Freshness(
        given_at=given_at,
        valid_until=last_valid_day(given_at),
        is_too_old=are_answers_too_old(review, now),
        asked_from=recheck_from(review.appointment.day),
        is_due=is_recheck_due(review, now),
        told_at=review.rechecked_at,
        told_to=str(review.rechecked_by) if review.rechecked_by else "",
    )


def last_valid_day(given_at: datetime) -> date:
    """The last of the clinic's days on which answers given then count, for part of it at least."""
    limit = Duration(months=settings.ANSWERS_VALID_MONTHS, days=0, text="")
    day = limit.after(timezone.localdate(given_at))
    while (
        oldest_valid(start_of(day + ONE_DAY)) <= given_at
    ):  # a short month reaches back to the same day thrice
        day += ONE_DAY
    return day
