"""One submitted questionnaire as one of its evaluations sees it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from screening.engine import Rulebook
from screening.models import Appointment, Evaluation, Patient, QuestionnaireResponse
from screening.services.audit import Actor, record
from screening.services.errors import NotSubmitted, UnknownEvaluation
from screening.services.rulebook import rulebook_of


@dataclass(frozen=True, slots=True)
class Summary:
    """One submitted questionnaire as one of its evaluations sees it.

    `result` is the stored body (engine's `Evaluation.as_json()`), `rulebook` the one it was made with;
    `previous` is the body of the evaluation before it, if any. `set_aside` holds answers that rulebook does
    not accept. `history` has every evaluation, oldest first.
    """

    appointment: Appointment
    patient: Patient
    response: QuestionnaireResponse
    evaluation: Evaluation
    rulebook: Rulebook
    result: Mapping[str, Any]
    previous: Mapping[str, Any] | None
    set_aside: Mapping[str, object]
    history: tuple[Evaluation, ...]


@transaction.atomic
def open_summary(*, appointment: Appointment, by: Actor, sequence: int | None = None) -> Summary:
    """Everything a practitioner reads about one submitted questionnaire; noted on the audit trail as read.

    As its newest evaluation sees it, or the one numbered `sequence`. NotSubmitted before the patient has
    handed it in; UnknownEvaluation for a number it has not; RulebookBroken where its rulebook cannot be used.
    """
    fresh: Appointment = Appointment.objects.with_people().get(pk=appointment.pk)
    response = fresh.response
    history = tuple(Evaluation.objects.filter(response=response).oldest_first())
    if not history:
        raise NotSubmitted
    number = len(history) if sequence is None else sequence
    if not 1 <= number <= len(history):
        raise UnknownEvaluation
    chosen = history[number - 1]
    result = json.loads(chosen.body)
    own = {**response.set_aside, **response.answers} if chosen.is_current else response.set_aside
    record(action="response.read", by=by, subject=response, detail={"evaluation": str(chosen.pk)})
    return Summary(
        appointment=fresh,
        patient=fresh.patient,
        response=response,
        evaluation=chosen,
        rulebook=rulebook_of(chosen.rulebook_version),
        result=result,
        previous=json.loads(history[number - 2].body) if number > 1 else None,
        set_aside={link_id: value for link_id, value in own.items() if link_id not in result["answers"]},
        history=history,
    )
