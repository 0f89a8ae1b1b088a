"""Dates as staff type them, in the rulebook's spelling."""

import re

from django.utils.translation import gettext as _

from screening.engine import UNKNOWN_DATE

_LOCAL = re.compile(r"(?:(\d{1,2})[./])?(\d{1,2})[./](\d{4})")


def spelled_date(typed: str) -> str:
    """A date in the rulebook's spelling, where it was typed as 14.8.2026 or 8/2026; else as it is."""
    found = _LOCAL.fullmatch(typed.strip())
    if found is None:
        return UNKNOWN_DATE if typed.strip().casefold() == str(_("unknown")) else typed.strip()
    day, month, year = found.groups()
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
