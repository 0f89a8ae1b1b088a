"""The form that opens a link."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from clinic.questions.dates import DateField
from clinic.questions.question import Question
from clinic.questions.widgets import DateInput, DateTyped
from screening.engine import AnswerError, AnswerProblem, ItemType, Tense

NAME = "birth_date"


class BirthDateField(DateField):
    """The date of birth that opens a link: all three parts, compared with the record."""

    autocomplete = True

    def check_parts(self, typed: DateTyped) -> None:
        """ValidationError, naming the first part that is missing or no number."""
        if not (typed.day and typed.month and typed.year):
            raise forms.ValidationError(_("Enter the day, the month and the year."))
        super().check_parts(typed)

    @property
    def demand(self) -> str:
        """What to do where it is missing."""
        return _("Enter your date of birth.")


class BirthDateForm(forms.Form):
    """Asks for the date of birth; `birth_date` of the cleaned data is a date. `typed`: to be shown in it."""

    def __init__(self, data: object = None, *, today: date, typed: DateTyped | None = None) -> None:
        super().__init__(data, initial={NAME: typed})  # type: ignore[arg-type]  # a QueryDict, or None
        self.fields[NAME] = BirthDateField(
            Question(
                name=NAME,
                type=ItemType.DATE,
                text=_("What is your date of birth?"),
                label=_("Date of birth"),
                help=_("For example, 27 3 1985."),
                tense=Tense.BIRTH,
                read=lambda given: read_birth_date(given, today),
            )
        )

    def clean_birth_date(self) -> object:
        """The date; ValidationError where none was typed."""
        if self.cleaned_data[NAME] is None:
            raise forms.ValidationError(_("Enter your date of birth."))
        return self.cleaned_data[NAME]

    @property
    def problems(self) -> list[dict[str, str]]:
        """What is wrong, for the summary of errors."""
        anchor = f"id_{NAME}_day"
        return [{"anchor": anchor, "text": str(message)} for message in self.errors.get(NAME, [])]


def typed_date(data: Mapping[str, Any]) -> DateTyped:
    """What was typed in a form that was sent."""
    return DateInput().value_from_datadict(data, None, NAME)


def read_birth_date(given: object, today: date) -> date | None:
    """A full date of birth as a date, None where empty; AnswerError for one that cannot be."""
    if not given:
        return None
    try:
        born = date.fromisoformat(str(given))
    except ValueError:
        raise refused("not_a_date") from None
    if born.year < 1900:
        raise refused("too_early")
    if born > today:
        raise refused("in_future")
    return born


def refused(code: str) -> AnswerError:
    """The refusal of a date of birth."""
    return AnswerError((AnswerProblem(NAME, code, code),))
