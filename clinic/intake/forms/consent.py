"""The boxes to tick and the signature."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.models import Consent
from screening.services.consent import Signature, Signing
from screening.services.errors import FieldProblem


class ConsentForm(forms.Form):
    """Four boxes, none ticked beforehand, two of them optional; a name, and where there is a finger, a line.

    `shown` is what stands in it at first. What is missing is said by `give_consent`: `refuse` lays it on the
    fields.
    """

    treatment = forms.BooleanField(required=False)
    storage = forms.BooleanField(required=False)
    photographs = forms.BooleanField(required=False)
    marketing = forms.BooleanField(required=False)
    name = forms.CharField(
        label=_("Your full name"),
        help_text=_("Typing your name here is your signature."),
        widget=forms.TextInput({"autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"}),
        required=False,
    )
    relation = forms.CharField(
        label=_("If you sign for somebody else: who are you to them?"),
        help_text=_("For example: mother, guardian, carer. Leave it empty if you sign for yourself."),
        required=False,
    )
    drawing = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, statements: Mapping[str, str], shown: Mapping[str, Any], for_other: bool
    ) -> None:
        super().__init__(data, initial=dict(shown))
        for kind, words in statements.items():
            self.fields[kind].label = words
        if for_other:
            self.fields["relation"].label = _("Who are you to the patient?")
            self.fields["relation"].help_text = _("For example: mother, guardian, carer.")
            self.fields["relation"].required = True
            self.fields["relation"].error_messages["required"] = _("Say who you are to the patient.")

    @property
    def needed(self) -> list[forms.BoundField]:
        """The boxes without which nothing goes on."""
        return [self[kind] for kind in Consent.REQUIRED]

    @property
    def free(self) -> list[forms.BoundField]:
        """The boxes that may stay empty."""
        return [self[kind] for kind in Consent.OPTIONAL]

    def signing(self, unseen: frozenset[str]) -> Signing:
        """What was ticked and signed."""
        given = self.cleaned_data
        kinds = frozenset(kind for kind in Consent.Kind.values if given.get(kind))
        signature = Signature(given["name"], given["relation"], given["drawing"])
        return Signing(kinds, signature, given["text"], unseen)

    def refuse(self, problems: Iterable[FieldProblem]) -> None:
        """Lay what was refused on the fields."""
        for problem in problems:
            self.add_error(problem.field, problem.message)

    @property
    def problems(self) -> list[dict[str, str]]:
        """What is wrong, for the summary of errors."""
        return [
            {"anchor": f"id_{'name' if field == 'drawing' else field}", "text": str(text)}
            for field, errors in self.errors.items()
            for text in errors
        ]
