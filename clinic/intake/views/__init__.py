"""The patient's pages."""

from clinic.intake.views.asked import asked, asked_follow_up, changed
from clinic.intake.views.check import check
from clinic.intake.views.copy import copy
from clinic.intake.views.leaving import alive, leave, left, resting, sent
from clinic.intake.views.names import names
from clinic.intake.views.opening import open_link, resume
from clinic.intake.views.section import follow_up, section

__all__ = [
    "alive",
    "asked",
    "asked_follow_up",
    "changed",
    "check",
    "copy",
    "follow_up",
    "leave",
    "left",
    "names",
    "open_link",
    "resting",
    "resume",
    "section",
    "sent",
]
