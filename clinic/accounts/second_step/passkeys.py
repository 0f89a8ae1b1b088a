"""Passkeys (WebAuthn, level 2): asking a browser for one, and looking at what it answers.

What a browser answers is anybody's to write, and the libraries raise much when it is no answer: that is all
one refusal here.
"""

import json
import struct
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from clinic.accounts.models import User

T = TypeVar("T")

NO_ANSWER = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    OverflowError,
    NotImplementedError,
    RecursionError,
    InvalidSignature,
    UnsupportedAlgorithm,
    ValidationError,
    struct.error,  # of CBOR that ends in the middle of a number
)
MOST_BYTES = 20_000


def options_to_add(user: User) -> dict[str, Any]:
    """What a browser is asked to make a passkey of; the challenge is kept in the session.

    Always one that can sign in by itself: kept on the device, and asking who holds it.
    """
    return dict(auth.begin_registration(user, passwordless=True))


def options_to_answer(user: User | None) -> dict[str, Any]:
    """What a browser is asked to answer with a passkey: of this person, or with any that it has for us."""
    return dict(auth.begin_authentication(user))


def add_passkey(user: User, credential: str, name: str) -> Authenticator | None:
    """Store what a browser made; None where it does not answer the challenge of this session."""

    def checked() -> dict[str, Any]:
        made: dict[str, Any] = json.loads(credential)
        auth.parse_registration_response(made)
        binding = auth.complete_registration(made)
        if not binding.is_user_verified():
            raise ValueError("nobody was asked")
        return made

    made = answered(credential, checked)
    if made is None:
        return None
    number = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count() + 1
    return auth.WebAuthn.add(user, name or _("Passkey %(number)d") % {"number": number}, made).instance


def passkey_of(user: User | None, credential: str) -> Authenticator | None:
    """The passkey a browser answered with; None where it is not this person's, or no right answer.

    Without a person it says itself whose it is. The challenge of the session is used up by a right answer.
    """

    def checked() -> Authenticator:
        given = json.loads(credential)
        auth.parse_authentication_response(given)
        owner = user or auth.extract_user_from_response(given)
        return auth.complete_authentication(owner, given)

    found = answered(credential, checked)
    if found is not None:
        found.record_usage()
    return found


def answered(credential: str, look: Callable[[], T]) -> T | None:
    """What came of looking at an answer; None where it was none, or far too long."""
    if len(credential) > MOST_BYTES:
        return None
    try:
        return look()
    except NO_ANSWER:
        return None


def has_passkey(user: User) -> bool:
    """Whether somebody has a passkey here."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists())


def may_have_passkeys(request: HttpRequest) -> bool:
    """Whether browsers allow passkeys at this address: under a name, never under a number."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return not (host.replace(".", "").isdigit() or host.startswith("["))
