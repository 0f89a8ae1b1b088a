"""The plan on paper."""

from datetime import datetime

from django.utils import timezone

from clinic import written
from clinic.pdf import render_pdf
from clinic.plan.page import plan_page
from screening.services.plan import CarePlan


def plan_pdf(plan: CarePlan, now: datetime) -> bytes:
    """The document. It names the patient: it is theirs, or the clinic's. PdfUnavailable."""
    today = timezone.localdate(now)
    context = {
        "patient": plan.appointment.patient,
        "made": written.day(today),
        "plan": plan_page(plan, today),
    }
    return render_pdf("plan/pdf.html", context)
