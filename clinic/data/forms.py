"""What is asked before a record is found, held, exported or erased."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.accounts.forms import PasswordMixin
from screening.services.retention.erasing import REASONS
from screening.services.texts import LONGEST_TEXT

AGAIN = "again"


def birth_date_field() -> forms.DateField:
    """A day of birth."""
    return forms.DateField(
        label=_("Date of birth"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a day, such as 1990-04-02.")},
    )


class FindForm(forms.Form):
    """Whose record it is. Both are needed: nobody looks around here."""

    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    birth_date = birth_date_field()


class HoldForm(forms.Form):
    """Why a record has to stay."""

    reason = forms.CharField(
        label=_("Why it has to stay"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )


class EraseForm(PasswordMixin):
    """Why, whose date of birth, and the password: three things nobody does by mistake."""

    field_order = ("reason", "birth_date", "password")

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[(code, word) for code, word in REASONS.items() if code != AGAIN],
        widget=forms.RadioSelect,
    )
    birth_date = birth_date_field()

    def __init__(self, *args: Any, born: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.born = born
        self.fields["password"].required = True
        self.fields["birth_date"].help_text = _(
            "As you were told it. It shows that this is the right record."
        )

    def clean_birth_date(self) -> date:
        """The patient's own; refused for any other day."""
        given: date = self.cleaned_data["birth_date"]
        if given != self.born:
            raise forms.ValidationError(_("The patient of this record was born on another day."))
        return given
