"""Refusals about appointments and links."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from screening.services.errors.base import ScreeningError


class AppointmentIsCancelled(ScreeningError):
    """The appointment does not take place."""

    code = "appointment_cancelled"
    text = _("This appointment has been cancelled.")


class InvitationRefused(ScreeningError):
    """A link that opens nothing."""


class InvitationUnknown(InvitationRefused):
    """No invitation has this token."""

    code = "invitation_unknown"
    text = _(
        "This link does not work. Please check that you copied all of it, or ask the clinic for a new one."
    )


class InvitationExpired(InvitationRefused):
    """The invitation was valid once."""

    code = "invitation_expired"
    text = _("This link is too old. Please ask the clinic for a new one.")


class InvitationRevoked(InvitationRefused):
    """The clinic has withdrawn the invitation."""

    code = "invitation_revoked"
    text = _("This link is no longer in use. Please use the newest one, or ask the clinic.")


class InvitationLocked(InvitationRefused):
    """Too many wrong dates of birth."""

    code = "invitation_locked"
    text = _("There were too many wrong dates of birth. Please ask the clinic for a new link.")


class WrongBirthDate(ScreeningError):
    """The date of birth is not the patient's. The attempt has been counted."""

    code = "wrong_birth_date"

    def __init__(self, attempts_left: int) -> None:
        super().__init__()
        self.attempts_left = attempts_left

    @property
    def message(self) -> str:
        """What to tell the person, with the attempts left."""
        return ngettext(
            "This is not the date of birth we have. You can try once more.",
            "This is not the date of birth we have. You can try %(count)d more times.",
            self.attempts_left,
        ) % {"count": self.attempts_left}
