"""The desk's calendar: a day or a week of appointments, and what in it does not fit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice, takewhile
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from screening.models import Appointment, Invitation, OutboxMessage, Patient
from screening.services.audit import Actor, record_all

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

LONGEST = timedelta(minutes=480)
"""An appointment is at most this long (the database says so), so only those begun since then can overlap."""


@dataclass(frozen=True, slots=True)
class Clash:
    """An appointment at the same time, and whose: "practitioner" or "patient"."""

    whose: str
    appointment: Appointment


@dataclass(frozen=True, slots=True)
class Slot:
    """One appointment of the calendar, its newest link and message, and what it clashes with."""

    appointment: Appointment
    invitation: Invitation | None
    message: OutboxMessage | None
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; cancelled appointments are in it, and clash with nothing."""

    day: date
    slots: tuple[Slot, ...]


def list_day(*, day: date, by: Actor, practitioner: UUID | None = None) -> Day:
    """The appointments of a day in order, all or one practitioner's; on the audit trail each is listed."""
    return list_days(day, 1, by, practitioner)[0]


def list_week(*, day: date, by: Actor, practitioner: UUID | None = None) -> tuple[Day, ...]:
    """The seven days, Monday first, of the week a day is in; see `list_day`. Costs what one day costs."""
    return list_days(day - timedelta(days=day.weekday()), 7, by, practitioner)


@transaction.atomic
def list_days(first: date, count: int, by: Actor, practitioner: UUID | None) -> tuple[Day, ...]:
    """Several days from the first on. Clashes are found among everybody's appointments."""
    start, end = starting(first), starting(first + timedelta(days=count))
    rows = list(
        Appointment.objects.between(start - LONGEST, end)
        .with_people()
        .defer("response__answers", "response__set_aside", "response__answered_by")
        .prefetch_related("invitations", "messages")
    )
    clashes = clashes_among(rows)
    shown = [row for row in rows if row.starts_at >= start and practitioner in {None, row.practitioner_id}]
    record_all(action="appointment.listed", by=by, details=[(row, {}) for row in shown])
    slots: dict[date, list[Slot]] = defaultdict(list)
    for row in shown:
        slots[row.day].append(slot_of(row, clashes[row.pk]))
    days = (first + timedelta(days=number) for number in range(count))
    return tuple(Day(day, tuple(slots[day])) for day in days)


def slot_of(appointment: Appointment, clashes: Iterable[Clash]) -> Slot:
    """An appointment with its newest link and message."""
    invitations = sorted(appointment.invitations.all(), key=lambda one: one.created_at)
    messages = sorted(appointment.messages.all(), key=lambda one: one.created_at)
    newest_link = invitations[-1] if invitations else None
    return Slot(appointment, newest_link, messages[-1] if messages else None, tuple(clashes))


@transaction.atomic
def find_clashes(
    *,
    by: Actor,
    starts_at: datetime,
    minutes: int,
    patient: Patient | None = None,
    practitioner: "AbstractBaseUser | None" = None,
    apart_from: Appointment | None = None,
) -> list[Clash]:
    """What an appointment at this time would clash with: a warning before it is made, not a refusal.

    On the audit trail each is listed.
    """
    planned = Appointment(
        starts_at=starts_at, minutes=minutes, practitioner_id=practitioner.pk if practitioner else None
    )
    if patient is not None:
        planned.patient = patient
    near = Appointment.objects.between(starts_at - LONGEST, planned.ends_at).with_people()
    others = near if apart_from is None else near.exclude(pk=apart_from.pk)
    found = [clash for other in others for clash in clashes_of(planned, other)]
    shown = {clash.appointment.pk: clash.appointment for clash in found}
    record_all(action="appointment.listed", by=by, details=[(row, {}) for row in shown.values()])
    return found


def clashes_among(rows: Sequence[Appointment]) -> dict[UUID, list[Clash]]:
    """By appointment, what it clashes with among these, which are in order of time."""
    found: dict[UUID, list[Clash]] = defaultdict(list)
    for number, one in enumerate(rows):
        for other in takewhile(partial(begins_before, one.ends_at), islice(rows, number + 1, None)):
            found[one.pk] += clashes_of(one, other)
            found[other.pk] += clashes_of(other, one)
    return found


def begins_before(moment: datetime, appointment: Appointment) -> bool:
    """Whether an appointment begins before a moment."""
    return appointment.starts_at < moment


def clashes_of(one: Appointment, other: Appointment) -> list[Clash]:
    """How another appointment is in the way of one."""
    is_booked = Appointment.Status.CANCELLED not in {one.status, other.status}
    if not is_booked or other.starts_at >= one.ends_at or one.starts_at >= other.ends_at:
        return []
    is_practitioners = one.practitioner_id is not None and one.practitioner_id == other.practitioner_id
    whose = {"practitioner": is_practitioners, "patient": one.patient_id == other.patient_id}
    return [Clash(name, other) for name, is_theirs in whose.items() if is_theirs]


def starting(day: date) -> datetime:
    """The first moment of a day at the clinic."""
    return timezone.make_aware(datetime.combine(day, time()))
