"""Taking in what a patient was asked again, from the patient or from staff who enter it for them."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.engine import AnswerProblem
from screening.models import Appointment, Evaluation, PatientRequest, QuestionnaireResponse
from screening.services.audit import Actor, record
from screening.services.credit import AnsweredBy, credit_changes, credit_of
from screening.services.errors import (
    AnswersRefused,
    AppointmentIsCancelled,
    IncompleteResponse,
    NoOpenRequest,
)
from screening.services.evaluation import answers_of, evaluate_response, parse_accepted, without_hidden
from screening.services.intake.sections import is_shown
from screening.services.review.changing import change, lock_review
from screening.services.review.corrections import read_answers
from screening.services.review.requests import (
    OpenRequest,
    askable_items,
    close_request,
    open_request_for,
)
from screening.services.review.states import Event

Status = PatientRequest.Status


@transaction.atomic
def answer_request(
    *,
    response: QuestionnaireResponse,
    answers: Mapping[str, object],
    by: Actor,
    answered_by: AnsweredBy | None = None,
) -> Evaluation:
    """Take in what the patient answered again, all at once; evaluated anew, and back to review.

    `answered_by` names a guardian or carer; without it the answers count as those of `by`. An item that is
    not named keeps its answer.

    NoOpenRequest; AnswersRefused for items that are not open and values that do not fit; IncompleteResponse
    naming open questions without an answer; AppointmentIsCancelled. Nothing is stored where it is refused.
    """
    review = lock_review(response.appointment)
    if review.appointment.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    fresh: QuestionnaireResponse = QuestionnaireResponse.objects.whole().get(pk=response.pk)
    asked = open_request_for(fresh)
    if asked is None:
        raise NoOpenRequest
    take_in(asked, fresh, answers, answered_by or credit_of(by))
    record(action="response.answered_again", by=by, subject=fresh, detail={"revision": fresh.revision})
    evaluation = evaluate_response(response=fresh, cause=Evaluation.Cause.PATIENT_ANSWERED, by=by)
    close_request(asked.request, Status.ANSWERED, by)
    review.refresh_from_db()
    if asked.request.whole:
        review.answers_given_at = timezone.now()
    elif asked.request.made_by_id is None:  # the patient said that the rest is as it was
        review.rechecked_at, review.rechecked_by_id = timezone.now(), by.user_id
    change(review, Event.PATIENT_ANSWERED, by=by, subject=asked.request)
    return evaluation


def take_in(
    asked: OpenRequest,
    response: QuestionnaireResponse,
    answers: Mapping[str, object],
    whom: AnsweredBy | None,
) -> None:
    """Lay the answers on a locked response and save it."""
    opened = {item.link_id for item in asked.items}
    closed = [
        AnswerProblem(link_id, "not_asked", _("This question is not asked here."))
        for link_id in answers
        if link_id not in opened
    ]
    if closed:
        raise AnswersRefused(closed)
    before = {**response.answers}
    laid = {**before, **read_answers(asked.rulebook, response, answers)}
    response.answers = {link_id: value for link_id, value in laid.items() if value is not None}
    response.answers = without_hidden(asked.rulebook, response)
    missing = missing_of(asked, response)
    if missing:
        raise IncompleteResponse(missing)
    response.status = QuestionnaireResponse.Status.AMENDED
    response.revision += 1
    credit_changes(response, before, whom)
    response.save(update_fields=["answers", "answered_by", "status", "revision"])


def missing_of(asked: OpenRequest, response: QuestionnaireResponse) -> list[str]:
    """The open questions that apply, are not optional and have no answer."""
    answers = parse_accepted(asked.rulebook, answers_of(asked.rulebook, response))
    askable = askable_items(asked.rulebook, response.appointment)
    return [
        item.link_id
        for item in asked.items
        if not item.optional and item.link_id not in answers.raw and is_shown(item, askable, answers)
    ]
