"""Who answers while a member of staff types."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.desk.forms.fields import place
from screening.services.credit import LONGEST, AnsweredBy, Answerer, answerer
from screening.services.errors import InvalidInput

PATIENT = "patient"


class BehalfForm(forms.Form):
    """The patient by telephone or here, or a guardian or carer, who is named; cleaned, `whom` says who."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Who answers?"),
        choices=[
            (PATIENT, gettext_lazy("The patient, by telephone or here")),
            (Answerer.GUARDIAN, gettext_lazy("A parent or guardian")),
            (Answerer.CARER, gettext_lazy("A carer or relative")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who answers.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the parent, guardian or carer"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Only where it is not the patient who answers."),
    )
    relation = forms.CharField(
        label=gettext_lazy("How they are related to the patient"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "medium"}),
        help_text=gettext_lazy("For example, mother."),
    )

    def clean(self) -> dict[str, Any]:
        """Say whom the answers are credited to; None for the patient, beside whom staff are named."""
        cleaned = super().clean() or {}
        cleaned["whom"] = None
        if cleaned.get("kind") in {Answerer.GUARDIAN, Answerer.CARER}:
            given = {name: cleaned.get(name, "") for name in ("kind", "name", "relation")}
            try:
                cleaned["whom"] = answerer(**given)
            except InvalidInput as refusal:
                place(self, refusal)
        elif cleaned.get("kind") and (cleaned.get("name") or cleaned.get("relation")):
            self.add_error("kind", _("A name is given below: is it really the patient who answers?"))
        return cleaned

    @property
    def whom(self) -> AnsweredBy | None:
        """Who answers; None for the patient."""
        whom: AnsweredBy | None = self.cleaned_data["whom"]
        return whom
