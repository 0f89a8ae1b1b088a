"""What happened, as rows."""

from screening.models.audit import AuditEvent
from screening.models.desk import (
    Appointment,
    AppointmentImport,
    Invitation,
    MergedPatient,
    Patient,
    PatientSearchKey,
    TabletSession,
)
from screening.models.evaluation import Evaluation, PlaceInList
from screening.models.intake import QuestionnaireResponse
from screening.models.keys import CannotDecryptError
from screening.models.outbox import OutboxMessage
from screening.models.rulebook import RulebookVersion

__all__ = [
    "Appointment",
    "AppointmentImport",
    "AuditEvent",
    "CannotDecryptError",
    "Evaluation",
    "Invitation",
    "MergedPatient",
    "OutboxMessage",
    "Patient",
    "PatientSearchKey",
    "PlaceInList",
    "QuestionnaireResponse",
    "RulebookVersion",
    "TabletSession",
]
