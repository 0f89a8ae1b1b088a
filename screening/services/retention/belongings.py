"""What a patient's record is made of: every row that leads to a patient, in the order it may be removed.

A test walks the models and fails where a table that leads to a patient is missing here.
"""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from screening.models import (
    AnswerCorrection,
    Appointment,
    CalendarFeed,
    Consent,
    ConsentWithdrawal,
    CorrectionRequest,
    Evaluation,
    Evidence,
    FindingDecision,
    ImpactRow,
    Invitation,
    MergedPatient,
    Note,
    OutboxMessage,
    Patient,
    PatientRequest,
    PatientSearchKey,
    Presence,
    QuestionnaireResponse,
    RecordHold,
    Review,
    ReviewChange,
    ReviewKey,
    SignOff,
    TabletSession,
    TreatmentRecord,
)
from screening.services.errors import PatientIsMerged
from screening.services.review.readers import everybody_in as merged_into

People = Collection[uuid.UUID]


@dataclass(frozen=True, slots=True)
class Belonging:
    """A table, and the ways from its rows to a patient."""

    model: type[models.Model]
    ways: tuple[str, ...]

    def of(self, people: People) -> "models.QuerySet[Any]":
        """Its rows of these patients, in a plain queryset: it may remove what is written once."""
        wanted = Q()
        for way in self.ways:
            wanted |= Q(**{f"{way}__in": list(people)})
        rows: models.QuerySet[Any] = models.QuerySet(self.model)
        return rows.filter(wanted)


_APPOINTMENT = "appointment__patient"
_RESPONSE = f"response__{_APPOINTMENT}"
_REVIEW = f"review__{_APPOINTMENT}"

BELONGINGS = (
    Belonging(ImpactRow, (_RESPONSE,)),
    Belonging(Presence, (_REVIEW,)),
    Belonging(ReviewKey, (_REVIEW,)),
    Belonging(ReviewChange, (_REVIEW,)),
    Belonging(FindingDecision, (_RESPONSE,)),
    Belonging(AnswerCorrection, (_RESPONSE,)),
    Belonging(SignOff, (_REVIEW,)),
    Belonging(PatientRequest, (_REVIEW,)),
    Belonging(Note, (_REVIEW,)),
    Belonging(Evidence, (_REVIEW,)),
    Belonging(TreatmentRecord, (_APPOINTMENT,)),
    Belonging(Review, (_APPOINTMENT,)),
    Belonging(Evaluation, (_RESPONSE,)),
    Belonging(QuestionnaireResponse, (_APPOINTMENT,)),
    Belonging(ConsentWithdrawal, ("consent__appointment__patient",)),
    Belonging(Consent, (_APPOINTMENT,)),
    Belonging(CorrectionRequest, (_APPOINTMENT,)),
    Belonging(OutboxMessage, (_APPOINTMENT,)),
    Belonging(Invitation, (_APPOINTMENT,)),
    Belonging(CalendarFeed, (_APPOINTMENT,)),
    Belonging(TabletSession, (_APPOINTMENT,)),
    Belonging(Appointment, ("patient",)),
    Belonging(MergedPatient, ("kept", "merged")),
    Belonging(RecordHold, ("patient",)),
    Belonging(PatientSearchKey, ("patient",)),
    Belonging(Patient, ("pk",)),
)


def everybody_in(patient: Patient) -> list[uuid.UUID]:
    """The patient and everybody taken into their record, in a fixed order.

    PatientIsMerged for one who was taken into another: the record is that other's.
    """
    if MergedPatient.objects.standing().filter(merged=patient).exists():
        raise PatientIsMerged
    return sorted(merged_into(patient))


def counts_of(people: People) -> Iterator[tuple[str, int]]:
    """How many rows of each table are theirs, by the table's name in the code; tables with none left out."""
    for one in BELONGINGS:
        if count := one.of(people).count():
            yield str(one.model._meta.model_name), count
