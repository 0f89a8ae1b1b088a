"""When the appointment is."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models import Appointment


class RescheduleForm(forms.Form):
    """A day and a time in the clinic's time zone; cleaned, `starts_at` is the moment."""

    day = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time", "class": "text"}, format="%H:%M")
    )

    def __init__(self, data: Any = None, *, appointment: Appointment) -> None:
        local = timezone.localtime(appointment.starts_at)
        initial = {"day": local.date(), "time": local.time()}
        super().__init__(data, auto_id="move_%s", initial=initial)
        self.fields["day"].widget.attrs["min"] = timezone.localdate().isoformat()

    def offer(self, day: date) -> None:
        """Fill in a day to move to; it counts as a change only when it is sent."""
        self.initial["day"] = day
        self.fields["day"].help_text = _("The earliest date is filled in.")

    def clean_day(self) -> date:
        """A day from today on."""
        day: date = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        """Join day and time; a time that the clocks skip or repeat on that day is refused at the time."""
        cleaned = super().clean() or {}
        if "day" in cleaned and "time" in cleaned:
            try:
                cleaned["starts_at"] = from_current_timezone(
                    datetime.combine(cleaned["day"], cleaned["time"])
                )
            except (forms.ValidationError, OverflowError):
                self.add_error("time", _("This time does not exist on that day, or exists twice."))
        return cleaned
