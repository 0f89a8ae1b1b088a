"""The practitioner's pages: the worklist, one summary, the changes made on it, and every decision."""

from clinic.review.views.changing import clinic_answers, procedure, reschedule
from clinic.review.views.correcting import ask, ask_no_more, correct
from clinic.review.views.deciding import confirm, finding, withdraw
from clinic.review.views.filing import add_letter, clearance, letter, note, recheck
from clinic.review.views.listing import worklist
from clinic.review.views.reading import evaluation, summary
from clinic.review.views.signing import sign_off
from clinic.review.views.watching import presence

__all__ = [
    "add_letter",
    "ask",
    "ask_no_more",
    "clearance",
    "clinic_answers",
    "confirm",
    "correct",
    "evaluation",
    "finding",
    "letter",
    "note",
    "presence",
    "procedure",
    "recheck",
    "reschedule",
    "sign_off",
    "summary",
    "withdraw",
    "worklist",
]
