"""Actors, and the trail of what they do and read."""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction

from screening.models import AuditEvent, Patient

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

Detail = str | int | bool | None | Sequence[str]

_ID_OR_CODE = re.compile(r"[\w.:+-]{0,80}")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something. `id` is a user's or a patient's; the system has none. `label` is for pages only."""

    kind: AuditEvent.ActorKind
    id: uuid.UUID | None
    label: str

    @classmethod
    def staff(cls, user: "AbstractBaseUser") -> "Actor":
        """A member of staff."""
        return cls(AuditEvent.ActorKind.STAFF, user.pk, str(user))

    @classmethod
    def patient(cls, patient: Patient) -> "Actor":
        """The patient, through their link."""
        return cls(AuditEvent.ActorKind.PATIENT, patient.pk, "patient")

    @property
    def user_id(self) -> uuid.UUID | None:
        """The member of staff, for columns that name who did something; none for patients and the system."""
        return self.id if self.kind == AuditEvent.ActorKind.STAFF else None


SYSTEM = Actor(AuditEvent.ActorKind.SYSTEM, None, "system")


def record(
    *, action: str, by: Actor, subject: models.Model, detail: Mapping[str, Detail] | None = None
) -> AuditEvent:
    """Write one event, inside the caller's transaction: it stands or falls with what it records.

    `detail` holds ids, codes, dates and counts only; ValueError for anything that could be somebody's words.
    """
    return record_all(action=action, by=by, details=[(subject, detail or {})])[0]


def record_all(
    *, action: str, by: Actor, details: Iterable[tuple[models.Model, Mapping[str, Detail]]]
) -> list[AuditEvent]:
    """Write one event per subject and detail, in as few statements as the database allows; see `record`."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit event belongs into the transaction of what it records")
    events = [event_of(action, by, subject, detail) for subject, detail in details]
    return AuditEvent.objects.bulk_create(events)


def event_of(action: str, by: Actor, subject: models.Model, detail: Mapping[str, Detail]) -> AuditEvent:
    """The unsaved event."""
    for value in detail.values():
        refuse_words(value)
    return AuditEvent(
        actor_kind=by.kind,
        actor_id=by.id,
        action=action,
        subject_type=str(subject._meta.model_name),
        subject_id=subject.pk,
        detail=dict(detail),
    )


def refuse_words(value: Detail) -> None:
    """ValueError unless `value` is an id, a code, a date, a count, or a list of such."""
    texts = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
    for text in texts:
        if not isinstance(text, str) or not _ID_OR_CODE.fullmatch(text):
            raise ValueError("an audit event holds ids and codes only")
