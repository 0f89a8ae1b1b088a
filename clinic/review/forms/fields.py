"""Fields that several forms of the practitioner's pages have."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

YEARS = range(2000, 2100)


def fit_year(day: date) -> None:
    """Refuse days far from any appointment: databases cannot compare all of them."""
    if day.year not in YEARS:
        raise ValidationError(_("Enter a date between 2000 and 2099."))


def day_field(label: "_StrPromise", *, required: bool = False, **options: Any) -> forms.DateField:
    """A day of the calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, validators=[fit_year], **options)
