"""Saving one section of a questionnaire, or one answer as it is given."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.engine import AnswerError, AnswerProblem, Rulebook
from screening.models import Appointment, AuditEvent, QuestionnaireResponse
from screening.services.audit import Actor, Detail, record
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
from screening.services.withdrawn import refuse_withdrawn

ANSWER_SAVED = "response.answer_saved"
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What was saved: the response as it is now, and the revision a next save of the page has to name.

    That is an older one than the response's where somebody else saved since the page was made.
    """

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
    confirmed: Collection[str] = (),
) -> SaveResult:
    """Store the answers of one section.

    `answers` names the items shown on the page: an empty value (None, "", []) clears an answer, an item not
    named keeps its own (hidden ones are cleared when the questionnaire is handed in). `revision` is the one
    the page was made from. `answered_by` names a guardian or carer; without it the answers count as those of
    `by`. `confirmed` names those that were answered by confirming last time's answer: the audit trail keeps
    how many. Nothing is stored where anything is refused: AnswersRefused with every problem;
    ChangedMeanwhile where the same section was saved with other answers since that revision;
    AlreadySubmitted; AppointmentIsCancelled.
    """
    fresh = lock_open(response)
    rulebook = rulebook_of(fresh.rulebook_version)
    values = read_section(rulebook, fresh, section, answers)
    stored = {link_id: fresh.answers.get(link_id) for link_id in values}
    is_newer = fresh.section_revisions.get(section, 0) > revision
    if (is_newer and stored != values) or changed_since(fresh, values, revision):
        raise ChangedMeanwhile(stored=stored, given=answers, revision=fresh.revision)
    lay(fresh, values, answered_by or credit_of(by))
    fresh.section_revisions = {**fresh.section_revisions, section: fresh.revision}
    fresh.save(update_fields=[*LAID, "section_revisions"])
    detail: dict[str, Detail] = {"section": section, "revision": fresh.revision}
    if confirmed:
        detail["confirmed"] = len(confirmed)
    record(action="response.section_saved", by=by, subject=fresh, detail=detail)
    return SaveResult(fresh, fresh.revision)


@transaction.atomic
def save_answer(
    *,
    response: QuestionnaireResponse,
    link_id: str,
    value: object,
    revision: int,
    by: Actor,
    answered_by: AnsweredBy | None = None,
) -> SaveResult:
    """Store one answer as it is given; its section counts as saved only with `save_section`.

    Empty clears. `revision` is the page's, or that of this answer's last save by the page where it is newer.
    Refused like `save_section`; ChangedMeanwhile where this very answer was given otherwise elsewhere since.

    The audit trail gets one event per section, person and minute: one per answer would bury everything else,
    and which answers there are is in the section's own event once the page is left.
    """
    fresh = lock_open(response)
    rulebook = rulebook_of(fresh.rulebook_version)
    section = rulebook.items[link_id].section if link_id in rulebook.items else ""
    values = read_section(rulebook, fresh, section, {link_id: value})
    if changed_since(fresh, values, revision):
        stored = {link_id: fresh.answers.get(link_id)}
        raise ChangedMeanwhile(stored=stored, given={link_id: value}, revision=fresh.revision)
    is_page_new = revision >= fresh.revision
    if values[link_id] != fresh.answers.get(link_id):
        lay(fresh, values, answered_by or credit_of(by))
        fresh.save(update_fields=LAID)
        note_answer(fresh, section, by)
    return SaveResult(fresh, fresh.revision if is_page_new else revision)


LAID = ["answers", "answered_by", "revision", "answer_revisions", "started_at"]
"""The columns that `lay` changes."""


def lay(
    response: QuestionnaireResponse, values: Mapping[str, object | None], whom: AnsweredBy | None
) -> None:
    """Lay answers in the rulebook's spelling on a locked response, which is not saved yet."""
    before = {**response.answers}
    laid = {**before, **values}
    response.answers = {link_id: value for link_id, value in laid.items() if value is not None}
    response.revision += 1
    changed = {link_id: response.revision for link_id in values if values[link_id] != before.get(link_id)}
    response.answer_revisions = {**(response.answer_revisions or {}), **changed}
    response.started_at = response.started_at or timezone.now()
    credit_changes(response, before, whom)


def changed_since(
    response: QuestionnaireResponse, values: Mapping[str, object | None], revision: int
) -> bool:
    """Whether one of these answers was given otherwise after this revision."""
    given = response.answer_revisions or {}
    return any(
        given.get(link_id, 0) > revision and response.answers.get(link_id) != value
        for link_id, value in values.items()
    )


def note_answer(response: QuestionnaireResponse, section: str, by: Actor) -> None:
    """Note on the audit trail that answers of a section are being given, once a minute."""
    lately = AuditEvent.objects.about(response).filter(
        action=ANSWER_SAVED, actor_id=by.id, at__gt=timezone.now() - NOTED_EVERY, detail__section=section
    )
    if not lately.exists():
        detail: dict[str, Detail] = {"section": section, "revision": response.revision}
        record(action=ANSWER_SAVED, by=by, subject=response, detail=detail)


def lock_open(response: QuestionnaireResponse) -> QuestionnaireResponse:
    """The response as it is now, with its appointment locked; refused where it cannot be changed any more."""
    appointment = Appointment.objects.lock(response.appointment_id)
    fresh: QuestionnaireResponse = QuestionnaireResponse.objects.whole().get(pk=response.pk)
    if fresh.is_submitted:
        raise AlreadySubmitted
    if appointment.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    refuse_withdrawn(appointment)
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
