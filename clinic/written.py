"""Days, times and figures as they are written in the language in force.

The forms follow CLDR, which writes Arabic (`ar`) in Western digits: see docs/adr/0024-languages.md.
"""

from collections.abc import Iterable
from datetime import date, datetime

from babel.numbers import format_decimal
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi, pgettext

LEFT_TO_RIGHT = "\u200e"
"""A mark nobody sees: figures after it run from left to right (Unicode's bidirectional text, rule W7)."""


def month(day: date) -> str:
    """The month of a day: "November 2026"."""
    return date_format(day, pgettext("Django's format of a month", "F Y"))


def day(given: date) -> str:
    """A day, of a moment that on the clinic's clock: "20 November 2026"."""
    own = local(given) if isinstance(given, datetime) else given
    return date_format(own, pgettext("Django's format of a day", "j F Y"))


def short_weekday(given: date) -> str:
    """A day with its weekday: "Friday 20 November"."""
    return date_format(given, pgettext("Django's format of a day without its year", "l j F"))


def weekday(given: date) -> str:
    """A day with its weekday and its year: "Friday 20 November 2026"."""
    return date_format(given, pgettext("Django's format of a day written out", "l j F Y"))


def moment(given: datetime) -> str:
    """A moment on the clinic's clock: "20 November 2026, 10:30"."""
    return date_format(local(given), pgettext("Django's format of a moment", "j F Y, H:i"))


def visit(given: datetime) -> str:
    """When a visit is, on the clinic's clock: "Friday 20 November 2026, 10:30"."""
    return date_format(local(given), pgettext("Django's format of a moment written out", "l j F Y, H:i"))


def local(given: datetime) -> datetime:
    """A moment on the clinic's clock."""
    return timezone.localtime(given)


def figure(number: int) -> str:
    """A number with its thousands set apart: "1,200", "1.200"."""
    return str(format_decimal(number, locale=get_language() or settings.LANGUAGE_CODE))


def dialled(number: str) -> str:
    """A telephone number, its groups in the order in which they are dialled: Arabic would turn them round."""
    return f"{LEFT_TO_RIGHT}{number}" if get_language_bidi() else number


def listed(words: Iterable[object]) -> str:
    """Words side by side: "neck, hands"."""
    return pgettext("between the words of a list", ", ").join(str(word) for word in words)
