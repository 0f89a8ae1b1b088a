"""Every evaluation of one questionnaire."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clinic.results.words import moment_words, stamp_words
from screening.models import Evaluation
from screening.services.review import Summary


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """One evaluation of the history."""

    sequence: int
    cause: str
    eligibility: str
    made_at: str
    made_by: str
    appointment_at: str
    rulebook_number: int
    digest: str
    is_shown: bool
    is_current: bool


def history_of(summary: Summary) -> list[EvaluationRow]:
    """The evaluations, the newest first."""
    return [row_of(one, summary.evaluation) for one in reversed(summary.history)]


def row_of(evaluation: Evaluation, shown: Evaluation) -> EvaluationRow:
    """One evaluation; `shown` is the one on the page."""
    return EvaluationRow(
        sequence=evaluation.sequence,
        cause=cause_words(evaluation.cause),
        eligibility=evaluation.eligibility,
        made_at=stamp_words(evaluation.created_at),
        made_by=str(evaluation.created_by) if evaluation.created_by else by_patient_or_system(evaluation),
        appointment_at=moment_words(evaluation.appointment_at),
        rulebook_number=evaluation.rulebook_version.number,
        digest=evaluation.digest,
        is_shown=evaluation.pk == shown.pk,
        is_current=evaluation.is_current,
    )


def cause_words(cause: str) -> str:
    """Why an evaluation was made, as a heading."""
    words = {
        Evaluation.Cause.SUBMITTED: _("Handed in"),
        Evaluation.Cause.RESCHEDULED: _("Appointment moved"),
        Evaluation.Cause.PROCEDURE_CHANGED: _("Treatment or areas changed"),
        Evaluation.Cause.CLINIC_ANSWERS: _("Clinic's answers entered"),
        Evaluation.Cause.PATIENT_CHANGED: _("Date of birth changed"),
        Evaluation.Cause.CORRECTED: _("Answers corrected"),
        Evaluation.Cause.PATIENT_ANSWERED: _("Patient answered again"),
        Evaluation.Cause.RULEBOOK_CHANGED: _("Another rulebook"),
        Evaluation.Cause.REQUESTED: _("Evaluated anew"),
    }
    return words[Evaluation.Cause(cause)]


def by_patient_or_system(evaluation: Evaluation) -> str:
    """Who made an evaluation that no member of staff made."""
    if evaluation.cause in {Evaluation.Cause.SUBMITTED, Evaluation.Cause.PATIENT_ANSWERED}:
        return pgettext("made by", "the patient")
    return pgettext("made by", "the system")
