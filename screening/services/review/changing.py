"""Changing a review: locked, checked against what its reader saw, numbered, and on the audit trail."""

from collections.abc import Mapping

from django.db import models
from django.utils import timezone

from screening.models import Appointment, Evaluation, Review, ReviewChange, SignOff
from screening.services.audit import Actor, Detail, record
from screening.services.errors import AppointmentIsCancelled, NotSubmitted, StaleDecision
from screening.services.errors.mydata import FormWithdrawn
from screening.services.review.states import Event, State, next_state


def lock_review(appointment: Appointment) -> Review:
    """The review of an appointment as it is now, with the appointment locked until the transaction ends."""
    Appointment.objects.lock(appointment.pk)
    review: Review = Review.objects.with_people().get(appointment_id=appointment.pk)
    return review


def review_to_decide(appointment: Appointment, seen_revision: int) -> Review:
    """The locked review, for somebody who decides on what they saw.

    StaleDecision with what is new where it has changed since; NotSubmitted before there are answers;
    AppointmentIsCancelled; FormWithdrawn.
    """
    review = lock_review(appointment)
    if review.appointment.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    if review.state == State.WITHDRAWN:
        raise FormWithdrawn
    evaluation_of(review)
    if review.revision != seen_revision:
        raise StaleDecision(review.revision, changes_since(review, seen_revision))
    return review


def evaluation_of(review: Review) -> Evaluation:
    """A review's current evaluation; NotSubmitted where there is none yet."""
    if review.evaluation is None:
        raise NotSubmitted
    return review.evaluation


def changes_since(review: Review, revision: int) -> tuple[ReviewChange, ...]:
    """What has changed since a revision, in order."""
    return tuple(ReviewChange.objects.filter(review=review).since(revision))


def change(
    review: Review,
    event: Event,
    *,
    by: Actor,
    subject: models.Model | None = None,
    detail: Mapping[str, Detail] | None = None,
) -> None:
    """Let an event happen to a locked review: state, revision, one numbered change, one audit event; saved.

    Whatever else was set on `review` is saved with it. NotInThisState where it cannot happen now.
    """
    now = timezone.now()
    before, state = State(review.state), next_state(State(review.state), event)
    review.state = state
    review.since = review.since if state is before else now
    review.revision += 1
    if state is not State.SIGNED_OFF:
        review.gate = Review.Gate.ON_HOLD
    review.save()
    ReviewChange.objects.create(review=review, revision=review.revision, kind=event, at=now, by_id=by.user_id)
    numbered = {"review": str(review.pk), "revision": review.revision, **(detail or {})}
    record(action=f"review.{event.value}", by=by, subject=subject or review, detail=numbered)


def fall_away(review: Review, why: SignOff.Why, by: Actor) -> bool:
    """Take the standing sign-off of a locked review away, if there is one; whether there was."""
    sign_off: SignOff | None = SignOff.objects.current().filter(review=review).first()
    if sign_off is None:
        return False
    retire(sign_off, why)
    change(review, Event.SIGN_OFF_FELL_AWAY, by=by, subject=sign_off, detail={"why": why.value})
    return True


def retire(sign_off: SignOff, why: SignOff.Why) -> None:
    """Note on a sign-off that it no longer stands."""
    sign_off.is_current = False
    sign_off.fell_away_at = timezone.now()
    sign_off.fell_away_why = why
    sign_off.save(update_fields=["is_current", "fell_away_at", "fell_away_why"])
