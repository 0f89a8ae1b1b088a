"""Searching the audit trail page by page, the newest first. That it was searched is noted."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from screening.models import AuditEvent
from screening.models.audit import AuditEventQuerySet
from screening.services.audit.actors import Actor
from screening.services.audit.recording import record

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from screening.services.audit.recording import Detail


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; empty for anything. `actor` is a user's id, `patient` or `system`; days are whole."""

    actor: str = ""
    action: str = ""
    subject_type: str = ""
    subject: uuid.UUID | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class TrailPage:
    """One page of events; `further` is where the next begins, `names` those of the staff on it."""

    events: tuple[AuditEvent, ...]
    names: dict[uuid.UUID, str]
    further: uuid.UUID | None


@transaction.atomic
def search_trail(
    *, wanted: Wanted, after: uuid.UUID | None, limit: int, reader: "AbstractBaseUser"
) -> TrailPage:
    """A page of the events that are wanted, after the event `after`; noted as searched by `reader`."""
    found = narrowed(wanted)
    last = None if after is None else AuditEvent.objects.filter(pk=after).first()
    if last is not None:
        found = found.before(last)
    events = list(found.order_by("-at", "-id")[: limit + 1])
    shown = tuple(events[:limit])
    record(action="audit.searched", by=Actor.staff(reader), subject=reader, detail=detail_of(wanted))
    further = shown[-1].pk if len(events) > limit else None
    return TrailPage(shown, names_of(event.actor_id for event in shown), further)


def narrowed(wanted: Wanted) -> AuditEventQuerySet:
    """The events that fit."""
    exact = {"action": wanted.action, "subject_type": wanted.subject_type, "subject_id": wanted.subject}
    found: AuditEventQuerySet = AuditEvent.objects.filter(**{name: one for name, one in exact.items() if one})
    if wanted.actor in {AuditEvent.ActorKind.PATIENT, AuditEvent.ActorKind.SYSTEM}:
        found = found.filter(actor_kind=wanted.actor)
    elif wanted.actor:
        found = found.filter(actor_id=wanted.actor, actor_kind=AuditEvent.ActorKind.STAFF)
    if wanted.first_day is not None:
        found = found.filter(at__gte=beginning_of(wanted.first_day))
    if wanted.last_day is not None:
        found = found.filter(at__lt=beginning_of(wanted.last_day + timedelta(days=1)))
    return found


def beginning_of(day: date) -> datetime:
    """When a day of the clinic begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def detail_of(wanted: Wanted) -> "dict[str, Detail]":
    """What was looked for, as the trail keeps it."""
    given = {name: getattr(wanted, name) for name in wanted.__slots__}
    return {name: str(value) for name, value in given.items() if value}


def names_of(pks: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The names of members of staff, those who have left included."""
    users = get_user_model().objects.filter(pk__in={pk for pk in pks if pk is not None})
    return {user.pk: str(user) for user in users}
