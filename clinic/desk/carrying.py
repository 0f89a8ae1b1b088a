"""A day and a time that were chosen before the patient was: carried from page to page in the address."""

import uuid
from datetime import date, time
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse


def carried(request: HttpRequest) -> dict[str, str]:
    """What is carried; anything that is no day and no time is left behind."""
    day, clock = request.GET.get("day", ""), request.GET.get("time", "")
    found = {"day": day} if read_day(day) else {}
    return found | ({"time": clock} if read_time(clock) else {})


def with_carried(request: HttpRequest, name: str, *args: uuid.UUID) -> str:
    """The address of a page with what is carried."""
    query = urlencode(carried(request))
    return reverse(name, args=args) + (f"?{query}" if query else "")


def read_day(text: str) -> date | None:
    """The day of an address; None for anything else."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """The time of an address; None for anything else."""
    try:
        return time.fromisoformat(text) if len(text) == 5 else None
    except ValueError:
        return None
