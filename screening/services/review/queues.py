"""The queues of the worklist. A queue is one or more parts, each of which one index gives in order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from screening.models import Review
from screening.models.review.reviews import ReviewQuerySet
from screening.services.review.gate import oldest_valid

State = Review.State
EARLIEST = date(1970, 1, 1)
Part = Callable[[ReviewQuerySet, datetime], ReviewQuerySet]


class Queue(StrEnum):
    """What there is to do, or all there is."""

    NEEDS_REVIEW = "needs-review"
    WAITING_FOR_PATIENT = "waiting-for-patient"
    WAITING_FOR_CLEARANCE = "waiting-for-clearance"
    TODAY = "today"
    SIGNED_OFF = "signed-off"
    WITHDRAWN = "withdrawn"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class In:
    """The part of those in one state."""

    state: State

    def __call__(self, rows: ReviewQuerySet, _now: datetime) -> ReviewQuerySet:
        return rows.filter(state=self.state)


def today(rows: ReviewQuerySet, now: datetime) -> ReviewQuerySet:
    """Whatever is on today, in the clinic's time zone."""
    day = timezone.localdate(now)
    return rows.between(start_of(day), start_of(day + timedelta(days=1)))


def ahead(rows: ReviewQuerySet, now: datetime) -> ReviewQuerySet:
    """From today on."""
    return rows.between(start_of(timezone.localdate(now)), None)


def awaited(rows: ReviewQuerySet, now: datetime) -> ReviewQuerySet:
    """Appointments ahead whose questionnaire has not come yet."""
    return ahead(rows.filter(state=State.AWAITING_ANSWERS), now)


def withdrawn(rows: ReviewQuerySet, now: datetime) -> ReviewQuerySet:
    """Appointments ahead whose patient has withdrawn the form."""
    return ahead(rows.filter(state=State.WITHDRAWN), now)


def outdated(rows: ReviewQuerySet, now: datetime) -> ReviewQuerySet:
    """Cleared ones ahead whose answers have grown too old: time has closed their gate."""
    cleared = rows.filter(state=State.SIGNED_OFF, gate=Review.Gate.CLEARED)
    return ahead(cleared.filter(answers_given_at__lt=oldest_valid(now)), now)


def to_recheck(rows: ReviewQuerySet, now: datetime) -> ReviewQuerySet:
    """Cleared ones of the next days whose patient has yet to say if anything has changed.

    A row is due where nothing was said since the start of the day RECHECK_DAYS before its own. One
    comparison per day keeps that in the clinic's time zone.
    """
    day = timezone.localdate(now)
    days = [day + timedelta(days=offset) for offset in range(settings.RECHECK_DAYS + 1)]
    due = Q()
    for each in days:
        first = start_of(each - timedelta(days=settings.RECHECK_DAYS))
        unsaid = Q(rechecked_at__isnull=True) | Q(rechecked_at__lt=first)
        on_day = Q(appointment_at__gte=start_of(each), appointment_at__lt=start_of(each + timedelta(days=1)))
        due |= on_day & unsaid & Q(answers_given_at__lt=first)
    cleared = rows.filter(state=State.SIGNED_OFF, gate=Review.Gate.CLEARED)
    still_valid = cleared.filter(answers_given_at__gte=oldest_valid(now))
    return still_valid.between(start_of(days[0]), start_of(days[-1] + timedelta(days=1))).filter(due)


def everything(rows: ReviewQuerySet, _now: datetime) -> ReviewQuerySet:
    """All of them. The bound excludes nobody: with it SQLite reads the index that has them in order."""
    return rows.between(start_of(EARLIEST), None)


PARTS: dict[Queue, tuple[Part, ...]] = {
    Queue.NEEDS_REVIEW: (In(State.NEEDS_REVIEW), outdated),
    Queue.WAITING_FOR_PATIENT: (In(State.WAITING_FOR_PATIENT), awaited, to_recheck),
    Queue.WAITING_FOR_CLEARANCE: (In(State.WAITING_FOR_CLEARANCE),),
    Queue.TODAY: (today,),
    Queue.SIGNED_OFF: (In(State.SIGNED_OFF),),
    Queue.WITHDRAWN: (withdrawn,),
    Queue.ALL: (everything,),
}
"""No row is in two parts of one queue."""


def start_of(day: date) -> datetime:
    """The first moment of a day in the clinic's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
