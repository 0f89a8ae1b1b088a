"""Asking the patient again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.review.forms.record import RecordForm
from screening.engine import Item, Rulebook


@dataclass(frozen=True, slots=True)
class Choice:
    """One question to choose, its number in the form, and whether it is chosen."""

    number: int
    link_id: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one section."""

    title: str
    choices: tuple[Choice, ...]


class AskForm(RecordForm):
    """Questions the patient may be asked, a message, or all questions again."""

    items = forms.MultipleChoiceField(
        label=_("Questions"), widget=forms.CheckboxSelectMultiple, required=False
    )
    whole = forms.BooleanField(
        label=_("All questions again, so that the answers count as new"), required=False
    )
    message = forms.CharField(
        label=_("Message to the patient"),
        help_text=_("It stands above the questions, behind the link. No mail repeats it."),
        widget=forms.Textarea,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        revision: int,
        rulebook: Rulebook,
        askable: dict[str, Item],
        chosen: Iterable[str] = (),
    ) -> None:
        initial = {"items": [link_id for link_id in chosen if link_id in askable]}
        super().__init__(data, revision=revision, initial=initial, auto_id="ask_%s")
        self.rulebook, self.askable = rulebook, askable
        field = self.fields["items"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above, told to the types
        field.choices = [(link_id, item.label) for link_id, item in askable.items()]

    def clean(self) -> dict[str, Any]:
        """Something has to be asked."""
        cleaned = super().clean() or {}
        if "items" not in self.errors and not cleaned.get("items") and not cleaned.get("whole"):
            self.add_error("items", _("Choose at least one question."))
        return cleaned

    @property
    def groups(self) -> list[Group]:
        """The questions by section."""
        chosen = set(self["items"].value() or ())
        numbered = list(enumerate(self.askable.items()))
        groups = [
            Group(
                section.title,
                tuple(
                    Choice(number, link_id, item.label, link_id in chosen)
                    for number, (link_id, item) in numbered
                    if item.section == section.id
                ),
            )
            for section in self.rulebook.sections
        ]
        return [group for group in groups if group.choices]
