"""The secret address of a patient's calendar feed: made, made anew, stopped, found."""

from datetime import datetime, timedelta

from django.db import transaction

from screening.models import Appointment, AuditEvent, CalendarFeed, QuestionnaireResponse
from screening.services.audit import Actor, record
from screening.services.errors import AppointmentIsCancelled, NotSubmitted
from screening.services.errors.plan import FeedUnknown
from screening.services.withdrawn import refuse_withdrawn

READ = "feed.read"
NOTED_EVERY = timedelta(days=1)


@transaction.atomic
def make_feed(*, appointment: Appointment, by: Actor, now: datetime) -> tuple[CalendarFeed, str]:
    """A secret address for an appointment's reminders; the one before opens nothing any more.

    Returns the feed and its token, known only here. NotSubmitted; AppointmentIsCancelled; FormWithdrawn.
    """
    fresh = Appointment.objects.lock(appointment.pk)
    if fresh.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    refuse_withdrawn(fresh)
    if not QuestionnaireResponse.objects.filter(appointment=fresh, submitted_at__isnull=False).exists():
        raise NotSubmitted
    renewed: int = CalendarFeed.objects.revoke(fresh, now)
    feed, token = CalendarFeed.objects.mint(fresh, now)
    record(
        action="feed.made", by=by, subject=feed, detail={"appointment": str(fresh.pk), "replaced": renewed}
    )
    return feed, token


@transaction.atomic
def stop_feed(*, appointment: Appointment, by: Actor, now: datetime) -> int:
    """Make the address of an appointment's feed useless; returns how many there were."""
    fresh = Appointment.objects.lock(appointment.pk)
    stopped: int = CalendarFeed.objects.revoke(fresh, now)
    record(action="feed.stopped", by=by, subject=fresh, detail={"count": stopped})
    return stopped


def feed_of(appointment: Appointment) -> CalendarFeed | None:
    """The feed that runs for an appointment, if any."""
    running: CalendarFeed | None = CalendarFeed.objects.running().filter(appointment=appointment).first()
    return running


@transaction.atomic
def find_feed(*, token: str, now: datetime) -> CalendarFeed:
    """The feed at a secret address; FeedUnknown where none ever was and, just the same, for one revoked.

    Calendars ask every hour: the audit trail says once in a day and a night that the feed was read.
    """
    found = CalendarFeed.objects.running().with_token(token).select_related("appointment__patient").first()
    if not isinstance(found, CalendarFeed):
        raise FeedUnknown
    lately = AuditEvent.objects.about(found).filter(action=READ, at__gt=now - NOTED_EVERY)
    if not lately.exists():
        record(action=READ, by=Actor.patient(found.appointment.patient), subject=found)
    return found
