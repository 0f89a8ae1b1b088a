"""A clinic in which every address of the website has something behind it, and a browser for every person."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from clinic.accounts.models import User
from clinic.accounts.people import mint
from clinic.accounts.roles import CLINICAL, ROLES, grant
from clinic.branding import branding, digest_of, own_stylesheet
from clinic.health.checks import checked
from clinic.review.codes import answer_code, finding_code
from screening.models import (
    Appointment,
    CorrectionRequest,
    Review,
    RulebookDraft,
    TreatmentPermission,
    TreatmentRecord,
)
from screening.services import desk, mydata, plan, review, treatment
from screening.services.audit import SYSTEM, Actor
from screening.services.desk.importing import upload_import
from screening.services.health import WorkerBeat
from screening.services.rulebook import change_element, start_draft
from tests.accounts.second_steps import with_app
from tests.clinicians import ACNE, TREATMENTS, override, practitioner, revision_of, sign, submitted
from tests.factories import BORN, make_patient, make_response
from tests.letters import PDF
from tests.people import PASSWORD
from tests.site.access_table import DEACTIVATED, NO_ROLE, OUTSIDE, PATIENT

MISSING_PATH = "/nothing/of/the/kind/"


@dataclass(frozen=True, slots=True)
class World:
    """What the parameters of paths are filled with, and what the forms of some pages have to bring."""

    samples: dict[str, object]
    for_some: dict[str, dict[str, object]]
    response_id: str
    token: str

    def path_samples(self, name: str) -> dict[str, object]:
        """The samples for the address of that name."""
        return self.samples | self.for_some.get(name, {})

    def form(self, name: str) -> dict[str, str]:
        """What is posted. Nothing is enough where the answer is a form to correct or a way back."""
        own = {"response": self.response_id} if name.startswith("intake:") else {}
        return own | {"item": "pregnant", "revision": "0"} if name == "intake:answer" else own


def make_world() -> World:
    """A questionnaire decided on, a treatment that took place, an open one with its link, and people."""
    WorkerBeat().look(timezone.now())
    checked.forget()
    doctor = practitioner()
    seen = submitted(ACNE)
    decision = override(seen, "acne", doctor)
    letter = review.add_evidence(appointment=seen, name="letter.pdf", data=PDF, by=doctor)
    treated = make_treated(doctor)
    waiting = make_response()
    _invitation, token = desk.create_invitation(appointment=waiting.appointment, channel="copy", by=SYSTEM)
    somebody = User.objects.create_user("somebody@clinic.example", PASSWORD, full_name="Some Body")
    other, third = make_patient("Ada Canari"), make_patient("Bea Finch")
    merge = desk.merge_patients(kept=seen.patient, merged=third, by=SYSTEM)
    samples = {
        "import_id": uuid.UUID(int=0),  # everybody sees their own only: see browser_of
        "appointment_id": seen.pk,
        "sequence": 1,
        "decision_id": decision.pk,
        "letter_id": letter.pk,
        "record_id": treated.pk,
        "revision": revision_of(seen),
        "patient_id": seen.patient.pk,
        "other_id": other.pk,
        "merge_id": merge.pk,
        "request_id": contact_request(seen).pk,
        "about": "contact",
        "token": token,
        "section_id": "health",
        "rule_id": "pregnant",
        "draft_id": make_draft().pk,
        "number": 1,
        "kind": "analysis",
        "case_name": "new",
        "invariant_id": "new",
        "app_label": "accounts",
        "object_id": somebody.pk,
        "id": somebody.pk,
        "user_id": somebody.pk,
        "step_id": 0,  # everybody sees their own only: see browser_of
        "session_id": 0,
    }
    of_treatment: dict[str, object] = {"appointment_id": treated.appointment_id}
    _feed, feed_token = plan.make_feed(appointment=seen, by=doctor, now=timezone.now())
    for_some: dict[str, dict[str, object]] = {
        "intake:feed": {"token": feed_token},
        "clinic_logo": {"digest": branding()["clinic_logo"].rpartition("-")[2]},
        "clinic_stylesheet": {"digest": digest_of(own_stylesheet())},
        "accounts:join": {"token": mint(somebody, somebody)},
        "review:finding": {"code": finding_code("acne")},
        "review:correct": {"code": answer_code("pregnant")},
        "review:treatment": of_treatment,
        "review:treatment_amend": of_treatment,
        "review:treatment_withdraw": of_treatment,
        "rulebook:draft_history_undo": {"revision": 1},
    }
    for_some |= elements()
    for page in ("texts", "import", "download", "offer"):
        for_some |= {f"rulebook:{kind}_languages_{page}": {"code": "es"} for kind in ("draft", "version")}
    return World(samples, for_some, str(waiting.pk), token)


def contact_request(appointment: Appointment) -> CorrectionRequest:
    """Something a patient wants put right."""
    by = Actor.patient(appointment.patient)
    return mydata.ask_for_correction(appointment=appointment, about="contact", text="My number.", by=by)


def elements() -> dict[str, dict[str, object]]:
    """For each part of a draft one of its elements, and a collection to add to."""
    found: dict[str, dict[str, object]] = {
        "rulebook:draft_head_edit": {"collection": "rulebook", "name": "it"}
    }
    for part, collection, name in (
        ("questions", "items", "pregnant"),
        ("treatments", "treatments", "pen"),
        ("medicines", "medicine_classes", "new"),
        ("care", "red_flags", "new"),
        ("sources", "sources", "new"),
    ):
        found[f"rulebook:draft_{part}_add"] = {"collection": collection}
        found[f"rulebook:draft_{part}_edit"] = {"collection": collection, "name": name}
    return found


def make_draft() -> RulebookDraft:
    """A draft with something new in it."""
    draft = start_draft(title="Draft", by=SYSTEM)
    source = {"id": "new", "title": "New", "publisher": "Us", "strength": "design", "seen": "full"}
    change_element(draft=draft, place="sources/new", element=source, seen="", by=SYSTEM)
    for place in ("medicine_classes/new", "red_flags/new", "cases/new", "invariants/new"):
        change_element(draft=draft, place=place, element={"id": "new"}, seen="", by=SYSTEM)
    return draft


def make_treated(doctor: Actor) -> TreatmentRecord:
    """The record of a treatment that was cleared and took place."""
    TreatmentPermission.objects.filter(user=doctor.user_id).update(may_perform=True)
    appointment = submitted()
    day_before = appointment.starts_at - timedelta(days=1)
    sign(appointment, doctor, now=day_before)
    Review.objects.filter(appointment=appointment).update(
        answers_given_at=day_before, rechecked_at=day_before
    )
    performed = treatment.Performed(
        treatment="pen",
        device="Pen",
        depth_um=1000,
        passes=3,
        batch="LOT 1",
        products=[],
        areas=["full_face"],
        reaction="None.",
    )
    after = appointment.starts_at + timedelta(hours=1)
    return treatment.record_treatment(appointment=appointment, performed=performed, by=doctor, now=after)


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
        add_own(user, world)
    return client


def add_own(user: User, world: World) -> None:
    """A second step and another session of that person: nobody sees those of somebody else."""
    world.samples["step_id"] = with_app(user).pk
    other = UserSession.objects.create(user=user, ip="::1", session_key=f"of {user.pk}"[:40])
    world.samples["session_id"] = other.pk


def make_user(name: str, *roles: str) -> User:
    """An account with these roles; as a practitioner or lead they may treat everything."""
    address = name.replace(" ", "-")
    user = User.objects.create_user(f"{address}@clinic.example", PASSWORD, full_name=f"A {name}")
    for role in roles:
        grant(user, role)
    for code in TREATMENTS if {*roles} & {*CLINICAL} else ():
        TreatmentPermission.objects.create(user=user, treatment=code, may_perform=True, may_sign_off=True)
    return user


def same_again(client: Client) -> Client:
    """Another browser with the same cookies, so that what one page does to them is gone for the next."""
    copy: Any = Client()
    copy.cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    return copy  # type: ignore[no-any-return] # Any only to set the cookies
