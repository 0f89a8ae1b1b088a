"""Correcting one answer: the item's own fields, and why."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.results.spelling import spelled_date
from clinic.review.forms.answers import MEDICINE_PARTS, Part, read_part, value_field
from clinic.review.forms.record import RecordForm
from screening.engine import AnswerProblem, Item, ItemType, Rulebook

BLANK_ROWS = 2
MOST_ROWS = 100
_ROW_NAME = re.compile(r"row(\d{1,3})_\w+")


class CorrectForm(RecordForm):
    """One item's answer as fields; left empty, the answer is taken away. Lists have a row per entry."""

    typed = forms.CharField(
        label=_("In the patient's own words"),
        help_text=_("One in each line."),
        widget=forms.Textarea,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why is it corrected?"),
        help_text=_("Such as: spoke with the patient by phone."),
        widget=forms.Textarea,
    )

    def __init__(
        self, data: Any = None, *, revision: int, rulebook: Rulebook, item: Item, answer: object
    ) -> None:
        super().__init__(data, revision=revision, auto_id="correct_%s")
        self.item = item
        self.parts = parts_of(rulebook, item)
        entries = answer if isinstance(answer, list) else []
        if not item.open:
            del self.fields["typed"]
        if self.parts:
            self.add_rows(entries)
            return
        field = value_field(rulebook, item)
        field.label, field.required = _("Answer"), False
        field.initial = shown_value(item, answer)
        self.fields["value"] = field
        if item.open:
            self.fields["typed"].initial = "\n".join(str(one) for one in entries if one not in item.options)

    def add_rows(self, entries: list[Any]) -> None:
        """A row for each entry, and blank ones for more."""
        sent = [int(found[1]) + 1 for name in self.data if (found := _ROW_NAME.fullmatch(name))]
        count = min(max([len(entries) + BLANK_ROWS, *sent]), MOST_ROWS)
        for index in range(count):
            entry = entries[index] if index < len(entries) else {}
            table = entry if isinstance(entry, Mapping) else {"name": entry}
            for name, part in self.parts.items():
                field = part.make()
                field.label, field.required = part.label, False
                field.initial = table.get(name)
                self.fields[f"row{index}_{name}"] = field

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each row."""
        names = [name for name in self.fields if _ROW_NAME.fullmatch(name)]
        size = len(self.parts) or 1
        return [[self[name] for name in names[start : start + size]] for start in range(0, len(names), size)]

    @property
    def answer(self) -> object | None:
        """The answer as the service takes it; None for an empty one."""
        if self.parts:
            return self.entries or None
        value = self.cleaned_data["value"]
        if self.item.open:
            typed = [line.strip() for line in self.cleaned_data["typed"].splitlines() if line.strip()]
            value = [*(value or []), *typed]
        elif self.item.type is ItemType.DATE:
            value = spelled_date(value)
        return None if value in (None, "", []) else value

    @property
    def entries(self) -> list[dict[str, object]]:
        """The rows in which anything was entered."""
        count = len(self.rows)
        rows = [
            {
                name: read_part(part, self.cleaned_data[f"row{index}_{name}"])
                for name, part in self.parts.items()
            }
            for index in range(count)
        ]
        filled = [{name: value for name, value in row.items() if value not in (None, "", [])} for row in rows]
        return [row for row in filled if row]

    def refuse_answers(self, problems: Any) -> None:
        """Show why the answer was refused, at the answer."""
        place = "value" if "value" in self.fields else "row0_" + next(iter(self.parts))
        told: tuple[AnswerProblem, ...] = tuple(problems)
        for problem in told:
            self.add_error(place, problem.message[:1].upper() + problem.message[1:].rstrip(".") + ".")


def parts_of(rulebook: Rulebook, item: Item) -> Mapping[str, Part]:
    """The parts of an entry, by name; none for an item that is no list of entries."""
    if item.type is ItemType.MEDICINES:
        return MEDICINE_PARTS
    if item.type is not ItemType.ENTRIES:
        return {}
    return {
        name: Part(field.label, field.type, partial(value_field, rulebook, field))
        for name, field in item.fields.items()
    }


def shown_value(item: Item, answer: object) -> object:
    """A stored answer as its field shows it."""
    if item.type is ItemType.CHOICES and isinstance(answer, list):
        return [one for one in answer if one in item.options]
    return answer
