"""Refusals. Each has a code for programs and a plain message for people; pages show them, never a 500."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from screening.engine import AnswerProblem, Problem

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ScreeningError(Exception):
    """Something was refused. Nothing was stored unless the subclass says so."""

    code: ClassVar[str] = "refused"
    text: ClassVar["str | _StrPromise"] = _("This is not possible.")

    def __init__(self) -> None:
        super().__init__(self.code)

    @property
    def message(self) -> str:
        """What to tell the person, in their language."""
        return str(self.text)

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of a form."""

    field: str
    code: str
    message: str


class InvalidInput(ScreeningError):
    """Fields that cannot be accepted, all of them at once."""

    code = "invalid_input"
    text = _("Please check what you entered.")

    def __init__(self, problems: Iterable[FieldProblem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


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


class AppointmentIsCancelled(ScreeningError):
    """The appointment does not take place."""

    code = "appointment_cancelled"
    text = _("This appointment has been cancelled.")


class InvitationRefused(ScreeningError):
    """A link that opens nothing."""


class InvitationUnknown(InvitationRefused):
    """No invitation has this token."""

    code = "invitation_unknown"
    text = _(
        "This link does not work. Please check that you copied all of it, or ask the clinic for a new one."
    )


class InvitationExpired(InvitationRefused):
    """The invitation was valid once."""

    code = "invitation_expired"
    text = _("This link is too old. Please ask the clinic for a new one.")


class InvitationRevoked(InvitationRefused):
    """The clinic has withdrawn the invitation."""

    code = "invitation_revoked"
    text = _("This link is no longer in use. Please use the newest one, or ask the clinic.")


class InvitationLocked(InvitationRefused):
    """Too many wrong dates of birth."""

    code = "invitation_locked"
    text = _("There were too many wrong dates of birth. Please ask the clinic for a new link.")


class WrongBirthDate(ScreeningError):
    """The date of birth is not the patient's. The attempt has been counted."""

    code = "wrong_birth_date"

    def __init__(self, attempts_left: int) -> None:
        super().__init__()
        self.attempts_left = attempts_left

    @property
    def message(self) -> str:
        """What to tell the person, with the attempts left."""
        return ngettext(
            "This is not the date of birth we have. You can try once more.",
            "This is not the date of birth we have. You can try %(count)d more times.",
            self.attempts_left,
        ) % {"count": self.attempts_left}


class AnswersRefused(ScreeningError):
    """Answers that cannot be accepted, all of them at once."""

    code = "answers_refused"
    text = _("Some answers need another look.")

    def __init__(self, problems: Iterable[AnswerProblem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class ChangedMeanwhile(ScreeningError):
    """The same section was saved elsewhere meanwhile; carries what is stored and what was given."""

    code = "changed_meanwhile"
    text = _("These answers were changed in another window. Please check them.")

    def __init__(self, *, stored: Mapping[str, object], given: Mapping[str, object], revision: int) -> None:
        super().__init__()
        self.stored = stored
        self.given = given
        self.revision = revision


class AlreadySubmitted(ScreeningError):
    """The questionnaire has been handed in; the link cannot change it any more."""

    code = "already_submitted"
    text = _("This questionnaire has been handed in already. To change an answer, please call the clinic.")


class NotSubmitted(ScreeningError):
    """There is nothing to read yet."""

    code = "not_submitted"
    text = _("The patient has not handed in this questionnaire yet.")


class DeclarationMissing(ScreeningError):
    """Without the declaration nothing is handed in."""

    code = "declaration_missing"
    text = _("Please confirm that your answers are true and complete.")


class IncompleteResponse(ScreeningError):
    """Questions are still open; carries their link ids in the order of the questionnaire."""

    code = "incomplete"
    text = _("Some questions are still open.")

    def __init__(self, missing: Iterable[str]) -> None:
        super().__init__()
        self.missing = tuple(missing)


class RulebookChanged(ScreeningError):
    """A newer rulebook is active and asks more. The response has been moved to it; nothing given is lost.

    Carries the link ids to ask now, and those whose answers the newer rulebook no longer accepts.
    """

    code = "rulebook_changed"
    text = _("The clinic has changed its questions since you started. Please answer the new ones.")

    def __init__(self, *, missing: Iterable[str], set_aside: Iterable[str]) -> None:
        super().__init__()
        self.missing = tuple(missing)
        self.set_aside = tuple(set_aside)


class UnknownEvaluation(ScreeningError):
    """An evaluation was asked for by a number there is none of."""

    code = "unknown_evaluation"
    text = _("This questionnaire has no evaluation of that number.")


class UnknownPlace(ScreeningError):
    """A page of a list was asked for by something that is no place in it."""

    code = "unknown_place"
    text = _("This page of the list does not exist.")
