"""What every page that decides does: open the record, do what the form asks for, or show why not."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.accounts.access import roles_here
from clinic.accounts.roles import CLINICAL_LEAD
from clinic.review.forms import RecordForm
from clinic.review.options import Offering
from clinic.review.standing import StandingView, standing_view
from clinic.review.summary import SummaryPage, page_of
from clinic.review.views.page import actor, appointment_or_404
from screening.models import Appointment
from screening.services.errors import (
    AnswersRefused,
    InvalidInput,
    NotSubmitted,
    ProceedRefused,
    ScreeningError,
    ScreeningUnavailable,
    StaleDecision,
)
from screening.services.review import Record, Summary, open_record, open_summary

REFUSED, STALE = 422, 409

HEADINGS = {
    "add_letter": _("Add a letter"),
    "ask": _("Ask the patient again"),
    "confirm": _("An override waits for a second person"),
    "correct": _("Correct an answer"),
    "decide": _("Decide on a finding"),
    "note": _("Add a note"),
    "sign_off": _("Sign off"),
    "withdraw": _("Not done"),
}
"""What each page that decides is called."""


@dataclass(frozen=True)
class Opened:
    """One record, read for a page that decides about it."""

    appointment: Appointment
    summary: Summary
    record: Record
    is_lead: bool

    @property
    def revision(self) -> int:
        """What a form on this page names."""
        return self.record.review.revision

    @cached_property
    def page(self) -> SummaryPage:
        """The summary in words."""
        return page_of(self.summary, timezone.localdate())

    @cached_property
    def standing(self) -> StandingView:
        """The clinic's side in words."""
        return standing_view(self.record, self.summary)

    @property
    def offering(self) -> Offering:
        """What the reader may decide."""
        return Offering(self.summary.rulebook, self.summary.result, self.record, self.is_lead)

    @property
    def address(self) -> str:
        """Where the summary is."""
        return reverse("review:summary", args=[self.appointment.pk])


def opened(request: HttpRequest, appointment_id: uuid.UUID) -> Opened:
    """The record; Http404 where there is none, or nothing was handed in."""
    appointment = appointment_or_404(appointment_id)
    by = actor(request)
    try:
        summary = open_summary(appointment=appointment, by=by)
    except NotSubmitted:
        raise Http404 from None
    record = open_record(appointment=appointment, by=by, now=timezone.now())
    return Opened(appointment, summary, record, is_lead(request))


def is_lead(request: HttpRequest) -> bool:
    """Whether whoever asks is a clinical lead."""
    return CLINICAL_LEAD in roles_here(request)


def is_cut(request: HttpRequest) -> bool:
    """Whether files were sent that are too large to be taken in (see FILE_UPLOAD_MAX_MEMORY_SIZE)."""
    sent = request.META.get("CONTENT_LENGTH") or "0"
    return sent.isdecimal() and int(sent) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE


def refused(form: RecordForm, act: Callable[[], object]) -> int:
    """Do what a form asks for. 0 where it was done; else the status to answer with, the form saying why."""
    if not form.is_valid():
        return REFUSED
    try:
        act()
    except ScreeningUnavailable:
        raise
    except StaleDecision as refusal:
        form.note_stale(refusal)
        return STALE
    except InvalidInput as refusal:
        form.refuse(refusal.problems)
    except AnswersRefused as refusal:
        form.refuse_answers(refusal.problems)
    except ProceedRefused as refusal:
        form.note_blocking(refusal)
    except ScreeningError as refusal:
        form.add_error(None, refusal.message)
    return REFUSED if form.errors else 0


def acting_page(
    request: HttpRequest, template: str, record: Opened, form: Any, status: int = 200, **more: Any
) -> HttpResponse:
    """A page with one form about a record."""
    about = {"heading": HEADINGS[template], "page": record.page, "standing": record.standing}
    context = {"form": form, "revision": record.revision, "is_lead": record.is_lead, **about, **more}
    return render(request, f"review/{template}.html", context, status=status or 200)
