"""Patients with a link, and what they do in a browser without JavaScript."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.test import Client
from django.utils import timezone

from screening.engine import Rulebook, canonical_json, parse_rulebook, read_document
from screening.models import Appointment, QuestionnaireResponse, RulebookVersion
from screening.services import desk
from screening.services.audit import SYSTEM
from screening.services.rulebook import STARTER
from tests.factories import BORN, make_patient
from tests.intake.reading import Page, read

BIRTH_DATE = {"birth_date-day": "2", "birth_date-month": "4", "birth_date-year": "1990"}
SIGNED: Mapping[str, str] = {"treatment": "on", "storage": "on", "name": "Ada Canary"}
"""What somebody sends who agrees to what is needed and to nothing else."""
SECTIONS = [
    "about",
    "skin_today",
    "skin_history",
    "pregnancy",
    "health",
    "medicines",
    "allergies",
    "implants",
    "recent",
    "anything_else",
]
"""The sections of the starter rulebook for the pen."""


@cache
def starter() -> Rulebook:
    """The starter rulebook."""
    return parse_rulebook(read_document(STARTER).document)


@cache
def document_of(rulebook: Rulebook) -> str:
    """A rulebook as it is stored."""
    return canonical_json(rulebook.document)


def activate(rulebook: Rulebook) -> RulebookVersion:
    """Make this rulebook the active version, without the minutes its cases take over all tests."""
    RulebookVersion.objects.active().update(status=RulebookVersion.Status.RETIRED)
    return RulebookVersion.objects.create(
        number=RulebookVersion.objects.count() + 1,
        digest=rulebook.digest,
        document=document_of(rulebook),
        status=RulebookVersion.Status.ACTIVE,
        published_at=timezone.now(),
    )


def changed_starter(**changes: Any) -> Rulebook:
    """The starter rulebook with tables added to some of its arrays; without its cases."""
    document = json.loads(document_of(starter()))
    for name, tables in changes.items():
        document[name] += tables
    document["cases"] = []
    return parse_rulebook(document)


def make_link(
    treatments: Sequence[str] = ("microneedling_pen",),
    areas: Sequence[str] = ("full_face",),
    valid_for: timedelta | None = None,
) -> tuple[Appointment, str]:
    """A booked appointment in four weeks, and the token of its link."""
    if not RulebookVersion.objects.active().exists():
        activate(starter())
    appointment = desk.book_appointment(
        patient=make_patient(birth_date=BORN),
        starts_at=(timezone.now() + timedelta(days=28)).replace(microsecond=0),
        treatments=treatments,
        areas=areas,
        by=SYSTEM,
    )
    _, token = desk.create_invitation(appointment=appointment, channel="copy", valid_for=valid_for, by=SYSTEM)
    return appointment, token


@dataclass
class PatientInBrowser:
    """A patient who has opened their link."""

    client: Client
    appointment: Appointment
    token: str

    @property
    def response(self) -> QuestionnaireResponse:
        """The response as it is stored now."""
        return QuestionnaireResponse.objects.whole().get(appointment=self.appointment)

    @property
    def answers(self) -> dict[str, Any]:
        """The answers stored now."""
        return dict(self.response.answers)

    def page(self, section: str, query: str = "") -> Page:
        """The page of a section."""
        response = self.client.get(f"/i/form/questions/{section}/{query}")
        assert response.status_code == 200
        return read(response)

    def send(self, section: str, answers: Mapping[str, Any], do: str = "continue", **changes: Any) -> Any:
        """Open a section's page, fill in answers (by the name of the control), press a button."""
        return self.send_page(section, self.page(section), answers, do, **changes)

    def send_page(
        self, section: str, page: Page, answers: Mapping[str, Any], do: str = "continue", **changes: Any
    ) -> Any:
        """Fill in a page that is open already, and press a button."""
        data = {**page.data, **{f"q-{name}": value for name, value in answers.items()}, "do": do, **changes}
        return self.client.post(f"/i/form/questions/{section}/", data)

    def follow_up(self, section: str, page: Page, answers: Mapping[str, Any], do: str = "") -> Any:
        """What a page asks for while it is being filled in."""
        data = {**page.data, **{f"q-{name}": value for name, value in answers.items()}}
        return self.client.post(
            f"/i/form/questions/{section}/follow-up/",
            data | ({"do": do} if do else {}),
            HTTP_HX_REQUEST="true",
        )

    def check(self) -> Page:
        """The page with all answers."""
        return read(self.client.get("/i/form/check/"))

    def answer_all(self, **answers: Any) -> None:
        """Answer every section: what is given, and otherwise what nothing follows from."""
        for section in SECTIONS:
            page = self.page(section)
            own = {name: value for name, value in answers.items() if f"q-{name}" in page.names}
            self.send_page(section, page, harmless(page) | own)

    def declare(self, **changes: Any) -> Any:
        """Confirm the answers on the check page; consent comes next."""
        return self.client.post("/i/form/check/", self.check().data | {"declaration": "on"} | changes)

    def consent(self, **changes: Any) -> Any:
        """Sign the consent with what is needed; None leaves a box or field out."""
        opened = self.client.get("/i/form/consent/")
        if opened.status_code != 200:
            return opened
        data = {**read(opened).data, **SIGNED, **changes}
        sent = {name: one for name, one in data.items() if one is not None}
        return self.client.post("/i/form/consent/", sent)

    def submit(self, **changes: Any) -> Any:
        """Send the questionnaire: the check page, then consent."""
        declared = self.declare(**changes)
        return self.consent() if getattr(declared, "url", "") == "/i/form/treatment/" else declared


def harmless(page: Page) -> dict[str, Any]:
    """Answers by link id that nothing follows from: of every list the first, "no" in the starter rulebook."""
    first: dict[str, Any] = {"concern": "fine_lines", "allergies": "none"}
    for control in page.controls:
        if control.type == "radio":
            first.setdefault(control.name.removeprefix("q-"), control.value)
    return {name: value for name, value in first.items() if f"q-{name}" in page.names}


def open_form(
    treatments: Sequence[str] = ("microneedling_pen",), areas: Sequence[str] = ("full_face",)
) -> PatientInBrowser:
    """A new patient who has just opened their link."""
    appointment, token = make_link(treatments, areas)
    client = Client()
    response = client.post(f"/i/{token}/", BIRTH_DATE)
    assert response.status_code == 302
    return PatientInBrowser(client, appointment, token)
