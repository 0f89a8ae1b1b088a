"""Signing in with a password and a second step, or with a passkey alone; signing out."""

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import clear_login, get_pending_stage
from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.internal.constants import LoginStageKey
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.failures import note_failed_passkey
from clinic.accounts.forms import CodeForm, PasskeyForm, SignInForm
from clinic.accounts.guesses import may_guess, take_back
from clinic.accounts.models import User
from clinic.accounts.second_step.adapters import codes_left
from clinic.accounts.second_step.codes import authenticator_of_code, recovery_codes_left
from clinic.accounts.second_step.passkeys import (
    has_passkey,
    may_have_passkeys,
    options_to_answer,
    passkey_of,
)
from screening.services.audit import Actor, record

GET_AND_POST = ["GET", "HEAD", "POST"]
BEGAN_WITH = "began_with"
"""What a sign-in on its way is bound to: it ends with the password it began with."""


@method_decorator(require_http_methods(GET_AND_POST), name="dispatch")
class SignIn(LoginView):
    """Asks for address and password, or for a passkey; who is signed in already goes on."""

    authentication_form = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what a passkey needs."""
        more = {"passkeys": may_have_passkeys(self.request), "passkey_form": PasskeyForm()}
        return super().get_context_data(**more, **kwargs)

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        """Look at the passkey where there is one, at the password otherwise."""
        form = PasskeyForm(request.POST)
        if not form.is_valid():
            return super().post(request, *args, **kwargs)
        return self.with_passkey(form.cleaned_data["credential"])

    def get_redirect_url(self) -> str:  # type: ignore[override] # the stubs are of a later Django
        """Where somebody wanted to go; not to this page once more."""
        wanted = super().get_redirect_url()
        return "" if wanted.partition("?")[0] == self.request.path else wanted

    def form_valid(self, form: Any) -> HttpResponse:
        """The password was right: go on to the second step, if there is one."""
        user: User = form.get_user()
        state = {BEGAN_WITH: user.get_session_auth_hash()}
        login = Login(user=user, redirect_url=self.get_success_url(), state=state)
        answer: HttpResponse = perform_password_login(self.request, {}, login)
        return answer

    def with_passkey(self, credential: str) -> HttpResponse:
        """Sign in with a passkey alone: it asked its holder for a fingerprint or a PIN."""
        if may_guess(self.request, ""):
            found = passkey_of(None, credential)
            if found is not None and found.user.is_active:
                take_back(self.request, "")
                login = Login(user=found.user, redirect_url=self.get_success_url())
                answer: HttpResponse = perform_passwordless_login(self.request, found, login)
                return answer
            note_failed_passkey(self.request, found.user if found else None)
        messages.error(self.request, _("That passkey was not accepted. Try again, or use your password."))
        return redirect(self.request.get_full_path())


class SignOut(LogoutView):
    """Ends the session, by POST only."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override] # narrower in the stubs
        """Note it, then end it."""
        if isinstance(user := request.user, User):
            with transaction.atomic():
                record(action="sign-out", by=Actor.staff(user), subject=user)
                UserSession.objects.filter(session_key=request.session.session_key).delete()
        return super().post(request, *args, **kwargs)


@require_http_methods(GET_AND_POST)
@login_stage_required(stage=LoginStageKey.MFA_AUTHENTICATE.value, redirect_urlname="accounts:sign_in")  # type: ignore[untyped-decorator] # allauth has no types
def second_step(request: HttpRequest) -> HttpResponse:
    """After the password: a code, or a passkey."""
    stage = vars(request)["_login_stage"]
    user: User = stage.login.user
    if not is_still_right(stage.login):
        clear_login(request)
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST":
        used = used_here(request, user, form)
        if used is not None:
            post_authentication(request, used)
            answer: HttpResponse = stage.exit()
            return answer
    types = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "form": form,
        "passkey_form": PasskeyForm(),
        "has_app": Authenticator.Type.TOTP in types,
        "passkeys": has_passkey(user) and may_have_passkeys(request),
    }
    return render(request, "accounts/second_step.html", context)


def is_still_right(login: Login) -> bool:
    """Whether the account is on, and has the password that was given before this step."""
    user: User = login.user
    given = login.state.get(BEGAN_WITH, "")
    return user.is_active and constant_time_compare(given, user.get_session_auth_hash())


def used_here(request: HttpRequest, user: User, form: CodeForm) -> Authenticator | None:
    """The second step that was right; None, and the page says so, where it was not."""
    if not form.is_bound:
        return used_passkey(request, user)
    if not form.is_valid():
        return None
    used = authenticator_of_code(request, user, form.cleaned_data["code"])
    if used is None:
        form.refuse()
    elif used.type == Authenticator.Type.RECOVERY_CODES:
        messages.warning(request, codes_left(recovery_codes_left(user) or 0))
    return used


def used_passkey(request: HttpRequest, user: User) -> Authenticator | None:
    """The passkey that answered, if it is this person's; after too many wrong ones none is looked at."""
    if may_guess(request, ""):
        used = passkey_of(user, request.POST.get("credential", ""))
        if used is not None:
            take_back(request, "")
            return used
        note_failed_passkey(request, user)
    messages.error(request, _("That passkey was not accepted. Try again, or enter a code."))
    return None


@require_safe
def passkey_options(request: HttpRequest) -> JsonResponse:
    """What the browser is asked to answer: with a passkey of who is signed in or about to be, or with any."""
    user = request.user if isinstance(request.user, User) else None
    stage = None if user else get_pending_stage(request)
    return JsonResponse(options_to_answer(stage.login.user if stage else user))
