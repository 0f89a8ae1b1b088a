"""The short "has anything changed?" before an appointment, and waiting for clearance from somebody else."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from screening.models import Appointment, Review, SignOff
from screening.services.audit import Actor
from screening.services.errors import AppointmentIsCancelled, FieldProblem, InvalidInput
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
def record_recheck(
    *, appointment: Appointment, changed: bool, by: Actor, now: datetime, sections: Collection[str] = ()
) -> Review:
    """Note what the patient said, through their link or to a member of staff, whose name is kept.

    Nothing changed: the gate opens again. Something did: the sign-off falls away; a patient who says so
    through their link may change the answers of these `sections` at once, of all where none is named.
    InvalidInput for a section this patient is not asked; NotSubmitted; AppointmentIsCancelled.
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
        open_request(review, items_of(review, sections), "", by, whole=not sections)
    return review


def items_of(review: Review, sections: Collection[str]) -> list[str]:
    """The link ids a patient is asked in these sections, of all where none is named; InvalidInput."""
    askable = askable_items(rulebook_of(active_version()), review.appointment)
    if not set(sections) <= {item.section for item in askable.values()}:
        raise InvalidInput([FieldProblem("sections", "unfit", _("Choose what has changed."))])
    return [link_id for link_id, item in askable.items() if not sections or item.section in sections]


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
