"""Signing an appointment off."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.engine import digest_of
from screening.models import (
    Appointment,
    CorrectionRequest,
    FindingDecision,
    PatientRequest,
    Review,
    SignOff,
)
from screening.services.audit import Actor
from screening.services.consent import consent_standing
from screening.services.errors import (
    AnswersTooOld,
    Blocking,
    ConsentOutstanding,
    FieldProblem,
    InvalidInput,
    ProceedRefused,
    ReauthenticationRequired,
)
from screening.services.errors.mydata import CorrectionOutstanding
from screening.services.review.changing import change, evaluation_of, retire, review_to_decide
from screening.services.review.decisions import result_of
from screening.services.review.gate import are_answers_too_old
from screening.services.review.permissions import require_sign_off, require_staff
from screening.services.review.standing import standing, undecided
from screening.services.review.states import Event
from screening.services.rulebook import rulebook_of
from screening.services.texts import read_text

Outcome = SignOff.Outcome
PROCEEDS = frozenset({Outcome.PROCEED, Outcome.PROCEED_WITH_CONDITIONS})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody signs: an outcome, conditions where it has any, the day it is postponed to."""

    outcome: str
    conditions: str = ""
    note: str = ""
    postponed_to: date | None = None


@transaction.atomic
def sign_off(
    *,
    appointment: Appointment,
    verdict: Verdict,
    by: Actor,
    seen_revision: int,
    reauthenticated: bool,
    now: datetime | None = None,
) -> SignOff:
    """Sign an appointment off; an earlier sign-off is replaced, an open request to the patient withdrawn.

    ReauthenticationRequired unless the page has checked password or passkey again; NotPermitted without a
    clinical role and the permission for every planned treatment; StaleDecision, of several at once for all
    but one; InvalidInput naming unfit fields. To proceed: ProceedRefused naming each finding at clearance or
    worse that is neither overridden nor resolved, AnswersTooOld, ConsentOutstanding, CorrectionOutstanding.
    To postpone or decline is always possible.
    """
    if not reauthenticated:
        raise ReauthenticationRequired
    review = review_to_decide(appointment, seen_revision)
    require_sign_off(by, review.appointment.treatments)
    moment = now or timezone.now()
    fit = read_verdict(verdict, max(review.appointment.day, timezone.localdate(moment)))
    decisions = list(FindingDecision.objects.filter(response=review.appointment.response).in_order())
    if fit.outcome in PROCEEDS:
        refuse_to_proceed(review, decisions, moment)
    signed = signed_content(review, decisions, fit)
    for earlier in SignOff.objects.current().filter(review=review):
        retire(earlier, SignOff.Why.SIGNED_ANEW)
    row = unsaved(fit, signed)
    row.review, row.evaluation, row.made_by_id = review, evaluation_of(review), require_staff(by)
    row.save(force_insert=True)
    close_requests(review, moment)
    lay_on_review(review, fit)
    change(review, Event.SIGNED_OFF, by=by, subject=row, detail={"outcome": fit.outcome})
    return row


def read_verdict(verdict: Verdict, day: date) -> Verdict:
    """The verdict with its texts in order; InvalidInput for a field that does not fit the outcome."""
    if verdict.outcome not in Outcome.values:
        raise InvalidInput([FieldProblem("outcome", "required", _("Choose what is to be done."))])
    has_conditions = verdict.outcome == Outcome.PROCEED_WITH_CONDITIONS
    conditions = read_text("conditions", verdict.conditions, required=has_conditions)
    if conditions and not has_conditions:
        message = _("Only an appointment that proceeds with conditions has any.")
        raise InvalidInput([FieldProblem("conditions", "unfit", message)])
    is_postponed = verdict.outcome == Outcome.POSTPONE
    if is_postponed and (verdict.postponed_to is None or verdict.postponed_to <= day):
        message = _("Choose a day after the appointment's.")
        raise InvalidInput([FieldProblem("postponed_to", "unfit", message)])
    note = read_text("note", verdict.note)
    return Verdict(verdict.outcome, conditions, note, verdict.postponed_to if is_postponed else None)


def refuse_to_proceed(review: Review, decisions: list[FindingDecision], now: datetime) -> None:
    """ProceedRefused, AnswersTooOld, ConsentOutstanding or CorrectionOutstanding where it may not proceed."""
    blocking = blocking_of(review, decisions)
    if blocking:
        raise ProceedRefused(blocking)
    if are_answers_too_old(review, now):
        raise AnswersTooOld
    if not consent_standing(review.appointment).is_complete:
        raise ConsentOutstanding
    if CorrectionRequest.objects.asking([review.appointment_id]):
        raise CorrectionOutstanding


def blocking_of(review: Review, decisions: list[FindingDecision]) -> list[Blocking]:
    """What forbids to proceed, worst first."""
    rules = rulebook_of(evaluation_of(review).rulebook_version).rules
    return [
        Blocking(held.rule, rules[held.rule].title, held.treatment, held.severity.code)
        for held in undecided(result_of(review), decisions)
    ]


def signed_content(review: Review, decisions: list[FindingDecision], verdict: Verdict) -> dict[str, object]:
    """What is signed, as plain values: the evaluation's digest, the decisions that stand, the verdict."""
    rows = [
        {
            "id": str(one.pk),
            "kind": str(one.kind),
            "reason": one.reason,
            "rule": one.rule,
            "fingerprints": dict(one.fingerprints),
        }
        for one in standing(result_of(review), decisions)
    ]
    return {
        "evaluation": evaluation_of(review).digest,
        "decisions": sorted(rows, key=lambda row: str(row["id"])),
        "outcome": str(verdict.outcome),
        "conditions": verdict.conditions,
        "postponed_to": verdict.postponed_to.isoformat() if verdict.postponed_to else None,
    }


def unsaved(verdict: Verdict, signed: dict[str, object]) -> SignOff:
    """A sign-off of this verdict, with what is signed and its digest."""
    row = SignOff(outcome=verdict.outcome, postponed_to=verdict.postponed_to, digest=digest_of(signed))
    row.conditions, row.note, row.signed = verdict.conditions, verdict.note, signed
    return row


def is_genuine(sign_off: SignOff) -> bool:
    """Whether what is kept as signed is what the digest was made from."""
    return digest_of(sign_off.signed) == sign_off.digest


def close_requests(review: Review, now: datetime) -> None:
    """Withdraw what the patient is still asked: who signs off has decided without it."""
    withdrawn = PatientRequest.Status.WITHDRAWN
    PatientRequest.objects.open().filter(review=review).update(status=withdrawn, closed_at=now)


def lay_on_review(review: Review, verdict: Verdict) -> None:
    """Set what the sign-off means for the gate and the recall list."""
    gates = {Outcome.POSTPONE: Review.Gate.ON_HOLD, Outcome.DECLINE: Review.Gate.DECLINED}
    review.gate = gates.get(Outcome(verdict.outcome), Review.Gate.CLEARED)
    if verdict.postponed_to is not None:
        review.recall_on = verdict.postponed_to
