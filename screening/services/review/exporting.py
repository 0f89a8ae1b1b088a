"""Taking a summary out of the system."""

from datetime import datetime

from django.db import transaction

from screening.models import Appointment
from screening.services.audit import Actor, Detail, record
from screening.services.review.record import Record, open_record
from screening.services.review.summary import Summary, open_summary


@transaction.atomic
def export_summary(*, appointment: Appointment, by: Actor, now: datetime) -> tuple[Summary, Record]:
    """The newest evaluation and the clinic's side, for a document; noted on the audit trail as exported.

    NotSubmitted; RulebookBroken.
    """
    summary = open_summary(appointment=appointment, by=by)
    beside = open_record(appointment=appointment, by=by, now=now)
    detail: dict[str, Detail] = {
        "evaluation": str(summary.evaluation.pk),
        "revision": beside.review.revision,
    }
    record(action="response.exported", by=by, subject=summary.response, detail=detail)
    return summary, beside


@transaction.atomic
def export_evaluation(*, appointment: Appointment, by: Actor, sequence: int) -> Summary:
    """One evaluation of the history as it was made, for a document; noted on the audit trail as exported.

    NotSubmitted; UnknownEvaluation; RulebookBroken.
    """
    summary = open_summary(appointment=appointment, by=by, sequence=sequence)
    detail: dict[str, Detail] = {"evaluation": str(summary.evaluation.pk)}
    record(action="response.exported", by=by, subject=summary.response, detail=detail)
    return summary
