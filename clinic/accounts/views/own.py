"""One's own account: showing that it is oneself, the password, the sessions."""

import time

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinic.accounts.access import staff_user
from clinic.accounts.browsers import browser_words
from clinic.accounts.forms import ChangePasswordForm, ReentryForm
from clinic.accounts.letters import tell_of_change
from clinic.accounts.middleware import CONFIRMED_AT, note_seen, renew_session, seconds_left
from clinic.accounts.models import User
from clinic.accounts.people import end_sessions
from clinic.accounts.reentry import is_confirmed, own_account
from screening.services.audit import Actor, record

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password or a passkey again, then go on to what needed it."""
    form = ReentryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and is_confirmed(request, form):
        request.session[CONFIRMED_AT] = time.time()
        renew_session(request)
        return redirect(next_page(request))
    status = REFUSED if form.errors else 200
    context = {"form": form, "next": next_page(request)}
    return render(request, "accounts/confirm.html", context, status=status)


def next_page(request: HttpRequest) -> str:
    """Where to go on: a page of this website, one's own account otherwise."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    is_here = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_here else reverse("accounts:security")


@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; every other session of one's own ends."""
    user = staff_user(request)
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid() and is_confirmed(request, form):
        with transaction.atomic():
            user.set_password(form.cleaned_data["new_password"])
            user.save(update_fields=["password"])
            end_sessions(user, but=request.session.session_key)
            record(action="password.changed", by=Actor.staff(user), subject=user)
        keep_this_session(request, user)
        tell_of_change(user, _("Your password was changed."))
        messages.success(request, _("Your password was changed. You were signed out everywhere else."))
        return redirect("accounts:security")
    status = REFUSED if form.errors else 200
    return render(request, "accounts/password.html", {"form": form}, status=status)


def keep_this_session(request: HttpRequest, user: User) -> None:
    """Let this session outlive the new password, under a new key."""
    before = request.session.session_key
    update_session_auth_hash(request, user)
    if not request.session.session_key:
        request.session.save()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


@require_safe
@own_account
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, the newest first."""
    current = request.session.session_key
    rows = sorted(UserSession.objects.purge_and_list(staff_user(request)), key=lambda row: row.created_at)
    listed = [
        {"row": row, "is_current": row.session_key == current, "browser": browser_words(row.user_agent)}
        for row in reversed(rows)
    ]
    return render(
        request, "accounts/sessions.html", {"sessions": listed, "others": len(listed) > 1, "nav_area": "me"}
    )


@require_POST
@own_account
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of one's own sessions."""
    user = staff_user(request)
    with transaction.atomic():
        row = get_object_or_404(UserSession, pk=session_id, user=user)
        if row.session_key == request.session.session_key:  # that is signing out
            raise Http404
        row.end()
        record(action="session.revoked", by=Actor.staff(user), subject=user, detail={"sessions": 1})
    messages.success(request, _("That session was ended."))
    return redirect("accounts:sessions")


@require_POST
@own_account
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions but this."""
    user = staff_user(request)
    with transaction.atomic():
        ended = end_sessions(user, but=request.session.session_key)
        record(action="session.revoked", by=Actor.staff(user), subject=user, detail={"sessions": ended})
    words = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", ended)
    messages.success(request, words % {"count": ended})
    return redirect("accounts:sessions")


@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def alive(request: HttpRequest) -> JsonResponse:
    """How many seconds are left; by POST, after having noted that somebody is there."""
    if request.method == "POST":
        note_seen(request, at_once=True)
    return JsonResponse({"seconds": seconds_left(request)})
