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


class NoMailAddress(ScreeningError):
    """Nothing can be sent to this patient."""

    code = "no_mail_address"
    text = _("This patient has no e-mail address. Add one, copy the link, or print it.")


class PatientIsMerged(ScreeningError):
    """The record has been taken into another one."""

    code = "patient_merged"
    text = _("This patient's record has been merged into another one. Please use that one.")


class MergeOfOne(ScreeningError):
    """Both are the same record."""

    code = "merge_of_one"
    text = _("Choose two different records.")


class MergeUndone(ScreeningError):
    """The merge has been undone already."""

    code = "merge_undone"
    text = _("This merge has been undone already.")


class LaterMergeFirst(ScreeningError):
    """The record that was kept has itself been merged since."""

    code = "later_merge_first"
    text = _("A later merge has to be undone first.")


class ImportUnreadable(ScreeningError):
    """A file that is no list of appointments; carries what is wrong with it as a whole."""

    code = "import_unreadable"
    text = _("This file cannot be read as a list of appointments.")

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    @property
    def message(self) -> str:
        """What is wrong with the file."""
        return self.reason


class ImportGone(ScreeningError):
    """The upload was confirmed already, or is too old."""

    code = "import_gone"
    text = _("This import has been confirmed already or is too old. Please upload the file again.")


class ImportChanged(ScreeningError):
    """Something has changed since the preview was shown. Nothing was imported."""

    code = "import_changed"
    text = _("Something has changed since this preview was made. Please look at it again.")


class TabletRefused(ScreeningError):
    """No questionnaire is shown on the tablet."""

    code = "tablet_ended"
    text = _("This questionnaire is not open on the tablet. Please ask at the reception.")


class EntryRefused(ScreeningError):
    """Nothing is being entered on a patient's behalf."""

    code = "entry_ended"
    text = _("Entering for this patient is over. Begin again at the appointment.")
