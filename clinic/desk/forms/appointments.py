"""Booking an appointment, and changing one."""

from datetime import datetime
from typing import Any

from django import forms
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.accounts.models import User
from clinic.desk.forms.fields import ClockField, DayField, not_past
from screening.engine import Rulebook
from screening.models import Appointment
from screening.services.desk import practitioners_for, usual_minutes
from screening.services.desk.changing import Booking

LONGEST_MINUTES = 480


class AppointmentForm(forms.Form):
    """When, what, where and with whom; cleaned, `booking` is all of it."""

    day = DayField(label=gettext_lazy("Date"))
    time = ClockField(label=gettext_lazy("Time"))
    treatments = forms.MultipleChoiceField(
        label=gettext_lazy("Treatments"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one treatment.")},
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Areas"), widget=forms.CheckboxSelectMultiple, required=False
    )
    practitioner = forms.ChoiceField(label=gettext_lazy("Practitioner"), required=False)
    minutes = forms.IntegerField(
        label=gettext_lazy("Length in minutes"),
        required=False,
        min_value=5,
        max_value=LONGEST_MINUTES,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        help_text=gettext_lazy("Leave it empty for the usual length of the treatments."),
    )

    def __init__(self, data: Any = None, *, rulebook: Rulebook, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.rulebook = rulebook
        self.staff = {str(user.pk): user for user in practitioners_for([])}
        self.offer("treatments", [(code, one.title) for code, one in rulebook.treatments.items()])
        self.offer("areas", [(code, area.title) for code, area in rulebook.areas.areas.items()])
        people = [(key, str(user)) for key, user in self.staff.items()]
        self.offer("practitioner", [("", _("Not settled")), *people])
        self.fields["day"].widget.attrs["min"] = timezone.localdate().isoformat()

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """The choices of a field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above, told to the types
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Join day and time, and fill in the usual length."""
        cleaned = super().clean() or {}
        self.check_day(cleaned)
        if "day" in cleaned and "time" in cleaned:
            try:
                cleaned["starts_at"] = from_current_timezone(
                    datetime.combine(cleaned["day"], cleaned["time"])
                )
            except (forms.ValidationError, OverflowError):
                self.add_error("time", _("This time does not exist on that day, or exists twice."))
        if not cleaned.get("minutes"):
            cleaned["minutes"] = usual_minutes(self.rulebook, cleaned.get("treatments", []))
        self.check_practitioner(cleaned)
        return cleaned

    def check_day(self, cleaned: dict[str, Any]) -> None:
        """Refuse a day that has passed, unless it is the day the appointment is on already."""
        if "day" not in cleaned or cleaned["day"] == self.initial.get("kept_day"):
            return
        try:
            not_past(cleaned["day"])
        except forms.ValidationError as problem:
            self.add_error("day", problem)

    def check_practitioner(self, cleaned: dict[str, Any]) -> None:
        """Refuse somebody who may not perform the treatments, and name those who may."""
        chosen = self.staff.get(cleaned.get("practitioner", ""))
        treatments = cleaned.get("treatments", [])
        able = practitioners_for(treatments) if chosen and treatments else []
        if chosen is None or not treatments or chosen in able:
            return
        names = ", ".join(str(user) for user in able)
        problem = _("%(name)s may not perform these treatments.") % {"name": chosen}
        self.add_error(
            "practitioner", f"{problem} {_('Possible: %(names)s.') % {'names': names}}" if names else problem
        )

    @property
    def chosen(self) -> User | None:
        """Who was chosen; None where it is not settled."""
        chosen = self.staff.get(self.cleaned_data["practitioner"])
        return chosen if isinstance(chosen, User) else None

    @property
    def booking(self) -> Booking:
        """What was entered, as the services take it."""
        given = self.cleaned_data
        return Booking(
            starts_at=given["starts_at"],
            minutes=given["minutes"],
            treatments=given["treatments"],
            areas=given["areas"],
            practitioner=self.chosen,
        )


def booked_as(appointment: Appointment) -> dict[str, Any]:
    """What the form begins with for an appointment that is booked."""
    local = timezone.localtime(appointment.starts_at)
    return {
        "day": local.date(),
        "kept_day": local.date(),
        "time": local.time(),
        "treatments": appointment.treatments,
        "areas": appointment.areas,
        "practitioner": str(appointment.practitioner_id or ""),
        "minutes": appointment.minutes,
    }
