"""A plan as a calendar (RFC 5545): the file a patient saves, and the feed their calendar asks for.

The file is the patient's own copy and says what to do. The feed lies at an address that anybody who learns it
can read, so it holds no health words: neither treatments nor steps, only on which days to open the plan.
Both name no patient. What has not changed gives the same bytes, so that a feed can be asked for what is new.
"""

import uuid
from datetime import UTC, date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from clinic.plan.page import line_of
from screening.engine import DatedStep
from screening.services.plan import CarePlan

SHORT = 60
FEED_HOURS = 6


def plan_file(plan: CarePlan) -> bytes:
    """The calendar to be saved: the visit, and every step from its first day to its last."""
    calendar = new_calendar(plan)
    calendar.add_component(visit(plan, _("Appointment: %(clinic)s") % {"clinic": settings.CLINIC_NAME}))
    for step in plan.steps:
        calendar.add_component(step_event(plan, step))
    return bytes(calendar.to_ical())


def feed_file(plan: CarePlan) -> bytes:
    """The calendar at the secret address: the visit and the days on which something new begins.

    Of a visit that does not take place, its cancellation is left.
    """
    calendar = new_calendar(plan)
    calendar.add("refresh-interval", timedelta(hours=FEED_HOURS), parameters={"value": "DURATION"})
    calendar.add_component(
        visit(plan, _("Reminder from %(clinic)s: your visit") % {"clinic": settings.CLINIC_NAME})
    )
    for day in reminder_days(plan):
        calendar.add_component(reminder(plan, day))
    return bytes(calendar.to_ical())


def reminder_days(plan: CarePlan) -> list[date]:
    """The days on which a step begins, each once; that of the visit has its own entry."""
    begins = {step.begins for step in plan.steps} - {plan.appointment.day}
    return sorted(begins) if plan.stands else []


def new_calendar(plan: CarePlan) -> Calendar:
    """A calendar without entries."""
    calendar = Calendar()
    calendar.add("prodid", "-//Clinic screening//Care plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", settings.CLINIC_NAME)
    return calendar


def visit(plan: CarePlan, title: str) -> Event:
    """The visit itself, at its time."""
    event = new_event(plan, "visit", title)
    event.add("dtstart", plan.appointment.starts_at.astimezone(UTC))
    event.add("dtend", plan.appointment.ends_at.astimezone(UTC))
    event.add("status", "CONFIRMED" if plan.stands else "CANCELLED")
    return event


def step_event(plan: CarePlan, step: DatedStep) -> Event:
    """One step on all its days; the whole text below a short title."""
    line = line_of(plan.rulebook, step)
    event = new_event(plan, step.id, shortened(line.text))
    event.add("description", "\n\n".join(filter(None, (line.text, line.open_because, plan_address()))))
    whole_days(event, step.begins, step.ends)
    return event


def reminder(plan: CarePlan, day: date) -> Event:
    """A day on which to open the plan. Says nothing of what for."""
    title = _("Reminder from %(clinic)s: open your plan") % {"clinic": settings.CLINIC_NAME}
    event = new_event(plan, f"reminder {(day - plan.appointment.day).days}", title)
    whole_days(event, day, day)
    return event


def new_event(plan: CarePlan, name: str, title: str) -> Event:
    """An entry that stays the same one when its days move."""
    event = Event()
    event.add("uid", f"{uuid.uuid5(plan.appointment.pk, name)}@care-plan")
    event.add("dtstamp", plan.made_at)
    event.add("sequence", plan.revision)
    event.add("summary", title)
    event.add("url", plan_address())
    event.add("transp", "TRANSPARENT" if name != "visit" else "OPAQUE")
    event.add("class", "PRIVATE")
    return event


def whole_days(event: Event, begins: date, ends: date) -> None:
    """Let an entry last from one day to another, both included: a calendar's end is the day after."""
    event.add("dtstart", begins)
    event.add("dtend", ends + timedelta(days=1) if ends < date.max else ends)


def shortened(text: str) -> str:
    """The first sentence of a text, or its beginning where that is long."""
    first = text.split(". ", maxsplit=1)[0].rstrip(".")
    return first if len(first) <= SHORT else f"{first[:SHORT].rsplit(' ', 1)[0]} …"


def plan_address() -> str:
    """Where the plan is: behind the patient's own link."""
    return f"{settings.BASE_URL}{reverse('intake:plan')}"
