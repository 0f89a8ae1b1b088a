"""Filling an empty clinic."""

import random
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from screening.models import Invitation, Patient, QuestionnaireResponse
from screening.services import desk
from screening.services.audit import SYSTEM
from screening.services.demo.answering import Visit
from screening.services.demo.deciding import decide_all
from screening.services.demo.filling import Plan, fill
from screening.services.demo.people import Person, people
from screening.services.demo.returning import seed_returning
from screening.services.demo.schedule import deal, slots
from screening.services.demo.staff import TREATS, make_staff
from screening.services.demo.stories import Story
from screening.services.rulebook import active_version, rulebook_of

SEED = 20
SHARES = (1, 1, 1, 0.5, 1, 1, 0)
"""How much of the questionnaire is done before an appointment ahead, in turn."""


@transaction.atomic
def seed_clinic(*, patients: int, now: datetime) -> int:
    """Fill a clinic without patients: appointments from last week to three weeks ahead, questionnaires not
    started, half done and submitted. Returns how many patients were made: none where there are some already.

    With what the staff have decided so far, and one who was here before. The same on every run but for the
    day. NoActiveRulebook without a rulebook.
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
    seed_returning(rulebook, now, chance)
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
