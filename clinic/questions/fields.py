"""One form field per type of question. Each reads what was typed; the engine decides whether it fits."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from clinic.questions.question import Question
from clinic.questions.widgets import (
    AreasInput,
    ChoiceInput,
    ChoicesInput,
    ChoicesTyped,
    LineInput,
    TextInput,
)
from clinic.questions.wording import missing, refusal
from screening.engine import AnswerError

UNSURE = "unsure"


class AnswerField(forms.Field):
    """The field of one question. Its clean value is the answer in the rulebook's spelling, None where empty.

    An empty answer is no error here: whether one is demanded depends on the other answers.
    """

    template: ClassVar[str]
    widget: type[forms.Widget] = ChoiceInput
    is_group: ClassVar[bool] = True

    def __init__(self, question: Question) -> None:
        super().__init__(required=False, label=question.text, help_text=question.help)
        self.question = question

    def clean(self, value: Any) -> object | None:
        """The answer; ValidationError with what is wrong with it."""
        try:
            return self.question.read(self.given(value))
        except AnswerError as error:
            messages = [refusal(problem, self.question) for problem in error.problems]
        raise forms.ValidationError(messages)

    def given(self, typed: Any) -> object:
        """What was typed, as JSON for the engine."""
        return typed

    def typed(self, answer: Any) -> Any:
        """A stored answer as it would have been typed."""
        return answer

    def is_empty(self, typed: Any) -> bool:
        """Whether nothing was typed."""
        return not typed

    def anchor(self, html_id: str) -> str:
        """The id of the first thing to answer in, which a link from an error goes to."""
        return html_id

    @property
    def demand(self) -> str:
        """What to do where the answer is missing."""
        return missing(self.question)


class ChoiceField(AnswerField):
    """One of several answers."""

    template = "intake/fields/choice.html"
    widget: type[forms.Widget] = ChoiceInput

    def anchor(self, html_id: str) -> str:
        """The first answer."""
        return f"{html_id}_{next(iter(self.question.options), '')}"


class ChoicesField(ChoiceField):
    """Several answers, and typed ones where the list is open."""

    template = "intake/fields/choices.html"
    widget = ChoicesInput

    def given(self, typed: ChoicesTyped) -> list[str]:
        """The codes, then what was typed, one entry for each line or comma."""
        extra = typed.text.replace("\n", ",").split(",") if self.question.is_open else []
        return [*typed.codes, *(text.strip() for text in extra if text.strip())]

    def typed(self, answer: Sequence[str] | None) -> ChoicesTyped:
        """The codes, and the rest as text."""
        options = self.question.options
        codes = tuple(entry for entry in answer or () if entry in options)
        return ChoicesTyped(codes, ", ".join(entry for entry in answer or () if entry not in options))


class AreasField(AnswerField):
    """Body areas: a list of checkboxes, and the picture that ticks them."""

    template = "intake/fields/areas.html"
    widget = AreasInput

    def given(self, typed: Sequence[str]) -> list[str]:
        """The booked areas and those chosen: what is booked stays, whatever was sent."""
        return list(dict.fromkeys([*self.question.booked, *typed]))

    def anchor(self, html_id: str) -> str:
        """The first area that can be chosen."""
        free = [code for code in self.question.areas if code not in self.question.booked]
        return f"{html_id}_{next(iter(free), UNSURE)}"


class TextField(AnswerField):
    """A few words, or many."""

    template = "intake/fields/text.html"
    widget: type[forms.Widget] = TextInput
    is_group = False

    def given(self, typed: str) -> str:
        """The text with plain line ends: browsers send those of Windows."""
        return typed.replace("\r\n", "\n").replace("\r", "\n")


class NameField(TextField):
    """The name of a medicine, with suggestions."""

    template = "intake/fields/name.html"
    widget = LineInput


class NumberField(AnswerField):
    """A whole number."""

    template = "intake/fields/number.html"
    widget = LineInput
    is_group = False

    def given(self, typed: str) -> object:
        """The number; the text itself, which the engine refuses, where it is none."""
        text = typed.strip()
        return int(text) if text.isdecimal() and len(text) < 10 else text

    def typed(self, answer: object) -> str:
        """The number as text."""
        return "" if answer is None else str(answer)
