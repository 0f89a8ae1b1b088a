"""Filling in the questionnaire of an invented person, and having it come in some days ago."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from screening.engine import Rulebook
from screening.models import Consent, Evaluation, QuestionnaireResponse, Review, ReviewChange
from screening.services import intake
from screening.services.audit import SYSTEM, Actor
from screening.services.consent import Signature, Signing, consent_text
from screening.services.demo.answering import Visit, answers_for
from screening.services.intake.sections import is_asked
from screening.services.review import enter_clinic_answers

DRAWN = "M60 130L78 84L96 60L112 74L110 104L96 130L118 118L140 96L152 112L184 118L204 92L220 120L330 108"
"""A line as somebody draws it with a finger."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of a questionnaire is done, and the chance that fills in the rest."""

    now: datetime
    share: float
    chance: random.Random


def fill(rulebook: Rulebook, response: QuestionnaireResponse, visit: Visit, plan: Plan) -> None:
    """Save the sections in order, as many of them as planned; hand in where all are."""
    by = Actor.patient(response.appointment.patient)
    answers = answers_for(rulebook, visit, plan.chance)
    asked = {item.section for item in rulebook.items.values() if is_asked(item, visit.story.treatments)}
    sections = [section.id for section in rulebook.sections if section.id in asked]
    revision = response.revision
    for section in sections[: round(len(sections) * plan.share)]:
        own = {
            link_id: given for link_id, given in answers.items() if rulebook.items[link_id].section == section
        }
        saved = intake.save_section(response=response, section=section, answers=own, revision=revision, by=by)
        revision = saved.revision
    if plan.share == 1:
        signing = signed_by(response)
        intake.submit_response(response=response, declaration=True, revision=revision, by=by, consent=signing)
        enter_and_backdate(response, visit, plan)


def signed_by(response: QuestionnaireResponse) -> Signing:
    """The consent of an invented person: every third agrees to photographs too, every second draws a line."""
    fresh = QuestionnaireResponse.objects.whole().get(pk=response.pk)
    day = fresh.appointment.day.day
    given = {*Consent.REQUIRED, *([Consent.Kind.PHOTOGRAPHS] if day % 3 == 0 else [])}
    signature = Signature(fresh.appointment.patient.name, drawing=DRAWN if day % 2 else "")
    return Signing(frozenset(map(str, given)), signature, consent_text(fresh).digest)


def enter_and_backdate(response: QuestionnaireResponse, visit: Visit, plan: Plan) -> None:
    """Enter what the clinic enters, and let the questionnaire have come in some days ago, not just now."""
    if visit.story.clinic:
        enter_clinic_answers(response=response, answers=visit.story.clinic, by=SYSTEM)
    latest = min(plan.now, response.appointment.starts_at)
    submitted_at = latest - timedelta(hours=plan.chance.randint(20, 90), minutes=plan.chance.randint(0, 59))
    fresh = QuestionnaireResponse.objects.get(pk=response.pk)
    fresh.started_at = submitted_at - timedelta(minutes=plan.chance.randint(4, 11))
    fresh.submitted_at = fresh.declared_at = submitted_at
    fresh.save(update_fields=["started_at", "submitted_at", "declared_at"])
    Evaluation.objects.filter(response=fresh).update(created_at=submitted_at)
    Consent._base_manager.filter(appointment=response.appointment).update(signed_at=submitted_at)
    reviews = Review.objects.filter(appointment=response.appointment)
    reviews.update(answers_given_at=submitted_at, since=submitted_at)
    ReviewChange.objects.filter(review__in=reviews).update(at=submitted_at)
