"""The care plan of one appointment. Made anew whenever it is looked at, so it moves with the appointment.

It says nothing of what was found: whether a step is shown depends on the answers only, and until somebody
declines or postpones, everybody sees the plan of what is booked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from screening.engine import (
    Answers,
    Context,
    ContextError,
    DatedStep,
    Plan,
    RedFlag,
    Rulebook,
    Treatment,
    dated_care,
    red_flags_for,
)
from screening.models import Appointment, Evaluation, QuestionnaireResponse, Review
from screening.services.errors import NotSubmitted, TreatmentUnknown
from screening.services.evaluation import answers_of, parse_accepted
from screening.services.review.gate import Hold, gate_now
from screening.services.rulebook.languages import rulebook_here

CONCERN = "concern"


class Standing(StrEnum):
    """Whether the visit takes place, as far as anybody has decided."""

    STANDS = "stands"
    POSTPONED = "postponed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """How many sessions of a treatment are usual, and how far apart; ranges, never promises."""

    treatment: Treatment
    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class CourseDay:
    """What is usual from one day to another."""

    begins: date
    ends: date
    text: str


@dataclass(frozen=True, slots=True)
class CarePlan:
    """The plan of one appointment as things stand now.

    `made_at` is when what it rests on last changed, `revision` how often; `minutes` how long to allow.
    """

    appointment: Appointment
    standing: Standing
    rulebook: Rulebook
    treatments: tuple[Treatment, ...]
    steps: tuple[DatedStep, ...]
    red_flags: tuple[RedFlag, ...]
    sessions: tuple[SessionPlan, ...]
    minutes: tuple[int, int]
    made_at: datetime
    revision: int

    @property
    def stands(self) -> bool:
        """Whether there is anything to prepare for."""
        return self.standing is Standing.STANDS

    def course_of(self, treatment: Treatment) -> tuple[CourseDay, ...]:
        """What is usual after a treatment, on real days."""
        on = self.appointment.day
        return tuple(
            CourseDay(each.begins.after(on), each.ends.after(on), each.text) for each in treatment.course
        )


def plan_of(appointment: Appointment, now: datetime) -> CarePlan:
    """The plan from the newest evaluation's rulebook, in the language in force, and the answers as they are.

    NotSubmitted before there are any; ScreeningUnavailable where the rulebook cannot be used.
    """
    whole = QuestionnaireResponse.objects.whole()
    response = whole.filter(appointment=appointment.pk, submitted_at__isnull=False).first()
    evaluation = Evaluation.objects.current().with_people().filter(response=response).first()
    if response is None or evaluation is None:
        raise NotSubmitted
    booked = response.appointment
    rulebook = rulebook_here(evaluation.rulebook_version)
    answers = parse_accepted(rulebook, answers_of(rulebook, response))
    codes = tuple(booked.treatments)
    try:
        steps = dated_care(rulebook, answers, Context(booked.day, codes))
    except ContextError as error:
        raise TreatmentUnknown from error
    treatments = tuple(rulebook.treatments[code] for code in dict.fromkeys(codes))
    return CarePlan(
        appointment=booked,
        standing=standing_of(booked, now),
        rulebook=rulebook,
        treatments=treatments,
        steps=steps,
        red_flags=red_flags_for(rulebook, codes),
        sessions=tuple(sessions_of(rulebook, treatments, answers)),
        minutes=minutes_of(treatments, booked.minutes),
        made_at=evaluation.created_at,
        revision=evaluation.sequence,
    )


def standing_of(appointment: Appointment, now: datetime) -> Standing:
    """Whether the visit takes place. A gate that merely waits for somebody changes nothing here."""
    if appointment.status == Appointment.Status.CANCELLED:
        return Standing.CANCELLED
    gate = gate_now(appointment, now)
    if Hold.WITHDRAWN in gate.holds:
        return Standing.WITHDRAWN
    if gate.gate == Review.Gate.DECLINED:
        return Standing.DECLINED
    return Standing.POSTPONED if Hold.POSTPONED in gate.holds else Standing.STANDS


def minutes_of(treatments: Iterable[Treatment], booked: int) -> tuple[int, int]:
    """How long to allow, from and to: the longest of the treatments, and never less than what is booked."""
    each = [one.visit_minutes or (one.booking_minutes, one.booking_minutes) for one in treatments]
    return max(booked, *(least for least, _ in each)), max(booked, *(most for _, most in each))


def sessions_of(
    rulebook: Rulebook, treatments: Iterable[Treatment], answers: Answers
) -> Iterable[SessionPlan]:
    """What is usual for each treatment and what the patient wants to improve; if not known, for anything.

    A range that several of the concerns share stands once.
    """
    given = answers.raw.get(CONCERN)
    wanted = frozenset(given if isinstance(given, list | tuple) else [given])
    for treatment in treatments:
        own = [plan for plan in rulebook.plans if plan.treatment == treatment.code]
        fitting = [plan for plan in own if not wanted.isdisjoint(plan.concerns)] or own
        if fitting:
            yield SessionPlan(treatment, tuple(fitting))
