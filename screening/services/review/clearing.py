"""Clearing a finding with a letter that comes with the decision."""

from collections.abc import Sequence

from django.db import transaction

from screening.models import Appointment, FindingDecision
from screening.services.audit import Actor
from screening.services.review.changing import review_to_decide
from screening.services.review.decisions import resolve
from screening.services.review.evidence import add_evidence


@transaction.atomic
def resolve_by_letter(
    *,
    appointment: Appointment,
    rule: str,
    name: str,
    data: bytes,
    by: Actor,
    seen_revision: int,
    comment: str = "",
    treatments: Sequence[str] | None = None,
) -> FindingDecision:
    """Store a letter and mark a finding as cleared by it: both or neither. Refused as the two are."""
    review_to_decide(appointment, seen_revision)
    letter = add_evidence(appointment=appointment, name=name, data=data, by=by)
    return resolve(
        appointment=appointment,
        rule=rule,
        evidence=letter,
        by=by,
        seen_revision=seen_revision + 1,  # the letter was a change of its own
        comment=comment,
        treatments=treatments,
    )
