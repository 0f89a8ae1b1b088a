"""Evaluating a submitted questionnaire, and replaying what was evaluated."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.engine import (
    TREATMENT_AREAS,
    AnswerError,
    AnswerProblem,
    Answers,
    Context,
    ContextError,
    Rulebook,
    Severity,
    canonical_json,
    enabled_items,
    evaluate,
    parse_answer,
    parse_answers,
)
from screening.models import Appointment, Evaluation, QuestionnaireResponse
from screening.services.audit import Actor, record
from screening.services.errors import NotSubmitted, TreatmentUnknown
from screening.services.rulebook import accepted_answers, active_version, rulebook_of
from screening.services.withdrawn import refuse_withdrawn

DATE_OF_BIRTH = "date_of_birth"

Follower = Callable[[Evaluation, Actor], None]
_followers: list[Follower] = []


def follow_evaluations(follower: Follower) -> None:
    """Have `follower` called in the transaction of every new evaluation (wired in `screening.apps`)."""
    _followers.append(follower)


def answers_of(rulebook: Rulebook, response: QuestionnaireResponse) -> dict[str, object]:
    """Everything known for a response, by link id: what was answered, the birth date of the patient's record,
    and the appointment's areas with those the patient added. May hold answers the rulebook does not accept.
    """
    answers: dict[str, object] = dict(response.answers)
    if DATE_OF_BIRTH in rulebook.items:
        answers[DATE_OF_BIRTH] = response.appointment.patient.birth_date.isoformat()
    if TREATMENT_AREAS in rulebook.items:
        answers[TREATMENT_AREAS] = areas_of(response)
    return answers


def areas_of(response: QuestionnaireResponse) -> list[str]:
    """The areas to be treated: the appointment's, then those the patient added."""
    return list(dict.fromkeys([*response.appointment.areas, *response.answers.get(TREATMENT_AREAS, [])]))


def parse_accepted(rulebook: Rulebook, raw: Mapping[str, object]) -> Answers:
    """The answers that this rulebook accepts; the others count as unanswered."""
    return accepted_answers(rulebook, raw).answers


def read_answer(
    rulebook: Rulebook, response: QuestionnaireResponse, link_id: str, given: object
) -> object | None:
    """One answer in the rulebook's spelling; of the areas, those the patient adds. AnswerError if unfit."""
    value = parse_answer(rulebook, link_id, given, timezone.localdate())
    if link_id != TREATMENT_AREAS:
        return value
    chosen = value if isinstance(value, list) else []
    booked = response.appointment.areas
    if not set(booked) <= set(chosen):
        message = _("The areas of your appointment stay. To change them, please call the clinic.")
        raise AnswerError((AnswerProblem(link_id, "area_removed", message),))
    return [code for code in chosen if code not in booked] or None


def without_hidden(rulebook: Rulebook, response: QuestionnaireResponse) -> dict[str, object]:
    """The response's own answers without those to questions that the others do not open."""
    enabled = enabled_items(parse_accepted(rulebook, answers_of(rulebook, response)))
    return {
        link_id: value for link_id, value in response.answers.items() if enabled.get(link_id) is not False
    }


@transaction.atomic
def evaluate_response(*, response: QuestionnaireResponse, cause: Evaluation.Cause, by: Actor) -> Evaluation:
    """Evaluate a submitted response with the active rulebook; return the result, stored beside earlier ones.

    NotSubmitted before the patient has handed it in, FormWithdrawn once it was taken back;
    ScreeningUnavailable where no rulebook can be used, or the active one does not know a treatment of the
    appointment.
    """
    Appointment.objects.lock(response.appointment_id)
    fresh: QuestionnaireResponse = QuestionnaireResponse.objects.whole().get(pk=response.pk)
    if not fresh.is_submitted:
        raise NotSubmitted
    refuse_withdrawn(fresh.appointment)
    version = active_version()
    rulebook = rulebook_of(version)
    answers = parse_accepted(rulebook, answers_of(rulebook, fresh))
    appointment = fresh.appointment
    try:
        found = evaluate(rulebook, answers, Context(appointment.day, tuple(appointment.treatments)))
    except ContextError as error:
        raise TreatmentUnknown from error
    row = Evaluation(
        response=fresh, rulebook_version=version, appointment_at=appointment.starts_at, cause=cause
    )
    store(row, found.as_json(), by)
    if not _followers:
        raise RuntimeError("no review would learn of this evaluation: screening.apps has not been made ready")
    for follow in _followers:
        follow(row, by)
    return row


def store(row: Evaluation, result: dict[str, Any], by: Actor) -> None:
    """Fill `row` with the result and save it as the response's current evaluation."""
    earlier = Evaluation.objects.filter(response=row.response)
    row.sequence = earlier.count() + 1
    row.on = date.fromisoformat(result["on"])
    row.eligibility = result["eligibility"]
    row.severity_rank = rank_of(result["eligibility"])
    row.earliest_date = date.fromisoformat(result["earliest_date"]) if result["earliest_date"] else None
    row.settled = result["settled"]
    row.digest = result["digest"]
    row.body = canonical_json(result)
    row.created_by_id = by.user_id
    earlier.filter(is_current=True).update(is_current=False)
    row.save(force_insert=True)
    record(
        action="evaluation.made",
        by=by,
        subject=row,
        detail={"response": str(row.response_id), "cause": row.cause, "sequence": row.sequence},
    )


def rank_of(eligibility: str) -> int:
    """How bad an eligibility is: 0 for eligible, else the severity's own number."""
    return 0 if eligibility == Evaluation.Eligibility.ELIGIBLE else int(Severity.from_code(eligibility))


@dataclass(frozen=True, slots=True)
class Replay:
    """An evaluation as it was stored, and as it comes out now from the same rulebook, answers and context."""

    stored: str
    again: str

    @property
    def matches(self) -> bool:
        """Whether both are the same, byte for byte."""
        return self.stored == self.again


def replay(evaluation: Evaluation) -> Replay:
    """Evaluate again what an evaluation was made from. RulebookBroken where its rulebook cannot be used."""
    rulebook = rulebook_of(evaluation.rulebook_version)
    body = json.loads(evaluation.body)
    context = Context(date.fromisoformat(body["on"]), tuple(body["treatments"]))
    result = evaluate(rulebook, parse_answers(rulebook, body["answers"]), context)
    return Replay(evaluation.body, canonical_json(result.as_json()))
