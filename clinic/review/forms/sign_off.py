"""Signing an appointment off."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clinic.accounts.forms import PasswordMixin
from clinic.review.forms.fields import day_field
from clinic.review.forms.record import RecordForm
from screening.models import SignOff
from screening.services.review import Verdict

Outcome = SignOff.Outcome

OUTCOMES = (
    (Outcome.PROCEED, _("Proceed"), _("As planned. The gate opens.")),
    (
        Outcome.PROCEED_WITH_CONDITIONS,
        _("Proceed with conditions"),
        _("Under conditions you write down. The gate opens."),
    ),
    (
        Outcome.POSTPONE,
        _("Postpone"),
        _("Not before a day you choose. The patient stands on the recall list."),
    ),
    (Outcome.DECLINE, _("Decline"), _("It does not take place. The gate shows that it was declined.")),
)


class SignOffForm(PasswordMixin, RecordForm):
    """An outcome with what belongs to it, and the password again."""

    field_order = ("revision", "outcome", "conditions", "postponed_to", "note", "password")

    outcome = forms.ChoiceField(label=_("What is to be done?"), widget=forms.RadioSelect)
    conditions = forms.CharField(label=_("Conditions"), widget=forms.Textarea, required=False)
    postponed_to = day_field(_("Not before"))
    note = forms.CharField(label=_("Note"), widget=forms.Textarea, required=False)

    def __init__(self, data: Any = None, *, revision: int, day: date, earliest: date | None) -> None:
        super().__init__(data, revision=revision, initial={"postponed_to": earliest}, auto_id="sign_%s")
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above, told to the types
        field.choices = [
            (code, format_html('{} <span class="about">{}</span>', word, about))
            for code, word, about in OUTCOMES
        ]
        self.fields["postponed_to"].widget.attrs["min"] = (day + timedelta(days=1)).isoformat()
        if earliest is not None:
            self.fields["postponed_to"].help_text = _("The earliest date is filled in.")
        self.fields["password"].required = True
        self.fields["password"].help_text = _("Your signature. Nobody else can give it.")

    @property
    def verdict(self) -> Verdict:
        """What is signed. A day counts only where it is postponed, for it is filled in beforehand."""
        given = self.cleaned_data
        return Verdict(given["outcome"], given["conditions"], given["note"], given["postponed_to"])
