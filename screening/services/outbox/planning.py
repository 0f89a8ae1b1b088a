"""Messages that fall due by the calendar. Worked out anew each time, so nothing has to be undone when an
appointment moves; one key per appointment, day and step keeps each from being written twice.
"""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from screening.models import Appointment, OutboxMessage, Review
from screening.services.audit import SYSTEM
from screening.services.outbox.writing import enqueue

DAYTIME = range(9, 20)
"""The clinic's hours in which such messages are written: nobody is woken by one."""


def plan_messages(*, now: datetime) -> int:
    """Write the reminders and the "has anything changed?" messages due now; returns how many were new.

    Reminders go REMINDER_DAYS before an appointment whose patient was invited on an earlier day and has not
    handed in; "has anything changed?" goes RECHECK_DAYS before one that is cleared on earlier answers.
    """
    if timezone.localtime(now).hour not in DAYTIME:
        return 0
    planned = [*reminders(now), *rechecks(now)]
    keys = [key for _kind, _appointment, key in planned]
    known = set(OutboxMessage.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    new = [one for one in planned if one[2] not in known]
    for kind, appointment, key in new:
        write(kind, appointment, key)
    return len(new)


@transaction.atomic
def write(kind: str, appointment: Appointment, key: str) -> None:
    """Write one planned message."""
    enqueue(
        kind=kind,
        appointment=appointment,
        parameters={"day": str(appointment.day)},
        dedupe_key=key,
        by=SYSTEM,
    )


def reminders(now: datetime) -> list[tuple[str, Appointment, str]]:
    """The reminders due: kind, appointment and key. Of steps that were missed, only the latest."""
    steps = sorted(settings.REMINDER_DAYS)
    if not steps:
        return []
    today = timezone.localdate(now)
    open_ones = Appointment.objects.to_remind(now, starting(today + timedelta(days=steps[-1] + 1)))
    return [
        (OutboxMessage.Kind.REMINDER, one, f"reminder:{one.pk}:{one.day}:{step_of(one.day - today, steps)}")
        for one in open_ones.invited_before(starting(today))
    ]


def step_of(ahead: timedelta, steps: list[int]) -> int:
    """The reminder that has to have been sent when an appointment is so far ahead."""
    return next(step for step in steps if step >= ahead.days)


def rechecks(now: datetime) -> list[tuple[str, Appointment, str]]:
    """The "has anything changed?" messages due: kind, appointment and key."""
    window = timedelta(days=settings.RECHECK_DAYS)
    today = timezone.localdate(now)
    answered = Appointment.objects.answered(now, starting(today + window + timedelta(days=1)))
    near = answered.filter(review__gate=Review.Gate.CLEARED).select_related("response", "review")
    return [
        (OutboxMessage.Kind.RECHECK, one, f"recheck:{one.pk}:{one.day}")
        for one in near
        if not was_told_since(one.review, starting(one.day - window))
    ]


def was_told_since(review: Review, moment: datetime) -> bool:
    """Whether the clinic has heard from the patient since a moment: all answers, or that nothing changed."""
    return any(at is not None and at >= moment for at in (review.answers_given_at, review.rechecked_at))


def starting(day: date) -> datetime:
    """The first moment of a day at the clinic."""
    return timezone.make_aware(datetime.combine(day, time()))
