"""The short "has anything changed?" before an appointment, and waiting for clearance from somebody else."""

from datetime import datetime

from django.db import transaction

from screening.models import Appointment, Review, SignOff
from screening.services.audit import Actor
from screening.services.errors import AppointmentIsCancelled
from screening.services.review.changing import change, evaluation_of, fall_away, lock_review, review_to_decide
from screening.services.review.gate import is_recheck_due
from screening.services.review.permissions import require_clinical
from screening.services.review.requests import askable_items, open_request
from screening.services.review.states import Event
from screening.services.rulebook import active_version, rulebook_of


def recheck_due(appointment: Appointment, now: datetime) -> bool:
    """Whether this patient is to be asked if anything has changed: only where somebody has signed off."""
    review = Review.objects.with_people().get(appointment=appointment)
    return review.state == Review.State.SIGNED_OFF and is_recheck_due(review, now)


@transaction.atomic
def record_recheck(*, appointment: Appointment, changed: bool, by: Actor, now: datetime) -> Review:
    """Note what the patient said, through their link or to a member of staff, whose name is kept.

    Nothing changed: the gate opens again. Something did: the sign-off falls away; a patient who says so
    through their link may change every answer at once. NotSubmitted; AppointmentIsCancelled.
    """
    review = lock_review(appointment)
    if review.appointment.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    evaluation_of(review)
    if not changed:
        review.rechecked_at, review.rechecked_by_id = now, by.user_id
        change(review, Event.RECHECKED, by=by)
        return review
    fall_away(review, SignOff.Why.CHANGE_REPORTED, by)
    change(review, Event.CHANGE_REPORTED, by=by)
    if by.user_id is None:
        items = askable_items(rulebook_of(active_version()), review.appointment)
        open_request(review, list(items), "", by, whole=True)
    return review


@transaction.atomic
def await_clearance(*, appointment: Appointment, by: Actor, seen_revision: int) -> Review:
    """Wait for somebody else's letter; NotInThisState unless the record needs review."""
    require_clinical(by)
    review = review_to_decide(appointment, seen_revision)
    change(review, Event.CLEARANCE_AWAITED, by=by)
    return review


@transaction.atomic
def end_clearance(*, appointment: Appointment, by: Actor, seen_revision: int) -> Review:
    """Wait no longer; NotInThisState unless the record waits for clearance."""
    require_clinical(by)
    review = review_to_decide(appointment, seen_revision)
    change(review, Event.CLEARANCE_ENDED, by=by)
    return review
