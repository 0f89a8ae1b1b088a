"""Refusals around what patients may do with their own data."""

from django.utils.translation import gettext_lazy as _

from screening.services.errors.base import ScreeningError


class FormWithdrawn(ScreeningError):
    """The patient has withdrawn the form: nothing of it is used any more."""

    code = "form_withdrawn"
    text = _("The patient has withdrawn this form. The answers may not be used any more.")


class TooLateToWithdraw(ScreeningError):
    """The appointment has begun, or has taken place."""

    code = "too_late_to_withdraw"
    text = _("Your appointment has begun. The form can no longer be withdrawn here: please call the clinic.")


class CorrectionClosed(ScreeningError):
    """Somebody has replied already."""

    code = "correction_closed"
    text = _("Somebody has replied to this already.")


class CorrectionOutstanding(ScreeningError):
    """An appointment does not proceed while a patient waits for a reply about an answer that is wrong."""

    code = "correction_outstanding"
    text = _(
        "The patient says that an answer is wrong, and nobody has replied. Until then it can only be "
        "postponed or declined."
    )
