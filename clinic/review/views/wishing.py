"""Replying to what a patient wants put right."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import clinical_only
from clinic.replies import ReplyForm
from clinic.review.unavailable import needs_screening
from clinic.review.views.page import actor, appointment_or_404
from clinic.review.wishes import wish_of
from screening.models import CorrectionRequest
from screening.services.errors import InvalidInput, ScreeningError
from screening.services.mydata import close_correction, open_correction
from screening.services.rulebook import rulebook_of


@require_http_methods(["GET", "HEAD", "POST"])
@clinical_only
@needs_screening
def wish(request: HttpRequest, appointment_id: uuid.UUID, request_id: uuid.UUID) -> HttpResponse:
    """What the patient wrote, and the form to reply; correcting the answer itself has its own page."""
    appointment_or_404(appointment_id)
    asked = open_correction(request_id=request_id, by=actor(request))
    if asked is None or asked.appointment_id != appointment_id:
        raise Http404
    if request.method != "POST":
        return show(request, asked, ReplyForm())
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return show(request, asked, form, 422)
    try:
        close_correction(correction=asked, by=actor(request), now=timezone.now(), **form.words)
    except InvalidInput as refusal:
        form.refuse(refusal.problems)
        return show(request, asked, form, 422)
    except ScreeningError as refusal:
        form.add_error(None, refusal.message)
        return show(request, asked, form, 409)
    messages.success(request, _("The patient finds your reply on their page."))
    return redirect("review:summary", appointment_id)


def show(request: HttpRequest, asked: CorrectionRequest, form: ReplyForm, status: int = 200) -> HttpResponse:
    """The page."""
    appointment = appointment_or_404(asked.appointment_id)
    rulebook = rulebook_of(appointment.response.rulebook_version)
    context = {"appointment": appointment, "wish": wish_of(asked, rulebook), "form": form}
    return render(request, "review/wish.html", context, status=status)
