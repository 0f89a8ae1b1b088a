"""What comes from patients: contact data to be put right, and forms that were withdrawn."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.desk.views.shared import actor, desk_page
from clinic.replies import ReplyForm
from screening.models import CorrectionRequest
from screening.services.errors import InvalidInput, NotPermitted
from screening.services.errors.mydata import CorrectionClosed
from screening.services.mydata import close_correction, list_withdrawn, open_contact_requests, open_correction


@desk_page("GET")
def wishes(request: HttpRequest) -> HttpResponse:
    """Everything that waits for reception: never what was answered, and nothing about answers."""
    by = actor(request)
    context = {
        "asked": open_contact_requests(by=by),
        "withdrawn": list_withdrawn(by=by, now=timezone.now()),
    }
    return render(request, "desk/wishes.html", context)


@desk_page("GET", "POST")
def wish(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """One request about contact data, and the form to reply. One about an answer is not there."""
    asked = contact_request_or_404(request, request_id)
    if request.method != "POST":
        return show(request, asked, ReplyForm())
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return show(request, asked, form, 422)
    try:
        close_correction(correction=asked, by=actor(request), now=timezone.now(), **form.words)
    except InvalidInput as refusal:
        form.refuse(refusal.problems)
        return show(request, asked, form, 422)
    except CorrectionClosed as refusal:
        form.add_error(None, refusal.message)
        return show(request, asked, form, 409)
    messages.success(request, _("The patient finds your reply on their page."))
    return redirect("desk:wishes")


def contact_request_or_404(request: HttpRequest, request_id: uuid.UUID) -> CorrectionRequest:
    """The request; Http404 for one that reception may not read, as for none."""
    try:
        found = open_correction(request_id=request_id, by=actor(request))
    except NotPermitted:
        raise Http404 from None
    if found is None or found.about != CorrectionRequest.About.CONTACT:
        raise Http404
    return found


def show(request: HttpRequest, asked: CorrectionRequest, form: ReplyForm, status: int = 200) -> HttpResponse:
    """The page."""
    return render(request, "desk/wish.html", {"asked": asked, "form": form}, status=status)
