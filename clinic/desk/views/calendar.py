"""The day and the week."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.desk.carrying import read_day
from clinic.desk.presenters.calendar import day_page, steps_of, week_days
from clinic.desk.views.shared import actor, desk_page
from screening.services import desk

FIRST, LAST = date(2000, 1, 8), date(2099, 12, 20)


@desk_page("GET")
def day(request: HttpRequest) -> HttpResponse:
    """A day by practitioner and time; today unless the address names another."""
    now, today = timezone.now(), timezone.localdate()
    chosen = chosen_day(request, today)
    found = desk.list_day(day=chosen, by=actor(request))
    context = {"page": day_page(found, today, now), "steps": steps_of(chosen, 1, today)}
    return render(request, "desk/day.html", context)


@desk_page("GET")
def week(request: HttpRequest) -> HttpResponse:
    """The week a day is in."""
    now, today = timezone.now(), timezone.localdate()
    chosen = chosen_day(request, today)
    days = week_days(desk.list_week(day=chosen, by=actor(request)), today, now)
    monday = chosen - timedelta(days=chosen.weekday())
    this_monday = today - timedelta(days=today.weekday())
    context = {"days": days, "steps": steps_of(monday, 7, this_monday)}
    return render(request, "desk/week.html", context)


def chosen_day(request: HttpRequest, today: date) -> date:
    """The day the address names, today where it names none; Http404 for what is no day of this calendar."""
    given = request.GET.get("day", "")
    found = read_day(given) if given else today
    if found is None or not FIRST <= found <= LAST:
        raise Http404
    return found
