"""Notes, letters, waiting for clearance, and what the patient said before the appointment."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import clinical_only
from clinic.review.forms import ClearanceForm, LetterForm, NoteForm, RecheckForm, RecordForm
from clinic.review.unavailable import needs_screening, unavailable
from clinic.review.views.acting import Opened, acting_page, is_cut, opened, refused
from clinic.review.views.page import actor, appointment_or_404
from screening.models import Evidence, Review
from screening.services import review
from screening.services.review import EvidenceDamaged


def filed(
    request: HttpRequest, record: Opened, form: RecordForm, act: Callable[[], Any], *, page: str, told: str
) -> HttpResponse:
    """Do what a small form of the summary asks for and go back there; to `page`, the form, where refused."""
    if request.method != "POST":
        return redirect(record.address)
    status = refused(form, act)
    if status:
        return acting_page(request, page, record, form, status)
    messages.success(request, told)
    return redirect(record.address)


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def note(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Write a note."""
    record = opened(request, appointment_id)
    form = NoteForm(request.POST, revision=record.revision)

    def act() -> None:
        text = form.cleaned_data["text"]
        review.add_note(appointment=record.appointment, text=text, by=actor(request))

    return filed(request, record, form, act, page="note", told=_("The note was added."))


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def add_letter(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """File a letter."""
    record = opened(request, appointment_id)
    form = LetterForm(request.POST, request.FILES, revision=record.revision)
    form.is_cut = is_cut(request)

    def act() -> None:
        given: Any = form.cleaned_data["letter"]
        name, data = given.name, given.read()
        review.add_evidence(appointment=record.appointment, name=name, data=data, by=actor(request))

    return filed(request, record, form, act, page="add_letter", told=_("The letter was added."))


@require_safe
@clinical_only
@needs_screening
def letter(request: HttpRequest, appointment_id: uuid.UUID, letter_id: uuid.UUID) -> HttpResponse:
    """Give a letter out to be saved, never to be run in the page; noted on the audit trail."""
    found = Review.objects.get(appointment=appointment_or_404(appointment_id))
    try:
        content = review.open_evidence(evidence_id=letter_id, review=found, by=actor(request))
    except Evidence.DoesNotExist:
        raise Http404 from None
    except EvidenceDamaged:
        return unavailable(request, _("This letter is not what was uploaded. It is not given out."))
    response = HttpResponse(content.data, content_type=content.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, content.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def clearance(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Wait for somebody else's letter, or no longer."""
    record = opened(request, appointment_id)
    form = ClearanceForm(request.POST, revision=record.revision)

    def act() -> None:
        change = review.await_clearance if form.cleaned_data["wait"] else review.end_clearance
        change(appointment=record.appointment, by=actor(request), seen_revision=form.seen_revision)

    return filed(request, record, form, act, page="withdraw", told=_("Noted."))


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def recheck(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Note whether anything has changed, as the patient said."""
    record = opened(request, appointment_id)
    form = RecheckForm(request.POST, revision=record.revision)

    def act() -> None:
        changed = form.cleaned_data["changed"]
        now = timezone.now()
        review.record_recheck(appointment=record.appointment, changed=changed, by=actor(request), now=now)

    return filed(request, record, form, act, page="withdraw", told=_("Noted."))
