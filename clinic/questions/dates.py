"""Dates in three parts, where the day may be left out, or "I don't know"."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _

from clinic.questions.fields import AnswerField
from clinic.questions.widgets import DateInput, DateTyped
from screening.engine import UNKNOWN_DATE, Tense

YEARS_AHEAD = 10


class DateField(AnswerField):
    """A date of the past or the future, whose day may be unknown, or all of it."""

    template = "intake/fields/date.html"
    widget = DateInput
    autocomplete: ClassVar[bool] = False

    def given(self, typed: DateTyped) -> str:
        """The date as YYYY-MM-DD, YYYY-MM, "unknown", or empty; ValidationError where a part is amiss."""
        if typed.unknown and typed.has_parts:
            raise forms.ValidationError(_("Enter a date or choose “I don't know”, not both."))
        if typed.unknown:
            return UNKNOWN_DATE
        if not typed.has_parts:
            return ""
        self.check_parts(typed)
        text = f"{typed.year}-{int(typed.month):02}" + (f"-{int(typed.day):02}" if typed.day else "")
        self.check_future(text)
        return text

    def check_parts(self, typed: DateTyped) -> None:
        """ValidationError, naming the first part that is missing or no number."""
        if not typed.month or not typed.year:
            raise forms.ValidationError(_("A date needs at least a month and a year."))
        if not is_number(typed.year) or len(typed.year) != 4:
            raise forms.ValidationError(_("The year needs four digits, for example 2026."))
        if not is_number(typed.month) or not 1 <= int(typed.month) <= 12:
            raise forms.ValidationError(_("The month is a number from 1 to 12."))
        if typed.day and (not is_number(typed.day) or not 1 <= int(typed.day) <= 31):
            raise forms.ValidationError(_("The day is a number from 1 to 31."))

    def check_future(self, text: str) -> None:
        """ValidationError where something that lies ahead is given a date long gone or far away."""
        today = self.question.today
        if self.question.tense is not Tense.FUTURE or today is None:
            return
        if text < today.isoformat()[: len(text)]:
            raise forms.ValidationError(_("This date has passed. Enter a date from today on."))
        if int(text[:4]) > today.year + YEARS_AHEAD:
            raise forms.ValidationError(_("This date lies too far ahead. Check the year."))

    def typed(self, answer: str | None) -> DateTyped:
        """The parts of a stored date."""
        if not answer:
            return DateTyped()
        if answer == UNKNOWN_DATE:
            return DateTyped(unknown=True)
        year, month, day = [*answer.split("-"), ""][:3]
        return DateTyped(day.lstrip("0"), month.lstrip("0"), year)

    def anchor(self, html_id: str) -> str:
        """The day."""
        return f"{html_id}_day"

    @property
    def may_be_unknown(self) -> bool:
        """Whether "I don't know" is an answer."""
        return self.question.tense is not Tense.BIRTH


def is_number(text: str) -> bool:
    """Whether a text is a number in plain digits."""
    return text.isascii() and text.isdigit() and len(text) <= 4
