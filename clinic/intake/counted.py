"""Counting how pages of the questionnaire are filled in: what was opened, and after how long it was done.

The session holds which page is open and since when; what is counted holds neither session nor person.
"""

import time

from django.http import HttpRequest

from clinic.intake.access import sitting_here
from screening.models import SectionCount
from screening.services.intake import count_section

Event = SectionCount.Event
OPEN = "open_section"


def note_opened(request: HttpRequest, section: str) -> None:
    """A page was opened. The same one once more (a mistake, a reload) is still the same visit to it."""
    sitting = sitting_here(request)
    if sitting.is_staff or request.method != "GET" or request.session.get(OPEN, [""])[0] == section:
        return
    request.session[OPEN] = [section, int(time.time())]
    count_section(sitting.response, section, Event.OPENED)


def note_done(request: HttpRequest, section: str) -> None:
    """A page was finished, so that the next one comes."""
    note(request, section, Event.CONTINUED)


def note_left(request: HttpRequest, section: str) -> None:
    """Somebody saved and left."""
    note(request, section, Event.LEFT)


def note(request: HttpRequest, section: str, event: Event) -> None:
    """Count the end of a visit to a page, once."""
    opened, since = request.session.get(OPEN, ["", 0])
    if opened != section or sitting_here(request).is_staff:
        return
    del request.session[OPEN]
    seconds = int(time.time()) - since if event is Event.CONTINUED else 0
    count_section(sitting_here(request).response, section, event, seconds)
