"""Refusals around consent."""

from django.utils.translation import gettext_lazy as _

from screening.services.errors.base import ScreeningError


class ConsentMissing(ScreeningError):
    """A patient hands nothing in without both consents that are needed."""

    code = "consent_missing"
    text = _("Nothing is sent before you have agreed to the treatment and to storing your answers.")


class ConsentTextChanged(ScreeningError):
    """The text to be signed is not the one that was read: nothing was signed."""

    code = "consent_text_changed"
    text = _("The text has changed since you opened this page. Nothing was signed: please read it again.")


class StaffCannotSign(ScreeningError):
    """A member of staff signs for nobody; a guardian or carer beside them signs with name and relation."""

    code = "staff_cannot_sign"
    text = _("Staff cannot sign for a patient. The patient signs, or a guardian or carer does.")


class ConsentNotGiven(ScreeningError):
    """There is nothing to take back: not given, taken back already, or not an optional one."""

    code = "consent_not_given"
    text = _("This consent has not been given, or has been taken back already.")


class ConsentOutstanding(ScreeningError):
    """An appointment does not proceed without both consents that are needed."""

    code = "consent_outstanding"
    text = _(
        "The patient's consent to this treatment of these areas, and to storing the answers, is still to be "
        "given. Until then it can only be postponed or declined."
    )
