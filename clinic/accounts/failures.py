"""Wrong passwords on the audit trail. Nothing typed is stored: it may be a password."""

import uuid

from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest

from clinic.accounts.guesses import hashed, may_guess, network_of, take_back
from clinic.accounts.models import User, normalised_email
from screening.services.audit import SYSTEM, Actor, record


def note_failed_sign_in(request: HttpRequest, email: str) -> None:
    """Note that somebody tried to sign in and was refused.

    The event is about the account; where there is none of that address, about an id made from its keyed
    hash, so that tries at one address are seen to be that. Tries beyond the limit on guesses, at which
    nobody looks, are not noted: nobody fills the trail by trying on.
    """
    typed = normalised_email(email)
    user = User.objects.filter(email=typed).first()
    subject = user or User(pk=uuid.UUID(hashed("account", typed)[:32]))
    reason = "unknown-account" if user is None else "wrong-password" if user.is_active else "inactive"
    with transaction.atomic():
        detail = {"reason": reason, "network": hashed("network", network_of(request))}
        record(action="sign-in.failed", by=SYSTEM, subject=subject, detail=detail)


def note_failed_reentry(request: HttpRequest, user: User) -> None:
    """Note that somebody signed in entered a wrong password where theirs was asked for again."""
    with transaction.atomic():
        detail = {"network": hashed("network", network_of(request))}
        record(action="password.failed", by=Actor.staff(user), subject=user, detail=detail)


def is_own_password(request: HttpRequest, user: User, password: str) -> bool:
    """Whether somebody signed in entered their own password again; wrong ones count as guesses."""
    if not may_guess(request, user.email):
        return False
    if authenticate(request, username=user.email, password=password) != user:
        note_failed_reentry(request, user)
        return False
    take_back(request, user.email)
    return True


def note_failed_passkey(request: HttpRequest, user: User | None) -> None:
    """Note that a passkey was refused; about the account where that is known."""
    with transaction.atomic():
        subject = user or User(pk=uuid.UUID(hashed("account", "passkey")[:32]))
        detail = {"network": hashed("network", network_of(request))}
        record(action="passkey.failed", by=SYSTEM, subject=subject, detail=detail)
