"""Codes: of an app (TOTP, RFC 6238) and recovery codes. Each counts once; wrong ones are guesses."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.core.cache import cache
from django.db import models, transaction
from django.http import HttpRequest

from clinic.accounts.guesses import CODE, hashed, may_guess, network_of, take_back
from clinic.accounts.models import User
from screening.models.keys import decrypt, encrypt
from screening.services.audit import SYSTEM, record

PENDING, FRESH = "pending_app", "fresh_codes"
ONCE_SECONDS = 120
"""Longer than a code of an app is right for: 30 seconds, and one such step before and after."""


def authenticator_of_code(request: HttpRequest, user: User, code: str) -> Authenticator | None:
    """What a code belongs to, used up with this; None where it is wrong, or after too many wrong ones."""
    if not may_guess(request, user.email, kind=CODE):
        return None
    with transaction.atomic():
        used = used_up(user, code)
        if used is None:
            detail = {"network": hashed("network", network_of(request))}
            record(action="code.failed", by=SYSTEM, subject=user, detail=detail)
            return None
    take_back(request, user.email, kind=CODE)
    return used


def used_up(user: User, code: str) -> Authenticator | None:
    """What a code belongs to, having noted that it was used. Of one code sent twice at once, one counts."""
    rows = (
        Authenticator.objects.select_for_update().filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN)
    )
    used = next((row for row in rows if row.wrap().validate_code(code)), None)
    if used is None or not is_first_use(user, code):
        return None
    used.refresh_from_db()  # as the check of a recovery code has left it
    used.record_usage()
    return used


def is_first_use(user: User, code: str) -> bool:
    """Whether a code was not used lately, in whatever process."""
    digits = "".join(sign for sign in code if sign.isdigit())
    return bool(cache.add(f"code-used:{hashed('code', f'{user.pk}.{digits}')}", 1, timeout=ONCE_SECONDS))


def new_secret(request: HttpRequest) -> str:
    """A new secret for an app, kept sealed in the session until a code shows that the app has it."""
    secret = str(generate_totp_secret())
    request.session[PENDING] = encrypt(secret, place=place_in_session(request, PENDING))
    return secret


def pending_secret(request: HttpRequest) -> str:
    """The secret the app was shown; a new one where there is none."""
    sealed = request.session.get(PENDING)
    return decrypt(sealed, place=place_in_session(request, PENDING)) if sealed else new_secret(request)


def place_in_session(request: HttpRequest, what: str) -> str:
    """What a secret in the session is bound to."""
    return f"django_session.{what}.{request.user.pk}"


def add_app(request: HttpRequest, user: User, code: str) -> Authenticator | None:
    """Store the app that knows the pending secret; None where the code is not of that secret.

    None also where there is an app by now, as after sending the form twice. The account has to be locked.
    """
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        return None
    if not may_guess(request, user.email, kind=CODE):
        return None
    if not validate_totp_code(pending_secret(request), code):
        return None
    take_back(request, user.email, kind=CODE)
    added: Authenticator = TOTP.activate(user, pending_secret(request)).instance
    is_first_use(user, code)
    del request.session[PENDING]
    return added


def make_recovery_codes(request: HttpRequest, user: User) -> None:
    """Make new recovery codes, to be shown on the next page and never again; the old ones end."""
    recovery_of(user).delete()
    codes = RecoveryCodes.activate(user).get_unused_codes()
    request.session[FRESH] = encrypt(" ".join(codes), place=place_in_session(request, FRESH))


def fresh_recovery_codes(request: HttpRequest) -> list[str]:
    """The codes just made; none the next time."""
    sealed = request.session.pop(FRESH, "")
    return decrypt(sealed, place=place_in_session(request, FRESH)).split() if sealed else []


def recovery_codes_left(user: User) -> int | None:
    """How many recovery codes somebody has left; None where they never had any."""
    row = recovery_of(user).first()
    return None if row is None else len(row.wrap().get_unused_codes())


def recovery_of(user: User) -> "models.QuerySet[Authenticator]":
    """The row of somebody's recovery codes."""
    rows: models.QuerySet[Authenticator] = Authenticator.objects.filter(
        user=user, type=Authenticator.Type.RECOVERY_CODES
    )
    return rows
