"""What happened, as rows."""

from screening.models.audit import AuditEvent
from screening.models.desk import Appointment, Invitation, Patient, PatientSearchKey
from screening.models.evaluation import Evaluation, PlaceInList
from screening.models.intake import QuestionnaireResponse
from screening.models.keys import CannotDecryptError
from screening.models.rulebook import RulebookVersion

__all__ = [
    "Appointment",
    "AuditEvent",
    "CannotDecryptError",
    "Evaluation",
    "Invitation",
    "Patient",
    "PatientSearchKey",
    "PlaceInList",
    "QuestionnaireResponse",
    "RulebookVersion",
]
