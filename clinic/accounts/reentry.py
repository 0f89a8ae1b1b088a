"""Showing again that it is oneself, with the password or a passkey: to sign, or to change the sign-in."""

import time
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode

from clinic.accounts.access import staff_user
from clinic.accounts.failures import is_own_password
from clinic.accounts.middleware import CONFIRMED_AT
from clinic.accounts.models import User
from screening.services.audit import Actor, record

if TYPE_CHECKING:
    from clinic.accounts.forms import PasswordMixin

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

CONFIRMED_FOR_SECONDS = 15 * 60


def is_confirmed(request: HttpRequest, form: "PasswordMixin") -> bool:
    """Whether somebody signed in gave their password or passkey with this form; if not, the form says so."""
    user, given = staff_user(request), form.cleaned_data
    if given.get("credential"):
        right = is_own_passkey(request, user, given["credential"])
    else:
        right = is_own_password(request, user, given["password"])
    if not right:
        form.refuse_reentry()
    return right


def is_own_passkey(request: HttpRequest, user: User, credential: str) -> bool:
    """Whether this is an answer of the user's own passkey to the challenge of this session."""
    from clinic.accounts.second_step.passkeys import passkey_of  # noqa: PLC0415 - needs allauth's models

    if passkey_of(user, credential) is not None:
        return True
    with transaction.atomic():
        record(action="passkey.failed", by=Actor.staff(user), subject=user)
    return False


def was_just_confirmed(request: HttpRequest) -> bool:
    """Whether somebody showed within the last minutes that they are themselves, by signing in or again."""
    then = request.session.get(CONFIRMED_AT)
    return then is not None and 0 <= time.time() - then < CONFIRMED_FOR_SECONDS


def own_account(view: View[P]) -> View[P]:
    """Let a page about one's own account be seen by whoever is signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def just_confirmed(view: View[P]) -> View[P]:
    """Let a page that changes how one signs in be opened only soon after showing that it is oneself.

    From there it goes on to the page; where a form was sent, to one's account, for nothing is sent again.
    """

    @wraps(view)
    @own_account
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not was_just_confirmed(request):
            is_page = request.method in {"GET", "HEAD"}
            further = request.get_full_path() if is_page else resolve_url("accounts:security")
            query = urlencode({"next": further})
            return redirect(f"{resolve_url('accounts:confirm')}?{query}")
        return view(request, *args, **kwargs)

    return guarded
