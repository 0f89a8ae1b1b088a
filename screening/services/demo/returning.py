"""Somebody who was here before: an earlier visit with its treatment, and answers that were others then."""

import random
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model

from screening.engine import Rulebook
from screening.models import Appointment, Evaluation, QuestionnaireResponse, Review
from screening.services import desk, treatment
from screening.services.audit import SYSTEM, Actor
from screening.services.demo.answering import Visit
from screening.services.demo.deciding import Case, backdate, proceed
from screening.services.demo.filling import Plan, fill
from screening.services.demo.people import people
from screening.services.demo.staff import LEADS, TREATS
from screening.services.demo.stories import PEN, Story

HALF_A_YEAR = timedelta(weeks=26)
THEN = {"smoker": "yes", "cold_sore_history": "yes"}
"""What was answered otherwise then: since that time nothing of it any more."""
MILD = (Evaluation.Eligibility.ELIGIBLE, Evaluation.Eligibility.PRECAUTION)


def seed_returning(rulebook: Rulebook, now: datetime, chance: random.Random) -> None:
    """Give the first patient whom it suits an earlier visit; nothing where it suits nobody."""
    coming = coming_back(now)
    if coming is None:
        return
    earlier = desk.book_appointment(
        patient=coming.patient,
        starts_at=coming.starts_at - HALF_A_YEAR,
        treatments=PEN,
        areas=coming.areas,
        practitioner=coming.practitioner,
        by=SYSTEM,
    )
    answers = coming.response.answers | THEN
    (anybody,) = people(1, chance)
    visit = Visit(anybody, Story("precaution", PEN, tuple(coming.areas), answers), earlier.day, earlier.day)
    response = QuestionnaireResponse.objects.whole().get(appointment=earlier)
    fill(rulebook, response, visit, Plan(earlier.starts_at, 1, chance))
    treat(earlier)


def coming_back(now: datetime) -> Appointment | None:
    """The next appointment for the pen, with mild findings at most, whose patient answered no to all that."""
    ahead = Appointment.objects.with_people().filter(starts_at__gt=now).order_by("starts_at", "pk")
    mild = ahead.filter(response__evaluations__is_current=True, response__evaluations__eligibility__in=MILD)
    for one in mild:
        given = one.response.answers
        if one.treatments == list(PEN) and all(given.get(link_id) == "no" for link_id in THEN):
            return one
    return None


def treat(appointment: Appointment) -> None:
    """Sign off the visit and record what was done on the day."""
    users = get_user_model().objects
    mara, lead = (Actor.staff(users.get(email=one.email)) for one in (TREATS, LEADS))
    before, after = (appointment.starts_at + timedelta(hours=hours) for hours in (-1, 1))
    proceed(Case(Appointment.objects.with_people().get(pk=appointment.pk), mara, lead, before))
    backdate(Review.objects.with_people().get(appointment=appointment))
    treatment.record_treatment(
        appointment=appointment,
        performed=treatment.Performed(
            treatment=PEN[0],
            depth_um=1000,
            passes=3,
            batch="NC-2291",
            products=["Hyaluronic acid serum"],
            areas=appointment.areas,
            reaction="Slight redness, gone the next day.",
        ),
        by=mara,
        now=after,
    )
