"""How a severity looks: always a word, an icon and a tone together, never colour alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Look:
    """The tone (a CSS class), the icon and the word for one state."""

    tone: str
    icon: str
    word: str | Promise


LOOKS: dict[str, Look] = {
    "contraindicated": Look("stop", "octagon-x", _("Contraindicated")),
    "deferred": Look("wait", "calendar-clock", _("Deferred")),
    "clearance": Look("ask", "user-check", _("Needs clearance")),
    "precaution": Look("care", "triangle-alert", _("Precaution")),
    "information": Look("note", "info", _("Information")),
    "eligible": Look("go", "circle-check", _("Eligible")),
}
NOT_ASKED = Look("plain", "circle-slash", _("Not asked"))

MESSAGE_LOOKS: dict[str, Look] = {
    "error": Look("stop", "circle-alert", _("Error")),
    "warning": Look("care", "triangle-alert", _("Warning")),
    "success": Look("go", "circle-check", _("Done")),
    "info": Look("note", "info", _("Note")),
    "debug": Look("note", "info", _("Note")),
}


def look_of(code: str) -> Look:
    """The look of a severity, of an eligibility, or of `not_asked`; KeyError for any other code."""
    return NOT_ASKED if code == "not_asked" else LOOKS[str(code)]
