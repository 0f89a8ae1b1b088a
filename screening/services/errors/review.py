"""Refusals while a practitioner reads and decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from screening.services.errors.base import ScreeningError

if TYPE_CHECKING:
    from screening.models import ReviewChange


class NotSubmitted(ScreeningError):
    """There is nothing to read yet."""

    code = "not_submitted"
    text = _("The patient has not handed in this questionnaire yet.")


class UnknownEvaluation(ScreeningError):
    """An evaluation was asked for by a number there is none of."""

    code = "unknown_evaluation"
    text = _("This questionnaire has no evaluation of that number.")


class UnknownPlace(ScreeningError):
    """A page of a list was asked for by something that is no place in it."""

    code = "unknown_place"
    text = _("This page of the list does not exist.")


class StaleDecision(ScreeningError):
    """The record has changed since it was read; carries its revision now, and every change since then."""

    code = "stale_decision"
    text = _("This record has changed since you opened it. Nothing was stored: look at what is new first.")

    def __init__(self, revision: int, changes: "Iterable[ReviewChange]") -> None:
        super().__init__()
        self.revision = revision
        self.changes = tuple(changes)


class NotInThisState(ScreeningError):
    """Not possible while the record is in the state it is in."""

    code = "not_in_this_state"
    text = _("This is not possible while the record is in its present state.")


class NotPermitted(ScreeningError):
    """This person may not decide this; carries the treatments it is about, if any."""

    code = "not_permitted"
    text = _("You are not permitted to do this.")

    def __init__(self, treatments: Iterable[str] = ()) -> None:
        super().__init__()
        self.treatments = tuple(treatments)


class ReauthenticationRequired(ScreeningError):
    """A sign-off needs the password or passkey entered again."""

    code = "reauthentication_required"
    text = _("Enter your password again to sign off.")


class UnknownFinding(ScreeningError):
    """A decision about something the current evaluation does not show."""

    code = "unknown_finding"
    text = _("This finding is not among the present ones.")


class OverrideForbidden(ScreeningError):
    """The rule lets nobody override it."""

    code = "override_forbidden"
    text = _("Nobody may override this rule. Postpone or decline, or correct the answer if it is wrong.")


class ResolutionRefused(ScreeningError):
    """A letter clears what waits for clearance, nothing worse."""

    code = "resolution_refused"
    text = _("A letter clears what is held for clearance. What is deferred or contraindicated is overridden.")


class SecondPersonRefused(ScreeningError):
    """The second person has to be a clinical lead, and another one than the first."""

    code = "second_person_refused"
    text = _("A clinical lead other than the person who made the override has to confirm it.")


class NothingToConfirm(ScreeningError):
    """There is no override here that waits for a second person."""

    code = "nothing_to_confirm"
    text = _("This override does not wait for a second person any more.")


class AlreadyWithdrawn(ScreeningError):
    """The decision was taken back already."""

    code = "already_withdrawn"
    text = _("This decision has been withdrawn already.")


@dataclass(frozen=True, slots=True)
class Blocking:
    """A finding that forbids to proceed: its rule and title, the treatment, how bad it is there."""

    rule: str
    title: str
    treatment: str
    severity: str


class ProceedRefused(ScreeningError):
    """Findings at clearance or worse are neither overridden nor resolved; carries each of them."""

    code = "proceed_refused"
    text = _("Some findings are neither overridden nor resolved.")

    def __init__(self, blocking: Iterable[Blocking]) -> None:
        super().__init__()
        self.blocking = tuple(blocking)


class AnswersTooOld(ScreeningError):
    """The answers are older than the clinic's limit."""

    code = "answers_too_old"
    text = _("The answers are too old to proceed on. Ask the patient to go through them again.")


class NoOpenRequest(ScreeningError):
    """The patient is asked nothing at the moment."""

    code = "no_open_request"
    text = _("The clinic has no open questions for you.")
