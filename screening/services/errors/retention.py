"""Refusals around holding and erasing records."""

from django.utils.translation import gettext_lazy as _

from screening.services.errors.base import ScreeningError


class PatientUnknown(ScreeningError):
    """There is no such patient, or not any more."""

    code = "patient_unknown"
    text = _("There is no such record, or not any more.")


class RecordOnHold(ScreeningError):
    """Somebody has said that this record has to stay."""

    code = "record_on_hold"
    text = _("This record is on hold. Lift the hold first, if it is no longer needed.")


class AppointmentAhead(ScreeningError):
    """A record is in use as long as an appointment is to come."""

    code = "appointment_ahead"
    text = _("This patient has an appointment to come. Cancel it first.")


class AlreadyOnHold(ScreeningError):
    """It is held already."""

    code = "already_on_hold"
    text = _("This record is on hold already.")


class NotOnHold(ScreeningError):
    """There is nothing to lift."""

    code = "not_on_hold"
    text = _("This record is not on hold.")


class ReasonUnknown(ScreeningError):
    """An erasure needs one of the reasons that are known."""

    code = "reason_unknown"
    text = _("Choose the reason.")
