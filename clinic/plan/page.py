"""What a plan's page shows: the steps by the days they begin and end on, and what stands beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic import written
from clinic.plan.words import about_words, gap_words, joined, minutes_words, sessions_words, span_words
from screening.engine import DatedStep, RedFlag, Rulebook
from screening.services.plan import CarePlan, SessionPlan

PHASES = {
    "before": gettext_lazy("Before your visit"),
    "day": gettext_lazy("On the day"),
    "after": gettext_lazy("After your visit"),
}


@dataclass(frozen=True, slots=True)
class StepLine:
    """One instruction. `open_because` says what it depends on where the answers leave that open."""

    text: str
    open_because: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The instructions that hold on the same days; `state` is `past`, `now` or `ahead`."""

    title: str
    state: str
    lines: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class PhasePart:
    """Before, on the day, or after."""

    code: str
    title: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class CourseLine:
    """What is usual on some days."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CourseView:
    """The usual course after one treatment."""

    treatment: str
    lines: tuple[CourseLine, ...]


@dataclass(frozen=True, slots=True)
class SessionView:
    """The usual numbers of sessions of one treatment."""

    treatment: str
    lines: tuple[CourseLine, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """All of it. `language` is that of the rulebook's texts."""

    standing: str
    stands: bool
    when: str
    day: str
    treatments: str
    duration: str
    phases: tuple[PhasePart, ...]
    urgent: tuple[RedFlag, ...]
    call: tuple[RedFlag, ...]
    courses: tuple[CourseView, ...]
    sessions: tuple[SessionView, ...]
    language: str


def plan_page(plan: CarePlan, today: date) -> PlanPage:
    """The page of a plan as it looks today."""
    return PlanPage(
        standing=plan.standing.value,
        stands=plan.stands,
        when=written.visit(plan.appointment.starts_at),
        day=written.weekday(plan.appointment.day),
        treatments=written.listed(treatment.title for treatment in plan.treatments),
        duration=minutes_words(plan.minutes),
        phases=phases_of(plan, today),
        urgent=tuple(flag for flag in plan.red_flags if flag.urgent),
        call=tuple(flag for flag in plan.red_flags if not flag.urgent),
        courses=tuple(course_views(plan)),
        sessions=tuple(session_view(one) for one in plan.sessions),
        language=plan.rulebook.head.language,
    )


def phases_of(plan: CarePlan, today: date) -> tuple[PhasePart, ...]:
    """The steps by phase; phases without any are left out."""
    parts = [PhasePart(code, str(title), stretches_of(plan, code, today)) for code, title in PHASES.items()]
    return tuple(part for part in parts if part.stretches)


def stretches_of(plan: CarePlan, phase: str, today: date) -> tuple[Stretch, ...]:
    """The steps of one phase, those of the same days together."""
    own = sorted((step for step in plan.steps if step.phase == phase), key=days_of)
    return tuple(
        Stretch(
            span_words(begins, ends, plan.appointment.day),
            state_of(begins, ends, today),
            tuple(line_of(plan.rulebook, step) for step in steps),
        )
        for (begins, ends), steps in groupby(own, key=days_of)
    )


def days_of(step: DatedStep) -> tuple[date, date]:
    """What steps are put together by."""
    return step.begins, step.ends


def state_of(begins: date, ends: date, today: date) -> str:
    """Whether it is over, holds today, or is ahead."""
    if ends < today:
        return "past"
    return "now" if begins <= today else "ahead"


def line_of(rulebook: Rulebook, step: DatedStep) -> StepLine:
    """One instruction. Where it may not apply, the patient's own questions say on what it depends."""
    if step.certain:
        return StepLine(step.text)
    items = [rulebook.items[link_id] for link_id in step.would_settle]
    questions = [item.question for item in items if item.asked == "patient"]
    if not questions:
        return StepLine(step.text, _("Ask us whether this is for you."))
    return StepLine(step.text, asked_words(questions))


def asked_words(questions: Iterable[str]) -> str:
    """What a step depends on, as it was asked."""
    listed = " ".join(_("“%(question)s”") % {"question": question} for question in questions)
    return _("If this may be for you: it depends on %(questions)s Not sure? Ask us.") % {"questions": listed}


def course_views(plan: CarePlan) -> Iterable[CourseView]:
    """The usual course of each treatment, on real days."""
    for treatment in plan.treatments:
        lines = tuple(
            CourseLine(about_words(each.begins, each.ends, plan.appointment.day), each.text)
            for each in plan.course_of(treatment)
        )
        if lines:
            yield CourseView(treatment.title, lines)


def session_view(own: SessionPlan) -> SessionView:
    """The usual numbers for a treatment, as ranges."""
    lines = tuple(
        CourseLine(plan.title, joined(sessions_words(plan.sessions), gap_words(plan.gap_days, plan.sessions)))
        for plan in own.plans
    )
    return SessionView(own.treatment.title, lines)
