"""Answers in rows: the entries of a repeating item. Rows can be added and taken away."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms

from clinic.questions.fields import AnswerField
from clinic.questions.making import make_field
from clinic.questions.question import Asking
from clinic.questions.widgets import several
from clinic.questions.wording import missing, refusal
from screening.engine import AnswerError, Item

Problems = list[dict[str, str]]

MOST_ROWS = 100
LONGEST_TITLE = 40


class Row(forms.Form):
    """One row. `number` says which it is to a reader; `index` names its fields and stays when others go."""

    def __init__(
        self, name: str, index: int, fields: Mapping[str, AnswerField], data: Any, answer: Mapping[str, Any]
    ) -> None:
        initial = {part: field.typed(answer.get(part)) for part, field in fields.items()}
        super().__init__(data, prefix=f"{name}-{index}", initial=initial)
        self.parts = fields
        self.fields.update(fields)
        self.index = index
        self.number = 1
        self.list_label = ""
        self.suggestions: tuple[str, ...] = ()
        self.has_focus = False

    @property
    def title(self) -> str:
        """What the row is called in the summary of errors: the name typed in it, else its number."""
        typed = str(self["name"].value() or "").strip() if "name" in self.parts else ""
        return typed[:LONGEST_TITLE] or f"{self.list_label} {self.number}"

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed in it."""
        return all(field.is_empty(self[part].value()) for part, field in self.parts.items())

    @property
    def answer(self) -> dict[str, object]:
        """The answers of this row, without the empty ones."""
        return {part: value for part, value in self.cleaned_data.items() if value is not None}

    def demand(self) -> None:
        """Note an error at each field left empty."""
        for part, field in self.parts.items():
            if part not in self.errors and self.cleaned_data.get(part) is None:
                self.add_error(part, field.demand)

    @property
    def problems(self) -> Problems:
        """What is wrong, for the summary of errors."""
        return [
            {
                "anchor": field.anchor(self[part].auto_id),
                "text": f"{self.title}, {field.question.label}: {message}",
            }
            for part, field in self.parts.items()
            for message in self.errors.get(part, [])
        ]


class Rows:
    """All rows of one item, made from what was sent or, where nothing was, from the stored answer."""

    template: ClassVar[str] = "intake/fields/entries.html"

    def __init__(self, item: Item, asking: Asking, prefix: str, data: Any, answer: object) -> None:
        self.item = item
        self.asking = asking
        self.question = asking.item(item)
        self.name = f"{prefix}-{item.link_id}"
        self.data = data
        self.stored: Sequence[Mapping[str, Any]] = answer if isinstance(answer, list) else []
        self.error = ""
        self.has_focus = False
        self.rows = [self.make_row(index, entry) for index, entry in self.entries()]
        for number, row in enumerate(self.rows, 1):
            row.number = number
            row.list_label = self.question.label

    def entries(self) -> list[tuple[int, Mapping[str, Any]]]:
        """The rows to make; one empty row where there are none."""
        if self.data is not None:
            sent: list[tuple[int, Mapping[str, Any]]] = [
                (index, {}) for index in row_indexes(self.data, self.name)
            ]
            return sent or [(0, {})]
        return list(enumerate(self.stored_rows())) or [(0, {})]

    def stored_rows(self) -> Sequence[Mapping[str, Any]]:
        """The stored entries that are rows."""
        return self.stored

    def make_row(self, index: int, entry: Mapping[str, Any]) -> Row:
        """One row."""
        return Row(self.name, index, self.make_fields(), self.data, entry)

    def make_fields(self) -> dict[str, AnswerField]:
        """The fields of a row."""
        return {
            name: make_field(self.asking.part(self.item, field)) for name, field in self.item.fields.items()
        }

    @property
    def filled(self) -> list[Row]:
        """The rows in which something was typed."""
        return [row for row in self.rows if not row.is_blank]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed at all."""
        return not self.filled

    @cached_property
    def answer(self) -> object | None:
        """The answer in the rulebook's spelling; None where there is none, or where something is amiss."""
        if any(row.errors for row in self.filled):
            return None
        try:
            return self.question.read(self.given())
        except AnswerError as error:
            self.error = refusal(error.problems[0], self.question)
        return None

    def given(self) -> list[dict[str, object]]:
        """The rows as JSON for the engine."""
        return [row.answer for row in self.filled if row.answer]

    @property
    def has_errors(self) -> bool:
        """Whether anything is amiss."""
        return self.answer is None and bool(self.error or any(row.errors for row in self.filled))

    def demand(self) -> None:
        """Note what is missing: a row, or the rest of one."""
        found = self.answer
        for row in self.filled:
            row.demand()
        if found is None and not self.problems and not self.question.optional:
            self.error = missing(self.question)

    @property
    def problems(self) -> Problems:
        """What is wrong, for the summary of errors."""
        return [*self.own_problem(), *(problem for row in self.filled for problem in row.problems)]

    def own_problem(self) -> Iterator[dict[str, str]]:
        """What is wrong with the list as a whole; its anchor is the first field."""
        first = self.rows[0]
        part, field = next(iter(first.parts.items()))
        if self.error:
            yield {
                "anchor": field.anchor(first[part].auto_id),
                "text": f"{self.question.label}: {self.error}",
            }


def row_indexes(data: Any, name: str) -> list[int]:
    """The indexes of the rows sent, in order; anything else sent in their place is no row."""
    return [int(text) for text in several(data, f"{name}-row") if text.isdecimal() and len(text) <= 4]
