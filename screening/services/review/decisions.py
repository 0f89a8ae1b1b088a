"""Deciding single findings: acknowledge, override, resolve, confirm, take back."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.engine import Severity
from screening.models import Appointment, Evidence, FindingDecision, Review, SignOff
from screening.services.audit import Actor
from screening.services.errors import (
    AlreadyWithdrawn,
    FieldProblem,
    InvalidInput,
    NothingToConfirm,
    OverrideForbidden,
    ResolutionRefused,
    SecondPersonRefused,
    UnknownFinding,
)
from screening.services.review.changing import change, evaluation_of, fall_away, review_to_decide
from screening.services.review.permissions import CLINICAL_LEAD, require_clinical, require_staff
from screening.services.review.standing import CLEARING, Held, held_of, stands
from screening.services.review.states import Event
from screening.services.rulebook import rulebook_of
from screening.services.texts import read_text

NOBODY, LEAD_ONLY = "nobody", "clinical_lead"


@transaction.atomic
def acknowledge(
    *,
    appointment: Appointment,
    rule: str,
    by: Actor,
    seen_revision: int,
    treatments: Sequence[str] | None = None,
) -> FindingDecision:
    """Note that a finding was seen. It holds what it held before.

    Like every decision: for the given planned treatments, all of the finding's unless given. StaleDecision
    where the record has changed since `seen_revision`; UnknownFinding; NotPermitted without a clinical role.
    """
    require_clinical(by)
    review = review_to_decide(appointment, seen_revision)
    held = held_by(review, rule, treatments)
    return store(review, held, FindingDecision(kind=FindingDecision.Kind.ACKNOWLEDGED), by)


@transaction.atomic
def override(
    *,
    appointment: Appointment,
    rule: str,
    reason: str,
    comment: str,
    by: Actor,
    seen_revision: int,
    treatments: Sequence[str] | None = None,
) -> FindingDecision:
    """Let an appointment proceed past a finding, with a coded reason and a comment.

    The rule says who may: OverrideForbidden where nobody may. What is contraindicated, and what only a
    clinical lead may override where somebody else does, stands once a second person has confirmed it.
    """
    roles = require_clinical(by)
    if reason not in FindingDecision.Reason.values:
        raise InvalidInput([FieldProblem("reason", "required", _("Choose a reason."))])
    words = read_text("comment", comment, required=True)
    review = review_to_decide(appointment, seen_revision)
    held = held_by(review, rule, treatments)
    policy = policy_of(review, rule)
    if policy == NOBODY:
        raise OverrideForbidden
    is_worst = any(one.severity is Severity.CONTRAINDICATED for one in held)
    decision = FindingDecision(
        kind=FindingDecision.Kind.OVERRIDDEN,
        reason=reason,
        comment=words,
        needs_second=is_worst or (policy == LEAD_ONLY and CLINICAL_LEAD not in roles),
    )
    return store(review, held, decision, by)


@transaction.atomic
def resolve(
    *,
    appointment: Appointment,
    rule: str,
    evidence: Evidence,
    by: Actor,
    seen_revision: int,
    comment: str = "",
    treatments: Sequence[str] | None = None,
) -> FindingDecision:
    """Mark a finding as cleared by a letter of this record (UnknownFinding for another's).

    ResolutionRefused for what is worse than clearance: a letter does not make a waiting time pass, and what
    is contraindicated needs a second person.
    """
    require_clinical(by)
    words = read_text("comment", comment)
    review = review_to_decide(appointment, seen_revision)
    held = held_by(review, rule, treatments)
    if evidence.review_id != review.pk:
        raise UnknownFinding
    if any(one.severity > Severity.CLEARANCE for one in held):
        raise ResolutionRefused
    kind = FindingDecision.Kind.RESOLVED
    return store(review, held, FindingDecision(kind=kind, comment=words, evidence=evidence), by)


@transaction.atomic
def confirm_override(*, decision: FindingDecision, by: Actor, seen_revision: int) -> FindingDecision:
    """Confirm an override as the second person: a clinical lead, and another one than the first.

    NothingToConfirm where it does not wait for one (any more), or speaks about what is no longer found.
    """
    review = review_to_decide(decision.response.appointment, seen_revision)
    fresh = FindingDecision.objects.get(pk=decision.pk)
    if not fresh.needs_second or fresh.confirmed_at is not None or fresh.withdrawn_at is not None:
        raise NothingToConfirm
    if fresh.made_by_id == by.user_id or CLINICAL_LEAD not in require_clinical(by):
        raise SecondPersonRefused
    fresh.confirmed_by_id, fresh.confirmed_at = by.user_id, timezone.now()
    if not any(stands(fresh, held) for held in held_of(result_of(review))):
        raise NothingToConfirm
    fresh.save(update_fields=["confirmed_by", "confirmed_at"])
    change(review, Event.DECISION_CONFIRMED, by=by, subject=fresh)
    return fresh


@transaction.atomic
def withdraw_decision(*, decision: FindingDecision, by: Actor, seen_revision: int) -> FindingDecision:
    """Take a decision back. A sign-off that may have rested on it falls away. AlreadyWithdrawn."""
    require_clinical(by)
    review = review_to_decide(decision.response.appointment, seen_revision)
    fresh = FindingDecision.objects.get(pk=decision.pk)
    if fresh.withdrawn_at is not None:
        raise AlreadyWithdrawn
    rested = fresh.kind in CLEARING and any(stands(fresh, held) for held in held_of(result_of(review)))
    fresh.withdrawn_by_id, fresh.withdrawn_at = by.user_id, timezone.now()
    fresh.save(update_fields=["withdrawn_by", "withdrawn_at"])
    if rested:
        fall_away(review, SignOff.Why.DECISION_WITHDRAWN, by)
    change(review, Event.DECISION_WITHDRAWN, by=by, subject=fresh)
    return fresh


def result_of(review: Review) -> dict[str, Any]:
    """The stored result of a review's current evaluation."""
    return dict(json.loads(evaluation_of(review).body))


def held_by(review: Review, rule: str, treatments: Sequence[str] | None) -> list[Held]:
    """What a rule found for these planned treatments; UnknownFinding where it found nothing for one."""
    found = {held.treatment: held for held in held_of(result_of(review)) if held.rule == rule}
    wanted = list(found) if treatments is None else list(dict.fromkeys(treatments))
    if not wanted or not set(wanted) <= set(found):
        raise UnknownFinding
    return [found[code] for code in wanted]


def policy_of(review: Review, rule: str) -> str:
    """Who may override a rule, by the rulebook the evaluation was made with."""
    return rulebook_of(evaluation_of(review).rulebook_version).rules[rule].override


def store(review: Review, held: Sequence[Held], decision: FindingDecision, by: Actor) -> FindingDecision:
    """Save a decision on what is held."""
    decision.response = review.appointment.response
    decision.rule = held[0].rule
    decision.fingerprints = {one.treatment: one.fingerprint for one in held}
    decision.made_by_id = require_staff(by)
    decision.save(force_insert=True)
    change(review, Event.DECISION_MADE, by=by, subject=decision, detail={"kind": decision.kind})
    return decision
