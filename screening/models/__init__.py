"""What happened, as rows."""

from screening.models.audit import AuditEvent, AuditLink
from screening.models.consent import Consent, ConsentWithdrawal
from screening.models.counts import SectionCount
from screening.models.desk import (
    Appointment,
    AppointmentImport,
    CalendarFeed,
    Invitation,
    MergedPatient,
    Patient,
    PatientSearchKey,
    TabletSession,
)
from screening.models.evaluation import Evaluation, PlaceInList
from screening.models.health import HealthProbe, Heartbeat
from screening.models.impact import ImpactRow, PlaceInImpact
from screening.models.intake import QuestionnaireResponse
from screening.models.key_rotation import KeyRotation
from screening.models.keys import CannotDecryptError
from screening.models.mydata import CorrectionRequest
from screening.models.outbox import OutboxMessage
from screening.models.retention import Purge, RecordHold
from screening.models.review import (
    AnswerCorrection,
    Evidence,
    FindingDecision,
    Note,
    PatientRequest,
    Presence,
    Review,
    ReviewChange,
    ReviewKey,
    SignOff,
    TreatmentPermission,
)
from screening.models.rulebook import (
    PublishedLanguage,
    RulebookApproval,
    RulebookChange,
    RulebookDraft,
    RulebookJob,
    RulebookVersion,
    TranslatedText,
)
from screening.models.treatment import TreatmentRecord

__all__ = [
    "AnswerCorrection",
    "Appointment",
    "AppointmentImport",
    "AuditEvent",
    "AuditLink",
    "CalendarFeed",
    "CannotDecryptError",
    "Consent",
    "ConsentWithdrawal",
    "CorrectionRequest",
    "Evaluation",
    "Evidence",
    "FindingDecision",
    "HealthProbe",
    "Heartbeat",
    "ImpactRow",
    "Invitation",
    "KeyRotation",
    "MergedPatient",
    "Note",
    "OutboxMessage",
    "Patient",
    "PatientRequest",
    "PatientSearchKey",
    "PlaceInImpact",
    "PlaceInList",
    "Presence",
    "PublishedLanguage",
    "Purge",
    "QuestionnaireResponse",
    "RecordHold",
    "Review",
    "ReviewChange",
    "ReviewKey",
    "RulebookApproval",
    "RulebookChange",
    "RulebookDraft",
    "RulebookJob",
    "RulebookVersion",
    "SectionCount",
    "SignOff",
    "TabletSession",
    "TranslatedText",
    "TreatmentPermission",
    "TreatmentRecord",
]
