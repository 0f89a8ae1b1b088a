"""Rows for tests, made by the services themselves where there is one."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from screening.engine import read_document
from screening.models import Appointment, Consent, Evaluation, Patient, QuestionnaireResponse, RulebookVersion
from screening.services import desk, intake
from screening.services.audit import SYSTEM, Actor
from screening.services.consent import Signature, Signing, consent_text, give_consent
from screening.services.rulebook import import_rulebook, publish_rulebook

SMALL = Path(__file__).parent / "services" / "small.toml"
ZONE = ZoneInfo("Europe/Zurich")
APPOINTMENT = datetime(2026, 9, 15, 10, 30, tzinfo=ZONE)
BORN = date(1990, 4, 2)

HEALTHY: Mapping[str, object] = {"pregnant": "no", "acne": "no", "tablets": "no"}
"""Answers to every question the small rulebook asks for the pen; with them nothing is found."""


@lru_cache(maxsize=1)
def _small() -> dict[str, object]:
    return read_document(SMALL).document


def small_document() -> dict[str, Any]:
    """The small rulebook's document, to change as a test likes."""
    return deepcopy(_small())


def publish(document: Mapping[str, object] | None = None) -> RulebookVersion:
    """Publish a rulebook, the small one unless another is given."""
    version = import_rulebook(document=document or small_document(), by=SYSTEM)
    return publish_rulebook(version=version, by=SYSTEM)


def make_patient(
    name: str = "Ada Canary", birth_date: date = BORN, email: str = "", phone: str = ""
) -> Patient:
    """A registered patient."""
    return desk.register_patient(name=name, birth_date=birth_date, email=email, phone=phone, by=SYSTEM)


def make_appointment(
    patient: Patient | None = None,
    starts_at: datetime = APPOINTMENT,
    treatments: Sequence[str] = ("pen",),
    areas: Sequence[str] = ("full_face",),
) -> Appointment:
    """A booked appointment, for a new patient unless given; publishes the small rulebook where none is."""
    if not RulebookVersion.objects.active().exists():
        publish()
    return desk.book_appointment(
        patient=patient or make_patient(),
        starts_at=starts_at,
        treatments=treatments,
        areas=areas,
        by=SYSTEM,
    )


def make_response(**booking: Any) -> QuestionnaireResponse:
    """The untouched response of a new appointment."""
    return QuestionnaireResponse.objects.whole().get(appointment=make_appointment(**booking))


def by_patient(response: QuestionnaireResponse) -> Actor:
    """The patient as an actor."""
    return Actor.patient(response.appointment.patient)


def answer(response: QuestionnaireResponse, answers: Mapping[str, object]) -> QuestionnaireResponse:
    """Save answers, each in the section it belongs to."""
    document = small_document()
    sections = {item["link_id"]: item["section"] for item in document["items"]}
    for section in dict.fromkeys(sections[link_id] for link_id in answers):
        response = intake.save_section(
            response=response,
            section=section,
            answers={link_id: value for link_id, value in answers.items() if sections[link_id] == section},
            revision=response.revision,
            by=by_patient(response),
        ).response
    return response


def submit(response: QuestionnaireResponse) -> Evaluation:
    """Hand in a complete response, with consent."""
    return intake.submit_response(
        response=response,
        declaration=True,
        revision=response.revision,
        by=by_patient(response),
        consent=signing(response),
    )


def signing(response: QuestionnaireResponse, *optional: str, **signature: str) -> Signing:
    """What somebody signs who agrees to what is needed, and to what else is named."""
    fresh = QuestionnaireResponse.objects.whole().get(pk=response.pk)
    given = frozenset({"treatment", "storage", *optional})
    return Signing(given, Signature(**{"name": "Ada Canary", **signature}), consent_text(fresh).digest)


def consented(response: QuestionnaireResponse, *optional: str) -> Consent:
    """The consent to what is planned now."""
    return give_consent(response=response, signing=signing(response, *optional), by=by_patient(response))


def make_submitted(answers: Mapping[str, object] = HEALTHY, **booking: Any) -> Evaluation:
    """The evaluation of a new, submitted response."""
    return submit(answer(make_response(**booking), answers))
