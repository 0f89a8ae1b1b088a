"""What the clinic decides about an appointment: the review, and what is decided, asked and signed in it."""

from screening.models.review.changes import Presence, ReviewChange
from screening.models.review.corrections import AnswerCorrection, Note
from screening.models.review.decisions import FindingDecision
from screening.models.review.evidence import Evidence
from screening.models.review.permissions import TreatmentPermission
from screening.models.review.requests import PatientRequest
from screening.models.review.reviews import Review, ReviewKey
from screening.models.review.signoffs import SignOff

__all__ = [
    "AnswerCorrection",
    "Evidence",
    "FindingDecision",
    "Note",
    "PatientRequest",
    "Presence",
    "Review",
    "ReviewChange",
    "ReviewKey",
    "SignOff",
    "TreatmentPermission",
]
