"""Forms of signing in, of one's own account, and of the members of staff."""

from clinic.accounts.forms.passwords import ChangePasswordForm, NewPasswordForm
from clinic.accounts.forms.people import InviteForm, RolesForm
from clinic.accounts.forms.reentry import PasswordMixin, ReentryForm
from clinic.accounts.forms.signing import CodeForm, NewPasskeyForm, PasskeyForm, SignInForm

__all__ = [
    "ChangePasswordForm",
    "CodeForm",
    "InviteForm",
    "NewPasskeyForm",
    "NewPasswordForm",
    "PasskeyForm",
    "PasswordMixin",
    "ReentryForm",
    "RolesForm",
    "SignInForm",
]
