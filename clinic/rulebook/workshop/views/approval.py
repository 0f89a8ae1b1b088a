"""Asking for a draft's approval, deciding on it, withdrawing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clinic.accounts.reentry import is_confirmed
from clinic.rulebook.workshop.access import Here, draft_page, draft_page_for
from clinic.rulebook.workshop.approving import LATER, AskForm, DecisionForm
from clinic.rulebook.workshop.presenters.approval import APPROVERS, ApprovalPage
from screening.services.errors import (
    DraftChangedSince,
    InvalidInput,
    InvariantsNotProved,
    OwnDraft,
    RulebookRefused,
    VersionMoved,
)
from screening.services.rulebook import approve_draft, ask_for_approval, send_back, withdraw_request

REFUSED, CHANGED = 422, 409
UNFIT = (RulebookRefused, InvariantsNotProved)


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page_for(*APPROVERS)
def approval(request: HttpRequest, here: Here) -> HttpResponse:
    """Everything to decide by, and the decision."""
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        seen=here.draft.digest,
        zone=timezone.get_default_timezone_name(),
    )
    if request.method == "POST" and form.is_valid():
        status = decided(request, here, form)
        if not status:
            return redirect("rulebook:draft_approval", here.draft.pk)
        return shown(request, here, form, AskForm(initial={"note": here.draft.note}), status)
    status = REFUSED if request.method == "POST" else 200
    return shown(request, here, form, AskForm(initial={"note": here.draft.note}), status)


def decided(request: HttpRequest, here: Here, form: DecisionForm) -> int:
    """Make the decision; the status of the answer where it was refused, with why in the form."""
    try:
        decide(request, here, form)
    except InvalidInput as refusal:
        form.refuse(refusal)
    except DraftChangedSince as refusal:
        form.show_current()
        form.add_error(None, refusal.message)
        return CHANGED
    except (OwnDraft, VersionMoved, *UNFIT) as refusal:
        form.add_error(None, refusal.message)
        return CHANGED
    return REFUSED if form.errors else 0


def decide(request: HttpRequest, here: Here, form: DecisionForm) -> None:
    """Approve, with one's password or passkey, or send back."""
    given = form.cleaned_data
    if not form.approves:
        send_back(draft=here.draft, comment=given["comment"], by=here.by)
        messages.success(request, _("Sent back with your comment. The draft is open again."))
        return
    if not is_confirmed(request, form):
        return
    publish_at = given["publish_at"] if given["decision"] == LATER else None
    approve_draft(
        draft=here.draft,
        comment=given["comment"],
        publish_at=publish_at,
        seen_digest=given["seen"],
        by=here.by,
    )
    messages.success(
        request,
        _("Approved. It will be published at the time you set.")
        if publish_at
        else _("Approved and published. Open questionnaires are being evaluated anew."),
    )


@require_POST
@draft_page
def ask(request: HttpRequest, here: Here) -> HttpResponse:
    """Ask for approval; back to the page with what is in the way."""
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            ask_for_approval(draft=here.draft, note=form.cleaned_data["note"], by=here.by)
        except InvalidInput as refusal:
            form.refuse(refusal)
        except UNFIT as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Approval is asked for. The draft is closed until it is decided."))
            return redirect("rulebook:draft_approval", here.draft.pk)
    return shown(request, here, None, form, REFUSED)


@require_POST
@draft_page_for(*APPROVERS)
def withdraw(request: HttpRequest, here: Here) -> HttpResponse:
    """Open a draft again that waits for a decision, or for its time."""
    withdraw_request(draft=here.draft, by=here.by)
    messages.success(request, _("Withdrawn. The draft is open again and can be changed."))
    return redirect("rulebook:draft_approval", here.draft.pk)


def shown(
    request: HttpRequest, here: Here, form: DecisionForm | None, ask_form: AskForm, status: int
) -> HttpResponse:
    """The page."""
    context = {"here": here, "page": ApprovalPage(here), "form": form, "ask_form": ask_form}
    return render(request, "rulebook/workshop/approval/index.html", context, status=status)
