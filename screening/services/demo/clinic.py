"""Filling an empty clinic."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from screening.engine import Rulebook
from screening.models import Evaluation, Invitation, Patient, QuestionnaireResponse, Review, ReviewChange
from screening.services import desk, intake
from screening.services.audit import SYSTEM, Actor
from screening.services.demo.answering import Visit, answers_for
from screening.services.demo.deciding import decide_all
from screening.services.demo.people import Person, people
from screening.services.demo.schedule import deal, slots
from screening.services.demo.staff import TREATS, make_staff
from screening.services.demo.stories import Story
from screening.services.intake.sections import is_asked
from screening.services.review import enter_clinic_answers
from screening.services.rulebook import active_version, rulebook_of

SEED = 20
SHARES = (1, 1, 1, 0.5, 1, 1, 0)
"""How much of the questionnaire is done before an appointment ahead, in turn."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of a questionnaire is done, and the chance that fills in the rest."""

    now: datetime
    share: float
    chance: random.Random


@transaction.atomic
def seed_clinic(*, patients: int, now: datetime) -> int:
    """Fill a clinic without patients: appointments from last week to three weeks ahead, questionnaires not
    started, half done and submitted. Returns how many patients were made: none where there are some already.

    With what the staff have decided so far. The same on every run but for the day. NoActiveRulebook
    without a rulebook.
    """
    make_staff()
    if Patient.objects.exists():
        return 0
    chance = random.Random(SEED)  # noqa: S311 - invented people are no secret
    rulebook = rulebook_of(active_version())
    today = timezone.localdate(now)
    times = slots(today, patients, chance)
    visitors = zip(people(patients, chance), times, deal(times, today, chance), strict=True)
    for number, (person, starts_at, story) in enumerate(visitors):
        response = book(person, story, starts_at, now)
        share = 1 if starts_at < now else SHARES[number % len(SHARES)]
        visit = Visit(person, story, timezone.localdate(starts_at), today)
        fill(rulebook, response, visit, Plan(now, share, chance))
    decide_all(now)
    return patients


def book(person: Person, story: Story, starts_at: datetime, now: datetime) -> QuestionnaireResponse:
    """Register a person, book their appointment, send them a link."""
    patient = desk.register_patient(
        name=person.name,
        birth_date=person.birth_date(timezone.localdate(now), story.age),
        email=person.email,
        phone=person.phone,
        by=SYSTEM,
    )
    appointment = desk.book_appointment(
        patient=patient,
        starts_at=starts_at,
        treatments=story.treatments,
        areas=story.areas,
        practitioner=get_user_model().objects.filter(email=TREATS.email).first(),
        by=SYSTEM,
    )
    desk.create_invitation(appointment=appointment, channel=Invitation.Channel.EMAIL, by=SYSTEM)
    response: QuestionnaireResponse = QuestionnaireResponse.objects.whole().get(appointment=appointment)
    return response


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
        intake.submit_response(response=response, declaration=True, revision=revision, by=by)
        enter_and_backdate(response, visit, plan)


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
    reviews = Review.objects.filter(appointment=response.appointment)
    reviews.update(answers_given_at=submitted_at, since=submitted_at)
    ReviewChange.objects.filter(review__in=reviews).update(at=submitted_at)
