"""What a member of staff may be. A role is a Django group of that name; a superuser is an administrator.

The groups are made after every migrate and not by a migration: see docs/adr/0008.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser, Group
from django.utils.translation import gettext_lazy as _

from clinic.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

RECEPTION = "reception"
PRACTITIONER = "practitioner"
CLINICAL_LEAD = "clinical-lead"
RULEBOOK_EDITOR = "rulebook-editor"
ADMINISTRATOR = "administrator"
ROLES = (RECEPTION, PRACTITIONER, CLINICAL_LEAD, RULEBOOK_EDITOR, ADMINISTRATOR)

CLINICAL = (PRACTITIONER, CLINICAL_LEAD)
"""Those who read patients' records and decide."""

ROLE_WORDS: "dict[str, _StrPromise]" = {
    RECEPTION: _("Reception"),
    PRACTITIONER: _("Practitioner"),
    CLINICAL_LEAD: _("Clinical lead"),
    RULEBOOK_EDITOR: _("Rulebook editor"),
    ADMINISTRATOR: _("Administrator"),
}
ROLE_DUTIES: "dict[str, _StrPromise]" = {
    RECEPTION: _("Reception: books, invites, and sees who is cleared, not why"),
    PRACTITIONER: _("Practitioner: reads submitted questionnaires and decides"),
    CLINICAL_LEAD: _("Clinical lead: decides, and is the second person where one is needed"),
    RULEBOOK_EDITOR: _("Rulebook editor: answers for the rulebook"),
    ADMINISTRATOR: _("Administrator: manages accounts and who may treat what; sees no patient's record"),
}


def make_groups(**_signal: Any) -> None:
    """Create the group of every role that has none yet."""
    for role in ROLES:
        Group.objects.get_or_create(name=role)


def grant(user: User, role: str) -> None:
    """Give `user` the role; ValueError for a role that does not exist."""
    if role not in ROLES:
        raise ValueError(f"no such role: {role}")
    user.groups.add(Group.objects.get_or_create(name=role)[0])


def role_words(user: User) -> str:
    """The roles of one row of a list, in words, or a dash; costs nothing where `groups` were prefetched."""
    held = {group.name for group in user.groups.all()}
    if user.is_superuser:
        held.add(ADMINISTRATOR)
    return ", ".join(str(ROLE_WORDS[role]) for role in ROLES if role in held) or "–"  # noqa: RUF001 - a dash


def roles_of(user: User | AnonymousUser) -> frozenset[str]:
    """The roles of an active, signed-in user; none for anybody else."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    named = frozenset(user.groups.filter(name__in=ROLES).values_list("name", flat=True))
    return named | {ADMINISTRATOR} if user.is_superuser else named
