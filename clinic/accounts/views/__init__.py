"""Signing in and out, one's own account, and the administrator's pages about the members of staff."""

from clinic.accounts.views import joining, own, people, staff, steps
from clinic.accounts.views.signing import SignIn, SignOut, passkey_options, second_step

__all__ = [
    "SignIn",
    "SignOut",
    "joining",
    "own",
    "passkey_options",
    "people",
    "second_step",
    "staff",
    "steps",
]
