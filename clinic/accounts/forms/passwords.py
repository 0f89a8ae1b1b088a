"""Choosing a password."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic.accounts.forms.reentry import ReentryForm
from clinic.accounts.models import User


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    new_password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html(),
    )
    again = forms.CharField(
        label=_("The same again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new_password(self) -> str:
        """Refuse what is too easily guessed."""
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        return password

    def clean_again(self) -> str:
        """Refuse what differs."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new_password", again):
            raise ValidationError(_("The two passwords differ."))
        return again


class ChangePasswordForm(NewPasswordForm, ReentryForm):
    """The password there is, or a passkey, and the new one."""

    field_order = ("password", "credential", "new_password", "again")
