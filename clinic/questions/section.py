"""The form of one section, built from the rulebook's items."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _

from clinic.questions.layout import Slot
from clinic.questions.making import FIELDS, make_field
from clinic.questions.medicines import Medicines
from clinic.questions.question import Asking, Earlier
from clinic.questions.rows import Rows
from screening.engine import Item, ItemType

PREFIX = "q"


class SectionForm(forms.Form):
    """Every question a section may ask of this patient; which of them are shown its reader decides.

    `data` is what was sent; without it the form shows `answers`.
    """

    def __init__(
        self,
        items: Iterable[Item],
        asking: Asking,
        data: Any = None,
        answers: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, prefix=PREFIX)
        self.items = {item.link_id: item for item in items}
        self.groups: dict[str, Rows] = {}
        self.shown: frozenset[str] = frozenset()
        self.notes: Mapping[str, object] = {}
        self.tells_errors = True
        self.follow_up_url = ""
        self.earlier: Mapping[str, Earlier] = {}
        self.offered: frozenset[str] = frozenset()
        self.confirmed: frozenset[str] = frozenset()
        for item in self.items.values():
            stored = (answers or {}).get(item.link_id)
            if item.type in FIELDS:
                field = make_field(asking.item(item))
                self.fields[item.link_id] = field
                self.initial[item.link_id] = field.typed(stored)
            else:
                self.groups[item.link_id] = rows_of(item, asking, data, stored)

    @property
    def helper(self) -> FormHelper:
        """How crispy lays it out: a slot for each question; the page has the form element."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(*(Slot(link_id) for link_id in self.items))
        return helper

    @property
    def answers(self) -> dict[str, object | None]:
        """The answers in the rulebook's spelling; None for what is empty or amiss."""
        self.full_clean_once()
        return {link_id: self.answer_to(link_id) for link_id in self.items}

    def answer_to(self, link_id: str) -> object | None:
        """One answer."""
        if link_id in self.confirmed:
            return self.earlier[link_id].answer
        if link_id in self.groups:
            return self.groups[link_id].answer
        found: object | None = self.cleaned_data.get(link_id)
        return found

    def full_clean_once(self) -> None:
        """Clean where that has not been done yet."""
        self.is_valid()

    def is_amiss(self, link_id: str) -> bool:
        """Whether an answer cannot be taken as it stands."""
        return self.groups[link_id].has_errors if link_id in self.groups else link_id in self.errors

    def is_empty(self, link_id: str) -> bool:
        """Whether nothing was typed to a question."""
        if link_id in self.groups:
            return self.groups[link_id].is_empty
        field: Any = self.fields[link_id]
        return bool(field.is_empty(self[link_id].value()))

    def show(self, shown: Collection[str]) -> None:
        """Show these questions; what is wrong with others does not matter."""
        self.shown = frozenset(shown)
        for link_id in [name for name in self.errors if name not in self.shown]:
            del self.errors[link_id]

    def confirm(self, ticked: Collection[str]) -> None:
        """Take the earlier answer where it was ticked as still right, and nothing else was given."""
        chosen, given = self.earlier.keys() & set(ticked), self.answers
        self.confirmed = frozenset(link_id for link_id in chosen if self.is_empty(link_id))
        for link_id in chosen - self.confirmed:
            if given[link_id] != self.earlier[link_id].answer:
                self.refuse(
                    link_id, _("You ticked that this is still right, and gave another answer too. Keep one.")
                )

    def demand(self, demanded: frozenset[str]) -> None:
        """Note an error at each of these that has no answer and needs one."""
        for link_id in (demanded & self.items.keys()) - self.confirmed:
            if link_id in self.groups:
                self.groups[link_id].demand()
            elif not (self.items[link_id].optional or self.is_amiss(link_id) or self.answer_to(link_id)):
                field: Any = self.fields[link_id]
                self.add_error(link_id, field.demand)

    def refuse(self, link_id: str, message: str) -> None:
        """Note an error from elsewhere at its question."""
        if link_id in self.groups:
            self.groups[link_id].error = message
        elif link_id in self.fields:
            self.add_error(link_id, message)

    @property
    def problems(self) -> list[dict[str, str]]:
        """What is wrong with what is shown, in the order of the page, for the summary of errors."""
        return [
            problem
            for link_id in self.items
            if link_id in self.shown
            for problem in self.problems_of(link_id)
        ]

    def problems_of(self, link_id: str) -> list[dict[str, str]]:
        """What is wrong with one answer."""
        if link_id in self.groups:
            return self.groups[link_id].problems
        field: Any = self.fields[link_id]
        anchor = field.anchor(self[link_id].auto_id)
        label = self.items[link_id].label
        return [{"anchor": anchor, "text": f"{label}: {message}"} for message in self.errors.get(link_id, [])]

    @property
    def medicines(self) -> list[Medicines]:
        """The lists of medicines that are shown."""
        return [
            group
            for link_id, group in self.groups.items()
            if link_id in self.shown and isinstance(group, Medicines)
        ]


def rows_of(item: Item, asking: Asking, data: Any, stored: object) -> Rows:
    """The rows of an item that is answered in rows."""
    kind = Medicines if item.type is ItemType.MEDICINES else Rows
    return kind(item, asking, PREFIX, data, stored)
