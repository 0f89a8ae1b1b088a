"""What waits in the rulebook, for the tabs of its pages."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from clinic.accounts.access import roles_here, staff_user
from clinic.rulebook.due import sources_due
from clinic.rulebook.workshop.access import READERS
from screening.services.audit import Actor
from screening.services.errors import ScreeningUnavailable
from screening.services.rulebook import active_version, rulebook_of, waiting_for


@dataclass(frozen=True, slots=True)
class Counts:
    """Drafts that wait for the approval of whoever looks; sources that are due for review or will be soon."""

    waiting: int
    due: int


def counts_for(request: HttpRequest) -> Counts:
    """What waits for whoever asks; nothing is due where the rulebook cannot be read: its pages say so."""
    return Counts(waiting=waiting_count(request), due=due_count())


def waiting_count(request: HttpRequest) -> int:
    """How many drafts whoever asks may approve now."""
    if roles_here(request).isdisjoint(READERS):
        return 0
    return waiting_for(Actor.staff(staff_user(request))).count()


def due_count() -> int:
    """How many sources of the active version are due for review, or will be within three months."""
    try:
        rulebook = rulebook_of(active_version())
    except ScreeningUnavailable:
        return 0
    return len(sources_due(rulebook, timezone.localdate()))
