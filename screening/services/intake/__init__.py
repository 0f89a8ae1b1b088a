"""The patient's verbs: opening a link, answering section by section, handing in."""

from screening.services.intake.copying import take_copy
from screening.services.intake.counting import (
    CHECK,
    CONSENT,
    FEWEST,
    TREATMENT,
    Figures,
    SectionFigures,
    count_section,
    section_figures,
)
from screening.services.intake.opening import find_invitation, open_invitation, resume_invitation
from screening.services.intake.returning import LastTime, last_time
from screening.services.intake.saving import SaveResult, save_answer, save_section
from screening.services.intake.sections import (
    SectionState,
    ShownItem,
    ShownSection,
    missing_items,
    sections_for,
)
from screening.services.intake.speaking import choose_language
from screening.services.intake.submission import confirm_answers, submit_response

__all__ = [
    "CHECK",
    "CONSENT",
    "FEWEST",
    "TREATMENT",
    "Figures",
    "LastTime",
    "SaveResult",
    "SectionFigures",
    "SectionState",
    "ShownItem",
    "ShownSection",
    "choose_language",
    "confirm_answers",
    "count_section",
    "find_invitation",
    "last_time",
    "missing_items",
    "open_invitation",
    "resume_invitation",
    "save_answer",
    "save_section",
    "section_figures",
    "sections_for",
    "submit_response",
    "take_copy",
]
