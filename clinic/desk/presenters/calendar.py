"""The day and the week as the desk shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.desk.presenters.rows import Row, rows_of
from screening.services.desk import Clash, Day


@dataclass(frozen=True, slots=True)
class Group:
    """One practitioner's appointments of a day."""

    practitioner: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class DayPage:
    """One day: its appointments by practitioner and time, those cancelled apart."""

    day: date
    is_today: bool
    groups: tuple[Group, ...]
    cancelled: tuple[Row, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of a week."""

    day: date
    href: str
    is_today: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """The ways from one day or week to another."""

    before: str
    after: str
    today: str
    day: str
    week: str


def day_page(day: Day, today: date, now: datetime) -> DayPage:
    """The page of a day."""
    rows = rows_of_days([day], now)
    booked = [row for row in rows if not row.is_cancelled]
    names = sorted({row.practitioner for row in booked}, key=str.casefold)
    return DayPage(
        day=day.day,
        is_today=day.day == today,
        groups=tuple(Group(name, tuple(row for row in booked if row.practitioner == name)) for name in names),
        cancelled=tuple(row for row in rows if row.is_cancelled),
        counts={
            "booked": len(booked),
            "cleared": sum(row.standing.gate.tone == "go" for row in booked),
            "open": sum(row.can_send for row in booked),
        },
    )


def week_days(days: Sequence[Day], today: date, now: datetime) -> list[WeekDay]:
    """The days of a week, in as many queries as one day."""
    rows = rows_of_days(days, now)
    by_day = {day.day: {slot.appointment.pk for slot in day.slots} for day in days}
    return [
        WeekDay(
            day=day,
            href=f"{reverse('desk:day')}?day={day.isoformat()}",
            is_today=day == today,
            rows=tuple(row for row in rows if row.pk in own and not row.is_cancelled),
        )
        for day, own in by_day.items()
    ]


def rows_of_days(days: Iterable[Day], now: datetime) -> list[Row]:
    """The appointments of several days as rows."""
    slots = [slot for day in days for slot in day.slots]
    clashes = {slot.appointment.pk: clash_words(slot.clashes) for slot in slots}
    return rows_of([slot.appointment for slot in slots], now, clashes)


def clash_words(clashes: Iterable[Clash]) -> str:
    """Whether somebody is booked twice at this time."""
    whose = {clash.whose for clash in clashes}
    if "patient" in whose:
        return _("This patient is booked twice at this time.")
    return _("This practitioner is booked twice at this time.") if whose else ""


def steps_of(day: date, days: int, today: date) -> Steps:
    """The ways from a view of so many days."""
    here = reverse("desk:week" if days > 1 else "desk:day")
    return Steps(
        before=f"{here}?day={(day - timedelta(days=days)).isoformat()}",
        after=f"{here}?day={(day + timedelta(days=days)).isoformat()}",
        today="" if day == today else here,
        day=f"{reverse('desk:day')}?day={day.isoformat()}",
        week=f"{reverse('desk:week')}?day={day.isoformat()}",
    )
