"""What a member of staff may be. A role is a Django group of that name; a superuser is an administrator."""

from typing import Any

from django.contrib.auth.models import AnonymousUser, Group

from clinic.accounts.models import User

PRACTITIONER = "practitioner"
ADMINISTRATOR = "administrator"
ROLES = (PRACTITIONER, ADMINISTRATOR)


def make_groups(**_signal: Any) -> None:
    """Create the group of every role that has none yet."""
    for role in ROLES:
        Group.objects.get_or_create(name=role)


def grant(user: User, role: str) -> None:
    """Give `user` the role; ValueError for a role that does not exist."""
    if role not in ROLES:
        raise ValueError(f"no such role: {role}")
    user.groups.add(Group.objects.get_or_create(name=role)[0])


def roles_of(user: User | AnonymousUser) -> frozenset[str]:
    """The roles of an active, signed-in user; none for anybody else."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    named = frozenset(user.groups.filter(name__in=ROLES).values_list("name", flat=True))
    return named | {ADMINISTRATOR} if user.is_superuser else named
