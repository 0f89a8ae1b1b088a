"""One appointment: where it stands, and the links and answers that bring it on."""

import uuid

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.desk.presenters.appointment import appointment_page
from clinic.desk.views.shared import actor, appointment_or_404, desk_page, opened_or_404
from screening.models import Appointment, Invitation, PatientRequest
from screening.services import desk
from screening.services.errors import AlreadySubmitted
from screening.services.review import record_recheck


@desk_page("GET")
def appointment(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """The page of one appointment."""
    found = opened_or_404(request, appointment_id)
    page = appointment_page(found, timezone.now())
    return render(request, "desk/appointment.html", {"appointment": found, "page": page, "row": page.row})


@desk_page("POST")
def send(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Send the patient a new link by e-mail."""
    found = appointment_or_404(appointment_id)
    desk.send_invitation(appointment=found, by=actor(request))
    messages.success(request, _("The link is on its way to the patient."))
    return redirect("desk:appointment", found.pk)


@desk_page("POST")
def copy(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Make a new link to copy. It is shown this once: nobody can look it up later."""
    return hand_out(request, appointment_id, Invitation.Channel.COPY, "desk/link.html")


@desk_page("POST")
def print_code(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Make a new link as a QR code to print."""
    return hand_out(request, appointment_id, Invitation.Channel.PRINT, "desk/code.html")


def hand_out(request: HttpRequest, appointment_id: uuid.UUID, channel: str, template: str) -> HttpResponse:
    """The page with a new link."""
    found = open_questionnaire(request, appointment_id)
    given = desk.hand_out_link(appointment=found, channel=channel, by=actor(request))
    context = {
        "appointment": found,
        "link": given.link,
        "qr": mark_safe(given.qr),  # noqa: S308 - drawn by segno from our own address, no text in it
        "expires_at": given.invitation.expires_at,
    }
    return render(request, template, context)


@desk_page("POST")
def revoke(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Make every link of an appointment useless."""
    found = appointment_or_404(appointment_id)
    count = desk.revoke_invitations(appointment=found, by=actor(request))
    text = ngettext(
        "%(count)d link has been revoked. It opens nothing any more.",
        "%(count)d links have been revoked. They open nothing any more.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("desk:appointment", found.pk)


@desk_page("GET", "POST")
def ask_again(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """What the patient said to "has anything changed?": no opens the gate, yes is for the practitioner."""
    found = opened_or_404(request, appointment_id)
    if request.method != "POST":
        return render(request, "desk/ask_again.html", {"appointment": found})
    said = request.POST.get("changed", "")
    if said not in {"", "yes", "no"}:
        raise SuspiciousOperation("neither yes nor no")
    if not said:
        return render(request, "desk/ask_again.html", {"appointment": found, "missing": True}, status=422)
    record_recheck(appointment=found, changed=said == "yes", by=actor(request), now=timezone.now())
    changed = _("The practitioner will speak with the patient.")
    messages.success(request, changed if said == "yes" else _("Noted: nothing has changed."))
    return redirect("desk:appointment", found.pk)


def open_questionnaire(request: HttpRequest, appointment_id: uuid.UUID) -> Appointment:
    """The appointment, while its patient still is to answer something. AlreadySubmitted after that."""
    found = opened_or_404(request, appointment_id)
    if found.response.is_submitted and not PatientRequest.objects.waits_for(found):
        raise AlreadySubmitted
    return found
