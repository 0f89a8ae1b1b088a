"""Refusals around a care plan."""

from django.utils.translation import gettext_lazy as _

from screening.services.errors.base import ScreeningError


class FeedUnknown(ScreeningError):
    """No feed runs at this address, whether there ever was one or not."""

    code = "feed_unknown"
    text = _("There is no calendar at this address.")
