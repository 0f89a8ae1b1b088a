"""Calendar arithmetic: durations in days or calendar months, dates known to the month, ages.

Semantics 1: a day that does not exist becomes the month's last (31 August + 6 months = 28 or 29 February);
ages are completed years, and 29 February counts from 1 March.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

UNKNOWN_DATE = "unknown"

_DURATION = re.compile(r"(\d{1,5}) (day|week|month|year)s?", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)
SHORTEST = 28
"""The days every month has."""

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of calendar months or of days; never both."""

    months: int
    days: int
    text: str

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read `"14 days"`, `"4 weeks"`, `"6 months"` or `"22 years"`; raise ValueError otherwise."""
        match = _DURATION.fullmatch(text)
        if match is None:
            raise ValueError(f'"{text}" is not a duration such as "14 days", "4 weeks" or "6 months"')
        count, unit = int(match[1]), match[2]
        if unit in _DAYS:
            return cls(0, count * _DAYS[unit], text)
        return cls(count * _MONTHS[unit], 0, text)

    def after(self, day: date) -> date:
        """Return `day` plus this duration; date.max where the calendar ends before that."""
        return shift(day, self.months, self.days)

    def before(self, day: date) -> date:
        """Return `day` minus this duration; date.min where the calendar begins after that."""
        return shift(day, -self.months, -self.days)

    def first_within(self, on: date) -> int | None:
        """Return the ordinal of the first day that lies less than this duration (not 0) before `on`.

        None on the calendar's last day, on which nothing does.
        """
        day = self.before(on)
        while self.after(day) <= on:
            if day == date.max:
                return None
            day += timedelta(1)
        return day.toordinal()


def shift(day: date, months: int, days: int) -> date:
    """Move `day` by calendar months (clipped to the month's end), then by days; clamped to the calendar."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if year < 1:
        return date.min
    if year > 9999:
        return date.max
    moved = date(year, month, day.day if day.day <= SHORTEST else min(day.day, monthrange(year, month)[1]))
    try:
        return moved + timedelta(days)
    except OverflowError:
        return date.max if days > 0 else date.min


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, or a month whose day is not known: the days it may have been, from `first` to `last`."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `YYYY-MM-DD` or `YYYY-MM`; raise ValueError for anything else, also for 31 February."""
        match = _DATE.fullmatch(text)
        if match is None:
            raise ValueError(f'"{text}" is not a date (YYYY-MM-DD, or YYYY-MM where the day is not known)')
        year, month = int(match[1]), int(match[2])
        if match[3] is None:
            first = date(year, month, 1)
            return cls(first, date(year, month, monthrange(year, month)[1]))
        day = date(year, month, int(match[3]))
        return cls(day, day)

    @property
    def is_exact(self) -> bool:
        """Whether the very day is known."""
        return self.first == self.last

    def read_on(self, on: date) -> date | None:
        """Return the day this is read as from appointment day `on`: the earlier of the last day and `on`.

        None where even the first possible day lies after `on`.
        """
        if self.first > on:
            return None
        return min(self.last, on)


def birthday(born: date, years: int) -> date:
    """Return the day on which somebody born on `born` completes `years` years."""
    year = born.year + years
    if year > 9999:
        return date.max
    if (born.month, born.day) == (2, 29) and monthrange(year, 2)[1] == 28:
        return date(year, 3, 1)
    return born.replace(year=year)


def age_on(born: date, on: date) -> int:
    """Return the completed years of age on day `on` (`on` not before `born`)."""
    years = on.year - born.year
    return years if birthday(born, years) <= on else years - 1


def first_younger(years: int, on: date) -> int | None:
    """Return the ordinal of the first birth day of those who on day `on` are younger than `years` (not 0).

    None on the calendar's last day, on which nobody counts as younger.
    """
    day = shift(on, -12 * years, 0)
    while birthday(day, years) <= on:
        if day == date.max:
            return None
        day += timedelta(1)
    return day.toordinal()
