"""Correcting answers after speaking with the patient."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from screening.engine import AnswerError, AnswerProblem, Rulebook
from screening.models import (
    AnswerCorrection,
    Appointment,
    Evaluation,
    FindingDecision,
    QuestionnaireResponse,
    Review,
    SignOff,
)
from screening.services.audit import Actor, record
from screening.services.credit import credit_changes, credit_of
from screening.services.errors import AnswersRefused, FieldProblem, InvalidInput
from screening.services.evaluation import DATE_OF_BIRTH, evaluate_response, read_answer, without_hidden
from screening.services.review.changing import change, review_to_decide
from screening.services.review.permissions import require_staff
from screening.services.review.standing import fallen
from screening.services.review.states import Event
from screening.services.rulebook import active_version, rulebook_of
from screening.services.texts import read_text

Values = dict[str, object | None]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did: the new evaluation, the decisions that stand no longer, the sign-off gone."""

    evaluation: Evaluation
    corrections: tuple[AnswerCorrection, ...]
    fell_away: tuple[FindingDecision, ...]
    sign_off_gone: SignOff | None


@transaction.atomic
def correct_answers(
    *, appointment: Appointment, answers: Mapping[str, object], reason: str, by: Actor, seen_revision: int
) -> Corrected:
    """Replace answers; what they were stays beside. Evaluated anew; the patient's own are marked as amended.

    An empty value makes an answer unanswered. Decisions hold on to fingerprints: those whose finding changed
    fall away and are returned, and so is a sign-off that fell. StaleDecision; InvalidInput without a reason
    or without any change; AnswersRefused for values the active rulebook does not accept, and for the birth
    date, which belongs to the patient's record.
    """
    corrector = require_staff(by)
    why = read_text("reason", reason, required=True)
    review = review_to_decide(appointment, seen_revision)
    response: QuestionnaireResponse = QuestionnaireResponse.objects.whole().get(appointment=appointment.pk)
    before = {**response.answers}
    changed = lay_on(response, answers, by)
    record(action="response.corrected", by=by, subject=response, detail={"count": len(changed)})
    outcome = evaluate_and_compare(review, response, Evaluation.Cause.CORRECTED, by)
    rows = []
    for link_id, value in changed.items():
        row = AnswerCorrection(response=response, evaluation=outcome.evaluation, made_by_id=corrector)
        row.link_id, row.before, row.after, row.reason = link_id, before.get(link_id), value, why
        row.save(force_insert=True)
        rows.append(row)
    review.refresh_from_db()
    change(review, Event.ANSWERS_CORRECTED, by=by, detail={"count": len(rows)})
    return Corrected(outcome.evaluation, tuple(rows), outcome.fell_away, outcome.sign_off_gone)


def lay_on(response: QuestionnaireResponse, answers: Mapping[str, object], by: Actor) -> Values:
    """Change the answers of a locked response and save it; what changed, with what is hidden now and went."""
    rulebook = rulebook_of(active_version())
    before = {**response.answers}
    laid = {**before, **read_changes(rulebook, response, answers)}
    response.answers = {link_id: value for link_id, value in laid.items() if value is not None}
    response.answers = without_hidden(rulebook, response)
    response.status = QuestionnaireResponse.Status.AMENDED
    response.revision += 1
    credit_changes(response, before, credit_of(by))
    response.save(update_fields=["answers", "answered_by", "status", "revision"])
    now = response.answers
    changed = {
        link_id: now.get(link_id)
        for link_id in sorted({*before, *now})
        if now.get(link_id) != before.get(link_id)
    }
    if not changed:  # all of it was hidden by the other answers
        message = _("With the other answers this question does not apply. Correct those first.")
        raise InvalidInput([FieldProblem("answers", "hidden", message)])
    return changed


def evaluate_and_compare(
    review: Review, response: QuestionnaireResponse, cause: Evaluation.Cause, by: Actor
) -> Corrected:
    """Evaluate anew, and tell which decisions and which sign-off stood before and do so no longer."""
    decisions = list(FindingDecision.objects.filter(response=response).in_order())
    signed: SignOff | None = SignOff.objects.current().filter(review=review).first()
    earlier = json.loads(Evaluation.objects.current().get(response=response).body)
    evaluation = evaluate_response(response=response, cause=cause, by=by)
    gone = SignOff.objects.filter(pk=signed.pk, is_current=False).first() if signed else None
    fell_away = fallen(earlier, json.loads(evaluation.body), decisions)
    return Corrected(evaluation, (), tuple(fell_away), gone)


def read_changes(
    rulebook: Rulebook, response: QuestionnaireResponse, answers: Mapping[str, object]
) -> Values:
    """The answers that differ from what is stored, in the rulebook's spelling."""
    values = read_answers(rulebook, response, answers)
    changed = {link_id: value for link_id, value in values.items() if response.answers.get(link_id) != value}
    if not changed:
        raise InvalidInput([FieldProblem("answers", "unchanged", _("No answer was changed."))])
    return changed


def read_answers(
    rulebook: Rulebook, response: QuestionnaireResponse, answers: Mapping[str, object]
) -> Values:
    """Answers in the rulebook's spelling, None for an empty one; AnswersRefused with every problem."""
    values: Values = {}
    problems: list[AnswerProblem] = []
    for link_id, given in answers.items():
        if link_id == DATE_OF_BIRTH:
            problems.append(AnswerProblem(link_id, "not_asked", _("Change it in the patient's record.")))
            continue
        try:
            values[link_id] = read_answer(rulebook, response, link_id, given)
        except AnswerError as error:
            problems += error.problems
    if problems:
        raise AnswersRefused(problems)
    return values
