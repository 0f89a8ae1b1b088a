"""Saving one section of a questionnaire."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.engine import AnswerError, AnswerProblem, Rulebook
from screening.models import Appointment, QuestionnaireResponse
from screening.services.audit import Actor, record
from screening.services.credit import AnsweredBy, credit_changes, credit_of
from screening.services.errors import (
    AlreadySubmitted,
    AnswersRefused,
    AppointmentIsCancelled,
    ChangedMeanwhile,
)
from screening.services.evaluation import read_answer
from screening.services.intake.sections import is_asked
from screening.services.rulebook import rulebook_of


@dataclass(frozen=True, slots=True)
class SaveResult:
    """A saved section: the response as it is now, and the revision a next save has to name."""

    response: QuestionnaireResponse
    revision: int


@transaction.atomic
def save_section(
    *,
    response: QuestionnaireResponse,
    section: str,
    answers: Mapping[str, object],
    revision: int,
    by: Actor,
    answered_by: AnsweredBy | None = None,
) -> SaveResult:
    """Store the answers of one section.

    `answers` names the items shown on the page: an empty value (None, "", []) clears an answer, an item not
    named keeps its own (hidden ones are cleared when the questionnaire is handed in). `revision` is the one
    the page was made from. `answered_by` names a guardian or carer; without it the answers count as those of
    `by`. Nothing is stored where anything is refused: AnswersRefused with every problem;
    ChangedMeanwhile where the same section was saved with other answers since that revision;
    AlreadySubmitted; AppointmentIsCancelled.
    """
    fresh = lock_open(response)
    rulebook = rulebook_of(fresh.rulebook_version)
    values = read_section(rulebook, fresh, section, answers)
    stored = {link_id: fresh.answers.get(link_id) for link_id in values}
    if fresh.section_revisions.get(section, 0) > revision and stored != values:
        raise ChangedMeanwhile(stored=stored, given=answers, revision=fresh.revision)
    before = {**fresh.answers}
    laid = {**before, **values}
    fresh.answers = {link_id: value for link_id, value in laid.items() if value is not None}
    fresh.revision += 1
    fresh.section_revisions = {**fresh.section_revisions, section: fresh.revision}
    fresh.started_at = fresh.started_at or timezone.now()
    credit_changes(fresh, before, answered_by or credit_of(by))
    fresh.save(update_fields=["answers", "answered_by", "revision", "section_revisions", "started_at"])
    record(
        action="response.section_saved",
        by=by,
        subject=fresh,
        detail={"section": section, "revision": fresh.revision},
    )
    return SaveResult(fresh, fresh.revision)


def lock_open(response: QuestionnaireResponse) -> QuestionnaireResponse:
    """The response as it is now, with its appointment locked; refused where it cannot be changed any more."""
    appointment = Appointment.objects.lock(response.appointment_id)
    fresh: QuestionnaireResponse = QuestionnaireResponse.objects.whole().get(pk=response.pk)
    if fresh.is_submitted:
        raise AlreadySubmitted
    if appointment.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    return fresh


def read_section(
    rulebook: Rulebook, response: QuestionnaireResponse, section: str, answers: Mapping[str, object]
) -> dict[str, object | None]:
    """The answers in the rulebook's spelling, None for an empty one; AnswersRefused with every problem."""
    values: dict[str, object | None] = {}
    problems: list[AnswerProblem] = []
    for link_id, given in answers.items():
        problems += asked_problems(rulebook, response, section, link_id)
        try:
            values[link_id] = read_answer(rulebook, response, link_id, given)
        except AnswerError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise AnswersRefused(problems)
    return values


def asked_problems(
    rulebook: Rulebook, response: QuestionnaireResponse, section: str, link_id: str
) -> Iterator[AnswerProblem]:
    """A problem where the item is not one this section asks of this patient."""
    item = rulebook.items.get(link_id)
    treatments = tuple(response.appointment.treatments)
    if item is not None and (item.section != section or not is_asked(item, treatments)):
        yield AnswerProblem(link_id, "not_asked", _("This question is not asked here."))
