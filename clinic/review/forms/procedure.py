"""What is done, and where."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.engine import Rulebook
from screening.models import Appointment


class ProcedureForm(forms.Form):
    """Treatments and areas of the active rulebook."""

    treatments = forms.MultipleChoiceField(label=_("Treatments"), widget=forms.CheckboxSelectMultiple)
    areas = forms.MultipleChoiceField(label=_("Areas"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, data: Any = None, *, appointment: Appointment, rulebook: Rulebook) -> None:
        initial = {"treatments": appointment.treatments, "areas": appointment.areas}
        super().__init__(data, auto_id="procedure_%s", initial=initial)
        self.choices_of("treatments").choices = [
            (code, treatment.title) for code, treatment in rulebook.treatments.items()
        ]
        self.choices_of("areas").choices = [(code, area.title) for code, area in rulebook.areas.areas.items()]

    def choices_of(self, name: str) -> forms.MultipleChoiceField:
        """The field of that name, which takes choices."""
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above, told to the types
        return field
