"""The patient's own copy of their answers, as a PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic import written
from clinic.intake.access import for_patients, sitting_here
from clinic.intake.lines import part_of
from clinic.pdf import PdfUnavailable, pdf_response, render_pdf, weasyprint
from clinic.sittings import Kind, Sitting
from screening.models import QuestionnaireResponse
from screening.services.audit import Actor
from screening.services.intake import take_copy
from screening.services.rulebook.languages import rulebook_here


@require_safe
@for_patients
def copy(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """What was answered, once it is handed in; nothing about what was found.

    For who came by their own link only: nothing is saved at the tablet, and nothing for staff.
    """
    sitting = sitting_here(request)
    if not may_copy(sitting):
        raise Http404
    if not response.is_submitted:
        return redirect("intake:resume")
    try:
        weasyprint()
        made = copy_pdf(response, sitting.by)
    except PdfUnavailable:
        return render(request, "intake/no_copy.html", status=503)
    return pdf_response(made, f"answers-{timezone.localdate(response.submitted_at):%Y-%m-%d}")


def may_copy(sitting: Sitting) -> bool:
    """Whether somebody may take a copy away."""
    return sitting.kind is Kind.LINK


def copy_pdf(response: QuestionnaireResponse, by: Actor) -> bytes:
    """The document. PdfUnavailable; NotSubmitted; ScreeningUnavailable."""
    rulebook = rulebook_here(response.rulebook_version)
    sections = take_copy(response=response, by=by)
    appointment = response.appointment
    known = rulebook.treatments
    context = {
        "patient": appointment.patient,
        "born": written.day(appointment.patient.birth_date),
        "sent": written.day(timezone.localdate(response.submitted_at)),
        "when": written.visit(appointment.starts_at),
        "treatments": [known[code].title for code in appointment.treatments if code in known],
        "parts": [part_of(rulebook, section, frozenset()) for section in sections],
        "is_amended": response.status == QuestionnaireResponse.Status.AMENDED,
    }
    return render_pdf("intake/pdf/copy.html", context)
