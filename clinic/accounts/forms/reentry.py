"""Showing again that it is oneself, in the form of what needs it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PasswordMixin(forms.Form):
    """The reader's own password, or a passkey in its place. The view checks it, for it counts guesses.

    A page shows both with `accounts/reentry.html`.
    """

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    credential = forms.CharField(required=False, widget=forms.HiddenInput)

    def full_clean(self) -> None:
        """With a passkey no password is needed."""
        if self.is_bound and self.data.get(self.add_prefix("credential")):
            self.fields["password"].required = False
        super().full_clean()

    @property
    def is_signed(self) -> bool:
        """Whether a password or a passkey was given, right or wrong."""
        given = self.cleaned_data
        return bool(given.get("password") or given.get("credential"))

    def refuse_reentry(self) -> None:
        """Show that it was not the right one."""
        if self.cleaned_data.get("credential"):
            message = _("That passkey was not accepted. Try again, or enter your password.")
        else:
            message = _("This is not your password. After five wrong tries, please wait five minutes.")
        self.add_error("password", message)


class ReentryForm(PasswordMixin):
    """Nothing but that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].required = True
