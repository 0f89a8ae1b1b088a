"""Dates, spans and lists in words. What is said here is said the same way on every page for practitioners."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from screening.engine import UNKNOWN_DATE, Duration, PartialDate

DAYS_BY_NAME = 6
MONTHS_IN_YEARS = 24


def day_words(day: date) -> str:
    """A day: "28 February 2027"."""
    return date_format(day, "j F Y")


def long_day_words(day: date) -> str:
    """A day with its weekday: "Friday 20 November 2026"."""
    return date_format(day, "l j F Y")


def partial_date_words(given: str) -> str:
    """A date as it was answered: the day, the month where only that is known, or that it is not known."""
    if given == UNKNOWN_DATE:
        return _("Date not known")
    value = PartialDate.parse(given)
    return day_words(value.first) if value.is_exact else date_format(value.first, "F Y")


def moment_words(at: datetime) -> str:
    """A point in time in full: "Friday 20 November 2026, 10:30"."""
    local = timezone.localtime(at)
    return f"{long_day_words(local.date())}, {local:%H:%M}"


def stamp_words(at: datetime) -> str:
    """A point in time for the record: "20 November 2026, 08:12"."""
    local = timezone.localtime(at)
    return f"{day_words(local.date())}, {local:%H:%M}"


def when_words(at: datetime, today: date) -> str:
    """A point in time as people say it from `today`: "Today 10:30", "Mon 09:00", "Thu 12 Nov, 09:00"."""
    local = timezone.localtime(at)
    return f"{near_day_words(local.date(), today)} {local:%H:%M}"


def near_day_words(day: date, today: date) -> str:
    """The day of `when_words`."""
    if day == today:
        return _("Today")
    if day == today + timedelta(days=1):
        return _("Tomorrow")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    if today < day <= today + timedelta(days=DAYS_BY_NAME):
        return date_format(day, "D")
    return date_format(day, "D j M," if day.year == today.year else "j M Y,")


def span_words(start: date, end: date) -> str:
    """The time from `start` to `end` (not before it) in calendar months and days: "2 months, 20 days"."""
    months = max((end.year - start.year) * 12 + end.month - start.month, 0)
    if Duration(months, 0, "").after(start) > end:
        months -= 1
    days = (end - Duration(months, 0, "").after(start)).days
    if months >= MONTHS_IN_YEARS:
        return joined(years_words(months // 12), months_words(months % 12))
    return joined(months_words(months), days_words(days)) or days_words(0, always=True)


def years_words(count: int) -> str:
    """So many years; nothing for none."""
    return ngettext("%(count)d year", "%(count)d years", count) % {"count": count} if count else ""


def months_words(count: int) -> str:
    """So many months; nothing for none."""
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count} if count else ""


def days_words(count: int, *, always: bool = False) -> str:
    """So many days; nothing for none unless asked for always."""
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count} if count or always else ""


def joined(*parts: str) -> str:
    """The parts that say something, with commas."""
    return ", ".join(part for part in parts if part)


def listed(texts: Sequence[str]) -> str:
    """Texts as a list in words: "a, b and c"."""
    if len(texts) < 2:
        return "".join(texts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(texts[:-1]), "last": texts[-1]}


def number_words(count: int) -> str:
    """A number at the beginning of a sentence or clause: in letters up to nine."""
    letters = (
        pgettext("number", "none"),
        pgettext("number", "one"),
        pgettext("number", "two"),
        pgettext("number", "three"),
        pgettext("number", "four"),
        pgettext("number", "five"),
        pgettext("number", "six"),
        pgettext("number", "seven"),
        pgettext("number", "eight"),
        pgettext("number", "nine"),
    )
    return letters[count] if count < len(letters) else str(count)


def sentence(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
