"""What the audit trail is narrowed to. All of it stands in the address; none of it is anybody's data."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from clinic.trail_words import ACTIONS, SUBJECTS, action_words
from screening.models import AuditEvent
from screening.services.audit.searching import Wanted

ANY = _("Any")
NOT_STAFF = [
    (AuditEvent.ActorKind.PATIENT.value, _("A patient")),
    (AuditEvent.ActorKind.SYSTEM.value, _("The system")),
]


def day_field(label: Any) -> forms.DateField:
    """A day of the calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    invalid = {"invalid": _("Enter a day, such as 2026-09-15.")}
    return forms.DateField(label=label, required=False, widget=widget, error_messages=invalid)


class TrailForm(forms.Form):
    """The filters; `wanted` once they are valid."""

    actor = forms.ChoiceField(label=_("Who"), required=False)
    action = forms.ChoiceField(label=_("What"), required=False)
    subject_type = forms.ChoiceField(label=_("About what"), required=False)
    subject = forms.UUIDField(
        label=_("Reference"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": _("This is not a reference. Copy it whole, as it stands in the list.")},
    )
    first_day = day_field(_("From"))
    last_day = day_field(_("To"))

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="filter_%s")
        staff = get_user_model().objects.order_by("full_name", "email")
        people = [(str(user.pk), str(user)) for user in staff]
        self.offer("actor", [*NOT_STAFF, *people])
        self.offer("action", sorted(((code, action_words(code)) for code in ACTIONS), key=lambda one: one[1]))
        self.offer("subject_type", sorted(SUBJECTS.items(), key=lambda one: str(one[1])))

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Give a field its choices, and none of them."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above, told to the types
        field.choices = [("", ANY), *choices]

    def clean(self) -> dict[str, Any]:
        """A range that ends before it begins is refused."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("This day is before the first one."))
        return cleaned

    @property
    def wanted(self) -> Wanted:
        """The filters as the service takes them."""
        return Wanted(**self.cleaned_data)

    @property
    def given(self) -> dict[str, str]:
        """What is filled in, by name, as it stands in the address."""
        names = {name: str(self.data.get(name, "")).strip() for name in self.fields}
        return {name: value for name, value in names.items() if value}
