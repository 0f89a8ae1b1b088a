"""What an administrator says about a member of staff."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic.accounts.models import User, normalised_email
from clinic.accounts.roles import ROLE_DUTIES


class RolesForm(forms.Form):
    """The roles somebody has."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=list(ROLE_DUTIES.items()),
        widget=forms.CheckboxSelectMultiple,
    )


class InviteForm(RolesForm):
    """Somebody new: name, address, roles."""

    field_order = ("full_name", "email", "roles")

    full_name = forms.CharField(label=_("Full name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The invitation is sent there."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].required = True
        self.fields["roles"].error_messages["required"] = _("Choose at least one role.")

    def clean_email(self) -> str:
        """The address as it is stored; refused where somebody has it."""
        email = normalised_email(self.cleaned_data["email"])
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("Somebody with this address is on the list already."))
        return email
