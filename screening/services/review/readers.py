"""Who has read a patient's record: everything the audit trail knows about it, of all their visits."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from screening.models import (
    Appointment,
    AuditEvent,
    CalendarFeed,
    Consent,
    CorrectionRequest,
    Evidence,
    Invitation,
    MergedPatient,
    Patient,
    QuestionnaireResponse,
    Review,
    TabletSession,
)
from screening.services.audit import Actor, record
from screening.services.audit.searching import names_of

OPENED = (
    "appointment.read",
    "consent.copied",
    "correction.read",
    "evidence.read",
    "feed.read",
    "invitation.opened",
    "mydata.copied",
    "mydata.read",
    "patient.exported",
    "patient.overviewed",
    "patient.read",
    "plan.copied",
    "plan.opened",
    "record.readers_read",
    "response.copied",
    "response.exported",
    "response.made_case",
    "response.read",
    "review.read",
    "tablet.opened",
    "treatment.read",
)
LISTED = ("appointment.listed", "correction.listed", "patient.listed", "response.listed", "review.listed")

OF_A_VISIT: tuple[type[models.Model], ...] = (
    QuestionnaireResponse,
    Review,
    CalendarFeed,
    Consent,
    CorrectionRequest,
    Invitation,
    TabletSession,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one person did on one day, how often, and when last. `name` is empty but for staff."""

    by: AuditEvent.ActorKind
    name: str
    action: str
    times: int
    last: datetime

    @property
    def is_in_list(self) -> bool:
        """Whether the record was only one of many in a list."""
        return self.action in LISTED


@transaction.atomic
def read_readers(*, appointment: Appointment, by: Actor) -> tuple[Reading, ...]:
    """Who has read anything of the record of this appointment's patient, the newest first; noted as well."""
    rows = list(AuditEvent.objects.tallied(parts_of(appointment.patient), [*OPENED, *LISTED]))
    names = names_of(row["actor_id"] for row in rows)
    record(action="record.readers_read", by=by, subject=appointment)
    found = (
        Reading(
            AuditEvent.ActorKind(row["actor_kind"]),
            names.get(row["actor_id"], ""),
            row["action"],
            row["times"],
            row["last"],
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda reading: reading.last, reverse=True))


def parts_of(patient: Patient) -> Iterator[uuid.UUID]:
    """The ids of everything a patient's record is made of, of records merged into it too."""
    people = everybody_in(patient)
    visits = list(Appointment.objects.filter(patient__in=people).values_list("pk", flat=True))
    yield from people
    yield from visits
    for model in OF_A_VISIT:
        yield from model._default_manager.filter(appointment__in=visits).values_list("pk", flat=True)
    yield from Evidence.objects.filter(review__appointment__in=visits).values_list("pk", flat=True)


def everybody_in(patient: Patient) -> set[uuid.UUID]:
    """The patient, and whoever was taken to be another person once."""
    people, newest = {patient.pk}, {patient.pk}
    while newest:
        merges = MergedPatient.objects.standing().filter(kept__in=newest)
        newest = {*merges.values_list("merged", flat=True)} - people
        people |= newest
    return people
