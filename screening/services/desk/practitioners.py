"""Who may perform what: the choice of practitioners for an appointment."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from screening.models import Appointment, TreatmentPermission
from screening.services.audit import Actor, record
from screening.services.errors import AppointmentIsCancelled, FieldProblem, InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

    from django.contrib.auth.base_user import AbstractBaseUser

CLINICAL = ("practitioner", "clinical-lead")


def practitioners_for(treatments: Sequence[str]) -> list["AbstractBaseUser"]:
    """Those who may perform all of these treatments, by name.

    A treatment nobody has been given the permission for may be performed by everybody with a clinical role.
    """
    users = get_user_model().objects.filter(is_active=True, groups__name__in=CLINICAL).distinct()
    limits = performers(treatments)
    fit = [user for user in users if all(user.pk in allowed for allowed in limits.values())]
    return sorted(fit, key=lambda user: (str(user).casefold(), str(user.pk)))


def performers(treatments: Sequence[str]) -> dict[str, set["UUID"]]:
    """The users who may perform each treatment that is limited to some."""
    rows = TreatmentPermission.objects.filter(treatment__in=treatments, may_perform=True)
    found: dict[str, set[UUID]] = {}
    for treatment, user in rows.values_list("treatment", "user_id"):
        found.setdefault(treatment, set()).add(user)
    return found


def practitioner_problems(
    practitioner: "AbstractBaseUser | None", treatments: Sequence[str]
) -> Iterator[FieldProblem]:
    """What is wrong with the choice of a practitioner; nobody in particular is always possible."""
    if practitioner is None:
        return
    if not practitioner.is_active:
        yield FieldProblem("practitioner", "inactive", _("This person does not work here any more."))
    elif any(practitioner.pk not in allowed for allowed in performers(treatments).values()):
        yield FieldProblem("practitioner", "not_permitted", _("This person may not perform the treatment."))


@transaction.atomic
def assign_practitioner(
    *, appointment: Appointment, practitioner: "AbstractBaseUser | None", by: Actor
) -> Appointment:
    """Say who treats the patient, or that it is open.

    InvalidInput for somebody who may not perform what is planned; AppointmentIsCancelled.
    """
    fresh = Appointment.objects.lock(appointment.pk)
    if fresh.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    problems = list(practitioner_problems(practitioner, fresh.treatments))
    if problems:
        raise InvalidInput(problems)
    fresh.practitioner_id = practitioner.pk if practitioner else None
    fresh.save(update_fields=["practitioner"])
    detail = {"practitioner": str(practitioner.pk) if practitioner else None}
    record(action="appointment.practitioner_changed", by=by, subject=fresh, detail=detail)
    return fresh
