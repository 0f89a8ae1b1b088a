"""Who does something."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.models import AuditEvent, Patient

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


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
