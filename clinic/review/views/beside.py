"""What the summary of the newest evaluation shows beside it: the clinic's side, and the forms to decide."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from clinic.accounts.access import roles_here, staff_user
from clinic.accounts.roles import CLINICAL_LEAD
from clinic.review.decided import Decided
from clinic.review.forms import AskForm, DecideForm, LetterForm, NoteForm
from clinic.review.options import Offering
from clinic.review.present import present_view
from clinic.review.standing import StandingView, standing_view
from clinic.review.summary import SummaryPage, with_decisions
from screening.engine import Rulebook
from screening.models import Appointment
from screening.services.audit import Actor
from screening.services.review import Record, Summary, askable_items, open_record


def clinic_side(
    request: HttpRequest, page: SummaryPage, summary: Summary, active: Rulebook | None
) -> dict[str, Any]:
    """The page with its decisions, the record's standing, who else is here; forms where `active` is given."""
    by, now = Actor.staff(staff_user(request)), timezone.now()
    record = open_record(appointment=summary.appointment, by=by, now=now)
    standing = standing_view(record, summary)
    is_over = summary.appointment.status == Appointment.Status.CANCELLED or standing.is_withdrawn
    may_decide = active is not None and not is_over
    offering = Offering(summary.rulebook, summary.result, record, CLINICAL_LEAD in roles_here(request))
    decided = with_forms(standing, offering) if may_decide else standing.by_rule
    askable = askable_items(active, summary.appointment) if active is not None and may_decide else {}
    context: dict[str, Any] = {
        "page": with_decisions(page, decided, frozenset(askable)),
        "standing": standing,
        "present": present_view(summary.appointment, by, standing.revision, now),
        "is_lead": offering.is_lead,
        "may_decide": may_decide,
        "revision": standing.revision,
    }
    if active is not None and may_decide:
        context |= small_forms(record, active, summary.appointment)
    return context


def with_forms(standing: StandingView, offering: Offering) -> dict[str, Decided]:
    """What was decided by rule, each with the form to decide more."""
    return {
        rule: replace(decided, form=DecideForm(options=offering.options(rule), revision=standing.revision))
        for rule, decided in standing.by_rule.items()
    }


def small_forms(record: Record, active: Rulebook, appointment: Appointment) -> dict[str, Any]:
    """A note, a letter, and questions to the patient."""
    revision = record.review.revision
    askable = askable_items(active, appointment)
    return {
        "note_form": NoteForm(revision=revision, auto_id="note_%s"),
        "letter_form": LetterForm(revision=revision, auto_id="letter_%s"),
        "ask_form": AskForm(revision=revision, rulebook=active, askable=askable),
    }
