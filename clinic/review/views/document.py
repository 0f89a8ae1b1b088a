"""The summary as a PDF."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.accounts.access import clinical_only
from clinic.pdf import PACKAGES, PdfUnavailable, pdf_response, render_pdf, weasyprint
from clinic.review.standing import standing_view
from clinic.review.story import story_of
from clinic.review.summary import page_of, with_decisions
from clinic.review.unavailable import needs_screening
from clinic.review.views.page import actor, appointment_or_404
from screening.models import Appointment
from screening.services.audit import Actor
from screening.services.errors import NotSubmitted
from screening.services.review import export_summary


@require_safe
@clinical_only
@needs_screening
def document(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """The newest evaluation with everything decided about it. Where no PDF can be made, what to install."""
    appointment = appointment_or_404(appointment_id)
    try:
        weasyprint()
        made = summary_pdf(appointment, actor(request))
    except PdfUnavailable:
        back = reverse("review:summary", args=[appointment_id])
        context = {"packages": " ".join(PACKAGES), "back": back}
        return render(request, "review/no_pdf.html", context, status=503)
    except NotSubmitted as refusal:
        return render(request, "review/not_submitted.html", {"reason": refusal.message})
    return pdf_response(made, f"summary-{timezone.localdate():%Y-%m-%d}-{appointment.pk.hex[:8]}")


def summary_pdf(appointment: Appointment, by: Actor) -> bytes:
    """The document. PdfUnavailable; NotSubmitted; ScreeningUnavailable."""
    now = timezone.now()
    summary, beside = export_summary(appointment=appointment, by=by, now=now)
    standing = standing_view(beside, summary)
    page = with_decisions(page_of(summary, timezone.localdate(now)), standing.by_rule, frozenset())
    story = story_of(summary, now)
    context = {"page": page, "standing": standing, "story": story, "who": by.label}
    return render_pdf("review/pdf/summary.html", context)
