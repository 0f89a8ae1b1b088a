"""Signing an appointment off."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import clinical_only
from clinic.accounts.reentry import is_confirmed
from clinic.review.forms import SignOffForm
from clinic.review.signing import blocking_of, findings_to_sign
from clinic.review.unavailable import needs_screening
from clinic.review.views.acting import REFUSED, Opened, acting_page, opened, refused
from clinic.review.views.page import actor
from screening.services import review


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def sign_off(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """What is signed, each finding with what was decided, and the form; then the gate on the summary."""
    record = opened(request, appointment_id)
    lacking = review.not_permitted(actor(request), record.appointment.treatments)
    form = SignOffForm(
        request.POST if request.method == "POST" else None,
        revision=record.revision,
        day=record.appointment.day,
        earliest=record.summary.evaluation.earliest_date,
    )
    status = REFUSED if lacking and request.method == "POST" else 0
    if request.method == "POST" and not lacking:
        status = refused(form, lambda: sign(request, record, form))
        if not status:
            return redirect(f"{record.address}#standing")
    return acting_page(
        request,
        "sign_off",
        record,
        None if lacking else form,
        status,
        lacking=[record.summary.rulebook.treatments[code].title for code in lacking],
        findings=findings_to_sign(record.summary, record.standing),
        blocking=blocking_of(record.summary, form.blocking),
    )


def sign(request: HttpRequest, record: Opened, form: SignOffForm) -> None:
    """Check the password or the passkey, then sign."""
    if not is_confirmed(request, form):
        return
    review.sign_off(
        appointment=record.appointment,
        verdict=form.verdict,
        by=actor(request),
        seen_revision=form.seen_revision,
        reauthenticated=True,
    )
