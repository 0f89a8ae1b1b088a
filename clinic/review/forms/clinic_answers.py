"""What is asked of the clinic: the peel agent, the confirmed skin type, and whatever a rulebook adds."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.engine import AnswerProblem, Item, ItemType, Rulebook

CLINIC = "clinic"
EMPTY: tuple[object, ...] = (None, "", [])


class ClinicAnswersForm(forms.Form):
    """One field per item asked of the clinic for the treatments planned; an empty one clears the answer."""

    def __init__(
        self, data: Any = None, *, rulebook: Rulebook, treatments: list[str], answers: Mapping[str, Any]
    ) -> None:
        super().__init__(data, auto_id="clinic_%s")
        for item in items_for(rulebook, treatments):
            field = FIELDS[item.type](rulebook, item)
            field.label, field.help_text, field.required = item.label, item.help, False
            field.initial = as_typed(item, answers.get(item.link_id))
            self.fields[item.link_id] = field

    @property
    def answers(self) -> dict[str, object]:
        """The answers as the service takes them; None for an empty one."""
        given = self.cleaned_data.items()
        return {link_id: None if value in EMPTY else value for link_id, value in given}

    def refuse(self, problems: tuple[AnswerProblem, ...]) -> None:
        """Show what the service refused at the field it is about."""
        for problem in problems:
            place = problem.link_id if problem.link_id in self.fields else None
            self.add_error(place, problem.message[:1].upper() + problem.message[1:] + ".")


def items_for(rulebook: Rulebook, treatments: list[str]) -> list[Item]:
    """The items asked of the clinic for these treatments, but for lists with fields of their own."""
    return [
        item
        for item in rulebook.items.values()
        if item.asked == CLINIC and item.type in FIELDS and item.is_asked_for(tuple(treatments))
    ]


def as_typed(item: Item, answer: object) -> object:
    """A stored answer as the field shows it."""
    if item.type is ItemType.MEDICINES and isinstance(answer, list):
        return "\n".join(str(entry["name"]) for entry in answer)
    return answer


class LinesField(forms.CharField):
    """Several entries, one in each line."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        """The lines that hold anything."""
        return [line for line in super().clean(value).splitlines() if line.strip()]


class NumberChoiceField(forms.TypedChoiceField):
    """One of several numbers, each with a label."""

    def __init__(self, choices: list[tuple[int, str]], empty: str) -> None:
        super().__init__(choices=[("", empty), *choices], coerce=int, empty_value=None)


def choice_field(_rulebook: Rulebook, item: Item) -> forms.Field:
    """One option of a list."""
    options = [(code, option.label) for code, option in item.options.items()]
    return forms.ChoiceField(choices=[("", _("Not entered")), *options])


def choices_field(_rulebook: Rulebook, item: Item) -> forms.Field:
    """Several options of a list."""
    options = [(code, option.label) for code, option in item.options.items()]
    return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple)


def areas_field(rulebook: Rulebook, _item: Item) -> forms.Field:
    """Several areas."""
    areas = [(code, area.title) for code, area in rulebook.areas.areas.items()]
    return forms.MultipleChoiceField(choices=areas, widget=forms.CheckboxSelectMultiple)


def score_field(_rulebook: Rulebook, item: Item) -> forms.Field:
    """The value of a score, entered directly."""
    bands = [(band.value, band.label) for band in item.bands]
    empty = _("Worked out from the answers") if item.parts else _("Not entered")
    return NumberChoiceField(bands, str(empty))


def number_field(_rulebook: Rulebook, item: Item) -> forms.Field:
    """A whole number."""
    return forms.IntegerField(min_value=item.minimum, max_value=item.maximum)


def date_field(_rulebook: Rulebook, _item: Item) -> forms.Field:
    """A day, a month, or that it is not known: as the rulebook spells it."""
    return forms.CharField(max_length=10)


def text_field(_rulebook: Rulebook, _item: Item) -> forms.Field:
    """Text."""
    return forms.CharField(max_length=2000, widget=forms.Textarea)


def medicines_field(_rulebook: Rulebook, _item: Item) -> forms.Field:
    """Names of medicines."""
    return LinesField(max_length=10_000)


FIELDS: Mapping[ItemType, Callable[[Rulebook, Item], forms.Field]] = {
    ItemType.CHOICE: choice_field,
    ItemType.CHOICES: choices_field,
    ItemType.AREAS: areas_field,
    ItemType.DATE: date_field,
    ItemType.NUMBER: number_field,
    ItemType.SCORE: score_field,
    ItemType.TEXT: text_field,
    ItemType.MEDICINES: medicines_field,
}
