"""How a draft stands."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.presenters.problems import ProblemView, problem_views
from screening.models import RulebookDraft

MOST_SHOWN = 50
Status = RulebookDraft.Status


@dataclass(frozen=True, slots=True)
class Overview:
    """Errors, notes and what comes next."""

    errors: list[ProblemView]
    notes: list[ProblemView]
    more_errors: int
    more_notes: int
    next_step: str
    base: str
    started: datetime
    counts: list[tuple[int, str]]


def overview_of(here: Here) -> Overview:
    """The first page of a draft; it is checked."""
    errors, notes = here.check.errors, here.check.notes
    return Overview(
        errors=problem_views(here.draft, here.document, errors[:MOST_SHOWN]),
        notes=problem_views(here.draft, here.document, notes[:MOST_SHOWN]),
        more_errors=max(0, len(errors) - MOST_SHOWN),
        more_notes=max(0, len(notes) - MOST_SHOWN),
        next_step=next_step(here),
        base=base_words(here.draft),
        started=here.draft.created_at,
        counts=counts_of(here),
    )


def next_step(here: Here) -> str:
    """What to do now, in one sentence."""
    errors = len(here.check.errors)
    return {
        Status.OPEN: _("Mend the errors below; until then nobody can be asked for approval.")
        if errors
        else _("Nothing is wrong with it. Look at what it changes, then ask somebody for approval."),
        Status.SUBMITTED: _("It waits for somebody who has not worked on it to approve it or send it back."),
        Status.SCHEDULED: _("It is approved and will be published by itself."),
        Status.PUBLISHED: _("It is published. To change something, start a new draft."),
        Status.DISCARDED: _("It was given up. It stays here for reading."),
    }[Status(here.draft.status)]


def base_words(draft: RulebookDraft) -> str:
    """Where a draft comes from."""
    if draft.base is None:
        return _("an imported file")
    return _("version %(number)d") % {"number": draft.base.number}


def counts_of(here: Here) -> list[tuple[int, str]]:
    """What is in it."""
    names = {
        "rules": _("rules"),
        "items": _("questions"),
        "medicine_classes": _("medicine classes"),
        "treatments": _("treatments"),
        "sources": _("sources"),
        "cases": _("cases"),
        "invariants": _("invariants"),
    }
    return [(len(here.document.get(key, [])), word) for key, word in names.items()]
