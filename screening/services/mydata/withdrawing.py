"""Withdrawing the form before the appointment: from then on nothing of it is used."""

from datetime import datetime

from django.db import transaction

from screening.models import (
    Appointment,
    CalendarFeed,
    Invitation,
    PatientRequest,
    Review,
    SignOff,
    TabletSession,
    TreatmentRecord,
)
from screening.services import outbox
from screening.services.audit import Actor
from screening.services.consent import withdraw_all_consents
from screening.services.errors import AppointmentIsCancelled
from screening.services.errors.mydata import FormWithdrawn, TooLateToWithdraw
from screening.services.review.changing import change, fall_away, lock_review
from screening.services.review.requests import close_request
from screening.services.review.states import Event


@transaction.atomic
def withdraw_form(*, appointment: Appointment, by: Actor, now: datetime) -> Review:
    """Take the form back, sent or not: the gate closes, links end, consents count as taken back.

    A sign-off falls away, what was asked again is closed, messages about the form do not leave any more
    (those about the time of the appointment do: it is still booked). Nothing is erased. Of several at once
    one succeeds, FormWithdrawn for the others; TooLateToWithdraw from the appointment's time on;
    AppointmentIsCancelled.
    """
    review = lock_review(appointment)
    if review.appointment.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    if review.state == Review.State.WITHDRAWN:
        raise FormWithdrawn
    if not may_withdraw(review.appointment, now):
        raise TooLateToWithdraw
    fall_away(review, SignOff.Why.WITHDRAWN, by)
    for request in PatientRequest.objects.open().filter(review=review):
        close_request(request, PatientRequest.Status.WITHDRAWN, by)
    review.recall_on = None
    change(review, Event.WITHDRAWN, by=by, detail=end_everything(review.appointment, by, now))
    Review.objects.follow_booking(review.appointment)  # no list finds it by what the answers led to
    return review


def may_withdraw(appointment: Appointment, now: datetime) -> bool:
    """Whether the visit is still ahead, as far as time and what was done there tell."""
    is_ahead = appointment.starts_at > now
    return is_ahead and not TreatmentRecord.objects.filter(appointment=appointment.pk).exists()


def end_everything(appointment: Appointment, by: Actor, now: datetime) -> dict[str, int]:
    """End links, tablets, calendar feeds, messages and consents of a locked appointment; how many of each."""
    tablets = TabletSession.objects.filter(appointment=appointment)
    return {
        "links": Invitation.objects.revoke(appointment, now),
        "tablets": tablets.end(TabletSession.End.STOPPED, now),
        "feeds": CalendarFeed.objects.revoke(appointment, now),
        "messages": outbox.withdraw_about_form(appointment=appointment, by=by),
        "consents": len(withdraw_all_consents(appointment=appointment, by=by)),
    }
