"""Refusals on the treatment day."""

from django.utils.translation import gettext_lazy as _

from screening.services.errors.base import ScreeningError


class NotCleared(ScreeningError):
    """The gate is not cleared, and nobody said why the treatment took place all the same."""

    code = "not_cleared"
    text = _("This appointment is not cleared. Say why the treatment took place all the same.")


class TreatmentAhead(ScreeningError):
    """The day of the appointment has not come."""

    code = "treatment_ahead"
    text = _("This appointment lies ahead. Record the treatment on its day or afterwards.")


class DepthToConfirm(ScreeningError):
    """Deeper than the catalogue goes; carries how deep that is, in micrometres. Confirmed, it is accepted."""

    code = "depth_to_confirm"
    text = _("This is deeper than the catalogue goes with this device. Correct it, or confirm it.")

    def __init__(self, most_um: int) -> None:
        super().__init__()
        self.most_um = most_um


class RecordReplaced(ScreeningError):
    """Somebody has amended or withdrawn this record already."""

    code = "record_replaced"
    text = _("This record has been changed meanwhile. Nothing was stored: look at the newest version first.")
