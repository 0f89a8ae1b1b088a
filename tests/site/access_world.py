"""A clinic in which every address of the website has something behind it, and a browser for every person."""

import uuid
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.test import Client

from clinic.accounts.models import User
from clinic.accounts.roles import ROLES, grant
from screening.services import desk
from screening.services.audit import SYSTEM, Actor
from screening.services.desk.importing import upload_import
from tests.factories import BORN, make_patient, make_response, make_submitted
from tests.people import PASSWORD
from tests.site.access_table import DEACTIVATED, NO_ROLE, OUTSIDE, PATIENT

MISSING_PATH = "/nothing/of/the/kind/"


@dataclass(frozen=True, slots=True)
class World:
    """What the parameters of paths are filled with, and what the forms of some pages have to bring."""

    samples: dict[str, object]
    response_id: str
    token: str

    def path_samples(self, name: str) -> dict[str, object]:
        """The samples for the address of that name. Where one name means different things, say so here."""
        return self.samples

    def form(self, name: str) -> dict[str, str]:
        """What is posted. Nothing is enough where the answer is a form to correct or a way back."""
        return {"response": self.response_id} if name.startswith("intake:") else {}


def make_world() -> World:
    """A submitted questionnaire, an open one with its link, and people."""
    submitted = make_submitted().response.appointment
    waiting = make_response()
    _invitation, token = desk.create_invitation(appointment=waiting.appointment, channel="copy", by=SYSTEM)
    somebody = User.objects.create_user("somebody@clinic.example", PASSWORD, full_name="Some Body")
    other, third = make_patient("Ada Canari"), make_patient("Bea Finch")
    merge = desk.merge_patients(kept=submitted.patient, merged=third, by=SYSTEM)
    samples = {
        "import_id": uuid.UUID(int=0),  # everybody sees their own only: see browser_of
        "appointment_id": submitted.pk,
        "sequence": 1,
        "patient_id": submitted.patient.pk,
        "other_id": other.pk,
        "merge_id": merge.pk,
        "token": token,
        "section_id": "health",
        "rule_id": "pregnant",
        "app_label": "accounts",
        "object_id": somebody.pk,
        "id": somebody.pk,
    }
    return World(samples, str(waiting.pk), token)


def browser_of(person: str, world: World) -> Client:
    """A browser as that person has it."""
    client = Client()
    if person == PATIENT:
        born = {"birth_date-day": BORN.day, "birth_date-month": BORN.month, "birth_date-year": BORN.year}
        assert client.post(f"/i/{world.token}/", born).status_code == 302
    elif person == DEACTIVATED:
        user = make_user(person, *ROLES)
        client.force_login(user)
        User.objects.filter(pk=user.pk).update(is_active=False)
    elif person not in OUTSIDE:
        user = make_user(person, *([] if person == NO_ROLE else [person]))
        client.force_login(user)
        upload = upload_import(data=b"date,time,name,birth date,treatment", by=Actor.staff(user))
        world.samples["import_id"] = upload.pk
    return client


def make_user(name: str, *roles: str) -> User:
    """An account with these roles."""
    address = name.replace(" ", "-")
    user = User.objects.create_user(f"{address}@clinic.example", PASSWORD, full_name=f"A {name}")
    for role in roles:
        grant(user, role)
    return user


def same_again(client: Client) -> Client:
    """Another browser with the same cookies, so that what one page does to them is gone for the next."""
    copy: Any = Client()
    copy.cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    return copy  # type: ignore[no-any-return] # Any only to set the cookies
