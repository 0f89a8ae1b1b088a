"""The practitioner's verbs: lists, one summary, and everything that is decided about an appointment."""

from screening.services.review.clinic_answers import enter_clinic_answers
from screening.services.review.submitted import (
    MOST_COUNTED,
    MOST_ROWS,
    Filters,
    Page,
    count_submitted,
    list_submitted,
)
from screening.services.review.summary import Summary, open_summary

__all__ = [
    "MOST_COUNTED",
    "MOST_ROWS",
    "Filters",
    "Page",
    "Summary",
    "count_submitted",
    "enter_clinic_answers",
    "list_submitted",
    "open_summary",
]
