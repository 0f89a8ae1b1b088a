"""Looking for a patient, and what is known of one."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from clinic.desk.forms.fields import BirthDateField, LanguageSelect
from screening.models import Patient
from screening.services.desk.patients import LONGEST_NAME
from screening.services.desk.searching import LONGEST_TYPED


class SearchForm(forms.Form):
    """One box for whatever is known."""

    typed = forms.CharField(
        label=_("Name, date of birth, telephone number or e-mail address"),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "For example “keller 27.3.1985”. A name that is spelt a little differently is found too."
        ),
        error_messages={"required": _("Enter a name, a date of birth, a telephone number or an address.")},
    )


class PatientForm(forms.Form):
    """Everything reception knows of a patient."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter a name.")},
    )
    birth_date = BirthDateField()
    email = forms.CharField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Telephone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "class": "medium", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language of messages"),
        widget=LanguageSelect,
        error_messages={"required": _("Choose a language.")},
    )
    contact_by = forms.ChoiceField(
        label=_("Reminders"),
        choices=[
            (Patient.ContactBy.EMAIL, _("by e-mail")),
            (Patient.ContactBy.PHONE, _("by telephone: we call")),
            (Patient.ContactBy.NONE, _("none")),
        ],
        help_text=_("Messages that go out by themselves. A link you send yourself goes out in any case."),
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        usual = {"language": settings.LANGUAGE_CODE, "contact_by": Patient.ContactBy.EMAIL}
        super().__init__(data, initial={**usual, **(initial or {})})
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)  # noqa: S101 - declared above, told to the types
        language.choices = list(settings.MESSAGE_LANGUAGES.items())


def known_of(patient: Patient) -> dict[str, Any]:
    """What the form begins with for a patient."""
    return {name: getattr(patient, name) for name in PatientForm.base_fields}
