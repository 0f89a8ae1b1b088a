"""What is said after saving."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def tell_saved(request: HttpRequest, problems: int, *, is_new: bool) -> None:
    """Say what was saved, loudly where something is wrong with it."""
    if not is_new:
        messages.info(request, _("Nothing was different, so nothing was saved."))
    elif problems:
        words = ngettext(
            "Saved with %(count)d problem. The draft cannot be approved until it is mended.",
            "Saved with %(count)d problems. The draft cannot be approved until they are mended.",
            problems,
        )
        messages.warning(request, words % {"count": problems})
    else:
        messages.success(request, _("Saved in the draft."))
