"""The treatment day."""

from screening.services.treatment.performed import Performed, deepest
from screening.services.treatment.recording import (
    TreatmentDay,
    amend_treatment,
    is_genuine,
    last_treatment,
    may_not_perform,
    record_treatment,
    treatment_day,
    withdraw_treatment,
)

__all__ = [
    "Performed",
    "TreatmentDay",
    "amend_treatment",
    "deepest",
    "is_genuine",
    "last_treatment",
    "may_not_perform",
    "record_treatment",
    "treatment_day",
    "withdraw_treatment",
]
