"""One's second steps: passkeys, an app, recovery codes."""

from collections.abc import Callable
from functools import partial

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinic.accounts.access import roles_here, staff_user
from clinic.accounts.forms import CodeForm, NewPasskeyForm
from clinic.accounts.letters import tell_of_change
from clinic.accounts.middleware import is_second_step_missing, renew_session
from clinic.accounts.models import User
from clinic.accounts.people import lock
from clinic.accounts.places import home_address
from clinic.accounts.reentry import just_confirmed, own_account
from clinic.accounts.second_step import codes, passkeys, pictures
from screening.services.audit import Actor, record

REFUSED = 422
Type = Authenticator.Type


@require_safe
@own_account
def security(request: HttpRequest) -> HttpResponse:
    """How one signs in: what there is, and what can be added. Who has nothing yet begins here."""
    user = staff_user(request)
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    context = {
        "nav_area": "me",
        "is_missing": is_second_step_missing(request),
        "is_required": settings.MFA_REQUIRED,
        "passkeys": [{"row": row, "name": row.wrap().name} for row in rows if row.type == Type.WEBAUTHN],
        "app": next((row for row in rows if row.type == Type.TOTP), None),
        "codes_left": codes.recovery_codes_left(user),
        "may_have_passkeys": passkeys.may_have_passkeys(request),
        "localhost": f"http://localhost:{request.get_host().rpartition(':')[2]}/",
    }
    return render(request, "accounts/security.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@just_confirmed
def add_app(request: HttpRequest) -> HttpResponse:
    """Show a secret for an app, and take the code that shows that the app has it."""
    user = staff_user(request)
    if Authenticator.objects.filter(user=user, type=Type.TOTP).exists():
        messages.info(request, _("You have an app already. Remove it first to use another one."))
        return redirect("accounts:security")
    form = CodeForm(request.POST if request.method == "POST" else None)
    form.fields["code"].help_text = _("Six digits. The app shows new ones every half minute.")
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if done := stored(request, user, lambda: codes.add_app(request, user, code)):
            return done
        form.refuse()
    secret = codes.pending_secret(request) if form.is_bound else codes.new_secret(request)
    context = {"form": form, "secret": pictures.in_fours(secret), "picture": pictures.of_app(user, secret)}
    return render(request, "accounts/add_app.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@just_confirmed
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Have the browser make a passkey, and store it."""
    user = staff_user(request)
    if not passkeys.may_have_passkeys(request):
        return redirect("accounts:security")
    form = NewPasskeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        name, credential = form.cleaned_data["name"], form.cleaned_data["credential"]
        if done := stored(request, user, lambda: passkeys.add_passkey(user, credential, name)):
            return done
        form.add_error(None, _("That did not work. Please try again."))
    context = {"form": form, "options": passkeys.options_to_add(user)}
    return render(request, "accounts/add_passkey.html", context, status=REFUSED if form.errors else 200)


@transaction.atomic
def stored(request: HttpRequest, user: User, add: Callable[[], Authenticator | None]) -> HttpResponse | None:
    """Add a second step, which counts for this session too, and go on; None where it was not right.

    None also where the account was reset or switched off since this request began: whoever sits here may be
    the one it was reset for.
    """
    now = lock(user)
    added = add() if now.is_active and now.password == user.password else None
    if added is None:
        return None
    detail = {"type": added.type, "authenticator": added.pk}
    record(action="second-step.added", by=Actor.staff(user), subject=user, detail=detail)
    record_authentication(request, user, "mfa", id=added.pk, type=added.type)
    renew_session(request)
    words = _("A passkey was added.") if added.type == Type.WEBAUTHN else _("An app was added.")
    transaction.on_commit(partial(tell_of_change, user, words))
    messages.success(request, words)
    if codes.recovery_codes_left(user) is not None:
        return redirect("accounts:security")
    make_codes(request, user)
    return redirect("accounts:codes")


@require_http_methods(["GET", "HEAD", "POST"])
@just_confirmed
def remove_step(request: HttpRequest, step_id: int) -> HttpResponse:
    """Ask, then remove a passkey or the app. The last one stays where a second step is required."""
    user = staff_user(request)
    row = get_object_or_404(Authenticator, pk=step_id, user=user, type__in=(Type.WEBAUTHN, Type.TOTP))
    if request.method == "POST":
        with transaction.atomic():
            is_removed = remove(user, row)
        if is_removed:
            words = _("A second step was removed.")
            tell_of_change(user, words)
            messages.success(request, words)
        else:
            messages.error(request, _("This is your only second step. Add another one first."))
        return redirect("accounts:security")
    name = row.wrap().name if row.type == Type.WEBAUTHN else _("Authenticator app")
    return render(request, "accounts/remove_step.html", {"name": name})


def remove(user: User, row: Authenticator) -> bool:
    """Remove a second step, and the recovery codes with the last one; False where it has to stay."""
    lock(user)  # of two removed at once, one stays
    others = Authenticator.objects.filter(user=user).exclude(pk=row.pk).exclude(type=Type.RECOVERY_CODES)
    if not others.exists():
        if settings.MFA_REQUIRED:
            return False
        codes.recovery_of(user).delete()
    detail = {"type": row.type, "authenticator": row.pk}
    row.delete()
    record(action="second-step.removed", by=Actor.staff(user), subject=user, detail=detail)
    return True


@require_safe
@own_account
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes just made, this once."""
    fresh = codes.fresh_recovery_codes(request)
    if not fresh:
        return redirect("accounts:security")
    home = home_address(roles_here(request))
    return render(request, "accounts/codes.html", {"codes": fresh, "home": home})


@require_POST
@just_confirmed
def new_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; the old ones end."""
    user = staff_user(request)
    if not Authenticator.objects.filter(user=user).exclude(type=Type.RECOVERY_CODES).exists():
        return redirect("accounts:security")
    with transaction.atomic():
        lock(user)
        make_codes(request, user)
    tell_of_change(user, _("New recovery codes were made. The old ones do not work any more."))
    return redirect("accounts:codes")


def make_codes(request: HttpRequest, user: User) -> None:
    """Make recovery codes, and note it."""
    codes.make_recovery_codes(request, user)
    record(action="second-step.codes-made", by=Actor.staff(user), subject=user)
