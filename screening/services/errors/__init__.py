"""Refusals. Each has a code for programs and a plain message for people; pages show them, never a 500."""

from screening.services.errors.base import (
    FieldProblem,
    InvalidInput,
    ScreeningError,
)
from screening.services.errors.desk import (
    AppointmentIsCancelled,
    InvitationExpired,
    InvitationLocked,
    InvitationRefused,
    InvitationRevoked,
    InvitationUnknown,
    WrongBirthDate,
)
from screening.services.errors.intake import (
    AlreadySubmitted,
    AnswersRefused,
    ChangedMeanwhile,
    DeclarationMissing,
    IncompleteResponse,
    RulebookChanged,
)
from screening.services.errors.review import (
    NotSubmitted,
    UnknownEvaluation,
    UnknownPlace,
)
from screening.services.errors.rulebook import (
    AlreadyPublished,
    DatabaseUnreachable,
    NoActiveRulebook,
    RulebookBroken,
    RulebookRefused,
    ScreeningUnavailable,
)

__all__ = [
    "AlreadyPublished",
    "AlreadySubmitted",
    "AnswersRefused",
    "AppointmentIsCancelled",
    "ChangedMeanwhile",
    "DatabaseUnreachable",
    "DeclarationMissing",
    "FieldProblem",
    "IncompleteResponse",
    "InvalidInput",
    "InvitationExpired",
    "InvitationLocked",
    "InvitationRefused",
    "InvitationRevoked",
    "InvitationUnknown",
    "NoActiveRulebook",
    "NotSubmitted",
    "RulebookBroken",
    "RulebookChanged",
    "RulebookRefused",
    "ScreeningError",
    "ScreeningUnavailable",
    "UnknownEvaluation",
    "UnknownPlace",
    "WrongBirthDate",
]
