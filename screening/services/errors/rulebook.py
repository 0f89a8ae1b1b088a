"""Refusals about rulebooks, and the case that nothing can be screened at all."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from screening.engine import Problem
from screening.services.errors.base import ScreeningError


class ScreeningUnavailable(ScreeningError):
    """No evaluation can be made now. Never to be read as "nothing found"."""

    code = "screening_unavailable"
    text = _("Screening is not available at the moment. Nothing has been checked.")


class NoActiveRulebook(ScreeningUnavailable):
    """No rulebook has been published yet."""

    code = "no_active_rulebook"
    text = _("No rulebook is published, so nothing can be checked.")


class RulebookBroken(ScreeningUnavailable):
    """A stored rulebook is not what its digest says, or cannot be read any more."""

    code = "rulebook_broken"
    text = _("The stored rulebook cannot be used, so nothing can be checked.")


class DatabaseUnreachable(ScreeningUnavailable):
    """The database does not answer, so nobody knows which rulebook is active."""

    code = "database_unreachable"
    text = _("The database cannot be reached, so the active rulebook is not known. Nothing has been checked.")


class TreatmentUnknown(ScreeningUnavailable):
    """An appointment is for a treatment that the active rulebook no longer has."""

    code = "treatment_unknown"
    text = _("The rulebook does not know this treatment any more, so nothing can be checked.")


class RulebookRefused(ScreeningError):
    """A rulebook with errors; carries every problem."""

    code = "rulebook_refused"
    text = _("The rulebook has errors.")

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class AlreadyPublished(ScreeningError):
    """Only a draft can be published."""

    code = "already_published"
    text = _("This version of the rulebook has been published already.")


class RulebookUnreadable(RulebookRefused):
    """A file that is no rulebook at all, not even one with errors; carries every problem."""

    code = "rulebook_unreadable"
    text = _("This file cannot be read as a rulebook.")


class AlreadyActive(ScreeningError):
    """What was to become active is active."""

    code = "already_active"
    text = _("This version of the rulebook is the active one already.")


class NeverPublished(ScreeningError):
    """Only what was active once is rolled back to."""

    code = "never_published"
    text = _("This version of the rulebook was never published.")
