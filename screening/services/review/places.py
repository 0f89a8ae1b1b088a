"""Places in a list, as text for an address."""

import uuid
from datetime import UTC, datetime

from django.utils import timezone

from screening.engine import Severity
from screening.models import PlaceInList
from screening.services.errors import UnknownPlace

YEARS = range(1970, 2200)
MOST_ROWS = 100
"""On one page of a list."""
MOST_COUNTED = 1000
"""Where counting stops."""


def key_of(place: PlaceInList) -> str:
    """A place in the list as text for an address: no health words in it."""
    at = place.appointment_at.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S.%fZ}~{place.severity_rank}~{place.id}"


def place_of(key: str) -> PlaceInList:
    """The place behind a key; UnknownPlace where it is none."""
    try:
        at, rank, pk = key.split("~")
        place = PlaceInList(datetime.fromisoformat(at), int(rank), uuid.UUID(pk))
    except ValueError:
        raise UnknownPlace from None
    at_fits = timezone.is_aware(place.appointment_at) and place.appointment_at.year in YEARS
    if not at_fits or place.severity_rank not in range(len(Severity)):
        raise UnknownPlace
    return place
