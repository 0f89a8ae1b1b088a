"""The tablet in the waiting room: a questionnaire is started at the desk, and shown on the tablet once."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from screening.models import Appointment, QuestionnaireResponse, TabletSession
from screening.models.desk.invitations import new_token, token_digest
from screening.services.audit import Actor, record
from screening.services.errors import AlreadySubmitted, AppointmentIsCancelled, TabletRefused
from screening.services.withdrawn import refuse_withdrawn

OPEN_WITHIN = timedelta(minutes=10)
GRACE = timedelta(seconds=15)
"""The page says by itself when nobody is there; the server waits a little longer for its word."""

End = TabletSession.End


@transaction.atomic
def start_on_tablet(*, appointment: Appointment, now: datetime, by: Actor) -> tuple[TabletSession, str]:
    """A session for the tablet and its token, which opens it once within ten minutes; known only here.

    One that runs for this appointment already ends. AppointmentIsCancelled; FormWithdrawn; AlreadySubmitted.
    """
    fresh = Appointment.objects.lock(appointment.pk)
    if fresh.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    refuse_withdrawn(fresh)
    if QuestionnaireResponse.objects.get(appointment=fresh).is_submitted:
        raise AlreadySubmitted
    TabletSession.objects.filter(appointment=fresh).end(End.REPLACED, now)
    token = new_token()
    session: TabletSession = TabletSession.objects.create(
        appointment=fresh, token_sha256=token_digest(token), created_at=now, created_by_id=by.user_id
    )
    record(action="tablet.started", by=by, subject=session, detail={"appointment": str(fresh.pk)})
    return session, token


@transaction.atomic
def open_on_tablet(*, token: str, now: datetime) -> TabletSession:
    """Exchange a token for its session, once. TabletRefused for anything that opens nothing."""
    found: TabletSession | None = TabletSession.objects.with_token(token).first()
    if found is None:
        raise TabletRefused
    Appointment.objects.lock(found.appointment_id)
    session: TabletSession = TabletSession.objects.with_response().get(pk=found.pk)
    is_late = session.created_at + OPEN_WITHIN <= now
    if session.ended_at is not None or session.opened_at is not None or is_late:
        raise TabletRefused
    session.opened_at = session.seen_at = now
    session.save(update_fields=["opened_at", "seen_at"])
    patient = Actor.patient(session.appointment.patient)
    record(action="tablet.opened", by=patient, subject=session)
    return session


def continue_on_tablet(*, session_id: uuid.UUID, now: datetime) -> QuestionnaireResponse:
    """The response a session shows; each call counts as somebody being there.

    TabletRefused, and the session over, after TABLET_IDLE_SECONDS without any, once it is handed in, and
    where the appointment was cancelled.
    """
    with transaction.atomic():
        found: TabletSession | None = TabletSession.objects.filter(pk=session_id).first()
        if found is None:
            raise TabletRefused
        Appointment.objects.lock(found.appointment_id)
        session: TabletSession = TabletSession.objects.with_response().get(pk=session_id)
        end = end_of(session, now)
        if end is None:
            TabletSession.objects.filter(pk=session_id).update(seen_at=now)
            response: QuestionnaireResponse = session.appointment.response
            return response
        TabletSession.objects.filter(pk=session_id).end(end, now)
    raise TabletRefused  # after the transaction: the end stays


def end_of(session: TabletSession, now: datetime) -> str | None:
    """Why a session is over; None while it runs."""
    if session.seen_at is None or session.ended_at is not None:
        return End.STOPPED
    if session.appointment.response.is_submitted:
        return End.SUBMITTED
    if session.appointment.status == Appointment.Status.CANCELLED:
        return End.STOPPED
    idle = timedelta(seconds=settings.TABLET_IDLE_SECONDS) + GRACE
    return End.IDLE if session.seen_at + idle <= now else None


@transaction.atomic
def end_on_tablet(*, session_id: uuid.UUID, reason: str, now: datetime) -> None:
    """End a session; nothing where it is over already."""
    TabletSession.objects.filter(pk=session_id).end(End(reason), now)
