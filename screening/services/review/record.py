"""Everything decided, asked and written about one appointment, read together."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from screening.models import (
    AnswerCorrection,
    Appointment,
    CorrectionRequest,
    Evidence,
    FindingDecision,
    Note,
    PatientRequest,
    Review,
    ReviewChange,
    SignOff,
)
from screening.services.audit import Actor, record
from screening.services.review.gate import GateNow, active_digest, gate_of
from screening.services.review.standing import Held, held_of, is_about, stands, undecided


@dataclass(frozen=True, slots=True)
class DecidedFinding:
    """What one rule says about one planned treatment, with the decisions about it that stand."""

    held: Held
    decisions: tuple[FindingDecision, ...]
    is_undecided: bool


@dataclass(frozen=True, slots=True)
class Record:
    """The clinic's side of an appointment. `revision` of `review` is what a decision has to name.

    `fell_away` are decisions that stand for nothing found now, `pending` the overrides that wait for a
    second person; `asks_correction`: the patient says that an answer is wrong. Lists are in order of time;
    letters come without their contents.
    """

    review: Review
    gate: GateNow
    findings: tuple[DecidedFinding, ...]
    decisions: tuple[FindingDecision, ...]
    pending: tuple[FindingDecision, ...]
    fell_away: tuple[FindingDecision, ...]
    sign_offs: tuple[SignOff, ...]
    corrections: tuple[AnswerCorrection, ...]
    requests: tuple[PatientRequest, ...]
    notes: tuple[Note, ...]
    evidence: tuple[Evidence, ...]
    changes: tuple[ReviewChange, ...]
    asks_correction: bool

    @property
    def sign_off(self) -> SignOff | None:
        """The one that stands, if any."""
        return next((one for one in self.sign_offs if one.is_current), None)

    @property
    def open_request(self) -> PatientRequest | None:
        """What the patient is asked at the moment, if anything."""
        return next((one for one in self.requests if one.status == PatientRequest.Status.OPEN), None)


@transaction.atomic
def open_record(*, appointment: Appointment, by: Actor, now: datetime) -> Record:
    """The clinic's side of an appointment, in a constant number of queries; noted as read."""
    review: Review = Review.objects.with_people().get(appointment=appointment.pk)
    response = review.appointment.response
    decisions = tuple(FindingDecision.objects.filter(response=response).in_order())
    sign_offs = tuple(SignOff.objects.filter(review=review).in_order())
    current = next((one for one in sign_offs if one.is_current), None)
    found = findings_of(review, decisions)
    shown = {one.pk for finding in found for one in finding.decisions}
    alive = [one for one in decisions if one.withdrawn_at is None]
    pending = tuple(
        one for one in alive if not one.is_complete and any(is_about(one, each.held) for each in found)
    )
    waiting = {one.pk for one in pending}
    record(action="review.read", by=by, subject=review, detail={"revision": review.revision})
    return Record(
        review=review,
        gate=gate_of(review, current, active_digest(), now),
        findings=found,
        decisions=decisions,
        pending=pending,
        fell_away=tuple(one for one in alive if one.pk not in shown | waiting),
        sign_offs=sign_offs,
        corrections=tuple(AnswerCorrection.objects.filter(response=response).in_order()),
        requests=tuple(PatientRequest.objects.filter(review=review).in_order()),
        notes=tuple(Note.objects.filter(review=review).in_order()),
        evidence=tuple(Evidence.objects.filter(review=review).listed()),
        changes=tuple(ReviewChange.objects.filter(review=review).since(0)),
        asks_correction=bool(CorrectionRequest.objects.asking([appointment.pk])),
    )


def findings_of(review: Review, decisions: tuple[FindingDecision, ...]) -> tuple[DecidedFinding, ...]:
    """What the current evaluation found, each with the decisions that stand for it."""
    if review.evaluation is None:
        return ()
    result = json.loads(review.evaluation.body)
    open_ones = set(undecided(result, decisions))
    return tuple(
        DecidedFinding(held, tuple(one for one in decisions if stands(one, held)), held in open_ones)
        for held in held_of(result)
    )
