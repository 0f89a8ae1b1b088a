"""The patient's verbs: opening a link, answering section by section, handing in."""

from screening.services.intake.copying import take_copy
from screening.services.intake.opening import find_invitation, open_invitation, resume_invitation
from screening.services.intake.saving import SaveResult, save_section
from screening.services.intake.sections import (
    SectionState,
    ShownItem,
    ShownSection,
    missing_items,
    sections_for,
)
from screening.services.intake.submission import submit_response

__all__ = [
    "SaveResult",
    "SectionState",
    "ShownItem",
    "ShownSection",
    "find_invitation",
    "missing_items",
    "open_invitation",
    "resume_invitation",
    "save_section",
    "sections_for",
    "submit_response",
    "take_copy",
]
