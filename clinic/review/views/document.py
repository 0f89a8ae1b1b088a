"""The summary as a PDF."""

import uuid
from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.accounts.access import clinical_only
from clinic.pdf import PACKAGES, PdfUnavailable, pdf_response, render_pdf, weasyprint
from clinic.review.since import since_of
from clinic.review.standing import standing_view
from clinic.review.story import story_of
from clinic.review.summary import page_of, with_decisions
from clinic.review.unavailable import needs_screening
from clinic.review.views.page import actor, appointment_or_404
from screening.models import Appointment
from screening.services.audit import Actor
from screening.services.errors import NotSubmitted, UnknownEvaluation
from screening.services.review import export_evaluation, export_summary


@require_safe
@clinical_only
@needs_screening
def document(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """The newest evaluation with everything decided about it. Where no PDF can be made, what to install."""
    appointment = appointment_or_404(appointment_id)
    back = reverse("review:summary", args=[appointment_id])
    return document_response(request, appointment, summary_pdf, back)


@require_safe
@clinical_only
@needs_screening
def earlier_document(request: HttpRequest, appointment_id: uuid.UUID, sequence: int) -> HttpResponse:
    """Any evaluation of the history, as it was made; the newest with its decisions, as `document`."""
    appointment = appointment_or_404(appointment_id)
    back = reverse("review:evaluation", args=[appointment_id, sequence])
    return document_response(request, appointment, partial(evaluation_pdf, sequence=sequence), back)


def document_response(
    request: HttpRequest, appointment: Appointment, make: Callable[[Appointment, Actor], bytes], back: str
) -> HttpResponse:
    """The document to be saved, or the page that says why there is none. Http404 for what was never made."""
    try:
        weasyprint()
        made = make(appointment, actor(request))
    except PdfUnavailable:
        context = {"packages": " ".join(PACKAGES), "back": back}
        return render(request, "review/no_pdf.html", context, status=503)
    except NotSubmitted as refusal:
        return render(request, "review/not_submitted.html", {"reason": refusal.message})
    except UnknownEvaluation:
        raise Http404 from None
    return pdf_response(made, f"summary-{timezone.localdate():%Y-%m-%d}-{appointment.pk.hex[:8]}")


def evaluation_pdf(appointment: Appointment, by: Actor, *, sequence: int) -> bytes:
    """The document of one evaluation. Raises like `summary_pdf`, and UnknownEvaluation."""
    summary = export_evaluation(appointment=appointment, by=by, sequence=sequence)
    if summary.evaluation.is_current:
        return summary_pdf(appointment, by)
    page = page_of(summary, timezone.localdate())
    story = {"since": since_of(summary)}
    return render_pdf("review/pdf/summary.html", {"page": page, "story": story, "who": by.label})


def summary_pdf(appointment: Appointment, by: Actor) -> bytes:
    """The document. PdfUnavailable; NotSubmitted; ScreeningUnavailable."""
    now = timezone.now()
    summary, beside = export_summary(appointment=appointment, by=by, now=now)
    standing = standing_view(beside, summary)
    page = with_decisions(page_of(summary, timezone.localdate(now)), standing.by_rule, frozenset())
    story = story_of(summary, now)
    context = {"page": page, "standing": standing, "story": story, "who": by.label}
    return render_pdf("review/pdf/summary.html", context)
