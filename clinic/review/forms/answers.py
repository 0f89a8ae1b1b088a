"""Answers as fields for staff: plain, and in the rulebook's spelling underneath."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.results.answers import UNSURE
from clinic.results.spelling import spelled_date
from screening.engine import Field, Item, ItemType, Rulebook

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NOT_ANSWERED = ("", _("Not answered"))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an entry of a list: its label, its type, and a maker of its field."""

    label: "str | _StrPromise"
    type: ItemType
    make: Callable[[], forms.Field]


def value_field(rulebook: Rulebook, item: Item | Field) -> forms.Field:
    """A field for an answer, or for a part of an entry."""
    options = [(code, option.label) for code, option in item.options.items()]
    match item.type:
        case ItemType.CHOICE:
            return forms.ChoiceField(choices=[NOT_ANSWERED, *options])
        case ItemType.CHOICES:
            return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple)
        case ItemType.AREAS:
            areas = [(code, area.title) for code, area in rulebook.areas.areas.items()]
            unsure = (UNSURE, _("Not sure where"))
            return forms.MultipleChoiceField(choices=[*areas, unsure], widget=forms.CheckboxSelectMultiple)
        case ItemType.DATE:
            return forms.CharField(
                max_length=10,
                help_text=_("As 14.8.2026, or 8.2026 if only the month is known, or “unknown”."),
            )
        case ItemType.NUMBER if isinstance(item, Item):
            return forms.IntegerField(min_value=item.minimum, max_value=item.maximum)
        case _:
            return forms.CharField(max_length=2000, widget=forms.Textarea)


def name_field() -> forms.Field:
    """The name of a medicine."""
    return forms.CharField(max_length=200)


def prescribed_field() -> forms.Field:
    """Whether it is prescribed."""
    said = [("", _("Not said")), ("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))]
    return forms.ChoiceField(choices=said)


MEDICINE_PARTS: Mapping[str, Part] = {
    "name": Part(_("Name"), ItemType.TEXT, name_field),
    "prescribed": Part(_("Prescribed?"), ItemType.CHOICE, prescribed_field),
}


def read_part(part: Part, value: object) -> object:
    """What was entered in one part, in the rulebook's spelling."""
    return spelled_date(value) if part.type is ItemType.DATE and isinstance(value, str) and value else value
