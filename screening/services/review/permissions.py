"""Who may decide: roles, and who may treat what.

A role is a group of that name (`clinic.accounts` makes the groups). To sign off, somebody needs a clinical
role and, for every planned treatment, the permission for it.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction

from screening.models import TreatmentPermission
from screening.services.audit import Actor, Detail, record
from screening.services.errors import FieldProblem, InvalidInput, NotPermitted
from screening.services.rulebook import active_version, rulebook_of

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

PRACTITIONER = "practitioner"
CLINICAL_LEAD = "clinical-lead"
CLINICAL = frozenset({PRACTITIONER, CLINICAL_LEAD})


def roles_of(by: Actor) -> frozenset[str]:
    """The names of the groups of an active member of staff; none for anybody else."""
    if by.user_id is None:
        return frozenset()
    users = get_user_model().objects.filter(pk=by.user_id, is_active=True, groups__isnull=False)
    return frozenset(users.values_list("groups__name", flat=True))


def require_clinical(by: Actor) -> frozenset[str]:
    """The roles of somebody who may decide; NotPermitted for anybody else."""
    roles = roles_of(by)
    if roles.isdisjoint(CLINICAL):
        raise NotPermitted
    return roles


def require_staff(by: Actor) -> uuid.UUID:
    """The id of a member of staff; NotPermitted for anybody else."""
    if by.user_id is None:
        raise NotPermitted
    return by.user_id


def require_sign_off(by: Actor, treatments: Sequence[str]) -> None:
    """NotPermitted, naming the treatments, for somebody who may not sign off all of them."""
    require_clinical(by)
    lacking = not_permitted(by, treatments)
    if lacking:
        raise NotPermitted(lacking)


def not_permitted(by: Actor, treatments: Iterable[str]) -> tuple[str, ...]:
    """Which of these treatments somebody may not sign off."""
    allowed = TreatmentPermission.objects.filter(user_id=require_staff(by), may_sign_off=True)
    codes = set(allowed.values_list("treatment", flat=True))
    return tuple(code for code in treatments if code not in codes)


def list_permissions() -> list[TreatmentPermission]:
    """Every permission, by treatment and name."""
    return list(TreatmentPermission.objects.by_treatment())


def performers_of(treatment: str) -> list["AbstractBaseUser"]:
    """Who may perform a treatment and still works here, by name."""
    rows = TreatmentPermission.objects.by_treatment().filter(treatment=treatment, may_perform=True)
    return [row.user for row in rows.filter(user__is_active=True)]


@transaction.atomic
def set_permission(
    *, treatment: str, user: "AbstractBaseUser", may_perform: bool, may_sign_off: bool, by: Actor
) -> TreatmentPermission | None:
    """Say what one person may do with one treatment; None where that is nothing.

    InvalidInput for a treatment the active rulebook does not have.
    """
    if treatment not in rulebook_of(active_version()).treatments:
        raise InvalidInput([FieldProblem("treatment", "unknown_code", "")])
    permission: TreatmentPermission | None = None
    if may_perform or may_sign_off:
        allowed = {"may_perform": may_perform, "may_sign_off": may_sign_off}
        permission, _made = TreatmentPermission.objects.update_or_create(
            treatment=treatment, user_id=user.pk, defaults=allowed
        )
    else:
        TreatmentPermission.objects.filter(treatment=treatment, user_id=user.pk).delete()
    detail: dict[str, Detail] = {
        "treatment": treatment,
        "may_perform": may_perform,
        "may_sign_off": may_sign_off,
    }
    record(action="permission.set", by=by, subject=user, detail=detail)
    return permission
