"""Signing in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from clinic.accounts.failures import note_failed_sign_in
from clinic.accounts.guesses import may_guess, take_back

REFUSED = _(
    "That address and password do not match an account. After five wrong tries, please wait five minutes."
)


class SignInForm(AuthenticationForm):
    """E-mail address and password; the same refusal whichever is wrong, and after too many tries."""

    error_messages = {"invalid_login": REFUSED, "inactive": REFUSED}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail address")
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autocomplete": "username", "autofocus": False}
        )

    def clean(self) -> dict[str, Any]:
        """Look at the password, unless there have been too many wrong ones."""
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if self.request is None or not email or not password:
            return super().clean()
        if not may_guess(self.request, email):
            raise self.get_invalid_login_error()
        try:
            cleaned = super().clean()
        except forms.ValidationError:  # the guess stays noted
            note_failed_sign_in(self.request, email)
            raise
        take_back(self.request, email)
        return cleaned


class CodeForm(forms.Form):
    """A code of an app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def refuse(self) -> None:
        """Show that it was not right."""
        words = _("This code is not right. After five wrong tries, please wait five minutes.")
        self.add_error("code", words)


class PasskeyForm(forms.Form):
    """What a browser answers with a passkey, filled in by passkey.js."""

    credential = forms.CharField(widget=forms.HiddenInput)


class NewPasskeyForm(PasskeyForm):
    """What a browser made, and what the passkey is called in one's list."""

    field_order = ("name", "credential")

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=60,
        help_text=_("For your own list, such as: work laptop, key on my ring."),
    )
