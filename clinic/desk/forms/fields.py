"""Dates and times as people type them."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.services.errors import InvalidInput

TYPED_DATES = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d %m %Y"]
"""A day as it is written here: the year first, or the day first."""


class BirthDateField(forms.DateField):
    """A date of birth, typed: a calendar to leaf through is no help over decades."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Date of birth"),
            input_formats=TYPED_DATES,
            help_text=_("For example, 27.3.1985."),
            widget=forms.DateInput(
                attrs={"class": "medium", "inputmode": "text", "autocomplete": "off"}, format="%d.%m.%Y"
            ),
            error_messages={
                "required": _("Enter the date of birth."),
                "invalid": _("Enter the date of birth as day, month and year, for example 27.3.1985."),
            },
        )


class DayField(forms.DateField):
    """A day of the calendar."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=TYPED_DATES,
            error_messages={
                "required": _("Enter a day."),
                "invalid": _("Enter a day, for example 27.3.2027."),
            },
            **options,
        )


class ClockField(forms.TimeField):
    """A time of the day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.TimeInput(attrs={"type": "time", "class": "text"}, format="%H:%M"),
            input_formats=["%H:%M", "%H:%M:%S", "%H.%M", "%H"],
            error_messages={"required": _("Enter a time."), "invalid": _("Enter a time, for example 14:30.")},
            **options,
        )


class LanguageSelect(forms.Select):
    """Languages, each named in itself and marked as such, so that it is read out in its own voice."""

    def create_option(self, *args: Any, **options: Any) -> dict[str, Any]:
        """One language."""
        option: dict[str, Any] = super().create_option(*args, **options)
        option["attrs"]["lang"] = option["value"]
        return option


def place(form: forms.Form, refusal: InvalidInput, places: dict[str, str] | None = None) -> None:
    """Put the problems a service has found beside the fields they are about."""
    for problem in refusal.problems:
        name = (places or {}).get(problem.field, problem.field)
        form.add_error(name if name in form.fields else None, problem.message)


def not_past(day: date) -> date:
    """The day; ValidationError where it has passed."""
    if day < timezone.localdate():
        raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
    return day
