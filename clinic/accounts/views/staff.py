"""The administrator's pages: who works here with which roles, and who may treat what."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import administrators_only, staff_user
from clinic.accounts.models import User
from clinic.accounts.permissions import KINDS, ChangedMeanwhile, Grid, change_permissions, read_grid
from clinic.accounts.roles import CLINICAL, role_words
from screening.services.audit import Actor
from screening.services.errors import ScreeningUnavailable


@require_safe
@administrators_only
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody with an account: roles, whether it is on, when they last signed in."""
    users = User.objects.prefetch_related("groups").order_by("-is_active", "full_name", "email")
    people = [
        {"user": user, "roles": role_words(user), "joined": user.has_usable_password()} for user in users
    ]
    return render(request, "accounts/staff.html", {"people": people})


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def permissions(request: HttpRequest) -> HttpResponse:
    """Who may perform and sign off which treatment; 422 and nothing stored where the page is out of date."""
    try:
        if request.method != "POST":
            return show(request, read_grid())
        return change(request)
    except ScreeningUnavailable as refusal:
        return render(request, "accounts/no_treatments.html", {"reason": refusal.message}, status=503)


def show(request: HttpRequest, grid: Grid, status: int = 200, problem: str = "") -> HttpResponse:
    """The page of the grid."""
    context = {"grid": grid, "kinds": KINDS, "clinical": CLINICAL, "problem": problem}
    return render(request, "accounts/permissions.html", context, status=status)


def change(request: HttpRequest) -> HttpResponse:
    """Store what was ticked or cleared since the page was shown, and leave the rest as it is by now."""
    shown, ticked = set(request.POST.getlist("shown")), set(request.POST.getlist("tick"))
    by = Actor.staff(staff_user(request))
    try:
        changed = change_permissions(given=ticked - shown, taken=shown - ticked, by=by)
    except ChangedMeanwhile:
        problem = _("Somebody or some treatment on this page is no longer there. Nothing was stored.")
        return show(request, read_grid().with_ticks(ticked), 422, problem)
    if changed:
        said = ngettext("%(count)d permission was changed.", "%(count)d permissions were changed.", changed)
        messages.success(request, said % {"count": changed})
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect("accounts:permissions")
