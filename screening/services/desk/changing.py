"""Changing a booked appointment in one go: when, what, where and with whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from screening.models import Appointment
from screening.services.audit import Actor
from screening.services.desk.appointments import change_procedure, lock_booked, reschedule_appointment
from screening.services.desk.practitioners import assign_practitioner

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@dataclass(frozen=True, slots=True)
class Booking:
    """When an appointment is and how long, what is done and where, and by whom (None: not settled)."""

    starts_at: datetime
    minutes: int
    treatments: Sequence[str]
    areas: Sequence[str]
    practitioner: "AbstractBaseUser | None" = None


@transaction.atomic
def change_appointment(*, appointment: Appointment, booking: Booking, by: Actor) -> Appointment:
    """Make an appointment what `booking` says; what is the same already is left alone. All of it, or nothing.

    Refused like `reschedule_appointment`, `change_procedure` and `assign_practitioner`.
    """
    fresh = lock_booked(appointment.pk)
    who = booking.practitioner.pk if booking.practitioner else None
    procedure = {"treatments": list(booking.treatments), "areas": list(booking.areas)}
    has_moved = (fresh.starts_at, fresh.minutes) != (booking.starts_at, booking.minutes)
    is_other_procedure = procedure != {"treatments": fresh.treatments, "areas": fresh.areas}
    if has_moved:
        reschedule_appointment(appointment=fresh, starts_at=booking.starts_at, minutes=booking.minutes, by=by)
    if is_other_procedure:
        change_procedure(appointment=fresh, **procedure, by=by)
    if is_other_procedure or who != fresh.practitioner_id:
        assign_practitioner(appointment=fresh, practitioner=booking.practitioner, by=by)
    return Appointment.objects.get(pk=fresh.pk)
