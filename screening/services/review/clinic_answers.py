"""The answers the clinic enters itself."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.engine import AnswerError, AnswerProblem, Rulebook, parse_answer
from screening.models import Appointment, Evaluation, QuestionnaireResponse
from screening.services.audit import Actor, record
from screening.services.credit import credit_changes, credit_of
from screening.services.errors import AnswersRefused
from screening.services.evaluation import evaluate_response
from screening.services.rulebook import active_version, rulebook_of

CLINIC = "clinic"


@transaction.atomic
def enter_clinic_answers(
    *, response: QuestionnaireResponse, answers: Mapping[str, object], by: Actor
) -> Evaluation | None:
    """Store answers to the items asked of the clinic (an empty value clears one), and evaluate anew.

    Returns the new evaluation; None where the patient has not handed in the questionnaire yet.
    AnswersRefused, with nothing stored, for items the patient is asked and for values the active rulebook
    does not accept.
    """
    Appointment.objects.lock(response.appointment_id)
    fresh: QuestionnaireResponse = QuestionnaireResponse.objects.whole().get(pk=response.pk)
    values = read_clinic_answers(rulebook_of(active_version()), answers)
    before = {**fresh.answers}
    laid = {**before, **values}
    fresh.answers = {link_id: value for link_id, value in laid.items() if value is not None}
    credit_changes(fresh, before, credit_of(by))
    fresh.save(update_fields=["answers", "answered_by"])
    record(action="response.clinic_answers", by=by, subject=fresh, detail={"items": sorted(values)})
    if not fresh.is_submitted:
        return None
    return evaluate_response(response=fresh, cause=Evaluation.Cause.CLINIC_ANSWERS, by=by)


def read_clinic_answers(rulebook: Rulebook, answers: Mapping[str, object]) -> dict[str, object | None]:
    """The answers in the rulebook's spelling; AnswersRefused with every problem."""
    values: dict[str, object | None] = {}
    problems: list[AnswerProblem] = []
    for link_id, given in answers.items():
        item = rulebook.items.get(link_id)
        if item is not None and item.asked != CLINIC:
            problems.append(AnswerProblem(link_id, "not_asked", _("This question is for the patient.")))
        try:
            values[link_id] = parse_answer(rulebook, link_id, given, timezone.localdate())
        except AnswerError as error:
            problems += error.problems
    if problems:
        raise AnswersRefused(problems)
    return values
