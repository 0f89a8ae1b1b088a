"""Searching the audit trail, for administrators."""

import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinic.accounts.access import administrators_only, staff_user
from clinic.audit.forms import TrailForm
from clinic.trail_words import action_words, subject_words
from screening.models import AuditEvent
from screening.services.audit.searching import TrailPage, search_trail

ON_A_PAGE = 50
REFUSED = 422


@dataclass(frozen=True, slots=True)
class Row:
    """One event: when, who did what, about what; `reference` names the subject, `href` finds all about it."""

    at: str
    who: str
    what: str
    about: str
    reference: str
    href: str


@require_safe
@administrators_only
def trail(request: HttpRequest) -> HttpResponse:
    """The events that fit, the newest first; a page at a time."""
    form = TrailForm(request.GET)
    if not form.is_valid():
        return render(request, "audit/trail.html", {"form": form, "rows": []}, status=REFUSED)
    after = place_in(request.GET.get("after", ""))
    page = search_trail(wanted=form.wanted, after=after, limit=ON_A_PAGE, reader=staff_user(request))
    further = {**form.given, "after": str(page.further)}
    context = {
        "form": form,
        "rows": [row_of(event, page) for event in page.events],
        "is_first": after is None,
        "first_href": address(form.given),
        "further_href": address(further) if page.further else "",
    }
    return render(request, "audit/trail.html", context)


def place_in(text: str) -> uuid.UUID | None:
    """Behind which event the page begins; None for the beginning, also where the text names none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def address(given: dict[str, str]) -> str:
    """The page with these filters."""
    return reverse("audit:trail") + (f"?{urlencode(given)}" if given else "")


def row_of(event: AuditEvent, page: TrailPage) -> Row:
    """One event in words."""
    subject = str(event.subject_id)
    return Row(
        at=date_format(timezone.localtime(event.at), "j M Y, H:i:s"),
        who=who_of(event, page),
        what=action_words(event.action),
        about=subject_words(event.subject_type),
        reference=subject,
        href=address({"subject": subject}),
    )


def who_of(event: AuditEvent, page: TrailPage) -> str:
    """A member of staff by name; a patient never."""
    if event.actor_kind == AuditEvent.ActorKind.PATIENT:
        return _("A patient")
    if event.actor_id is None:
        return _("The system")
    return page.names.get(event.actor_id, _("Somebody whose account is gone"))
