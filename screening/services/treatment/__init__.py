"""The treatment day."""

from screening.services.treatment.performed import Performed, deepest
from screening.services.treatment.recording import (
    TreatmentDay,
    amend_treatment,
    areas_planned,
    is_genuine,
    last_treatment,
    may_not_perform,
    open_treatment_day,
    record_treatment,
    treatment_day,
    withdraw_treatment,
)

__all__ = [
    "Performed",
    "TreatmentDay",
    "amend_treatment",
    "areas_planned",
    "deepest",
    "is_genuine",
    "last_treatment",
    "may_not_perform",
    "open_treatment_day",
    "record_treatment",
    "treatment_day",
    "withdraw_treatment",
]
