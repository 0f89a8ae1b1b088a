"""Every version; one with its difference to the one before; going back to it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import roles_allowed, roles_here, rulebook_readers_only, staff_user
from clinic.accounts.reentry import is_confirmed
from clinic.accounts.roles import RULEBOOK_EDITOR
from clinic.rulebook.versions.rows import Change, Status, change_between, publication_of
from clinic.rulebook.workshop.access import READERS
from clinic.rulebook.workshop.approving import RollBackForm
from clinic.rulebook.workshop.presenters.differences import DifferenceFilter
from screening.models import RulebookVersion
from screening.services.audit import Actor
from screening.services.errors import AlreadyActive, InvalidInput, RulebookBroken, RulebookRefused
from screening.services.rulebook import list_versions, publications, roll_back, scheduled_approvals

WRONG, REFUSED, CHANGED = 400, 422, 409


@require_safe
@rulebook_readers_only
def versions(request: HttpRequest) -> HttpResponse:
    """Every version; works where the rulebook itself cannot be read."""
    roles = roles_here(request)
    sees_drafts = not roles.isdisjoint(READERS)
    context = {
        "publications": publications(),
        "scheduled": scheduled_approvals() if sees_drafts else [],
        "sees_drafts": sees_drafts,
        "may_edit": RULEBOOK_EDITOR in roles,
    }
    return render(request, "rulebook/versions/index.html", context)


@require_safe
@rulebook_readers_only
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version: what led to it, and its difference to the one before in words."""
    found = publication_of(number)
    change = change_between(found.before, found.version) if found.before else None
    roles = roles_here(request)
    context: dict[str, Any] = {
        "publication": found,
        "change": change,
        "sees_drafts": not roles.isdisjoint(READERS),
        "may_edit": RULEBOOK_EDITOR in roles,
    }
    status = add_page(request, context, change)
    return render(request, "rulebook/versions/version.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_allowed(*READERS)
def back(request: HttpRequest, number: int) -> HttpResponse:
    """What going back to a version changes, and doing so; 404 for one that was never published."""
    found = publication_of(number)
    if found.version.published_at is None:
        raise Http404
    active = next((one for one in list_versions() if one.status == Status.ACTIVE), None)
    form = RollBackForm(
        request.POST if request.method == "POST" else None, seen=active.digest if active else ""
    )
    status = 200
    if request.method == "POST":
        status = gone_back(request, found.version, active, form)
        if not status:
            return redirect("rulebook:versions")
    change = change_between(active, found.version) if active else None
    context: dict[str, Any] = {"publication": found, "active": active, "change": change, "form": form}
    add_page(request, context, change)
    return render(request, "rulebook/versions/back.html", context, status=status)


def gone_back(
    request: HttpRequest, older: RulebookVersion, active: RulebookVersion | None, form: RollBackForm
) -> int:
    """Go back, with one's password; the status of the answer where that was refused."""
    if not form.is_valid():
        return REFUSED
    given = form.cleaned_data
    if given["seen"] != (active.digest if active else ""):
        form.show_current()
        form.add_error(None, _("Another version has become active meanwhile. Look at what is new first."))
        return CHANGED
    if not is_confirmed(request, form):
        return REFUSED
    try:
        new = roll_back(version=older, note=given["note"], by=Actor.staff(staff_user(request)))
    except InvalidInput as refusal:
        form.refuse(refusal)
        return REFUSED
    except (AlreadyActive, RulebookRefused, RulebookBroken) as refusal:
        form.add_error(None, refusal.message)
        return CHANGED
    words = _("Version %(new)d is active. It says what version %(old)d said.")
    messages.success(request, words % {"new": new.number, "old": older.number})
    return 0


def add_page(request: HttpRequest, context: dict[str, Any], change: Change | None) -> int:
    """Add the differences asked for by the address to a page; 400 for a filter that is none."""
    if change is None or change.compared is None:
        return 200
    context["filter"] = DifferenceFilter(request.GET, compared=change.compared)
    if not context["filter"].is_valid():
        return WRONG
    context["page"] = context["filter"].page(request.GET.get("page", "1"))
    return 200
