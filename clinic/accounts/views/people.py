"""What an administrator does with one account: inviting, roles, off and on, a new link, beginning anew."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clinic.accounts import people
from clinic.accounts.access import administrators_only, staff_user
from clinic.accounts.forms import InviteForm, ReentryForm, RolesForm
from clinic.accounts.letters import send_link, tell_of_change
from clinic.accounts.models import User
from clinic.accounts.reentry import is_confirmed

REFUSED = 422
View = Callable[..., HttpResponse]


def on_a_person(view: Callable[[HttpRequest, User, User], HttpResponse]) -> View:
    """Hand a view whom it is about and who asks; 404 where the second may not change the first."""

    @wraps(view)
    def found(request: HttpRequest, user_id: Any) -> HttpResponse:
        try:
            return view(request, get_object_or_404(User, pk=user_id), staff_user(request))
        except people.NotYours:
            raise Http404 from None

    return found


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def invite(request: HttpRequest) -> HttpResponse:
    """Ask who is to be let in, and send them a link."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user, token = people.invite(**form.cleaned_data, by=staff_user(request))
        deliver(request, user, token)
        return redirect("accounts:person", user.pk)
    return render(request, "accounts/invite.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@on_a_person
def person(request: HttpRequest, user: User, by: User) -> HttpResponse:
    """One member of staff: roles to change, and how they sign in."""
    form = RolesForm(
        request.POST if request.method == "POST" else None, initial={"roles": sorted(people.roles_held(user))}
    )
    if request.method == "POST" and form.is_valid():
        if people.change_roles(user=user, roles=form.cleaned_data["roles"], by=by):
            messages.success(request, _("The roles were changed."))
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect("accounts:person", user.pk)
    context = {
        "person": user,
        "form": form,
        "is_own": user == by,
        "is_protected": user.is_superuser and not by.is_superuser,
        "has_joined": user.has_usable_password(),
        "has_second_step": Authenticator.objects.filter(user=user).exists(),
        "link": user.invitations.filter(ended_at__isnull=True).first(),
    }
    return render(request, "accounts/person.html", context, status=REFUSED if form.errors else 200)


@require_POST
@administrators_only
@on_a_person
def switch(request: HttpRequest, user: User, by: User) -> HttpResponse:
    """Switch an account off, or on again."""
    on = request.POST.get("to") == "on"
    people.switch(user=user, on=on, by=by)
    words = _("The account is on again.") if on else _("The account is off. Whoever used it is signed out.")
    messages.success(request, words)
    return redirect("accounts:person", user.pk)


@require_POST
@administrators_only
@on_a_person
def send_link_again(request: HttpRequest, user: User, by: User) -> HttpResponse:
    """Send a new link to choose a password with."""
    if not user.is_active:
        messages.error(request, _("Switch the account on first."))
        return redirect("accounts:person", user.pk)
    deliver(request, user, people.send_link_again(user=user, by=by))
    return redirect("accounts:person", user.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@on_a_person
def reset(request: HttpRequest, user: User, by: User) -> HttpResponse:
    """Ask for the administrator's own password, then take away second step, password and sessions."""
    people.refuse_unless_allowed(user, by)
    form = ReentryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and is_confirmed(request, form):
        token = people.reset_sign_in(user=user, by=by)
        tell_of_change(user, _("An administrator removed your password and second step."))
        deliver(request, user, token)
        return redirect("accounts:person", user.pk)
    context = {"person": user, "form": form}
    return render(request, "accounts/reset.html", context, status=REFUSED if form.errors else 200)


def deliver(request: HttpRequest, user: User, token: str) -> None:
    """Send the link, and say whether that worked."""
    if send_link(user, token):
        words = _("A link was sent to %(email)s. It works once, within three days.")
        messages.success(request, words % {"email": user.email})
    else:
        messages.error(request, _("The mail could not be sent. Nothing is lost: send the link again later."))
