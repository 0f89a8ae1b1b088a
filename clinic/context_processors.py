"""What every template may say about the clinic, and what whoever reads it may open."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from clinic.accounts.access import roles_here
from clinic.accounts.places import Place, places_of
from clinic.branding import branding


def clinic(request: HttpRequest) -> dict[str, Any]:
    """The clinic's name, number and look; whether this is the demo; places and roles of whoever reads."""
    return {
        "clinic_name": settings.CLINIC_NAME,
        "clinic_phone": settings.CLINIC_PHONE,
        "demo": settings.DEMO,
        **branding(),
        "places": partial(places_here, request),  # looked up only where a page shows them
        "roles": partial(roles_here, request),
    }


def places_here(request: HttpRequest) -> list[Place]:
    """The parts of the website whoever asks may open."""
    return places_of(roles_here(request))
