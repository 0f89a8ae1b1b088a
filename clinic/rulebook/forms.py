"""Trying out how the rulebook understands a medicine's name."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 200


class MedicineName(forms.Form):
    """A name as a patient would type it, and what it is taken for where it does not say."""

    name = forms.CharField(label=_("Name as typed"), max_length=LONGEST_NAME)
    form = forms.ChoiceField(
        label=_("Entered under"),
        choices=[("systemic", _("Medicines or supplements")), ("topical", _("Creams and skincare"))],
        initial="systemic",
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )
