"""The patient's care plan as the clinic sees and prints it: the same as the patient's own."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.accounts.access import clinical_only
from clinic.pdf import PACKAGES, PdfUnavailable, pdf_response, weasyprint
from clinic.plan.page import plan_page
from clinic.plan.paper import plan_pdf
from clinic.review.unavailable import needs_screening
from clinic.review.views.page import actor, appointment_or_404
from screening.services.errors import NotSubmitted
from screening.services.plan import open_plan, take_plan


@require_safe
@clinical_only
@needs_screening
def plan(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """The plan on the screen; noted on the audit trail."""
    appointment, now = appointment_or_404(appointment_id), timezone.now()
    try:
        made = open_plan(appointment=appointment, by=actor(request), now=now)
    except NotSubmitted as refusal:
        return render(request, "review/not_submitted.html", {"reason": refusal.message})
    context = {"appointment": appointment, "plan": plan_page(made, timezone.localdate(now))}
    return render(request, "review/plan.html", context)


@require_safe
@clinical_only
@needs_screening
def plan_document(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """The plan to hand over. Where no PDF can be made, what to install."""
    appointment, now = appointment_or_404(appointment_id), timezone.now()
    try:
        weasyprint()
        taken = take_plan(appointment=appointment, by=actor(request), now=now, form="pdf")
        made = plan_pdf(taken, now)
    except PdfUnavailable:
        context = {"packages": " ".join(PACKAGES), "back": reverse("review:plan", args=[appointment_id])}
        return render(request, "review/no_pdf.html", context, status=503)
    except NotSubmitted as refusal:
        return render(request, "review/not_submitted.html", {"reason": refusal.message})
    return pdf_response(made, f"plan-{timezone.localdate():%Y-%m-%d}-{appointment.pk.hex[:8]}")
