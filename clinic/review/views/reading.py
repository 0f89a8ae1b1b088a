"""Reading: the list, a summary, an earlier evaluation."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.accounts.access import clinical_only
from clinic.review.lists import LISTS, list_page
from clinic.review.unavailable import needs_screening
from clinic.review.views.page import actor, appointment_or_404, forms_if_any, summary_response
from screening.services.errors import UnknownPlace


@require_safe
@clinical_only
@needs_screening
def worklist(request: HttpRequest) -> HttpResponse:
    """Submitted questionnaires, upcoming or past, or who has not handed in yet."""
    name = request.GET.get("view", LISTS[0])
    if name not in LISTS:
        raise Http404
    try:
        page = list_page(name, request.GET.get("after", ""), timezone.localdate(), actor(request))
    except UnknownPlace:
        raise Http404 from None
    return render(request, "review/worklist.html", {"page": page})


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
