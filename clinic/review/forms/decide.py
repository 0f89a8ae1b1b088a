"""Deciding about one finding."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clinic.review.forms.record import LetterMixin, RecordForm
from clinic.review.options import Options
from screening.models import FindingDecision

Kind = FindingDecision.Kind


class DecideForm(LetterMixin, RecordForm):
    """One decision; which, and about what, is in `options`. Fields of another decision do not count."""

    kind = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    treatments = forms.MultipleChoiceField(
        label=_("For which treatments?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose a reason")), *FindingDecision.Reason.choices],
        required=False,
    )
    stored = forms.ChoiceField(label=_("Which letter?"), required=False)
    comment = forms.CharField(label=_("Comment"), widget=forms.Textarea, required=False)
    items = forms.MultipleChoiceField(
        label=_("Which questions?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    message = forms.CharField(
        label=_("Message to the patient"),
        help_text=_("It stands above the questions, behind the link. No mail repeats it."),
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, data: Any = None, files: Any = None, *, options: Options, revision: int) -> None:
        initial = {
            "treatments": [code for code, _title in options.treatments],
            "items": [link_id for link_id, _label in options.items],
        }
        super().__init__(data, files, revision=revision, initial=initial, auto_id=f"{options.code}_%s")
        self.options = options
        kinds = [
            (kind, format_html('{} <span class="about">{}</span>', title, about))
            for kind, title, about in options.kinds
        ]
        self.offer("kind", kinds)
        self.offer("treatments", list(options.treatments))
        self.offer("items", list(options.items))
        self.offer("stored", [("", _("The one I add here")), *options.letters])
        if len(options.treatments) < 2:
            del self.fields["treatments"]
        if not options.letters:
            del self.fields["stored"]

    def offer(self, name: str, choices: list[Any]) -> None:
        """Give a field its choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above, told to the types
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Every decision has what it needs; all that lacks is told at once."""
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        if "treatments" in self.fields and not cleaned.get("treatments"):
            self.add_error("treatments", _("Choose at least one."))
        if kind == Kind.OVERRIDDEN:
            self.demand("reason", _("Choose a reason."))
            self.demand("comment", _("Write a few words here."))
        if kind == Kind.RESOLVED and cleaned.get("letter") is None and not cleaned.get("stored"):
            self.demand_letter()
        if kind == Kind.PATIENT_ASKED:
            self.demand("items", _("Choose at least one question."))
        return cleaned

    def demand(self, name: str, message: Any) -> None:
        """Note that a field needs something."""
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, message)

    @property
    def treatments_chosen(self) -> list[str] | None:
        """The treatments it is about; None for all of the finding's."""
        return self.cleaned_data.get("treatments") or None
