"""The demo's own members of staff."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

PASSWORD = "lindenhof-demo"  # noqa: S105 - no secret: it is printed, and only the demo makes these accounts


@dataclass(frozen=True, slots=True)
class StaffMember:
    """An account to make: the role is the name of a group."""

    email: str
    full_name: str
    role: str
    is_staff: bool = False


STAFF = (
    StaffMember("practitioner@demo.example", "Dr Mara Keller", "practitioner"),
    StaffMember("administrator@demo.example", "Jonas Frei", "administrator", is_staff=True),
)


@transaction.atomic
def make_staff() -> None:
    """Make the demo's accounts where they are missing."""
    users = get_user_model()
    for member in STAFF:
        if not users.objects.filter(email=member.email).exists():
            user = users.objects.create_user(
                member.email, PASSWORD, full_name=member.full_name, is_staff=member.is_staff
            )
            user.groups.add(Group.objects.get_or_create(name=member.role)[0])
