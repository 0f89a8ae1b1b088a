"""The starter rulebook, and patients who answered all of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from screening.engine import (
    TREATMENT_AREAS,
    Context,
    Rulebook,
    canonical_json,
    enabled_items,
    evaluate,
    parse_answers,
    parse_rulebook,
    read_document,
)
from screening.models import Appointment, Patient, QuestionnaireResponse, RulebookVersion
from screening.services import desk, intake
from screening.services.audit import SYSTEM, Actor
from tests.factories import APPOINTMENT, make_patient, signing

PEN = ("microneedling_pen",)
WITH_PRP = ("microneedling_pen", "prp")
PEEL = ("chemical_peel_superficial",)
ON = date(2026, 11, 20)


@cache
def starter() -> Rulebook:
    """The starter rulebook."""
    folder = Path(settings.BASE_DIR) / "screening" / "rulebooks" / "starter"
    return parse_rulebook(read_document(folder).document)


def publish_starter() -> RulebookVersion:
    """Make the starter rulebook the active version, its own cases taken as read: other tests run them."""
    version: RulebookVersion = RulebookVersion.objects.create(
        number=1,
        digest=starter().digest,
        document=canonical_json(starter().document),
        status=RulebookVersion.Status.ACTIVE,
        published_at=timezone.now(),
    )
    return version


def all_clear(changes: Mapping[str, object], treatments: Sequence[str] = PEN) -> dict[str, object]:
    """Answers to everything a patient is asked, with nothing to find but for `changes` (None: unanswered)."""
    rulebook = starter()
    laid = {**rulebook.bases["all_clear"], **changes}
    raw = {
        link_id: value
        for link_id, value in laid.items()
        if value is not None and (link_id in changes or is_asked(rulebook, link_id, treatments))
    }
    enabled = enabled_items(parse_answers(rulebook, raw))
    return {link_id: value for link_id, value in raw.items() if enabled[link_id] is not False}


def is_asked(rulebook: Rulebook, link_id: str, treatments: Sequence[str]) -> bool:
    item = rulebook.items[link_id]
    return item.asked == "patient" and item.is_asked_for(tuple(treatments))


def evaluated(
    changes: Mapping[str, object] | None = None, treatments: Sequence[str] = PEN, on: date = ON
) -> dict[str, Any]:
    """The stored form of an evaluation, without a database."""
    answers = parse_answers(starter(), all_clear(changes or {}, treatments))
    return evaluate(starter(), answers, Context(on, tuple(treatments))).as_json()


def evaluated_as_is(
    answers: Mapping[str, object], treatments: Sequence[str] = PEN, on: date = ON
) -> dict[str, Any]:
    """The same for these answers and no others."""
    return evaluate(starter(), parse_answers(starter(), answers), Context(on, tuple(treatments))).as_json()


def hand_in(
    changes: Mapping[str, object] | None = None,
    *,
    treatments: Sequence[str] = PEN,
    areas: Sequence[str] = ("full_face",),
    starts_at: datetime = APPOINTMENT,
    patient: Patient | None = None,
) -> Appointment:
    """An appointment whose questionnaire was handed in."""
    appointment = desk.book_appointment(
        patient=patient or make_patient(), starts_at=starts_at, treatments=treatments, areas=areas, by=SYSTEM
    )
    response = QuestionnaireResponse.objects.whole().get(appointment=appointment)
    answers = all_clear({TREATMENT_AREAS: list(areas), "date_of_birth": None, **(changes or {})}, treatments)
    by = Actor.patient(appointment.patient)
    for section in starter().sections:
        here = {
            link_id: value
            for link_id, value in answers.items()
            if starter().items[link_id].section == section.id
        }
        response = intake.save_section(
            response=response, section=section.id, answers=here, revision=response.revision, by=by
        ).response
    intake.submit_response(
        response=response,
        declaration=True,
        revision=response.revision,
        by=by,
        consent=signing(response),
    )
    found: Appointment = Appointment.objects.with_people().get(pk=appointment.pk)
    return found
