"""Signing in and out, and the administrator's pages about the members of staff."""

from clinic.accounts.views.signing import SignIn, SignOut
from clinic.accounts.views.staff import permissions, staff

__all__ = ["SignIn", "SignOut", "permissions", "staff"]
