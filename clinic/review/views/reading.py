"""Reading: a summary, an earlier evaluation."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from clinic.accounts.access import clinical_only
from clinic.review.unavailable import needs_screening
from clinic.review.views.page import appointment_or_404, forms_if_any, summary_response


@require_safe
@clinical_only
@needs_screening
def summary(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """The newest evaluation of a submitted questionnaire, with the forms."""
    appointment = appointment_or_404(appointment_id)
    return summary_response(request, appointment, forms_if_any(appointment))


@require_safe
@clinical_only
@needs_screening
def evaluation(request: HttpRequest, appointment_id: uuid.UUID, sequence: int) -> HttpResponse:
    """Any evaluation of the history, to read."""
    return summary_response(request, appointment_or_404(appointment_id), None, sequence=sequence)
