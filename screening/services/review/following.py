"""What a new evaluation means for the review of its appointment."""

import json
from collections.abc import Mapping
from typing import Any

from screening.models import Evaluation, Review, ReviewKey, SignOff
from screening.services.audit import Actor
from screening.services.consent import consent_standing
from screening.services.review.changing import change, fall_away, lock_review
from screening.services.review.signoff import PROCEEDS
from screening.services.review.standing import same_result
from screening.services.review.states import Event


def follow(evaluation: Evaluation, by: Actor) -> None:
    """Bring the review up to a new evaluation: what lists sort and filter by, its state, its sign-off.

    Where the result is another one the sign-off falls away; where it is the same everything stands.
    """
    appointment = evaluation.response.appointment
    review = lock_review(appointment)
    before = review.evaluation
    result = json.loads(evaluation.body)
    mirror(review, evaluation)
    hash_anew(review, result)
    named = {"evaluation": str(evaluation.pk)}
    if before is None:
        review.answers_given_at = evaluation.response.submitted_at
        change(review, Event.SUBMITTED, by=by, detail=named)
    elif same_result(json.loads(before.body), result):
        change(review, Event.EVALUATED, by=by, detail=named)
        let_go_of_postponement(review, evaluation, by)
        let_go_without_consent(review, by)
    else:
        fall_away(review, SignOff.Why.RESULT_CHANGED, by)
        change(review, Event.RESULT_CHANGED, by=by, detail=named)


def mirror(review: Review, evaluation: Evaluation) -> None:
    """Lay the evaluation's columns on the review."""
    review.evaluation = evaluation
    review.appointment_at = evaluation.appointment_at
    review.severity_rank = evaluation.severity_rank
    is_deferred = evaluation.eligibility == Evaluation.Eligibility.DEFERRED
    review.recall_on = evaluation.earliest_date if is_deferred else None


def hash_anew(review: Review, result: Mapping[str, Any]) -> None:
    """Replace the keyed hashes a review is filtered by."""
    ReviewKey.objects.filter(review=review).delete()
    ReviewKey.objects.bulk_create(keys_of(review, result))


def keys_of(review: Review, result: Mapping[str, Any]) -> list[ReviewKey]:
    """The unsaved keyed hashes of a review with this result."""
    topics = [finding["topic"] for finding in result["findings"]]
    return ReviewKey.made_for(review, result["treatments"], topics)


def let_go_of_postponement(review: Review, evaluation: Evaluation, by: Actor) -> None:
    """A postponed appointment that was moved is to be looked at again, even where nothing else changed."""
    postponed = SignOff.objects.current().filter(review=review, outcome=SignOff.Outcome.POSTPONE)
    if evaluation.cause == Evaluation.Cause.RESCHEDULED and postponed.exists():
        fall_away(review, SignOff.Why.RESCHEDULED, by)


def let_go_without_consent(review: Review, by: Actor) -> None:
    """What may proceed may not where a treatment or an area was added that the consent does not name."""
    proceeding = SignOff.objects.current().filter(review=review, outcome__in=PROCEEDS)
    if proceeding.exists() and not consent_standing(review.appointment).is_complete:
        fall_away(review, SignOff.Why.CONSENT_LAPSED, by)
