"""Rules for whoever is signed in: when a session ends, and that nothing opens without the second step."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.accounts.models import User
from screening.services.audit import Actor, record

GetResponse = Callable[[HttpRequest], HttpResponseBase]

STARTED_AT, SEEN_AT, CONFIRMED_AT = "started_at", "seen_at", "confirmed_at"
NOTED_EVERY_SECONDS = 30
CLOCKS_APART = 5 * 60
"""By how many seconds the clocks of two machines may differ."""
BACKGROUND_HEADER = "X-Background"
"""Sent by what a page asks for by itself, without anybody there: it keeps no session alive."""

OPEN_TO_ALL = frozenset(
    {"live", "ready", "clinic_logo", "clinic_stylesheet", "accounts:sign_in", "accounts:sign_out"}
)
SETTING_UP = frozenset(
    {
        "accounts:security",
        "accounts:add_app",
        "accounts:add_passkey",
        "accounts:passkey_options",
        "accounts:confirm",
        "accounts:alive",
    }
)
"""What somebody without a second step may open: the pages on which they set one up."""


class SessionLimits:
    """Ends the session of a member of staff after a time without a click, and in any case after a day's work.

    A patient's session is none of these: it has its own, shorter limits (clinic/sittings.py).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if isinstance(user := request.user, User):
            if reason := over(request):
                end(request, user, reason)
            elif not is_background(request):
                note_seen(request)
        response = self.get_response(request)
        return (
            HttpResponse(headers={"HX-Refresh": "true"}) if is_stray_sign_in(request, response) else response
        )


class SecondStepRequired:
    """Lets nobody further than to setting up a second step who signed in with a password alone.

    Every address is closed that is not named here, so that a new page is closed without being told to be.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        """Send whoever has no second step to where they set one up, before the view is asked."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN_TO_ALL or not is_second_step_missing(request):
            return None
        if Authenticator.objects.filter(
            user_id=request.user.pk
        ).exists():  # it was set up meanwhile, elsewhere
            logout(request)
            return redirect_to_login(request.get_full_path())
        return None if name in SETTING_UP else redirect("accounts:security")


def is_second_step_missing(request: HttpRequest) -> bool:
    """Whether somebody is signed in with a password alone where that is not enough."""
    if not settings.MFA_REQUIRED or not isinstance(request.user, User):
        return False
    return not used_second_step(request)


def used_second_step(request: HttpRequest) -> bool:
    """Whether a code or a passkey was used to sign in, or set up since."""
    return any(one["method"] == "mfa" for one in get_authentication_records(request, request.user))


def is_stray_sign_in(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a part of a page would be replaced by the sign-in page: then the whole page has to go there."""
    to = response.headers.get("Location", "") if response.status_code == 302 else ""
    return "HX-Request" in request.headers and to.partition("?")[0] == reverse("accounts:sign_in")


def is_background(request: HttpRequest) -> bool:
    """Whether a page asks by itself."""
    return BACKGROUND_HEADER in request.headers


def seconds_left(request: HttpRequest) -> int:
    """How long a session lasts from now if nothing is done."""
    now = time.time()
    idle = request.session.get(SEEN_AT, now) + settings.SESSION_IDLE_SECONDS
    whole = request.session.get(STARTED_AT, now) + settings.SESSION_COOKIE_AGE
    return max(0, int(min(idle, whole) - now))


def over(request: HttpRequest) -> str:
    """Why a session is over; empty where it is not.

    Where the clock was set back since, it goes on, and its limits count from now: not from a time to come,
    until which nothing would end it.
    """
    now, session = time.time(), request.session
    for moment in (STARTED_AT, SEEN_AT):
        if session.get(moment, now) > now + CLOCKS_APART:
            session[moment] = now
    if now - session.get(STARTED_AT, now) >= settings.SESSION_COOKIE_AGE:
        return "absolute"
    return "idle" if now - session.get(SEEN_AT, now) >= settings.SESSION_IDLE_SECONDS else ""


def end(request: HttpRequest, user: User, reason: str) -> None:
    """Sign out, and say why on the sign-in page."""
    with transaction.atomic():
        record(action="session.over", by=Actor.staff(user), subject=user, detail={"reason": reason})
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        logout(request)
    messages.info(request, _("You were signed out, because nothing was done here for a while."))


def begin(request: HttpRequest, **_signal: Any) -> None:
    """Note when somebody signed in, and so showed that it is they: for Django's signal."""
    request.session[STARTED_AT] = request.session[SEEN_AT] = request.session[CONFIRMED_AT] = time.time()


def renew_session(request: HttpRequest) -> None:
    """Go on in a session of a new name after somebody has shown again who they are (ASVS 5.0, 7.2.4)."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def note_seen(request: HttpRequest, at_once: bool = False) -> None:
    """Note that somebody is there, at most twice a minute."""
    now, session = time.time(), request.session
    if STARTED_AT not in session:
        session[STARTED_AT] = now
    if at_once or abs(now - session.get(SEEN_AT, 0)) >= NOTED_EVERY_SECONDS:
        session[SEEN_AT] = now
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())
