"""The demo's own members of staff."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from screening.services.audit import SYSTEM
from screening.services.review import set_permission
from screening.services.review.permissions import CLINICAL
from screening.services.rulebook import active_version, rulebook_of

PASSWORD = "lindenhof-demo"  # noqa: S105 - no secret: it is printed, and only the demo makes these accounts


@dataclass(frozen=True, slots=True)
class StaffMember:
    """An account to make: the role is the name of a group."""

    email: str
    full_name: str
    role: str


TREATS = StaffMember("practitioner@demo.example", "Dr Mara Keller", "practitioner")
"""Whom the demo's appointments are with."""
LEADS = StaffMember("lead@demo.example", "Dr Samuel Aebi", "clinical-lead")
"""The second person where one is needed."""

STAFF = (
    StaffMember("reception@demo.example", "Lena Vogt", "reception"),
    TREATS,
    LEADS,
    StaffMember("editor@demo.example", "Nora Lindt", "rulebook-editor"),
    StaffMember("administrator@demo.example", "Jonas Frei", "administrator"),
)


@transaction.atomic
def make_staff() -> None:
    """Make the demo's accounts where they are missing. NoActiveRulebook before there is one."""
    known = set(get_user_model().objects.values_list("email", flat=True))
    for member in STAFF:
        if member.email not in known:
            make_member(member)


def make_member(member: StaffMember) -> None:
    """Make one account; with a clinical role it may perform and sign off every treatment."""
    user = get_user_model().objects.create_user(member.email, PASSWORD, full_name=member.full_name)
    user.groups.add(Group.objects.get_or_create(name=member.role)[0])
    treatments = rulebook_of(active_version()).treatments if member.role in CLINICAL else {}
    for treatment in treatments:
        set_permission(treatment=treatment, user=user, may_perform=True, may_sign_off=True, by=SYSTEM)
